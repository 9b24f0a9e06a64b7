import type { Line, Receipt } from "@headroom/scoring";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { receiptTree } from "../src/index.ts";
import { receiptLines } from "./receipt-lines.ts";

const channels = [
  { id: "a", title: "Blog" },
  { id: "b", title: "Mastodon" },
];
const gain = (given: Partial<Extract<Line, { kind: "gain" }>>): Line => ({
  kind: "gain",
  at: 0,
  channelId: "a",
  signalKind: "like",
  count: 1,
  points: 1,
  ...given,
});
const tree = (lines: Line[], posts: Parameters<typeof receiptTree>[0]["posts"] = []) => {
  const receipt: Receipt = { from: 0, to: 1, before: 50, after: 51, lines };
  return receiptTree({ receipt, channels, posts });
};
const post = (nativeId: string, text: string) => ({
  channelId: "a",
  nativeId,
  text,
  url: `https://blog.example/${nativeId}`,
});

describe("the ledger that opens down", () => {
  test("goes from channel to kind to post, the dearest first everywhere", () => {
    const found = tree(
      [
        gain({ postId: "p1", count: 2, points: 0.25 }),
        gain({ postId: "p2", count: 10, points: 0.5 }),
        gain({ postId: "p1", signalKind: "linkPost", points: -2 }),
        gain({ channelId: "b", signalKind: "mention", points: 0.125 }),
      ],
      [post("p1", "One  post\nof two"), post("p2", "Another")],
    );
    expect(found.channels.map(({ title, points }) => [title, points])).toEqual([
      ["Blog", -1.25],
      ["Mastodon", 0.125],
    ]);
    expect(found.channels[0]?.kinds.map(({ title, points }) => [title, points])).toEqual([
      ["1\u00a0post with a link", -2],
      ["12\u00a0likes", 0.75],
    ]);
    expect(found.channels[0]?.kinds[1]?.posts).toEqual([
      { id: "p2", title: "Another", url: "https://blog.example/p2", points: 0.5 },
      { id: "p1", title: "One post of two", url: "https://blog.example/p1", points: 0.25 },
    ]);
  });

  test("has a channel's followers beside its kinds", () => {
    const { channels: found } = tree([{ kind: "audience", at: 0, channelId: "b", points: 0.5 }]);
    expect(found).toEqual([
      {
        id: "b",
        title: "Mastodon",
        points: 0.5,
        kinds: [{ id: "audience", title: "Followers", points: 0.5, posts: [], more: null }],
      },
    ]);
  });

  test.each([
    { posts: 6, listed: 6, more: null },
    { posts: 7, listed: 5, more: "and 2\u00a0more posts, +0.6" },
    { posts: 42, listed: 5, more: "and 37\u00a0more posts, +11.1" },
  ])("lists $listed of $posts posts and folds the rest into one line", ({ posts, listed, more }) => {
    const lines = Array.from({ length: posts }, (_, n) => gain({ postId: `p${n}`, points: n < 5 ? 2 : 0.3 }));
    const kind = tree(lines).channels[0]?.kinds[0];
    expect(kind?.posts).toHaveLength(listed);
    expect(kind?.more).toBe(more);
  });

  test.each([
    ["a post whose text is unknown", gain({ postId: "p9" }), "A post without text"],
    ["a reaction to no post", gain({ signalKind: "mention" }), "Not of one post"],
  ])("names %s as what it is", (_, line, title) => {
    expect(tree([line]).channels[0]?.kinds[0]?.posts).toMatchObject([{ title, url: null }]);
  });

  test("tells apart posts of two channels that have one id", () => {
    const lines = [gain({ postId: "p1" }), gain({ channelId: "b", postId: "p1" })];
    const titles = tree(lines, [post("p1", "The blog's")]).channels.map(({ kinds }) => kinds[0]?.posts[0]?.title);
    expect(titles).toEqual(["The blog's", "A post without text"]);
  });

  test("shows what time took by component, then channel", () => {
    const lost = (channelId: string, points: number): Line => ({
      kind: "decay",
      componentId: "presence",
      channelId,
      points,
    });
    expect(tree([lost("a", -0.25), lost("b", -0.5)]).losses).toEqual([
      {
        id: "presence",
        title: "Presence",
        points: -0.75,
        leaves: [
          { title: "Mastodon", points: -0.5 },
          { title: "Blog", points: -0.25 },
        ],
      },
    ]);
  });

  test("every branch sums to what its leaves and its folded rest sum to", () => {
    fc.assert(
      fc.property(receiptLines, (lines) => {
        const { channels: found, losses } = tree(lines);
        const sum = (all: readonly { points: number }[]) => all.reduce((total, { points }) => total + points, 0);
        for (const channel of found) {
          expect(sum(channel.kinds)).toBeCloseTo(channel.points, 9);
          for (const kind of channel.kinds)
            if (kind.more === null && kind.posts.length > 0) expect(sum(kind.posts)).toBeCloseTo(kind.points, 9);
        }
        for (const loss of losses) expect(sum(loss.leaves)).toBeCloseTo(loss.points, 9);
        const told = lines.filter(({ kind }) => kind === "gain" || kind === "audience" || kind === "decay");
        expect(sum(found) + sum(losses)).toBeCloseTo(sum(told), 9);
      }),
    );
  });
});
