import type { Algorithm } from "./algorithm.ts";
import { valueAt } from "./components.ts";
import { requireInstant, requireNonNegative } from "./invalid-input.ts";
import { broaderKind, kindNumber, type OutboundKind, outboundKinds } from "./kinds.ts";
import { modelOf } from "./model.ts";
import { loadState, type State } from "./state.ts";
import { addTerm } from "./sums.ts";
import { validateAlgorithm } from "./validate-algorithm.ts";

export interface NextPost {
  readonly channelId: string;
  /** Whether it had better carry a link; "post" where it makes no difference or the channel cannot tell. */
  readonly kind: OutboundKind;
  /** What it changes at the horizon, before anyone reacts; may be negative. */
  readonly points: number;
}

const dayMs = 86_400_000;

/**
 * What one post now (`t`, epoch ms) would change in the score at `t` + `horizonMs`, per channel, best first. Held channels
 * are left out: nothing is known of them. Throws InvalidInput as `scoreAt` does.
 */
export function nextPost(
  algorithm: Algorithm,
  state: State,
  t: number,
  { horizonMs = dayMs }: { horizonMs?: number } = {},
): NextPost[] {
  requireInstant("t", t);
  requireNonNegative("horizonMs", horizonMs);
  validateAlgorithm(algorithm);
  const without = valueAt(modelOf(algorithm, loadState(algorithm, state, t)), t + horizonMs);
  const withPost = (channel: number, kind: OutboundKind): number => {
    const sums = loadState(algorithm, state, t);
    addTerm(sums, { channel, kind: kindNumber(kind), at: t, weight: 1 });
    const broader = broaderKind(kind);
    if (broader !== undefined) addTerm(sums, { channel, kind: kindNumber(broader), at: t, weight: 1 });
    sums.lastPostAt[channel] = t;
    return valueAt(modelOf(algorithm, sums), t + horizonMs) - without;
  };
  return Object.entries(state.channels)
    .map(([channelId, { heldFrom, knows }], channel) => {
      const possible = outboundKinds.filter((kind) => kind === "post" || knows[kind] !== undefined);
      const options = possible.map((kind) => ({ channelId, kind, points: withPost(channel, kind) }));
      return { heldFrom, best: options.reduce((best, option) => (option.points > best.points ? option : best)) };
    })
    .filter(({ heldFrom }) => heldFrom === null)
    .map(({ best }) => best)
    .sort((a, b) => b.points - a.points);
}
