import type { Algorithm } from "./algorithm.ts";
import { valueAt } from "./components.ts";
import type { Habits } from "./habits.ts";
import { requireInstant } from "./invalid-input.ts";
import { inboundKinds, kindNumber } from "./kinds.ts";
import { type Model, modelOf } from "./model.ts";
import { byKindNumber, checkedHabits } from "./outlook.ts";
import { loadState, type State } from "./state.ts";
import { kindCount, type Scale } from "./sums.ts";
import { requireTarget } from "./target.ts";
import { validateAlgorithm } from "./validate-algorithm.ts";

/** Posts a week that keep the score at a level in the long run; null = out of reach. */
export interface PriceOfTarget {
  readonly postsPerWeek: number | null;
  /** The same if the channels' posts draw as in good times (1 in 10 better), and as in bad ones (1 in 10 worse). */
  readonly inGoodTimes: number | null;
  readonly inBadTimes: number | null;
  /** What the client posts now. */
  readonly currentPostsPerWeek: number;
  /** Where the score would settle at the current pace, and at the most that was tried. Points. */
  readonly currentSettlesAt: number;
  readonly mostSettlesAt: number;
  /** How the posts are shared out: as they are now, evenly where nobody posts. Open channels only. */
  readonly channels: readonly { readonly channelId: string; readonly share: number }[];
}

/** More than this nobody posts for a client: twenty a day. */
export const mostPostsPerWeek = 140;

/** 10 % of a normal distribution lie above this. */
const tenth = 1.2816;

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

/**
 * What a target costs: posts per week, in the client's own mix of channels and links, at which the score settles at
 * `target` (points, 1 to 100) if every post draws what posts have drawn so far. More posts do not always help, so the
 * fewest are given. Followers stay as they are and held channels stand still. Throws InvalidInput as `forecast` does.
 */
export function priceOfTarget(
  algorithm: Algorithm,
  state: State,
  { habits, target, t }: { habits: readonly Habits[]; target: number; t: number },
): PriceOfTarget {
  requireInstant("t", t);
  requireTarget("target", target);
  validateAlgorithm(algorithm);
  const open = habits
    .filter(({ channelId }) => state.channels[channelId]?.heldFrom === null)
    .map((own) => checkedHabits(own));
  const current = open.reduce((sum, { postsPerWeek }) => sum + postsPerWeek, 0);
  const mix = open.map((own) => (current > 0 ? own.postsPerWeek / current : 1 / open.length));
  const model = modelOf(algorithm, loadState(algorithm, state, t));
  const settlesAt = (postsPerWeek: number, z: number): number => settle(model, { open, mix, postsPerWeek, z, t });
  const price = (z: number): number | null => fewestPosts((posts) => settlesAt(posts, z) >= target);
  return {
    postsPerWeek: price(0),
    inGoodTimes: price(tenth),
    inBadTimes: price(-tenth),
    currentPostsPerWeek: current,
    currentSettlesAt: settlesAt(current, 0),
    mostSettlesAt: settlesAt(mostPostsPerWeek, 0),
    channels: open.map(({ channelId }, i) => ({ channelId, share: mix[i] ?? 0 })),
  };
}

/** Paces tried: ever larger steps, since at 100 a week one more is nothing. */
const paces: readonly number[] = Array.from({ length: 57 }, (_, i) =>
  i === 0 ? 0 : 0.25 * (mostPostsPerWeek / 0.25) ** ((i - 1) / 55),
);
const fineness = 0.05;

/** The first pace that is enough, between the last that is not and it by bisection. */
function fewestPosts(isEnough: (postsPerWeek: number) => boolean): number | null {
  const found = paces.findIndex(isEnough);
  const enough = paces[found];
  if (enough === undefined) return null;
  let above = enough;
  let below = paces[found - 1] ?? enough;
  while (above - below > fineness) {
    const middle: number = (above + below) / 2;
    if (isEnough(middle)) above = middle;
    else below = middle;
  }
  return above;
}

interface Pace {
  readonly open: readonly Habits[];
  readonly mix: readonly number[];
  readonly postsPerWeek: number;
  /** How good the times are, in standard deviations of the channels' level. */
  readonly z: number;
  readonly t: number;
}

/** Between two posts presence falls: the score is looked at so often within the gap. */
const looks = 8;

/** The mean score once everything that came before has decayed and the pace has been kept for ever. */
function settle(model: Model, pace: Pace): number {
  const { sums } = model;
  const { open, mix, postsPerWeek, t } = pace;
  for (const [i, habits] of open.entries()) {
    const channel = sums.channels.findIndex(({ id }) => id === habits.channelId);
    const postsPerMs = ((mix[i] ?? 0) * postsPerWeek) / weekMs;
    for (const scale of sums.scales) fillScale(scale, { channel, perMs: ratesOf(habits, postsPerMs, pace.z), t });
    sums.version[channel] = (sums.version[channel] ?? 0) + 1;
  }
  let total = 0;
  for (let look = 0; look < looks; look++) {
    for (const [i, { channelId }] of open.entries()) {
      const channel = sums.channels.findIndex(({ id }) => id === channelId);
      const perWeek = (mix[i] ?? 0) * postsPerWeek;
      sums.lastPostAt[channel] = perWeek > 0 ? t - (weekMs / perWeek) * phaseOf(look, i) : Number.NEGATIVE_INFINITY;
    }
    total += valueAt(model, t);
  }
  return total / looks;
}

/** Where in its gap a channel is at a look; the golden ratio keeps channels out of step. */
function phaseOf(look: number, channel: number): number {
  return ((look + 0.5) / looks + channel * 0.618_034) % 1;
}

const postNumber = kindNumber("post");
const linkPostNumber = kindNumber("linkPost");
const reshareNumber = kindNumber("reshare");
const linkReshareNumber = kindNumber("linkReshare");

/** By kind number, how many come per ms. */
function ratesOf({ perPost, perDay, linkShare, levelVariance }: Habits, postsPerMs: number, z: number): Float64Array {
  const level = Math.exp(z * Math.sqrt(levelVariance));
  const post = byKindNumber(perPost);
  const day = byKindNumber(perDay);
  const rates = new Float64Array(kindCount);
  for (const kind of inboundKinds.map((name) => kindNumber(name))) {
    rates[kind] = level * ((post[kind] ?? 0) * postsPerMs + (day[kind] ?? 0) / dayMs);
  }
  rates[postNumber] = postsPerMs;
  rates[linkPostNumber] = postsPerMs * linkShare;
  rates[linkReshareNumber] = level * (post[reshareNumber] ?? 0) * postsPerMs * linkShare;
  return rates;
}

/** What comes at a steady rate adds up to rate × half-life ÷ ln 2, as seen at `t`. */
function fillScale(scale: Scale, { channel, perMs, t }: { channel: number; perMs: Float64Array; t: number }): void {
  const seenFromLandmark = Math.exp((t - scale.landmark) * scale.rate);
  for (let kind = 0; kind < kindCount; kind++) {
    if (scale.tracks[kind] === 1)
      scale.values[channel * kindCount + kind] = ((perMs[kind] ?? 0) / scale.rate) * seenFromLandmark;
  }
}
