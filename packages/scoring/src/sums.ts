import type { Channel } from "./history.ts";
import { kindNumber, kinds } from "./kinds.ts";

export const kindCount = kinds.length;

/** The decayed sums of one half-life: for each channel and kind Σ w·2^((at − landmark)/h). */
export interface Scale {
  readonly halfLifeMs: number;
  /** ln 2 ÷ half-life, per ms. */
  readonly rate: number;
  /** By kind number, 1 if the kind is summed here. */
  readonly tracks: Uint8Array;
  /** By channel × kindCount + kind number. */
  readonly values: Float64Array;
  /** By channel; held ones keep theirs, so that decades of hold cannot underflow. Epoch ms. */
  readonly landmarks: Float64Array;
  /** That of all open channels, epoch ms. */
  landmark: number;
}

/**
 * The working form of a state: forward-decay sums (Cormode, Shkapenyuk, Srivastava, Xu, "Forward decay", ICDE 2009) and
 * maxima of one client's channels, in typed arrays and mutable. Everything else in this package loads a state into one
 * of these and saves it back.
 */
export interface Sums {
  readonly channels: readonly Channel[];
  readonly scales: readonly Scale[];
  /** Epoch ms, −∞ if it never posted. */
  readonly lastPostAt: Float64Array;
  /** NaN if unknown. */
  readonly followers: Float64Array;
  /** Epoch ms, +∞ while the channel is open. */
  readonly heldFrom: Float64Array;
  /** By channel, counts the changes of its values: whoever caches what follows from them compares it. */
  readonly version: Uint32Array;
}

/** Moving landmarks only this often keeps the exponents far inside the range of a double: 2^±1022. */
const stride = 256;

export function emptySums(
  channels: readonly Channel[],
  tracked: ReadonlyMap<number, readonly string[]>,
  t: number,
): Sums {
  const size = channels.length;
  return {
    channels,
    scales: [...tracked].map(([halfLifeMs, names]) => {
      const landmark = landmarkAt(halfLifeMs, t);
      const tracks = new Uint8Array(kindCount);
      for (const name of names) tracks[kindNumber(name)] = 1;
      const values = new Float64Array(size * kindCount);
      const landmarks = new Float64Array(size).fill(landmark);
      return { halfLifeMs, rate: Math.LN2 / halfLifeMs, tracks, values, landmarks, landmark };
    }),
    lastPostAt: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
    followers: new Float64Array(size).fill(Number.NaN),
    heldFrom: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
    version: new Uint32Array(size).fill(1),
  };
}

/** L = h·⌊t/h⌋ in epoch ms: whole half-lives, so that moving it multiplies by an exact power of two. */
export function landmarkAt(halfLifeMs: number, t: number): number {
  return halfLifeMs * Math.floor(t / halfLifeMs);
}

export interface Entry {
  readonly channel: number;
  readonly kind: number;
  /** Epoch ms. */
  readonly at: number;
  /** Below 0 to take one out: the exact inverse. */
  readonly weight: number;
}

/** Adds one term of an open channel. */
export function addTerm({ scales, version }: Sums, { channel, kind, at, weight }: Entry): void {
  const index = channel * kindCount + kind;
  for (const { tracks, values, landmark, rate } of scales) {
    if (tracks[kind] === 1) values[index] = (values[index] ?? 0) + weight * Math.exp((at - landmark) * rate);
  }
  version[channel] = (version[channel] ?? 0) + 1;
}

/** Moves landmarks of open channels up to `t` when they have fallen far behind, which changes no sum's meaning. */
export function keepUp(sums: Sums, t: number): void {
  for (const scale of sums.scales) {
    if (t - scale.landmark > stride * scale.halfLifeMs) moveLandmark(sums, scale, t);
  }
}

function moveLandmark(sums: Sums, scale: Scale, t: number): void {
  scale.landmark = landmarkAt(scale.halfLifeMs, t);
  for (let channel = 0; channel < sums.channels.length; channel++) {
    if (sums.heldFrom[channel] === Number.POSITIVE_INFINITY)
      rescale(sums, scale, { channel, landmark: scale.landmark });
  }
}

/** Restates one channel's sums at another landmark (epoch ms, a whole number of half-lives away). */
export function rescale(
  { version }: Sums,
  scale: Scale,
  { channel, landmark }: { channel: number; landmark: number },
): void {
  const factor = shiftFactor(scale, channel, landmark);
  scale.landmarks[channel] = landmark;
  if (factor === 1) return;
  const end = (channel + 1) * kindCount;
  for (let index = channel * kindCount; index < end; index++) scale.values[index] = (scale.values[index] ?? 0) * factor;
  version[channel] = (version[channel] ?? 0) + 1;
}

/** What a channel's sums must be multiplied by to be stated at another landmark: an exact power of two. */
export function shiftFactor({ landmarks, halfLifeMs }: Scale, channel: number, landmark: number): number {
  return 2 ** Math.round(((landmarks[channel] ?? landmark) - landmark) / halfLifeMs);
}

/** From `from` (epoch ms) on nothing is known of the channel. */
export function holdChannel(sums: Sums, channel: number, from: number): void {
  sums.heldFrom[channel] = from;
}

/** Opens the channel again: its sums decay from where they stood as if it had never been held. */
export function releaseChannel(sums: Sums, channel: number): void {
  sums.heldFrom[channel] = Number.POSITIVE_INFINITY;
  for (const scale of sums.scales) rescale(sums, scale, { channel, landmark: scale.landmark });
}

/** Whether nothing is known of the channel at `t` (epoch ms). */
export function isHeld({ heldFrom }: Sums, channel: number, t: number): boolean {
  return (heldFrom[channel] ?? Number.POSITIVE_INFINITY) <= t;
}
