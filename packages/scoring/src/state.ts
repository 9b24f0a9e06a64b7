import type { Algorithm } from "./algorithm.ts";
import type { Channel } from "./history.ts";
import { InvalidInput, requireInstant } from "./invalid-input.ts";
import { inboundKinds, type Kind, kindNumber, kinds, outboundKinds } from "./kinds.ts";
import { emptySums, holdChannel, kindCount, landmarkAt, rescale, type Scale, type Sums, shiftFactor } from "./sums.ts";
import { validateAlgorithm } from "./validate-algorithm.ts";

/** What a score needs to know of one channel. */
export interface ChannelState {
  readonly network: string;
  readonly knows: Readonly<Partial<Record<Kind, number>>>;
  /** Epoch ms, null if it never posted. */
  readonly lastPostAt: number | null;
  /** Null if never told. */
  readonly followers: number | null;
  /** Epoch ms since when nothing is known of the channel; null while it is open. */
  readonly heldFrom: number | null;
  /** By half-life in ms, then kind: Σ w·2^((at − L)/h) with L = h·⌊τ/h⌋, τ = `heldFrom` while held, else `asOf`. */
  readonly sums: Readonly<Record<string, Readonly<Partial<Record<Kind, number>>>>>;
}

/** One client's decayed state under one algorithm: plain JSON, enough for every score from `asOf` (epoch ms) on. */
export interface State {
  readonly algorithmId: string;
  readonly asOf: number;
  readonly channels: Readonly<Record<string, ChannelState>>;
}

/** The state of channels of which nothing has been heard. Throws InvalidInput on a bad algorithm, instant or repeated id. */
export function emptyState(algorithm: Algorithm, channels: readonly Channel[], asOf: number): State {
  validateAlgorithm(algorithm);
  requireInstant("asOf", asOf);
  if (new Set(channels.map(({ id }) => id)).size < channels.length)
    throw new InvalidInput("channels", "an id is repeated");
  return saveState(algorithm.id, emptySums(channels, trackedKinds(algorithm), asOf), asOf);
}

/** The kinds that each half-life (ms) of an algorithm must sum. */
export function trackedKinds({ engagement, amplification }: Algorithm): Map<number, readonly Kind[]> {
  const all: readonly Kind[] = [...outboundKinds, ...inboundKinds];
  const tracked = new Map<number, readonly Kind[]>([[amplification.halfLifeMs, ["reshare", "linkReshare"]]]);
  return tracked.set(engagement.halfLifeMs, all);
}

/** The working form of a state, advanced to `now` (epoch ms). Throws InvalidInput if it is another algorithm's. */
export function loadState(algorithm: Algorithm, state: State, now = state.asOf): Sums {
  if (state.algorithmId !== algorithm.id) {
    throw new InvalidInput("state.algorithmId", `is ${state.algorithmId}, not ${algorithm.id}`);
  }
  return load(state, trackedKinds(algorithm), now);
}

/** The same for a caller without the algorithm: a state names its half-lives and kinds itself. */
export function loadBareState(state: State, now: number): Sums {
  const tracked = new Map<number, readonly string[]>();
  for (const { sums } of Object.values(state.channels)) {
    for (const [halfLife, kindsOfScale] of Object.entries(sums))
      tracked.set(Number(halfLife), Object.keys(kindsOfScale));
  }
  return load(state, tracked, now);
}

function load(state: State, tracked: ReadonlyMap<number, readonly string[]>, now: number): Sums {
  requireInstant("now", now);
  if (now < state.asOf) throw new InvalidInput("now", `${now} is before the state's asOf, ${state.asOf}`);
  const entries = Object.entries(state.channels);
  const channels = entries.map(([id, { network, knows }]) => ({ id, network, knows }));
  const sums = emptySums(channels, tracked, now);
  for (const [channel, [, from]] of entries.entries()) {
    sums.lastPostAt[channel] = from.lastPostAt ?? Number.NEGATIVE_INFINITY;
    sums.followers[channel] = from.followers ?? Number.NaN;
    if (from.heldFrom !== null) holdChannel(sums, channel, from.heldFrom);
    for (const scale of sums.scales) loadScale(sums, { scale, channel, from, asOf: state.asOf });
  }
  return sums;
}

function loadScale(sums: Sums, target: { scale: Scale; channel: number; from: ChannelState; asOf: number }): void {
  const { scale, channel, from, asOf } = target;
  const stored = from.sums[String(scale.halfLifeMs)];
  if (stored === undefined) throw new InvalidInput("state.channels.sums", `lacks the half-life ${scale.halfLifeMs} ms`);
  for (const [kind, value] of Object.entries(stored)) scale.values[channel * kindCount + kindNumber(kind)] = value;
  scale.landmarks[channel] = landmarkAt(scale.halfLifeMs, from.heldFrom ?? asOf);
  if (from.heldFrom === null) rescale(sums, scale, { channel, landmark: scale.landmark });
}

/** The plain form of sums as of `asOf` (epoch ms). Sums are not changed in meaning. */
export function saveState(algorithmId: string, sums: Sums, asOf: number): State {
  const channels = sums.channels.map(({ id, network, knows }, channel): [string, ChannelState] => {
    const heldFrom = sums.heldFrom[channel] ?? Number.POSITIVE_INFINITY;
    const saved = sums.scales.map((scale) => [
      String(scale.halfLifeMs),
      saveScale(scale, channel, Math.min(heldFrom, asOf)),
    ]);
    return [
      id,
      {
        network,
        knows,
        lastPostAt: finiteOrNull(sums.lastPostAt[channel]),
        followers: finiteOrNull(sums.followers[channel]),
        heldFrom: finiteOrNull(heldFrom),
        sums: Object.fromEntries(saved),
      },
    ];
  });
  return { algorithmId, asOf, channels: Object.fromEntries(channels) };
}

function saveScale(scale: Scale, channel: number, t: number): Partial<Record<Kind, number>> {
  const factor = shiftFactor(scale, channel, landmarkAt(scale.halfLifeMs, t));
  const saved: Partial<Record<Kind, number>> = {};
  for (const [number, kind] of kinds.entries()) {
    if (scale.tracks[number] === 0) continue;
    // Below 0 only by rounding, after a removal of all there was.
    saved[kind] = Math.max(0, (scale.values[channel * kindCount + number] ?? 0) * factor);
  }
  return saved;
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The position of a channel among the sums' own. Throws InvalidInput if it is not one of them. */
export function channelNumber(sums: Sums, channelId: string, field = "channelId"): number {
  const number = sums.channels.findIndex(({ id }) => id === channelId);
  if (number < 0) throw new InvalidInput(field, `no channel ${JSON.stringify(channelId)} in this state`);
  return number;
}

/** Restates sums as of `now`: what a held channel knows stays where it was. */
export function restate(state: State, now: number): State {
  return saveState(state.algorithmId, loadBareState(state, now), now);
}
