import type { ReportChart } from "@headroom/insights";
import { scaleLinear, scaleTime } from "d3-scale";
import { curveStepAfter, line } from "d3-shape";

/** The page's palette, as the screens have it in light mode. */
const colour = {
  accent: "#1f4fd8",
  ink: "#12181f",
  soft: "#4a5663",
  line: "#d5dae1",
  ground: "#f1f4fb",
  mute: "#7d8894",
};

/** Typst points; the drawing is as wide as the text. */
const width = 482;
const height = 158;
const edge = { left: 24, right: 40, top: 10, bottom: 20 };
const plot = { left: edge.left, right: width - edge.right, top: edge.top, bottom: height - edge.bottom };
/** Marks this close to each other share a place; a label is not put over another one. */
const labelHeight = 9;
const signSize = 4;

/** The chart of a report as an SVG: nothing is decided here but places. */
export const drawChart = (chart: ReportChart): string => {
  const x = scaleTime([chart.from, chart.to], [plot.left, plot.right]);
  const y = scaleLinear([chart.low, chart.high], [plot.bottom, plot.top]);
  const px = (at: number) => round(x(at));
  const py = (score: number) => round(y(score));
  const body = [
    weekShade(chart, px),
    ...chart.rest.map((rest) => restBand(rest, px)),
    grid(y.ticks(4), py),
    weeks(chart, px),
    ...chart.holds.map((hold) => hatch(hold, px)),
    ...chart.marks.map(({ at }) => upright(px(at), `stroke="${colour.ink}" stroke-dasharray="1 2"`)),
    target(chart, { px, py }),
    path(scoreLine(chart, { px, py }), `stroke="${colour.accent}" stroke-width="1.6" stroke-linejoin="round"`),
    ...chart.crossings.map(({ at, score, direction }) => sign(direction, { x: px(at), y: py(score) })),
    endLabels(chart, { px, py }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="IBM Plex Sans" font-size="8">${body.join("")}</svg>`;
};

/** A sign of the legend, alone. */
export const drawSign = (kind: ReportChart["legend"][number]["sign"]): string => {
  const size = 10;
  const middle = { x: size / 2, y: size / 2 };
  const body = {
    below: () => sign("below", middle),
    above: () => sign("above", middle),
    hold: () => hatchRect({ left: 0, right: size, top: 0, bottom: size }),
    rest: () => restRect({ left: 0, right: size, top: 0, bottom: size }),
    mark: () => path(`M${middle.x},0V${size}`, `stroke="${colour.ink}" stroke-dasharray="1 2"`),
  }[kind]();
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}">${body}</svg>`;
};

interface Places {
  px: (at: number) => number;
  py: (score: number) => number;
}

const round = (value: number): number => Math.round(value * 100) / 100;

const path = (d: string, attributes: string): string => `<path fill="none" ${attributes} d="${d}"/>`;

const upright = (at: number, attributes: string): string => path(`M${at},${plot.top}V${plot.bottom}`, attributes);

const weekShade = ({ week }: ReportChart, px: Places["px"]): string =>
  `<rect x="${px(week.from)}" y="${plot.top}" width="${round(px(week.to) - px(week.from))}" height="${plot.bottom - plot.top}" fill="${colour.ground}"/>`;

const grid = (ticks: readonly number[], py: Places["py"]): string =>
  ticks
    .map(
      (tick) =>
        path(`M${plot.left},${py(tick)}H${plot.right}`, `stroke="${colour.line}" stroke-width="0.5"`) +
        text({ x: plot.left - 5, y: py(tick) + 2.8, anchor: "end", fill: colour.soft }, String(tick)),
    )
    .join("");

const weeks = (chart: ReportChart, px: Places["px"]): string =>
  chart.weeks
    .map(
      ({ at, label }) =>
        path(`M${px(at)},${plot.bottom}v4`, `stroke="${colour.mute}" stroke-width="0.6"`) +
        text({ x: px(at) + 2, y: height - 6, anchor: "start", fill: colour.soft }, label),
    )
    .join("");

const scoreLine = (chart: ReportChart, { px, py }: Places): string =>
  line<ReportChart["line"][number]>()
    .defined(({ score }) => score !== null)
    .x(({ at }) => px(at))
    .y(({ score }) => py(score ?? 0))(chart.line) ?? "";

const target = (chart: ReportChart, { px, py }: Places): string =>
  path(
    line<ReportChart["line"][number]>()
      .defined((point) => point.target !== null)
      .x(({ at }) => px(at))
      .y((point) => py(point.target ?? 0))
      .curve(curveStepAfter)(chart.line) ?? "",
    `stroke="${colour.ink}" stroke-width="0.9" stroke-dasharray="4 3"`,
  );

/** Score and target are named where their lines end, one moved out of the other's way. */
const endLabels = (chart: ReportChart, { py }: Places): string => {
  const last = chart.line.at(-1);
  if (last === undefined) return "";
  const score = last.score === null ? null : py(last.score);
  const goal = last.target === null ? null : py(last.target);
  const isScoreOnTop = score !== null && goal !== null && score <= goal;
  const apart = score === null || goal === null ? 0 : Math.max(0, labelHeight - Math.abs(score - goal)) / 2;
  const shift = isScoreOnTop ? -apart : apart;
  const at = (y: number) => ({ x: plot.right + 4, y: round(y + 2.8), anchor: "start" as const });
  return [
    score === null ? "" : text({ ...at(score + shift), fill: colour.accent, weight: 600 }, "score"),
    goal === null ? "" : text({ ...at(goal - shift), fill: colour.ink }, "target"),
  ].join("");
};

interface TextPlace {
  x: number;
  y: number;
  anchor: "start" | "end";
  fill: string;
  weight?: number;
}

const text = ({ x, y, anchor, fill, weight = 400 }: TextPlace, words: string): string =>
  `<text x="${x}" y="${round(y)}" text-anchor="${anchor}" fill="${fill}" font-weight="${weight}">${escaped(words)}</text>`;

const escaped = (words: string): string => words.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

/** Triangles that point where the score went; filled where it fell, so that they differ without colour and without direction. */
const sign = (direction: "below" | "above", { x, y }: { x: number; y: number }): string => {
  const tip = direction === "below" ? signSize : -signSize;
  const triangle = `M${x},${round(y + tip)}L${round(x - signSize)},${round(y - tip * 0.8)}H${round(x + signSize)}Z`;
  const fill = direction === "below" ? colour.ink : "#ffffff";
  return `<path d="${triangle}" fill="${fill}" stroke="${colour.ink}" stroke-width="0.9" stroke-linejoin="round"/>`;
};

const hatch = ({ from, to }: { from: number; to: number }, px: Places["px"]): string =>
  hatchRect({ left: px(from), right: Math.max(px(from) + 1, px(to)), top: plot.top, bottom: plot.bottom });

const restBand = ({ from, to }: { from: number; to: number }, px: Places["px"]): string =>
  restRect({ left: px(from), right: Math.max(px(from) + 1, px(to)), top: plot.top, bottom: plot.bottom });

/** A tint with dotted sides: told from the report's own week without colour. */
const restRect = ({ left, right, top, bottom }: Box): string =>
  `<rect x="${left}" y="${top}" width="${round(right - left)}" height="${round(bottom - top)}" fill="${colour.line}" fill-opacity="0.6"/>` +
  path(
    `M${left},${top}V${bottom}M${round(right)},${top}V${bottom}`,
    `stroke="${colour.mute}" stroke-width="0.8" stroke-dasharray="0.8 1.6"`,
  );

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Strokes cut to the box by hand: patterns and clip paths are where SVG renderers differ. */
const hatchRect = ({ left, right, top, bottom }: Box): string => {
  const stepApart = 4;
  const strokes: string[] = [];
  for (let start = left - (bottom - top); start < right; start += stepApart) {
    const from = Math.max(start, left);
    const to = Math.min(start + (bottom - top), right);
    if (to > from)
      strokes.push(`M${round(from)},${round(bottom - (from - start))}L${round(to)},${round(bottom - (to - start))}`);
  }
  return path(strokes.join(""), `stroke="${colour.mute}" stroke-width="0.7" stroke-opacity="0.7"`);
};
