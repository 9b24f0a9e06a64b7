import { type Clock, instantLabel } from "./format-instant.ts";
import { points as pointsText } from "./format-points.ts";

export interface ChartHistory {
  from: number;
  to: number;
  points: readonly { at: number; score: number; target: number | null; coverage: number; algorithmId: string }[];
  crossings: readonly { at: number; direction: "below" | "above"; target: number; score: number }[];
  holds: readonly { channelTitle: string; from: number; to: number | null; reason: string }[];
  algorithms: readonly { from: number; id: string; title: string }[];
  /** Time off that was agreed with the client. */
  rest: readonly { from: number; to: number }[];
  /** What the algorithm that was left makes of it in the two weeks after a change. */
  parallel: readonly { at: number; score: number; title: string }[];
}

/** Everything a chart of a score draws; instants in epoch ms, scores in points. */
export interface ScoreChart {
  from: number;
  to: number;
  /** `score` is null where there is a gap: a missing day is never a zero. */
  line: { at: number; score: number | null; target: number | null; beside: number | null; label: string }[];
  /** The algorithms whose scores `beside` holds, in the order in which they come. */
  besideTitles: string[];
  crossings: { at: number; score: number; direction: "below" | "above"; label: string }[];
  holds: { from: number; to: number; label: string }[];
  /** Agreed time off, as far as it lies in the chart. */
  rest: { from: number; to: number; label: string }[];
  /** Where the algorithm changes; `title` is the new one's. */
  marks: { at: number; title: string; label: string }[];
  low: number;
  high: number;
  /** What the chart shows, in a sentence. */
  summary: string;
}

/** Farther apart than this two points have a gap between them, ms: points are stored every six hours. */
const gapMs = 13 * 3_600_000;
/** Room above and below the line, points. */
const margin = 3;

export interface ChartInput {
  history: ChartHistory;
  /** The score this second, so that the line ends at now. */
  current: {
    score: number;
    target: number | null;
    /** What the algorithm that was left would say, while it still runs beside. */
    beside?: { title: string; score: number } | null;
  } | null;
  clock: Clock;
}

export const scoreChart = ({ history, current, clock }: ChartInput): ScoreChart => {
  const label = (at: number) => instantLabel(at, clock);
  const beside = new Map(history.parallel.map(({ at, score }) => [at, score]));
  const known = history.points.map(({ at, score, target }) => ({ at, score, target, beside: beside.get(at) ?? null }));
  if (current !== null)
    known.push({
      at: history.to,
      score: current.score,
      target: current.target,
      beside: current.beside?.score ?? null,
    });
  const values = known.flatMap((point) => [point.score, point.target ?? point.score, point.beside ?? point.score]);
  return {
    from: known[0]?.at ?? history.from,
    to: history.to,
    line: withGaps(known).map((point) => ({ ...point, label: label(point.at) })),
    crossings: history.crossings.map(({ at, score, direction, target }) => ({
      at,
      score,
      direction,
      label: `${direction === "below" ? "Fell below" : "Back at"} ${pointsText(target)}: ${label(at)}`,
    })),
    holds: history.holds.map((hold) => ({
      from: Math.max(hold.from, history.from),
      to: hold.to ?? history.to,
      label: `${hold.channelTitle} not heard from: ${hold.reason}`,
    })),
    rest: history.rest
      .filter(({ from, to }) => from < history.to && to > history.from)
      .map(({ from, to }) => ({
        from: Math.max(from, history.from),
        to: Math.min(to, history.to),
        label: `Agreed rest from ${label(from)} to ${label(to)}`,
      })),
    besideTitles: [
      ...new Set([...history.parallel, ...(current?.beside ? [current.beside] : [])].map(({ title }) => title)),
    ],
    marks: history.algorithms
      .slice(1)
      .filter(({ from }) => from > history.from && from <= history.to)
      .map(({ from, title }) => ({ at: from, title, label: `${title} from ${label(from)} on` })),
    low: Math.max(0, Math.floor(Math.min(...values, 100) - margin)),
    high: Math.min(100, Math.ceil(Math.max(...values, 1) + margin)),
    summary: summaryOf(known, history),
  };
};

interface Known {
  at: number;
  score: number;
  target: number | null;
  beside: number | null;
}

const withGaps = (known: readonly Known[]): (Omit<Known, "score"> & { score: number | null })[] =>
  known.flatMap((point, i) => {
    const before = known[i - 1];
    const isGap = before !== undefined && point.at - before.at > gapMs;
    return isGap ? [{ at: before.at + 1, score: null, target: point.target, beside: null }, point] : [point];
  });

const summaryOf = (known: readonly Known[], { crossings }: ChartHistory): string => {
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return "No scores yet.";
  return `Score from ${pointsText(first.score)} to ${pointsText(last.score)} points${againstTarget(known, crossings)}.`;
};

/** Without a fall a score was above its target all along, or below it from the start. */
const againstTarget = (known: readonly Known[], crossings: ChartHistory["crossings"]): string => {
  const start = known.find(({ target }) => target !== null);
  if (start === undefined || start.target === null) return "";
  const falls = crossings.filter(({ direction }) => direction === "below").length;
  if (falls > 0) return `, below target ${falls === 1 ? "once" : `${falls} times`}`;
  if (start.score >= start.target) return ", never below target";
  return crossings.length > 0 ? ", below target at first" : ", below target all along";
};
