import { steady1 } from "./algorithms.ts";
import type { Signal } from "./history.ts";
import type { Pair } from "./rank-correlation.ts";
import { utcDayMs, weigh } from "./weigh.ts";

/** So long after a score its reactions are counted, ms: a good score says who will be reacted to in the coming week. */
export const backtestHorizonMs = 7 * utcDayMs;

/**
 * What a reaction of a kind is worth in likes when algorithms are compared. The same for all of them, whatever weights are
 * their own: otherwise an algorithm that ignores comments would be tested on a world without comments.
 */
const worth: Readonly<Record<string, number>> = steady1.engagement.reactions;

/** By UTC day number d the worth of what came in within (d, d + 1] days after 1970: an instant of midnight belongs to the day that ends. */
export type DailyReactions = Map<number, number>;

/**
 * Adds the worth of inbound signals to `daily`, in likes; repeats of one actor within a UTC day weigh less, as everywhere.
 * Signals may be given in portions, as long as each UTC day is whole in one of them. Throws InvalidInput as `weigh` does.
 */
export function addReactions(daily: DailyReactions, signals: readonly Signal[]): void {
  for (const { kind, at, weight } of weigh(signals)) {
    const likes = (worth[kind] ?? 0) * weight;
    if (likes === 0) continue;
    const day = Math.ceil(at / utcDayMs) - 1;
    daily.set(day, (daily.get(day) ?? 0) + likes);
  }
}

/**
 * Scores at UTC midnights (others are passed over) paired with the reactions of the seven days that followed, up to `until`
 * (epoch ms): a week that is not over yet is no evidence. `x` is the score, `y` the reactions' worth in likes.
 */
export function backtestPairs(
  scores: readonly { readonly at: number; readonly value: number }[],
  daily: DailyReactions,
  until: number,
): Pair[] {
  return scores.flatMap(({ at, value }) => {
    if (at % utcDayMs !== 0 || at + backtestHorizonMs > until) return [];
    const first = at / utcDayMs;
    let following = 0;
    for (let day = first; day < first + backtestHorizonMs / utcDayMs; day++) following += daily.get(day) ?? 0;
    return [{ x: value, y: following }];
  });
}
