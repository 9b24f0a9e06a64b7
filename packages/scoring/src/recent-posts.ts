import type { Exposed } from "./level.ts";
import type { PostFacts } from "./post-facts.ts";

/** Posts close in time whose reactions are still coming. */
export interface RecentPosts {
  /** Their middle, epoch ms. */
  readonly at: number;
  readonly posts: number;
  readonly linkPosts: number;
  /** Reactions so far, of all kinds that carry weight. */
  readonly seen: number;
}

/** Of an old post little is due, but of many old posts together much: only below this share is a post done. */
const leastDue = 0.002;

/** The newest posts, of which most is due, stand alone; the older ones in groups of equal size. */
const mostSingles = 30;
const mostGroups = 18;

/** The posts that are not done, oldest first. */
export function recentPosts(posts: readonly PostFacts[], exposed: readonly Exposed[]): RecentPosts[] {
  const due = posts.flatMap((post, i) => {
    const fact = exposed[i];
    return fact !== undefined && 1 - fact.exposure >= leastDue ? [{ ...fact, carriesLink: post.carriesLink }] : [];
  });
  const older = due.slice(0, Math.max(0, due.length - mostSingles));
  const size = Math.ceil(older.length / mostGroups);
  const groups = Array.from({ length: mostGroups }, (_, i) => older.slice(i * size, (i + 1) * size));
  const singles = due.slice(older.length).map((post) => [post]);
  return [...groups, ...singles].filter((group) => group.length > 0).map(together);
}

function together(group: readonly (Exposed & { carriesLink: boolean })[]): RecentPosts {
  return {
    at: Math.round(group.reduce((sum, { at }) => sum + at, 0) / group.length),
    posts: group.length,
    linkPosts: group.filter(({ carriesLink }) => carriesLink).length,
    seen: group.reduce((sum, { count }) => sum + count, 0),
  };
}
