import type { Clock } from "./format-instant.ts";
import { count } from "./format-points.ts";
import { type ChartHistory, type ScoreChart, scoreChart } from "./score-chart.ts";

/** The chart of a report: four weeks of score against target, frozen as plain JSON. Instants in epoch ms, scores in points. */
export interface ReportChart extends Pick<ScoreChart, "from" | "to" | "low" | "high"> {
  /** `score` is null where there is a gap: a missing day is never a zero. */
  line: { at: number; score: number | null; target: number | null }[];
  crossings: { at: number; score: number; direction: "below" | "above" }[];
  holds: { from: number; to: number }[];
  rest: { from: number; to: number }[];
  marks: { at: number }[];
  /** Where the weeks begin. */
  weeks: { at: number; label: string }[];
  /** The week that the report is about. */
  week: { from: number; to: number };
  /** What the signs mean, for those that are there. */
  legend: { sign: "below" | "above" | "hold" | "rest" | "mark"; text: string }[];
  /** What the chart shows, for those who do not see it. */
  alt: string;
}

export interface ReportChartFacts {
  /** From the first of `mondays` on; nothing later than the end of the week. */
  history: ChartHistory;
  /** The score at the end; null: not known. */
  current: { score: number; target: number | null } | null;
  week: { from: number; to: number };
  mondays: readonly { at: number; label: string }[];
  clock: Clock;
  /** A title for print. */
  print: (text: string) => string;
}

/** Null where no score is known. */
export const reportChart = (facts: ReportChartFacts): ReportChart | null => {
  const { history, current, week, mondays, clock } = facts;
  const chart = scoreChart({ history, current, clock });
  if (chart.line.length === 0) return null;
  const { from, to } = history;
  const inside = <T extends { at: number }>(marks: readonly T[]) => marks.filter(({ at }) => at >= from);
  const shown = {
    line: inside(chart.line).map(({ at, score, target }) => ({ at, score, target })),
    crossings: inside(chart.crossings).map(({ at, score, direction }) => ({ at, score, direction })),
    holds: chart.holds.map((hold) => ({ from: hold.from, to: Math.min(hold.to, to) })),
    rest: chart.rest.map(({ from: start, to: end }) => ({ from: start, to: end })),
    marks: inside(chart.marks).map(({ at }) => ({ at })),
  };
  const legend = legendOf(facts, shown);
  return {
    ...shown,
    from,
    to,
    low: chart.low,
    high: chart.high,
    weeks: [...mondays],
    week: { from: week.from, to: week.to },
    legend,
    alt: [
      chart.summary,
      ...legend
        .filter(({ sign }) => sign === "hold" || sign === "rest" || sign === "mark")
        .map(({ text }) => `${text}.`),
    ].join(" "),
  };
};

const legendOf = (
  { history, print }: ReportChartFacts,
  { crossings, rest }: Pick<ReportChart, "crossings" | "rest">,
): ReportChart["legend"] => {
  const has = (direction: "below" | "above") => crossings.some((crossing) => crossing.direction === direction);
  const held = [...new Set(history.holds.map(({ channelTitle }) => print(channelTitle)))];
  const [firstHeld] = held;
  const algorithms = history.algorithms.slice(1).filter(({ from }) => from > history.from && from <= history.to);
  return [
    ...(has("below") ? [{ sign: "below" as const, text: "fell below target" }] : []),
    ...(has("above") ? [{ sign: "above" as const, text: "back at target" }] : []),
    ...(firstHeld === undefined
      ? []
      : [
          {
            sign: "hold" as const,
            text: `${held.length === 1 ? firstHeld : count(held.length, "channel")} not heard from`,
          },
        ]),
    ...(rest.length === 0 ? [] : [{ sign: "rest" as const, text: "agreed rest" }]),
    ...(algorithms.length === 0
      ? []
      : [
          {
            sign: "mark" as const,
            text: `${algorithms.map(({ title }) => print(title)).join(", then ")} from here on`,
          },
        ]),
  ];
};
