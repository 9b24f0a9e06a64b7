import type { Algorithm } from "./algorithm.ts";
import type { Channel } from "./history.ts";
import { InvalidInput, requireInstant } from "./invalid-input.ts";
import { channelNumber, emptyState, loadBareState, restate, type State, saveState } from "./state.ts";
import { holdChannel } from "./sums.ts";

/** The state with one more channel, of which nothing has been heard. Throws InvalidInput if it is there already. */
export function addChannel(algorithm: Algorithm, state: State, channel: Channel): State {
  if (Object.hasOwn(state.channels, channel.id)) throw new InvalidInput("channel.id", "is in this state already");
  return merge(state, emptyState(algorithm, [channel], state.asOf));
}

/** The state without that channel. Throws InvalidInput if it is not there. */
export function removeChannel(state: State, channelId: string): State {
  requireChannel(state, channelId);
  const channels = Object.fromEntries(Object.entries(state.channels).filter(([id]) => id !== channelId));
  return { ...state, channels };
}

/**
 * The state of both states' channels as of the later of them: associative and commutative. Throws InvalidInput if a
 * channel is in both or the algorithms differ.
 */
export function merge(a: State, b: State): State {
  if (a.algorithmId !== b.algorithmId)
    throw new InvalidInput("algorithmId", `${a.algorithmId} and ${b.algorithmId} do not mix`);
  const shared = Object.keys(b.channels).find((id) => Object.hasOwn(a.channels, id));
  if (shared !== undefined) throw new InvalidInput("channels", `${JSON.stringify(shared)} is in both states`);
  const asOf = Math.max(a.asOf, b.asOf);
  const channels = Object.entries(restate(a, asOf).channels).concat(Object.entries(restate(b, asOf).channels));
  return { algorithmId: a.algorithmId, asOf, channels: Object.fromEntries(channels) };
}

/**
 * The state in which nothing is known of the channel since `from` (epoch ms): its terms stay as they were then. The state
 * must hold nothing of the channel that is later than `from`; if it does, replay. A `from` after `asOf` moves `asOf`
 * there. Throws InvalidInput if the channel is absent, held already, or posted after `from`.
 */
export function hold(state: State, channelId: string, from: number): State {
  requireInstant("from", from);
  const channel = requireChannel(state, channelId);
  if (channel.heldFrom !== null) throw new InvalidInput("channelId", `is held already, since ${channel.heldFrom}`);
  if ((channel.lastPostAt ?? from) > from)
    throw new InvalidInput("from", "the channel posted after it: replay instead");
  const sums = loadBareState(state, Math.max(from, state.asOf));
  holdChannel(sums, channelNumber(sums, channelId), from);
  return saveState(state.algorithmId, sums, Math.max(from, state.asOf));
}

function requireChannel(state: State, channelId: string) {
  const channel = Object.hasOwn(state.channels, channelId) ? state.channels[channelId] : undefined;
  if (channel === undefined)
    throw new InvalidInput("channelId", `no channel ${JSON.stringify(channelId)} in this state`);
  return channel;
}
