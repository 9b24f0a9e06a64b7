import type { Signal } from "./history.ts";
import { InvalidInput, requireInstant, requirePositive } from "./invalid-input.ts";
import { broaderKind, type Kind, kindNumber } from "./kinds.ts";

/** A signal as the sums see it: its weight, above 0, decays from `at` (epoch ms) on. */
export interface Term {
  readonly channelId: string;
  readonly kind: Kind;
  readonly at: number;
  readonly weight: number;
}

/** Of one actor's repeats on one day, the newest ten count: 1, 1/2, … 1/10. Later ones would add next to nothing. */
export const countedRepeats = 10;

export const utcDayMs = 86_400_000;

/**
 * Turns signals not after `t` (epoch ms; all of them if left out) into weighted terms. The n-th newest of one (channel,
 * kind, actor, UTC day) weighs 1/n up to n = 10; an unnamed actor's weighs its count. A link post also makes a `post`
 * term, a link reshare a `reshare` term. Throws InvalidInput on a bad instant, count or kind.
 */
export function weigh(signals: readonly Signal[], t = Number.POSITIVE_INFINITY): Term[] {
  const terms: Term[] = [];
  const repeats = new Map<string, { first: Omit<Term, "weight">; instants: number[] }>();
  for (const signal of signals) {
    checkSignal(signal);
    if (signal.at > t) continue;
    for (const kind of [signal.kind, broaderKind(signal.kind)]) {
      if (kind === undefined) continue;
      const { channelId, at, actor, count } = signal;
      if (actor === undefined) {
        terms.push({ channelId, kind, at, weight: count });
        continue;
      }
      const key = JSON.stringify([channelId, kind, Math.floor(at / utcDayMs), actor]);
      const group = repeats.get(key);
      if (group) group.instants.push(at);
      else repeats.set(key, { first: { channelId, kind, at }, instants: [at] });
    }
  }
  for (const { first, instants } of repeats.values()) {
    const newest = instants.sort((a, b) => b - a).slice(0, countedRepeats);
    for (const [rank, at] of newest.entries()) terms.push({ ...first, at, weight: 1 / (rank + 1) });
  }
  return terms;
}

/** Throws InvalidInput naming the field of the signal that is wrong. */
export function checkSignal({ kind, at, count, actor }: Signal): void {
  kindNumber(kind);
  requireInstant("at", at);
  requirePositive("count", count);
  if (actor !== undefined && count !== 1)
    throw new InvalidInput("count", `must be 1 when the actor is named, not ${count}`);
}
