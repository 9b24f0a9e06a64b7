import { activationsOf, activeAt } from "./activations.ts";
import { quantile, responseCurve } from "./curves.ts";
import { forecast } from "./forecast.ts";
import { type Habits, habitsOf } from "./habits.ts";
import type { History, Signal } from "./history.ts";
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
  const { instants, horizonsMs } = question;
  const tallies = horizonsMs.map((horizonMs) => ({ horizonMs, below: 0, inside: 0, above: 0, width: 0 }));
  const outcomes = outcomesOf(history, question);
  for (const t of instants) {
    const times = horizonsMs.map((horizonMs) => t + horizonMs);
    const points = forecastFrom(history, { ...question, t, times });
    for (const [i, tally] of tallies.entries()) {
      const band = points[i]?.with;
      const value = outcomes.get(t + tally.horizonMs);
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

/** The scores that really came, by instant (epoch ms). */
function outcomesOf(history: History, { instants, horizonsMs }: BacktestQuestion): Map<number, number> {
  const times = instants.flatMap((t) => horizonsMs.map((horizonMs) => t + horizonMs)).sort((a, b) => a - b);
  return new Map(series(history, times).map(({ at, value }) => [at, value]));
}

/** A total is spread over at most so many instants: fewer, and the reactions of a famous post come in lumps. */
const mostParts = 200;

/**
 * Totals that were read once stand at a single instant each, as if all of a post's reactions had come at once. No forecast
 * can be judged by that, so they are spread over the network's response curve again, in equal parts of it. Oldest first.
 */
function spreadTotals(history: History): History {
  const published = new Map(
    history.signals.flatMap(({ kind, postId, at }) => (isPost(kind) ? [[postId, at] as const] : [])),
  );
  const totals = new Map<string, Signal>();
  const signals = history.signals.filter((signal) => {
    if (signal.actor !== undefined || signal.count <= 1 || !published.has(signal.postId)) return true;
    const key = `${signal.kind} ${signal.channelId} ${signal.postId}`;
    totals.set(key, { ...signal, count: signal.count + (totals.get(key)?.count ?? 0) });
    return false;
  });
  const curves = new Map(history.channels.map(({ id, network }) => [id, responseCurve(network)]));
  for (const total of totals.values()) {
    const curve = curves.get(total.channelId);
    const parts = curve === undefined ? 1 : Math.min(mostParts, Math.ceil(total.count));
    for (let part = 0; part < parts; part++) {
      const delay = curve === undefined ? 0 : quantile(curve, (part + 0.5) / parts);
      const at = Math.round((published.get(total.postId) ?? total.at) + delay);
      signals.push({ ...total, id: `${total.id} ${part}`, at, count: total.count / parts });
    }
  }
  return { ...history, signals: signals.sort((a, b) => a.at - b.at) };
}

function isPost(kind: Kind): boolean {
  return kind === "post" || kind === "linkPost";
}

function forecastFrom(
  history: History,
  { t, times, seed, paths }: BacktestQuestion & { t: number; times: readonly number[] },
) {
  const algorithm = activeAt(activationsOf(history), t);
  const later = history.signals.findIndex(({ at }) => at > t);
  const known = later < 0 ? history : { ...history, signals: history.signals.slice(0, later) };
  const habits: Habits[] = habitsOf(known, { t });
  return forecast(algorithm, stateAt(known, t), {
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
