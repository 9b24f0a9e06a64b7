import { timeLabel, zoneName } from "./format-instant.ts";
import { change, count } from "./format-points.ts";

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
  if (now === null) return { adds: change(beforeReactions), detail: `points in a day before reactions${link}` };
  return { adds: change(now.median), detail: `points in a day (${worthRange(now)})${link}${sureness(posts)}` };
};

/** `+0.1 to +0.6` */
export const worthRange = ({ low, high }: Worth): string => `${change(low)} to ${change(high)}`;

/** Fewer posts than this make a guess rather than a habit. */
export const fewPosts = 20;

/** `; unsure: fewer than 20 posts`, or nothing. */
export const sureness = (posts: number): string => (posts < fewPosts ? `; unsure: fewer than ${fewPosts} posts` : "");

/** `18:00 CET, from 34 posts` */
export const bestHourText = ({ at, posts }: { at: number; posts: number }, zone: string): string =>
  `${timeLabel(at, zone)} ${zoneName(at, zone)}, from ${count(posts, "post")}`;
