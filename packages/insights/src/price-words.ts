import { count, points } from "./format-points.ts";

export interface PriceFacts {
  level: number;
  postsPerWeek: number | null;
  inGoodTimes: number | null;
  inBadTimes: number | null;
  currentPostsPerWeek: number;
  currentSettlesAt: number;
  mostSettlesAt: number;
  posts: number;
}

/** What a level costs, said plainly. */
export const priceWords = (price: PriceFacts | null): string => {
  if (price === null) return "What this level would cost cannot be said yet: nothing is known of this client’s posts.";
  const { level, postsPerWeek, currentPostsPerWeek, currentSettlesAt, mostSettlesAt, posts } = price;
  const pace = `Now: ${perWeek(currentPostsPerWeek)}, which settles at about ${points(currentSettlesAt)}.`;
  const basis = `By this client’s own history (${count(posts, "post")}), if each post draws what its posts have drawn.`;
  if (postsPerWeek === null) {
    return `Out of reach: even twenty posts a day would settle at about ${points(mostSettlesAt)}. ${pace} ${basis}`;
  }
  if (postsPerWeek === 0) return `${points(level)} holds without any post. ${pace} ${basis}`;
  return `${points(level)} takes ${postsPerWeek < 1 ? "" : "about "}${perWeek(postsPerWeek)}${rangeWords(price)}. ${pace} ${basis}`;
};

/** `9 posts a week`, `less than one post a week`. */
const perWeek = (posts: number): string => {
  const whole = Math.ceil(posts);
  if (posts === 0) return "no posts";
  return posts < 1 ? "less than one post a week" : `${count(whole, "post")} a week`;
};

const rangeWords = ({ inGoodTimes, inBadTimes }: PriceFacts): string => {
  const good = inGoodTimes === null ? null : Math.ceil(inGoodTimes);
  if (inBadTimes === null) return good === null ? "" : ` (${good} in good times, out of reach in bad ones)`;
  return good === null || good === Math.ceil(inBadTimes) ? "" : ` (${good} to ${Math.ceil(inBadTimes)})`;
};
