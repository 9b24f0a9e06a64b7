import { activationsOf, activeAt } from "./activations.ts";
import { quantile, responseCurve } from "./curves.ts";
import { forecast } from "./forecast.ts";
import { type Habits, habitsOf } from "./habits.ts";
import type { History } from "./history.ts";
import type { Kind } from "./kinds.ts";
import type { PlannedPost } from "./planned-post.ts";
import { series } from "./series.ts";
import { stateAt } from "./state-at.ts";

export interface BacktestQuestion {
  /** When to forecast, epoch ms. */
  readonly instants: readonly number[];
  /** How far ahead, ms, ascending. */
  readonly horizonsMs: readonly number[];
  readonly seed?: number;
  readonly paths?: number;
}

/** How forecasts of one horizon turned out. */
export interface BacktestFigure {
  readonly horizonMs: number;
  readonly forecasts: number;
  /** How many outcomes lay below, inside and above the 10–90 % band. */
  readonly below: number;
  readonly inside: number;
  readonly above: number;
  /** inside ÷ forecasts, 0 to 1: 0.8 is what the band promises. */
  readonly coverage: number;
  /** Mean width of the bands, points. */
  readonly width: number;
}

/** Rounding must not put an outcome outside of a band that is a single line. */
const tolerance = 1e-6;

/**
 * Walks a history: at each instant forecasts from what was known then, with the posts that really followed as the plan,
 * and looks where the score went. Throws InvalidInput on bad instants or history.
 */
export function backtest(told: History, question: BacktestQuestion): BacktestFigure[] {
  const history = spreadTotals(told);
  const { horizonsMs } = question;
  const tallies = horizonsMs.map((horizonMs) => ({ horizonMs, below: 0, inside: 0, above: 0, width: 0 }));
  for (const t of question.instants) {
    const times = horizonsMs.map((horizonMs) => t + horizonMs);
    const points = forecastFrom(history, { ...question, t, times });
    const outcomes = series(history, times);
    for (const [i, tally] of tallies.entries()) {
      const band = points[i]?.with;
      const value = outcomes[i]?.value;
      if (band === undefined || value === undefined) continue;
      tally.width += band.high - band.low;
      if (value < band.low - tolerance) tally.below += 1;
      else if (value > band.high + tolerance) tally.above += 1;
      else tally.inside += 1;
    }
  }
  return tallies.map(({ width, ...tally }) => {
    const forecasts = tally.below + tally.inside + tally.above;
    return {
      ...tally,
      forecasts,
      coverage: forecasts === 0 ? Number.NaN : tally.inside / forecasts,
      width: width / forecasts,
    };
  });
}

/** A total is spread over at most so many instants. */
const mostParts = 40;

/**
 * Totals that were read once stand at a single instant each, as if all of a post's reactions had come at once. No forecast
 * can be judged by that, so they are spread over the network's response curve again, in equal parts of it.
 */
function spreadTotals(history: History): History {
  const published = new Map(
    history.signals.flatMap(({ kind, postId, at }) => (isPost(kind) ? [[postId, at] as const] : [])),
  );
  const curves = new Map(history.channels.map(({ id, network }) => [id, responseCurve(network)]));
  const signals = history.signals.flatMap((signal) => {
    const { actor, count, postId, channelId } = signal;
    const from = postId === undefined ? undefined : published.get(postId);
    const curve = curves.get(channelId);
    if (actor !== undefined || count <= 1 || from === undefined || curve === undefined) return [signal];
    const parts = Math.min(mostParts, Math.ceil(count));
    return Array.from({ length: parts }, (_, part) => ({
      ...signal,
      id: `${signal.id} ${part}`,
      at: Math.round(from + quantile(curve, (part + 0.5) / parts)),
      count: count / parts,
    }));
  });
  return { ...history, signals };
}

function isPost(kind: Kind): boolean {
  return kind === "post" || kind === "linkPost";
}

function forecastFrom(
  history: History,
  { t, times, seed, paths }: BacktestQuestion & { t: number; times: readonly number[] },
) {
  const algorithm = activeAt(activationsOf(history), t);
  const habits: Habits[] = habitsOf(history, { t });
  return forecast(algorithm, stateAt(history, t), {
    habits,
    plan: postsBetween(history, t, times.at(-1) ?? t),
    t,
    times,
    ...(seed !== undefined && { seed }),
    ...(paths !== undefined && { paths }),
  });
}

/** What was really published in (from, to]. */
export function postsBetween({ signals }: History, from: number, to: number): PlannedPost[] {
  return signals.flatMap(({ channelId, kind, at }) =>
    isPost(kind) && at > from && at <= to ? [{ channelId, at, carriesLink: kind === "linkPost" }] : [],
  );
}
