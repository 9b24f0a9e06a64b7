import type { Exposed } from "./level.ts";

/** Fewer posts than this say nothing about hours. */
export const fewestPostsForHours = 20;

export interface HourOfDay {
  /** Where the client is, 0 to 23. */
  readonly hour: number;
  /** Posts published within an hour and a half of its middle. */
  readonly posts: number;
  /** What they drew against a usual post, 1 = as much; pulled towards 1 where posts are few. */
  readonly factor: number;
  /** 10–90 % of where the factor may lie. */
  readonly low: number;
  readonly high: number;
  /** Whether the evidence holds even though many hours were looked at. */
  readonly isBetter: boolean;
}

export interface BestHours {
  /** Posts looked at. */
  readonly posts: number;
  /** Every hour in which at least one post lies, most promising first; none from fewer than 20 posts. */
  readonly hours: readonly HourOfDay[];
}

/** Half the width of the window around an hour's middle, in hours: neighbours share evidence. */
const reach = 1.5;
/** An hour without evidence is as good as any: it begins with this many usual posts. */
const usualPosts = 6;
/** Standard deviations above 1 that make an hour better: among eight separate windows one in two hundred by chance alone. */
const evidenceAsked = 3.2;
/** 10 % of a normal distribution lie above this. */
const tenth = 1.2816;
const leastExposure = 0.5;

/** Which hours of the day drew most per post, each post being compared with its neighbours in time. */
export function bestHours(
  posts: readonly Exposed[],
  { localHour, luckVariance }: { localHour: (at: number) => number; luckVariance: number },
): BestHours {
  const settled = posts.filter(({ exposure }) => exposure >= leastExposure);
  const usual = usualPerPost(settled);
  if (settled.length < fewestPostsForHours || !usual.some((mean) => mean > 0)) {
    return { posts: settled.length, hours: [] };
  }
  const facts = settled.map(({ at, count, exposure }, i) => ({
    hour: localHour(at) + 0.5,
    count,
    expected: (usual[i] ?? 0) * exposure,
  }));
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const near = facts.filter((fact) => Math.abs(((fact.hour - hour - 0.5 + 36) % 24) - 12) < reach);
    return hourOf(hour, near, luckVariance);
  });
  const byPromise = hours.filter(({ posts: own }) => own > 0).sort((a, b) => b.low - a.low || a.hour - b.hour);
  return { posts: settled.length, hours: byPromise };
}

/** How many neighbours on either side tell what was usual at the time. */
const neighbours = 10;

/** What the posts around each one drew on average, so that a good month does not make its hours look good. */
function usualPerPost(posts: readonly Exposed[]): number[] {
  return posts.map((_, i) => {
    const around = posts.slice(Math.max(0, i - neighbours), i + neighbours + 1);
    const exposure = around.reduce((sum, post) => sum + post.exposure, 0);
    return around.reduce((sum, { count }) => sum + count, 0) / exposure;
  });
}

function hourOf(hour: number, near: readonly { count: number; expected: number }[], luckVariance: number): HourOfDay {
  const expected = near.reduce((sum, fact) => sum + fact.expected, 0);
  const drawn = near.reduce((sum, fact) => sum + fact.count, 0);
  const mean = near.length === 0 ? 1 : expected / near.length;
  const usual = usualPosts * mean;
  const factor = expected + usual > 0 ? (drawn + usual) / (expected + usual) : 1;
  const effective = near.length + usualPosts;
  const deviation = Math.sqrt(luckVariance / effective + 1 / Math.max(1, expected + usual));
  return {
    hour,
    posts: near.length,
    factor,
    low: factor * Math.exp(-tenth * deviation),
    high: factor * Math.exp(tenth * deviation),
    isBetter: Math.log(factor) > evidenceAsked * deviation * Math.sqrt(near.length / effective),
  };
}
