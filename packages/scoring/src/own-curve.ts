import { type Curve, cdf, quantile, responseCurve } from "./curves.ts";
import { density, upperTail } from "./normal.ts";

/** A response curve as a forecast uses it: the network's, or the channel's own where it has shown enough of it. */
export interface HabitCurve {
  readonly medianMs: number;
  readonly sigma: number;
  readonly basis: Curve["basis"] | "own";
  /** Reactions with an instant of their own that were looked at, and how many posts drew them. */
  readonly sample: { readonly reactions: number; readonly posts: number };
}

/** One reaction that the network named, to a post that has had its time. */
export interface NamedDelay {
  readonly postId: string;
  /** Above 0. */
  readonly delayMs: number;
}

/** From fewer named reactions, or fewer posts, the network's curve is used as it is. */
export const fewestReactions = 30;
export const fewestPosts = 8;

/** The network's curve weighs as much as this many reactions of the channel's own. */
export const priorReactions = 50;

/** Reactions to one post come in gusts and are not independent: no more than so many of one post count as evidence. */
const evidencePerPost = 5;

const longestWatchMs = 30 * 86_400_000;

/** How long a post is watched, ms: until 95 % of its reactions are in by the network's curve, at most 30 days. */
export function watchMs(network: string): number {
  return Math.min(longestWatchMs, quantile(responseCurve(network), 0.95));
}

/**
 * The curve of a channel from delays within `watchMs` of posts at least that old: a lognormal whose unseen tail is made up
 * for, shrunk towards the network's. Where less than half of the reactions come while a post is watched, the network's.
 */
export function ownCurve(network: string, delays: readonly NamedDelay[]): HabitCurve {
  const prior = responseCurve(network);
  const perPost = new Map<string, number>();
  for (const { postId } of delays) perPost.set(postId, (perPost.get(postId) ?? 0) + 1);
  const sample = { reactions: delays.length, posts: perPost.size };
  const isFew = delays.length < fewestReactions || perPost.size < fewestPosts;
  if (isFew || cdf(prior, watchMs(network)) < 0.5) return { ...shapeOf(prior), basis: prior.basis, sample };
  const evidence = [...perPost.values()].reduce((sum, count) => sum + Math.min(count, evidencePerPost), 0);
  const own = untruncated(delays, watchMs(network));
  return { ...shrunk(own, prior, evidence / (evidence + priorReactions)), basis: "own", sample };
}

interface Shape {
  readonly medianMs: number;
  readonly sigma: number;
}

function shapeOf({ medianMs, sigma }: Shape): Shape {
  return { medianMs, sigma };
}

/** Spreads below this would put all reactions of a channel into one instant. */
const leastSigma = 0.3;
const steps = 40;

/** The lognormal of which the delays are the part up to `limitMs`: moments of a truncated normal, by fixed point. */
function untruncated(delays: readonly NamedDelay[], limitMs: number): Shape {
  const logs = delays.map(({ delayMs }) => Math.log(delayMs));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length;
  let mu = mean;
  let sigma = Math.max(leastSigma, Math.sqrt(variance));
  for (let step = 0; step < steps; step++) {
    const z = Math.max(-1, (Math.log(limitMs) - mu) / sigma);
    const hazard = density(z) / upperTail(-z);
    mu = mean + sigma * hazard;
    sigma = Math.max(leastSigma, Math.sqrt(variance / Math.max(0.2, 1 - z * hazard - hazard * hazard)));
  }
  return { medianMs: Math.exp(mu), sigma };
}

function shrunk(own: Shape, prior: Shape, weight: number): Shape {
  const mix = (a: number, b: number) => weight * a + (1 - weight) * b;
  return {
    medianMs: Math.exp(mix(Math.log(own.medianMs), Math.log(prior.medianMs))),
    sigma: mix(own.sigma, prior.sigma),
  };
}
