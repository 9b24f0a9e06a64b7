import type { Band, ForecastPoint } from "@headroom/scoring";
import { type Clock, instantLabel } from "./format-instant.ts";
import { count, points as pointsText } from "./format-points.ts";

export interface ForecastFacts {
  now: number;
  score: number;
  target: number | null;
  points: readonly ForecastPoint[];
  plan: readonly { at: number }[];
}

/** A point of the chart: what was until now, what is to be expected after. `band` is [low, high]; null where there is none. */
export interface ForecastChartPoint {
  at: number;
  label: string;
  score: number | null;
  median: number | null;
  band: [number, number] | null;
  without: number | null;
}

/** Everything that a chart of the coming days draws and says; instants in epoch ms, scores in points. */
export interface ForecastChart {
  from: number;
  now: number;
  to: number;
  line: ForecastChartPoint[];
  target: number | null;
  hasPlan: boolean;
  low: number;
  high: number;
  /** One row a day, for those who do not see the chart. */
  rows: { label: string; median: string; range: string; without: string }[];
  /** What the chart says. */
  summary: string;
}

/** Days of history before now: enough to see where the line comes from. */
const tailMs = 7 * 86_400_000;
const rowEveryMs = 86_400_000;
/** Room above and below, points. */
const margin = 2;

export interface ForecastChartInput {
  forecast: ForecastFacts;
  /** Past scores, oldest first. */
  past: readonly { at: number; score: number }[];
  clock: Clock;
}

export const forecastChart = ({ forecast, past, clock }: ForecastChartInput): ForecastChart => {
  const { now, score, target, points, plan } = forecast;
  const label = (at: number) => instantLabel(at, clock);
  const tail = past.filter(({ at }) => at >= now - tailMs && at < now);
  const hasPlan = plan.some(({ at }) => at <= (points.at(-1)?.at ?? now));
  const line: ForecastChartPoint[] = [
    ...tail.map((point) => ({ at: point.at, score: point.score, median: null, band: null, without: null })),
    { at: now, score, median: score, band: [score, score] as [number, number], without: score },
    ...points.map(({ at, with: own, without }) => ({
      at,
      score: null,
      median: own.median,
      band: [own.low, own.high] as [number, number],
      without: without.median,
    })),
  ].map((point) => ({ ...point, label: label(point.at) }));
  const values = line.flatMap(({ score: was, median, band, without }) =>
    [was, median, without, target, ...(band ?? [])].filter((value) => value !== null),
  );
  return {
    from: line[0]?.at ?? now,
    now,
    to: points.at(-1)?.at ?? now,
    line,
    target,
    hasPlan,
    low: Math.max(0, Math.floor(Math.min(...values) - margin)),
    high: Math.min(100, Math.ceil(Math.max(...values) + margin)),
    rows: points
      .filter(({ at }) => (at - now) % rowEveryMs === 0)
      .map(({ at, with: own, without }) => ({
        label: label(at),
        median: pointsText(own.median),
        range: rangeText(own),
        without: pointsText(without.median),
      })),
    summary: forecastSentence(forecast, clock),
  };
};

/** `42.1 to 44.0` */
export const rangeText = ({ low, high }: Band): string => `${pointsText(low)} to ${pointsText(high)}`;

/** What comes, in a sentence or two: with the plan, and without it. */
export const forecastSentence = (forecast: ForecastFacts, clock: Clock): string => {
  const { target, points, plan, now } = forecast;
  const end = points.at(-1);
  if (end === undefined) return "Nothing can be said about the days ahead.";
  const ahead = plan.filter(({ at }) => at > now && at <= end.at).length;
  if (target === null) {
    const then = `In two weeks the score is about ${pointsText(end.with.median)} (${rangeText(end.with)})`;
    return ahead === 0
      ? `${then} if nothing more is published.`
      : `${then} with the ${plannedText(ahead)}, about ${pointsText(end.without.median)} without.`;
  }
  const without = courseOf(forecast, ({ without: band }) => band.median);
  if (ahead === 0)
    return `If nothing more is published, the score ${courseText(without, { target, clock, again: false })}.`;
  const planned = courseOf(forecast, ({ with: band }) => band.median);
  const first = `With the ${plannedText(ahead)} the score ${courseText(planned, { target, clock, again: false })}`;
  if (planned.kind === without.kind && planned.at === without.at) return `${first}; without ${them(ahead)} as well.`;
  return `${first}; without ${them(ahead)} it ${courseText(without, { target, clock, again: true })}.`;
};

const plannedText = (n: number): string => (n === 1 ? "planned post" : count(n, "planned post"));

const them = (posts: number): string => (posts === 1 ? "it" : "them");

/** How the median goes against the target until the end. */
interface Course {
  kind: "above" | "below" | "falls" | "rises";
  /** When it falls or rises, epoch ms. */
  at: number | null;
}

const courseOf = ({ now, score, target, points }: ForecastFacts, pick: (point: ForecastPoint) => number): Course => {
  const level = target ?? 0;
  const path = [{ at: now, value: score }, ...points.map((point) => ({ at: point.at, value: pick(point) }))];
  const startsAbove = score >= level;
  const turn = path.findIndex(({ value }) => value >= level !== startsAbove);
  const [before, after] = [path[turn - 1], path[turn]];
  if (before === undefined || after === undefined) return { kind: startsAbove ? "above" : "below", at: null };
  const share = (level - before.value) / (after.value - before.value);
  return { kind: startsAbove ? "falls" : "rises", at: before.at + share * (after.at - before.at) };
};

const courseText = (
  { kind, at }: Course,
  { target, clock, again }: { target: number; clock: Clock; again: boolean },
): string => {
  const level = again ? "it" : pointsText(target);
  switch (kind) {
    case "above":
      return `stays at ${level} or above for two weeks`;
    case "below":
      return `stays below ${level} for two weeks`;
    case "falls":
      return `falls below ${level} about ${instantLabel(at ?? clock.now, clock)}`;
    case "rises":
      return `reaches ${level} about ${instantLabel(at ?? clock.now, clock)}`;
    default:
      return kind satisfies never;
  }
};
