import { componentTitles, type Kind, type Line, type Receipt } from "@headroom/scoring";
import { change, count } from "./format-points.ts";
import { plainText, shortened } from "./plain-text.ts";

/** A ledger that opens down: channel, kind, post; then what time took: component, channel. Dearest first everywhere. */
export interface ReceiptTree {
  channels: ChannelBranch[];
  losses: Branch[];
}

export interface Branch {
  id: string;
  title: string;
  points: number;
  leaves: { title: string; points: number }[];
}

export interface ChannelBranch {
  id: string;
  title: string;
  points: number;
  kinds: KindBranch[];
}

export interface KindBranch {
  id: string;
  /** `12 likes`. */
  title: string;
  points: number;
  posts: PostLeaf[];
  /** `and 37 more posts, +0.8`; null where all are listed. */
  more: string | null;
}

export interface PostLeaf {
  id: string;
  title: string;
  url: string | null;
  points: number;
}

/** What is known of the posts that a ledger names. */
export interface ReceiptPost {
  channelId: string;
  nativeId: string;
  text: string;
  url: string | null;
}

interface TreeInput {
  receipt: Receipt;
  channels: readonly { id: string; title: string }[];
  posts: readonly ReceiptPost[];
}

const mostPosts = 5;
const mostLetters = 90;

export const receiptTree = ({ receipt, channels, posts }: TreeInput): ReceiptTree => {
  const title = (id: string) => channels.find((channel) => channel.id === id)?.title ?? "A channel that is gone";
  const texts = new Map(posts.map((post) => [`${post.channelId} ${post.nativeId}`, post]));
  return {
    channels: groups(receipt.lines.filter(isArrival), ({ channelId }) => channelId)
      .map(([id, own]) => ({ id, title: title(id), points: sum(own), kinds: kindsOf(own, texts) }))
      .sort(dearest),
    losses: groups(receipt.lines.filter(isDecay), ({ componentId }) => componentId)
      .map(([id, own]) => ({
        id,
        title: componentTitles[id],
        points: sum(own),
        leaves: own.map(({ channelId, points }) => ({ title: title(channelId), points })).sort(dearest),
      }))
      .sort(dearest),
  };
};

type Arrival = Extract<Line, { kind: "gain" | "audience" }>;
const isArrival = (line: Line): line is Arrival => line.kind === "gain" || line.kind === "audience";
const isDecay = (line: Line): line is Extract<Line, { kind: "decay" }> => line.kind === "decay";

const kindNames: Readonly<Record<Kind, [one: string, many: string]>> = {
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

const kindsOf = (lines: readonly Arrival[], texts: ReadonlyMap<string, ReceiptPost>): KindBranch[] =>
  groups(lines, (line) => (line.kind === "gain" ? line.signalKind : "audience"))
    .map(([id, own]): KindBranch => {
      const points = sum(own);
      if (id === "audience") return { id, title: "Followers", points, posts: [], more: null };
      const counted = own.reduce((total, line) => total + (line.kind === "gain" ? line.count : 0), 0);
      return { id, title: count(Math.round(counted), ...kindNames[id]), points, ...postsOf(own, texts) };
    })
    .sort(dearest);

const postsOf = (
  lines: readonly Arrival[],
  texts: ReadonlyMap<string, ReceiptPost>,
): Pick<KindBranch, "posts" | "more"> => {
  const leaves = lines
    .map((line, index): PostLeaf => {
      const post = line.kind === "gain" ? texts.get(`${line.channelId} ${line.postId}`) : undefined;
      const text = shortened(plainText(post?.text ?? ""), mostLetters);
      const named = line.kind === "gain" && line.postId !== undefined;
      return {
        id: named ? (line.postId ?? "") : `none ${index}`,
        title: text || (named ? "A post without text" : "Not of one post"),
        url: post?.url ?? null,
        points: line.points,
      };
    })
    .sort(dearest);
  // One more line than are listed is listed as well: "and 1 more" would take its place.
  if (leaves.length <= mostPosts + 1) return { posts: leaves, more: null };
  const rest = leaves.slice(mostPosts);
  return { posts: leaves.slice(0, mostPosts), more: `and ${count(rest.length, "more post")}, ${change(sum(rest))}` };
};

const sum = (all: readonly { points: number }[]): number => all.reduce((total, { points }) => total + points, 0);

const dearest = (a: { points: number }, b: { points: number }): number => Math.abs(b.points) - Math.abs(a.points);

const groups = <T, K>(all: readonly T[], keyOf: (one: T) => K): [K, T[]][] => {
  const found = new Map<K, T[]>();
  for (const one of all) {
    const own = found.get(keyOf(one));
    if (own === undefined) found.set(keyOf(one), [one]);
    else own.push(one);
  }
  return [...found];
};
