import type { Algorithm } from "./algorithm.ts";
import type { Habits } from "./habits.ts";
import { InvalidInput, requireInstant, requirePositive } from "./invalid-input.ts";
import { outlooksOf } from "./outlook.ts";
import { type PlannedPost, postsToCome } from "./planned-post.ts";
import { simulate } from "./simulate.ts";
import type { State } from "./state.ts";
import { validateAlgorithm } from "./validate-algorithm.ts";

/** Where the score will be: above `low` nine times in ten, above `high` once in ten. Points. */
export interface Band {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export interface ForecastPoint {
  /** Epoch ms. */
  readonly at: number;
  /** If nothing more is published. */
  readonly without: Band;
  /** If what is planned goes out. */
  readonly with: Band;
}

export interface ForecastQuestion {
  readonly habits: readonly Habits[];
  readonly plan: readonly PlannedPost[];
  /** Now, epoch ms; not before the state's `asOf`. */
  readonly t: number;
  /** Instants asked for, epoch ms, ascending, later than `t`. */
  readonly times: readonly number[];
  readonly seed?: number;
  /** How many futures are played; more make the band smoother. */
  readonly paths?: number;
}

const dayMs = 86_400_000;

/** How far ahead a forecast is of use, ms. */
export const forecastHorizonMs = 14 * dayMs;

/** Reactions are counted in the middle of steps of at most this length, ms: half-lives are days. */
const longestStepMs = dayMs / 2;

/** From so many paths the tenth part at either end is told to within about 4 %. */
const usualPaths = 300;

/**
 * Median and 10–90 % band of the score at instants, with and without the plan: reactions still due to recent posts, what
 * belongs to no post, presence, and what planned posts usually draw. Followers stay as they are; held channels stand still.
 * The same question gets the same answer. Throws InvalidInput on bad instants, habits or plan, or as `scoreAt` does.
 */
export function forecast(algorithm: Algorithm, state: State, question: ForecastQuestion): ForecastPoint[] {
  const { habits, t, times, seed = 1, paths = usualPaths } = question;
  requireInstant("t", t);
  requirePositive("paths", paths);
  validateAlgorithm(algorithm);
  if (times.length === 0) return [];
  const plan = postsToCome(state, question.plan, t);
  const edges = edgesOf(t, times);
  const outlooks = outlooksOf(state, { habits, plan, edges });
  const played = simulate({ algorithm, state, outlooks, plan, edges, seed, paths });
  return times.map((at) => {
    const start = (edges.indexOf(at) - 1) * paths;
    const bandOf = (scores: Float64Array): Band => band(scores.slice(start, start + paths));
    return { at, without: bandOf(played.without), with: bandOf(played.with) };
  });
}

function edgesOf(t: number, times: readonly number[]): number[] {
  const edges = [t];
  for (const at of times) {
    const from = edges.at(-1) ?? t;
    if (!(requireInstant("times", at) > from)) throw new InvalidInput("times", `${at} is not later than ${from}`);
    const steps = Math.ceil((at - from) / longestStepMs);
    for (let step = 1; step < steps; step++) edges.push(from + ((at - from) * step) / steps);
    edges.push(at);
  }
  return edges;
}

/** Linear between the order statistics (R. Hyndman and Y. Fan, "Sample quantiles", 1996, type 7). Sorts its argument. */
export function band(values: Float64Array): Band {
  values.sort();
  const at = (share: number): number => {
    const position = share * (values.length - 1);
    const below = values[Math.floor(position)] ?? Number.NaN;
    return below + ((values[Math.ceil(position)] ?? below) - below) * (position - Math.floor(position));
  };
  return { low: at(0.1), median: at(0.5), high: at(0.9) };
}
