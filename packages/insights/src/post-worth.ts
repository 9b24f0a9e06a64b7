import { timeLabel, zoneName } from "./format-instant.ts";
import { count } from "./format-points.ts";

/** Points with where they lie nine times in ten below and above. */
export interface Worth {
  low: number;
  median: number;
  high: number;
}

export interface PostWorthFacts {
  now: Worth | null;
  beforeReactions: number;
  withLink: boolean;
  posts: number;
}

/** What one post adds, in words for a card: the number, and what stands beside it. */
export const postWorth = ({
  now,
  beforeReactions,
  withLink,
  posts,
}: PostWorthFacts): { adds: string; detail: string } => {
  const link = withLink ? ", with a link" : "";
  if (now === null) return { adds: worth(beforeReactions), detail: `points in a day before reactions${link}` };
  return { adds: worth(now.median), detail: `points in a day (${worthRange(now)})${link}${sureness(posts)}` };
};

/** Points of one post with their sign and two decimals, `+0.12`: with one most posts would look alike. */
export const worth = (points: number): string => {
  const text = Math.abs(points).toFixed(2);
  if (text === "0.00") return text;
  return points > 0 ? `+${text}` : `\u2212${text}`;
};

/** `+0.10 to +0.61` */
export const worthRange = ({ low, high }: Worth): string => `${worth(low)} to ${worth(high)}`;

/** Fewer posts than this make a guess rather than a habit. */
export const fewPosts = 20;

/** `; unsure: fewer than 20 posts`, or nothing. */
export const sureness = (posts: number): string => (posts < fewPosts ? `; unsure: fewer than ${fewPosts} posts` : "");

/** `18:00 CET, from 34 posts` */
export const bestHourText = ({ at, posts }: { at: number; posts: number }, zone: string): string =>
  `${timeLabel(at, zone)} ${zoneName(at, zone)}, from ${count(posts, "post")}`;
