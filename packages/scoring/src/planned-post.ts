import { InvalidInput, requireInstant, requireNonNegative } from "./invalid-input.ts";
import type { State } from "./state.ts";

/** A post that is meant to go out. */
export interface PlannedPost {
  readonly channelId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly carriesLink: boolean;
  /** What it is expected to draw against a usual post of the channel, for instance because of its hour; 1 if left out. */
  readonly factor?: number;
}

/**
 * The posts that can change anything, in order: one that was to go out before `t` (epoch ms) did or did not, and of a held
 * channel nothing is known. Throws InvalidInput on a bad instant or factor, or on a channel that is not in the state.
 */
export function postsToCome(state: State, plan: readonly PlannedPost[], t: number): PlannedPost[] {
  for (const { channelId, at, factor } of plan) {
    requireInstant("plan.at", at);
    requireNonNegative("plan.factor", factor ?? 1);
    if (!Object.hasOwn(state.channels, channelId)) {
      throw new InvalidInput("plan.channelId", `no channel ${JSON.stringify(channelId)} in this state`);
    }
  }
  return plan
    .filter(({ channelId, at }) => at >= t && state.channels[channelId]?.heldFrom === null)
    .sort((a, b) => a.at - b.at);
}
