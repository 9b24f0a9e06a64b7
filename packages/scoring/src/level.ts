import type { ChannelFacts, Counts, PostFacts } from "./post-facts.ts";

/** A post with the share of its reactions that must have come by now, 0 to 1. */
export interface Exposed {
  readonly at: number;
  /** Reactions so far, all kinds that carry weight together. */
  readonly count: number;
  readonly exposure: number;
}

/** How unlike one post is to another, and one week to the weeks before it. */
export interface Variability {
  /** Variance of the factor by which one post does better or worse than usual; its mean is 1. */
  readonly luckVariance: number;
  /** Factor by which the next weeks should do better than what recent ones drew, since such estimates lag behind a trend. */
  readonly drift: number;
  /** Variance of the logarithm of what a week's posts draw against what the weeks before let expect. */
  readonly levelVariance: number;
}

const weekMs = 7 * 86_400_000;

/** The recent past says more: what happened so long ago weighs half, ms. */
export const memoryMs = 28 * 86_400_000;

/** How much something of that age weighs, 0 to 1. */
export function recency(ageMs: number): number {
  return 2 ** (-ageMs / memoryMs);
}

/** Views are many and weigh next to nothing: how a post did is told by everything else, or by views where there is nothing else. */
export function bulkOf(counts: Counts, countsViews: boolean): number {
  if (countsViews) return counts.view ?? 0;
  return Object.values(counts).reduce((sum, count) => sum + count, 0) - (counts.view ?? 0);
}

export function countsOnlyViews({ posts, untied }: ChannelFacts): boolean {
  const hasOther = (counts: Counts) => bulkOf(counts, false) > 0;
  return !posts.some(({ counts }: PostFacts) => hasOther(counts)) && !untied.some(({ kind }) => kind !== "view");
}

/** Without evidence posts differ by a factor of two or so … */
const usualLuckVariance = 0.5;
const usualLuckPosts = 5;
/** … and weeks by about a seventh. */
const usualLevelVariance = 0.02;
const usualLevelWeeks = 1;
const levelRange = { least: 0.001, most: 2 };
/** A trend has to show itself against so many weeks without one … */
const usualDriftWeeks = 4;
/** … and a week's word on it fades so slowly. */
const driftFade = 0.96;

/** Neighbouring posts are compared in runs of so many, so that a slow change of level is not taken for luck. */
const runLength = 8;
const leastExposure = 0.5;
const luckRange = { least: 0.02, most: 30 };

/** Posts oldest first, untied reactions in any order. */
export function variabilityOf(
  posts: readonly Exposed[],
  untied: readonly { at: number; count: number }[],
  asOf: number,
): Variability {
  const luckVariance = luckOf(posts.filter(({ exposure }) => exposure >= leastExposure));
  return { luckVariance, ...levelOf({ posts, untied, asOf, luckVariance }) };
}

/** Method of moments of a gamma-mixed Poisson count, run by run. */
function luckOf(posts: readonly Exposed[]): number {
  let above = 0;
  let scale = 0;
  let free = 0;
  for (let start = 0; start + 1 < posts.length; start += runLength) {
    const run = posts.slice(start, start + runLength);
    const mean = run.reduce((sum, { count }) => sum + count, 0) / run.reduce((sum, { exposure }) => sum + exposure, 0);
    if (!(mean > 0)) continue;
    const kept = 1 - 1 / run.length;
    for (const { count, exposure } of run) {
      const expected = mean * exposure;
      above += (count - expected) ** 2 - expected * kept;
      scale += expected ** 2 * kept;
    }
    free += run.length - 1;
  }
  const found = scale > 0 ? inWhole(Math.max(0, above / scale)) : usualLuckVariance;
  const variance = (found * free + usualLuckVariance * usualLuckPosts) / (free + usualLuckPosts);
  return Math.min(luckRange.most, Math.max(luckRange.least, variance));
}

/** A run's own mean moves with its luckiest post, which hides the n-th part of the variance. */
function inWhole(found: number): number {
  return found / Math.max(1 / 4, 1 - found / runLength);
}

interface Weeks {
  readonly posts: readonly Exposed[];
  readonly untied: readonly { at: number; count: number }[];
  readonly asOf: number;
  readonly luckVariance: number;
}

interface Week {
  count: number;
  exposure: number;
  posts: number;
  untied: number;
}

/** Weeks before the first judgement: fewer tell nothing of what was to be expected. */
const leadWeeks = 3;

/** Walks the weeks as a forecaster would have: each is compared with what those before it let expect. */
function levelOf({ posts, untied, asOf, luckVariance }: Weeks): Pick<Variability, "drift" | "levelVariance"> {
  const weeks = weeksOf({ posts, untied, asOf });
  const past = { drawn: 0, exposed: 0, untied: 0, weeks: 0 };
  const found = {
    excess: usualLevelVariance * usualLevelWeeks,
    judged: usualLevelWeeks,
    gained: usualDriftWeeks,
    compared: usualDriftWeeks,
  };
  for (const [number, week] of weeks.entries()) {
    const ofPosts = past.exposed > 0 ? (past.drawn / past.exposed) * week.exposure : 0;
    const expected = ofPosts + (past.weeks > 0 ? past.untied / past.weeks : 0);
    if (number >= leadWeeks && expected > 0) {
      const noise = 1 / expected + (week.posts > 0 ? (luckVariance * (ofPosts / expected) ** 2) / week.posts : 0);
      judge(found, { expected, came: week.count + week.untied, noise });
    }
    const fade = recency(weekMs);
    past.drawn = past.drawn * fade + week.count;
    past.exposed = past.exposed * fade + week.exposure;
    past.untied = past.untied * fade + week.untied;
    past.weeks = past.weeks * fade + 1;
  }
  const levelVariance = Math.min(levelRange.most, Math.max(levelRange.least, found.excess / found.judged));
  return { drift: found.gained / found.compared, levelVariance };
}

interface Found {
  excess: number;
  judged: number;
  gained: number;
  compared: number;
}

/** `noise` is the relative variance that luck and counting alone give the week; a noisy week judges less. */
function judge(found: Found, { expected, came, noise }: { expected: number; came: number; noise: number }): void {
  const miss = Math.log((came + 0.5) / (expected + 0.5));
  const weight = 1 / (1 + 2 * noise);
  found.excess += weight * (miss ** 2 - Math.log1p(noise));
  found.judged += weight;
  found.gained = found.gained * driftFade + (weight * came) / expected;
  found.compared = found.compared * driftFade + weight;
}

function weeksOf({ posts, untied, asOf }: Omit<Weeks, "luckVariance">): Week[] {
  const first = Math.min(posts[0]?.at ?? asOf, ...untied.slice(0, 1).map(({ at }) => at));
  const size = Math.floor((asOf - first) / weekMs);
  const weeks = Array.from({ length: size }, (): Week => ({ count: 0, exposure: 0, posts: 0, untied: 0 }));
  const weekAt = (at: number): Week | undefined => weeks[size - 1 - Math.floor((asOf - at) / weekMs)];
  for (const { at, count, exposure } of posts) {
    const week = weekAt(at);
    if (week === undefined) continue;
    week.count += count;
    week.exposure += exposure;
    week.posts += 1;
  }
  for (const { at, count } of untied) {
    const week = weekAt(at);
    if (week !== undefined) week.untied += count;
  }
  return weeks;
}
