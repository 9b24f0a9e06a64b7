import type { Algorithm } from "./algorithm.ts";
import { valueAt } from "./components.ts";
import { cdf, medianDelayBetween } from "./curves.ts";
import { type Band, band } from "./forecast.ts";
import type { Habits } from "./habits.ts";
import { requireInstant, requirePositive } from "./invalid-input.ts";
import { inboundKinds, kindNumber } from "./kinds.ts";
import { type Model, modelOf } from "./model.ts";
import { byKindNumber, checkedHabits } from "./outlook.ts";
import { type PlannedPost, postsToCome } from "./planned-post.ts";
import { type Sampler, samplerOf } from "./sampler.ts";
import { publish } from "./simulate.ts";
import { loadState, type State } from "./state.ts";
import { addTerm, type Sums } from "./sums.ts";
import { validateAlgorithm } from "./validate-algorithm.ts";

export interface WhatIf {
  /** Points that the posts change in the score at the horizon, their reactions included; may be negative. */
  readonly points: Band;
  /** The part that they change before anyone reacts. */
  readonly beforeReactions: number;
}

export interface WhatIfQuestion {
  readonly habits: readonly Habits[];
  /** Epoch ms. */
  readonly t: number;
  /** When the difference is looked at, ms after `t`; above 0. */
  readonly horizonMs: number;
  readonly seed?: number;
  readonly draws?: number;
}

/** From so many draws the ends of the range are told to within a tenth of a point's reactions, in well under 1 ms. */
const usualDraws = 200;

/**
 * What posts on open channels would add to the score at `t` + `horizonMs`: presence, their cost in selectivity or link mix,
 * and what such posts usually draw until then, as median and 10–90 % range. The same question gets the same answer. Throws
 * InvalidInput as `forecast` does.
 */
export function whatIf(
  algorithm: Algorithm,
  state: State,
  plan: readonly PlannedPost[],
  { habits, t, horizonMs, seed = 1, draws = usualDraws }: WhatIfQuestion,
): WhatIf {
  requireInstant("t", t);
  const until = t + requirePositive("horizonMs", horizonMs);
  validateAlgorithm(algorithm);
  const posts = postsToCome(state, plan, t).filter(({ at }) => at <= until);
  const load = (): Model => modelOf(algorithm, loadState(algorithm, state, t));
  const without = valueAt(load(), until);
  const base = load();
  for (const post of posts) publish(base.sums, post);
  const beforeReactions = valueAt(base, until) - without;
  const drawn = posts.flatMap((post) => reactionsOf(base.sums, { post, habits, until }));
  if (drawn.length === 0)
    return { points: { low: beforeReactions, median: beforeReactions, high: beforeReactions }, beforeReactions };
  const sampler = samplerOf(seed);
  const gains = Float64Array.from({ length: draws }, () => {
    const undo = drawn.map((reactions) => addDraw(base.sums, reactions, sampler));
    const gain = valueAt(base, until) - without;
    for (const takeBack of undo) takeBack();
    return gain;
  });
  return { points: band(gains), beforeReactions };
}

interface Reactions {
  readonly channel: number;
  /** When they count as having come, epoch ms. */
  readonly at: number;
  /** By kind number, how many are to be expected. */
  readonly means: Float64Array;
  readonly carriesLink: boolean;
  readonly luckShape: number;
  readonly levelDeviation: number;
}

function reactionsOf(
  sums: Sums,
  { post, habits, until }: { post: PlannedPost; habits: readonly Habits[]; until: number },
): Reactions[] {
  const own = habits.find(({ channelId }) => channelId === post.channelId);
  if (own === undefined || until <= post.at) return [];
  const { perPost, curve, luckVariance, levelVariance } = checkedHabits(own);
  const share = (post.factor ?? 1) * cdf(curve, until - post.at);
  return [
    {
      channel: sums.channels.findIndex(({ id }) => id === post.channelId),
      at: Math.min(until, post.at + medianDelayBetween(curve, { fromMs: 0, toMs: until - post.at })),
      means: byKindNumber(perPost).map((mean) => mean * share),
      carriesLink: post.carriesLink,
      luckShape: 1 / luckVariance,
      levelDeviation: Math.sqrt(levelVariance),
    },
  ];
}

const reshareNumber = kindNumber("reshare");
const linkReshareNumber = kindNumber("linkReshare");
const drawnKinds = inboundKinds.filter((kind) => kind !== "linkReshare").map((kind) => kindNumber(kind));

/** Adds what one post draws by chance; returns how to take it out again. */
function addDraw(
  sums: Sums,
  { channel, at, means, carriesLink, luckShape, levelDeviation }: Reactions,
  sampler: Sampler,
) {
  const level = Math.exp(levelDeviation * sampler.normal() - levelDeviation ** 2 / 2);
  const factor = (level * sampler.gamma(luckShape)) / luckShape;
  const entries = drawnKinds.flatMap((kind) => {
    const weight = sampler.poisson((means[kind] ?? 0) * factor);
    if (weight === 0) return [];
    const entry = { channel, kind, at, weight };
    return kind === reshareNumber && carriesLink ? [entry, { ...entry, kind: linkReshareNumber }] : [entry];
  });
  for (const entry of entries) addTerm(sums, entry);
  return () => {
    for (const entry of entries) addTerm(sums, { ...entry, weight: -entry.weight });
  };
}
