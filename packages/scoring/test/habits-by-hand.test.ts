import { describe, expect, test } from "vitest";
import { type Channel, type Habits, type History, habitsOf, type Kind, type Signal } from "../src/index.ts";
import { hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, everyKind, plain, plainChannel, plainHistory, plainSignal } from "./plain.ts";

const t = day(100);
const learn = (given: Partial<History>): Habits => {
  const [own] = habitsOf(plainHistory(plain, { channels: [plainChannel("a")], ...given }), { t });
  if (own === undefined) throw new Error("no habits");
  return own;
};

/** Posts so many days ago, each with so many likes a minute after it. */
const posted = (all: readonly (readonly [number, number])[], kind: Kind = "like"): Signal[] =>
  all.flatMap(([daysAgo, count]) => {
    const postId = `post of ${daysAgo}`;
    const post = plainSignal("post", 100 - daysAgo, { id: postId, postId });
    return count === 0 ? [post] : [post, plainSignal(kind, 100 - daysAgo + 1 / 1440, { postId, count })];
  });
const halved = (daysAgo: number) => 2 ** (-daysAgo / 28);

describe("reactions per post, by hand", () => {
  // Four weeks ago weighs a half. X has brought all but nothing of its reactions after weeks; without followers or other
  // channels the guess is 0, and it weighs three posts.
  test.each<[string, readonly (readonly [number, number])[], number]>([
    ["one post four weeks ago", [[28, 10]], 10 / 2 / (1 / 2 + 3)],
    ["one eight weeks ago", [[56, 10]], 10 / 4 / (1 / 4 + 3)],
    [
      "both",
      [
        [28, 10],
        [56, 30],
      ],
      (10 / 2 + 30 / 4) / (1 / 2 + 1 / 4 + 3),
    ],
    [
      "one that nobody reacted to beside one",
      [
        [28, 10],
        [27.9, 0],
      ],
      (10 * halved(28)) / (halved(28) + halved(27.9) + 3),
    ],
  ])("of %s", (_, all, expected) => {
    expect(learn({ signals: posted(all) }).perPost.like).toBeCloseTo(expected, 2);
  });

  test("of a post published at its network's median ago: what came is half of what will", () => {
    const median = Math.exp(3.84) / 1440;
    const { perPost } = learn({ signals: posted([[median, 10]]) });
    expect(perPost.like).toBeCloseTo(10 / (0.5 + 3), 2);
  });

  test.each([
    ["a thousand followers", 1_000, { like: 5, comment: 0.5, reshare: 1, save: 0 }],
    ["ten thousand", 10_000, { like: 50, comment: 5, reshare: 10, save: 0 }],
    ["a million, of whom no more than ten thousand can be relied on", 1_000_000, { like: 50, comment: 5, reshare: 10 }],
    ["none", 0, { like: 0, comment: 0, reshare: 0 }],
  ])("without any post come from %s", (_, followers, expected) => {
    const { perPost, posts } = learn({ audience: [{ channelId: "a", at: day(1), followers }] });
    expect(posts).toBe(0);
    for (const [kind, count] of Object.entries(expected))
      expectNear(Object.entries(perPost).find(([name]) => name === kind)?.[1] ?? Number.NaN, count);
  });

  test.each<[string, History["audience"], number]>([
    [
      "the newest count",
      [
        { channelId: "a", at: day(1), followers: 100 },
        { channelId: "a", at: day(2), followers: 400 },
      ],
      2,
    ],
    [
      "the newest count, told first",
      [
        { channelId: "a", at: day(2), followers: 400 },
        { channelId: "a", at: day(1), followers: 100 },
      ],
      2,
    ],
    [
      "the larger of two at once",
      [
        { channelId: "a", at: day(1), followers: 400 },
        { channelId: "a", at: day(1), followers: 100 },
      ],
      2,
    ],
    [
      "no count that is still to come",
      [
        { channelId: "a", at: day(1), followers: 400 },
        { channelId: "a", at: day(101), followers: 9_000 },
      ],
      2,
    ],
    [
      "no other channel's",
      [
        { channelId: "a", at: day(1), followers: 400 },
        { channelId: "b", at: day(2), followers: 9_000 },
      ],
      2,
    ],
  ])("take of the followers %s", (_, audience, likes) => {
    const channels = [plainChannel("a"), plainChannel("b")];
    expectNear(learn({ audience, channels }).perPost.like ?? Number.NaN, likes);
  });

  // Seven posts elsewhere with 20 likes each, and a guess of none that weighs three: 140 ÷ 10.
  test("on a new channel are what the others' posts drew, with the followers' guess as three more", () => {
    const signals = posted([1, 2, 3, 4, 5, 6, 7].map((weeks) => [weeks * 7, 20] as const));
    const [, fresh] = habitsOf(plainHistory(plain, { signals, channels: [plainChannel("a"), plainChannel("b")] }), {
      t,
    });
    expectNear(fresh?.perPost.like ?? Number.NaN, 14);
    expect(fresh?.levelVariance).toBeCloseTo(0.02 + 0.3, 9);
  });

  test.each<[string, Channel["knows"], Kind[]]>([
    [
      "all it knows, reshares of link posts among the reshares",
      everyKind,
      ["view", "like", "click", "save", "reshare", "mention", "comment"],
    ],
    ["likes alone where nothing else is told", { post: 0, like: 0 }, ["like"]],
    ["nothing where nothing is told", { post: 0 }, []],
  ])("name %s", (_, knows, expected) => {
    expect(Object.keys(learn({ channels: [plainChannel("a", knows)] }).perPost).sort()).toEqual(expected.sort());
  });
});

describe("what belongs to no post, by hand", () => {
  /** Days of a span, each weighing half of one 28 days younger: the area below that curve. */
  const weighed = (days: number) => (28 / Math.LN2) * (1 - halved(days));

  test.each([
    ["a mention fifty days ago, the first that is known", [50], halved(50) / weighed(50)],
    ["two mentions", [50, 28], (halved(50) + 1 / 2) / weighed(50)],
    ["one three days ago: a pace takes at least a week", [3], halved(3) / weighed(7)],
  ])("is told per day: %s", (_, daysAgo, expected) => {
    const signals = daysAgo.map((days) => plainSignal("mention", 100 - days));
    expectNear(learn({ signals }).perDay.mention ?? Number.NaN, expected);
  });

  test("is not told of kinds that the channel does not know, or that never came", () => {
    const signals = [plainSignal("mention", 50), plainSignal("comment", 50)];
    const channels = [plainChannel("a", { post: 0, mention: 0, like: 0 })];
    expect(Object.keys(learn({ signals, channels }).perDay)).toEqual(["mention"]);
  });
});

describe("the pace and the share of links, by hand", () => {
  const weighed = (days: number) => (28 / Math.LN2) * (1 - halved(days));

  test.each([
    ["one post four weeks ago", [28], (7 * (1 / 2)) / weighed(28)],
    ["one today: as if in a week", [0], 7 / weighed(7)],
    ["two, the older of which began it", [28, 56], (7 * (1 / 2 + 1 / 4)) / weighed(56)],
  ])("of %s", (_, daysAgo, expected) => {
    expectNear(learn({ signals: posted(daysAgo.map((days) => [days, 0] as const)) }).postsPerWeek, expected);
  });

  test("is 0 without posts", () => {
    expect(learn({})).toMatchObject({ postsPerWeek: 0, linkShare: 0, posts: 0, recent: [] });
  });

  test.each([
    [["post", "post"], 0],
    [["linkPost", "post", "post", "post"], 0.25],
    [["linkPost"], 1],
  ] as const)("of links among %j is %d", (kindsOfPosts, expected) => {
    expect(learn({ signals: kindsOfPosts.map((kind, i) => plainSignal(kind, 90 - i)) }).linkShare).toBe(expected);
  });
});

describe("how many posts were looked at", () => {
  // On X half of the reactions come within e^3.84 = 46.5 minutes.
  test.each([
    ["one whose median is over", 0.8 * hourMs, 1],
    ["none whose median is still to come", 0.7 * hourMs, 0],
  ])("counts %s", (_, agoMs, posts) => {
    const signals = [{ ...plainSignal("post", 0), at: t - agoMs }];
    expect(learn({ signals }).posts).toBe(posts);
    expect(learn({ signals }).recent).toHaveLength(1);
  });
});
