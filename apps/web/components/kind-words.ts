import { count } from "@headroom/insights";

const words: Readonly<Record<string, readonly [one: string, many: string]>> = {
  post: ["post", "posts"],
  linkPost: ["post with a link", "posts with a link"],
  view: ["view", "views"],
  like: ["like", "likes"],
  click: ["click", "clicks"],
  save: ["save", "saves"],
  reshare: ["reshare", "reshares"],
  linkReshare: ["reshare of a link", "reshares of links"],
  mention: ["mention", "mentions"],
  comment: ["comment", "comments"],
};

/** Every kind that can be told or not told, in the order in which people care; link reshares follow from links. */
export const toldKinds = [
  "post",
  "linkPost",
  "like",
  "comment",
  "reshare",
  "mention",
  "save",
  "click",
  "view",
] as const;

/** `posts, likes and comments`. */
export const listWords = (kinds: readonly string[]): string =>
  new Intl.ListFormat("en-GB").format(kinds.map((kind) => words[kind]?.[1] ?? kind));

/** `1 comment`, `12 likes`. */
export const kindCount = (kind: string, n: number): string => {
  const [one, many] = words[kind] ?? [kind, kind];
  return count(n, one, many);
};
