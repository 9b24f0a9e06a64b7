import type { Algorithm } from "./algorithm.ts";
import { InvalidInput } from "./invalid-input.ts";
import { kindNumber } from "./kinds.ts";
import { expOfNear, isNear } from "./near-zero.ts";
import { loadState, type State, saveState } from "./state.ts";
import { kindCount, type Sums } from "./sums.ts";

/** Terms as a struct of arrays, one entry per term. */
export interface Columns {
  /** Position in the channel list that goes with the columns. */
  readonly channel: Uint16Array;
  /** Position in `kinds`. */
  readonly kind: Uint8Array;
  /** Epoch ms. */
  readonly at: Float64Array;
  /** Above 0; in a timeline also below, to take a term out. */
  readonly weight: Float64Array;
}

/**
 * `fold` of terms held in typed arrays: `channelIds[channel[i]]` names the channel of the i-th. Last posts rise with the
 * posts among them. Pure. Throws InvalidInput as `fold` does, naming the position.
 */
export function foldColumns(
  algorithm: Algorithm,
  state: State,
  { channelIds, ...columns }: Columns & { readonly channelIds: readonly string[] },
  now: number,
): State {
  const sums = loadState(algorithm, state, now);
  const numbers = new Map(sums.channels.map(({ id }, number) => [id, number]));
  const moved = Uint16Array.from(channelIds, (id) => {
    const number = numbers.get(id);
    if (number === undefined) throw new InvalidInput("channelIds", `no channel ${JSON.stringify(id)} in this state`);
    return number;
  });
  checkColumns(columns, { now, moved, heldFrom: sums.heldFrom });
  const stays = moved.every((number, index) => number === index);
  const channel = stays ? columns.channel : columns.channel.map((index) => moved[index] ?? 0);
  addColumns(sums, { ...columns, channel }, 0, columns.at.length);
  return saveState(state.algorithmId, sums, now);
}

function checkColumns(
  { channel, kind, at, weight }: Columns,
  limits: { now: number; moved: Uint16Array; heldFrom: Float64Array },
): void {
  const { now, moved, heldFrom } = limits;
  if (channel.length !== at.length || kind.length !== at.length || weight.length !== at.length) {
    throw new InvalidInput("columns", "are not equally long");
  }
  const held = Uint8Array.from(moved, (number) => (heldFrom[number] === Number.POSITIVE_INFINITY ? 0 : 1));
  for (let i = 0; i < at.length; i++) {
    const instant = at[i] ?? Number.NaN;
    const w = weight[i] ?? Number.NaN;
    const c = channel[i] ?? held.length;
    if (!(instant <= now && instant >= -8.64e15))
      throw new InvalidInput(`at[${i}]`, `${instant} is not an instant up to now, ${now}`);
    if (!(w > 0 && w < Number.POSITIVE_INFINITY))
      throw new InvalidInput(`weight[${i}]`, `must be finite and above 0, not ${w}`);
    if (!((kind[i] ?? kindCount) < kindCount)) throw new InvalidInput(`kind[${i}]`, "is no kind");
    if (held[c] !== 0) throw new InvalidInput(`channel[${i}]`, c < held.length ? "is held" : "is no channel");
  }
}

/** Adds the terms [from, to) of the columns, all of open channels. The hot path: no allocation, one pass per half-life. */
export function addColumns(sums: Sums, columns: Columns, from: number, to: number): void {
  const { channel, kind, at, weight } = columns;
  const { scales, lastPostAt } = sums;
  touch(sums, channel, from, to);
  for (let s = 0; s < scales.length; s++) {
    const scale = scales[s];
    if (scale === undefined) continue;
    const { values, tracks, landmark, rate } = scale;
    // Terms mostly come in the order of time: one exponential then serves all those that lie close together.
    let baseAt = Number.NEGATIVE_INFINITY;
    let baseFactor = 0;
    for (let i = from; i < to; i++) {
      const k = kind[i] ?? 0;
      const c = channel[i] ?? 0;
      // A kind that is not summed here adds nothing: to multiply costs less than to ask.
      const w = (weight[i] ?? 0) * (tracks[k] ?? 0);
      const instant = at[i] ?? 0;
      // One half-life, engagement's, sums posts.
      if (k === postNumber && w > 0 && instant > (lastPostAt[c] ?? 0)) lastPostAt[c] = instant;
      let y = (instant - baseAt) * rate;
      if (!isNear(y)) {
        baseAt = instant;
        baseFactor = Math.exp((instant - landmark) * rate);
        y = 0;
      }
      const index = c * kindCount + k;
      values[index] = (values[index] ?? 0) + w * baseFactor * expOfNear(y);
    }
  }
}

/** To look at every channel again costs less than to count for each what touched it, unless next to nothing did. */
function touch({ version }: Sums, channel: Uint16Array, from: number, to: number): void {
  if (to - from > version.length) {
    for (let c = 0; c < version.length; c++) version[c] = (version[c] ?? 0) + 1;
    return;
  }
  for (let i = from; i < to; i++) {
    const c = channel[i] ?? 0;
    version[c] = (version[c] ?? 0) + 1;
  }
}

const postNumber = kindNumber("post");
