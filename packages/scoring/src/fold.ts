import type { Algorithm } from "./algorithm.ts";
import type { Audience } from "./history.ts";
import { InvalidInput, requireNonNegative, requireNotAfter, requirePositive } from "./invalid-input.ts";
import { type Kind, kindNumber } from "./kinds.ts";
import { channelNumber, loadBareState, loadState, type State, saveState } from "./state.ts";
import { addTerm, kindCount, releaseChannel, type Sums } from "./sums.ts";
import type { Term } from "./weigh.ts";

/** What happened, and what turned out not to have: everything in it is at or before the fold's `now`. */
export interface Batch {
  readonly add?: readonly Term[];
  /** Terms folded in before, to be taken out again: the inverse of adding them. */
  readonly remove?: readonly Term[];
  /**
   * The channel's newest post as it now stands, null if none is left. Needed after a removal only: added posts raise it,
   * but a maximum has no inverse.
   */
  readonly lastPosts?: readonly { readonly channelId: string; readonly at: number | null }[];
  /** The channel's newest observation as it now stands; replaces what the state knew. */
  readonly audience?: readonly Audience[];
}

/**
 * Rounding leaves sums this far off, in decayed counts and relative to what was in them: an old term may be smaller than
 * that, so only what falls further below 0 was certainly never added.
 */
const roundingTolerance = 1e-6;

/**
 * The state after a batch, as of `now` (epoch ms). Pure. Throws InvalidInput if `now` is before `asOf`, if anything in the
 * batch is later than `now`, bad, or of an unknown or held channel, or if something is removed that was never added.
 */
export function fold(algorithm: Algorithm, state: State, batch: Batch, now: number): State {
  const sums = loadState(algorithm, state, now);
  foldBatch(sums, batch, now);
  return saveState(state.algorithmId, sums, now);
}

/** Opens a held channel as of `now` (epoch ms) and folds in what was deferred. Throws InvalidInput as `fold` does, or if the channel is open. */
export function release(state: State, channelId: string, batch: Batch, now: number): State {
  const sums = loadBareState(state, now);
  const channel = channelNumber(sums, channelId);
  if (sums.heldFrom[channel] === Number.POSITIVE_INFINITY) throw new InvalidInput("channelId", "is not held");
  releaseChannel(sums, channel);
  foldBatch(sums, batch, now);
  return saveState(state.algorithmId, sums, now);
}

function foldBatch(sums: Sums, { add = [], remove = [], lastPosts = [], audience = [] }: Batch, now: number): void {
  const numbers = new Map(sums.channels.map(({ id }, number) => [id, number]));
  const openChannel = (field: string, channelId: string): number => {
    const number = numbers.get(channelId);
    if (number === undefined) throw new InvalidInput(field, `no channel ${JSON.stringify(channelId)} in this state`);
    if (sums.heldFrom[number] !== Number.POSITIVE_INFINITY) {
      throw new InvalidInput(field, `channel ${JSON.stringify(channelId)} is held: defer what arrives to its release`);
    }
    return number;
  };
  for (const term of add) {
    const channel = openChannel("add.channelId", term.channelId);
    const kind = checkTerm("add", term, now);
    addTerm(sums, { channel, kind, at: term.at, weight: term.weight });
    if (term.kind === "post") sums.lastPostAt[channel] = Math.max(sums.lastPostAt[channel] ?? term.at, term.at);
  }
  for (const term of remove) {
    removeTerm(sums, openChannel("remove.channelId", term.channelId), checkTerm("remove", term, now), term);
  }
  for (const { channelId, at } of lastPosts) {
    const channel = openChannel("lastPosts.channelId", channelId);
    sums.lastPostAt[channel] = at === null ? Number.NEGATIVE_INFINITY : requireNotAfter("lastPosts.at", at, now);
  }
  for (const { channelId, at, followers } of audience) {
    const channel = openChannel("audience.channelId", channelId);
    requireNotAfter("audience.at", at, now);
    sums.followers[channel] = requireNonNegative("audience.followers", followers);
  }
}

function checkTerm(list: string, term: { kind: Kind; at: number; weight: number }, now: number): number {
  requireNotAfter(`${list}.at`, term.at, now);
  requirePositive(`${list}.weight`, term.weight);
  return kindNumber(term.kind, `${list}.kind`);
}

function removeTerm(sums: Sums, channel: number, kind: number, { at, weight }: Term): void {
  const index = channel * kindCount + kind;
  const before = sums.scales.map(({ values }) => values[index] ?? 0);
  addTerm(sums, { channel, kind, at, weight: -weight });
  for (const [s, { values }] of sums.scales.entries()) {
    if ((values[index] ?? 0) < -roundingTolerance * Math.max(1, before[s] ?? 0)) {
      throw new InvalidInput("remove", "takes out more than was ever added");
    }
  }
}
