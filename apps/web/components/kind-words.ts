const words: Readonly<Record<string, string>> = {
  post: "posts",
  linkPost: "links in posts",
  view: "views",
  like: "likes",
  click: "clicks",
  save: "saves",
  reshare: "reshares",
  linkReshare: "reshares of links",
  mention: "mentions",
  comment: "comments",
};

/** A kind of signal in people's words, in the plural. */
export const kindWords = (kind: string): string => words[kind] ?? kind;

/** `posts, likes and comments`. */
export const listWords = (kinds: readonly string[]): string =>
  new Intl.ListFormat("en-GB").format(kinds.map(kindWords));

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
