import { describe, expect, test } from "vitest";
import { type History, InvalidInput, type Kind, type Signal } from "../src/index.ts";
import { channelFacts } from "../src/post-facts.ts";
import { dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, plain, plainChannel, plainHistory, plainSignal } from "./plain.ts";

const t = day(200);
const factsOf = (signals: readonly Signal[], given: Partial<History> = {}, at = t) => {
  const facts = channelFacts(plainHistory(plain, { signals: [...signals], ...given }), at).get("a");
  if (facts === undefined) throw new Error("no facts");
  return facts;
};
const post = (id: string, days: number, given: Partial<Signal> = {}) =>
  plainSignal("post", days, { id, postId: id, ...given });
const reaction = (kind: Kind, postId: string, days: number, given: Partial<Signal> = {}) =>
  plainSignal(kind, days, { postId, ...given });

describe("what a post has drawn", () => {
  test.each<[string, Signal[], Partial<Record<Kind, number>>]>([
    ["nothing where nobody reacted", [], {}],
    ["its likes", [reaction("like", "p", 191, { count: 3 }), reaction("like", "p", 192)], { like: 4 }],
    ["each kind by itself", [reaction("like", "p", 191), reaction("save", "p", 191)], { like: 1, save: 1 }],
    ["a reshare of a link post as a reshare", [reaction("linkReshare", "p", 191, { count: 2 })], { reshare: 2 }],
    [
      "both kinds of reshares together",
      [reaction("linkReshare", "p", 191), reaction("reshare", "p", 191, { count: 4 })],
      { reshare: 5 },
    ],
    ["nothing that came to another post", [reaction("like", "other", 191)], {}],
    ["nothing that came on another channel", [reaction("like", "p", 191, { channelId: "b" })], {}],
    ["nothing that is yet to come", [reaction("like", "p", 200.001)], {}],
    ["what comes at the very instant", [reaction("like", "p", 200)], { like: 1 }],
    // 1 + 1/2 + 1/3 for three of one person on one day.
    [
      "repeats of one person for less",
      [0, 1, 2].map((n) => reaction("like", "p", 191 + n / 100, { actor: "fan", id: `like ${n}` })),
      { like: 1 + 1 / 2 + 1 / 3 },
    ],
    [
      "the same person on other days in full",
      [0, 1, 2].map((n) => reaction("like", "p", 191 + n, { actor: "fan", id: `like ${n}` })),
      { like: 3 },
    ],
  ])("is %s", (_, signals, counts) => {
    const { posts } = factsOf([post("p", 190), ...signals]);
    expect(posts).toHaveLength(1);
    expect(Object.keys(posts[0]?.counts ?? {})).toEqual(Object.keys(counts));
    for (const [kind, count] of Object.entries(counts))
      expectNear(Object.entries(posts[0]?.counts ?? {}).find(([name]) => name === kind)?.[1] ?? Number.NaN, count);
  });

  test("is worth the average where repeats went to two posts: four likes worth 3, so 3/4 each", () => {
    const { posts } = factsOf([
      post("p", 190),
      post("q", 190.1),
      ...["p", "p"].map((postId, n) => reaction("like", postId, 191, { id: `free ${n}` })),
      ...["p", "q"].map((postId, n) => reaction("like", postId, 191 + n / 100, { id: `fan ${n}`, actor: "fan" })),
    ]);
    const each = (1 + 1 + 1 + 1 / 2) / 4;
    expectNear(posts[0]?.counts.like ?? Number.NaN, 3 * each);
    expectNear(posts[1]?.counts.like ?? Number.NaN, each);
  });
});

describe("the posts of a channel", () => {
  test("are told oldest first, with their links", () => {
    const { posts } = factsOf([post("late", 195), { ...post("early", 190), kind: "linkPost" }]);
    expect(posts).toEqual([
      { at: day(190), carriesLink: true, counts: {} },
      { at: day(195), carriesLink: false, counts: {} },
    ]);
  });

  test("are known by their own id where they name no other", () => {
    const { posts } = factsOf([plainSignal("post", 190, { id: "p" }), reaction("like", "p", 191)]);
    expect(posts[0]?.counts).toEqual({ like: 1 });
  });

  test.each([
    ["from 180 days on are looked at", 20.001, 1],
    ["of 180 days ago are not", 20, 0],
    ["to come are not", 200.5, 0],
    ["of this instant are", 200, 1],
  ])("%s", (_, days, count) => {
    expect(factsOf([post("p", days)]).posts).toHaveLength(count);
  });

  test("are looked at up to the start of a hold that lasts, and to now once it is over", () => {
    const signals = [post("p", 190), post("q", 196)];
    const from = day(193);
    expect(factsOf(signals, { holds: [{ channelId: "a", from }] })).toMatchObject({
      asOf: from,
      posts: [{ at: day(190) }],
    });
    expect(factsOf(signals, { holds: [{ channelId: "a", from, to: day(194) }] })).toMatchObject({ asOf: t });
    expect(factsOf(signals, { holds: [{ channelId: "b", from }] }).asOf).toBe(t);
  });

  test("begin with the first signal of any kind; without any, now", () => {
    expect(factsOf([post("p", 190), plainSignal("mention", 150)]).since).toBe(day(150));
    expect(factsOf([]).since).toBe(t);
    expect(factsOf([plainSignal("mention", 10)]).since).toBe(t);
  });

  test("are told of every channel, also of one of which nothing is known", () => {
    const facts = channelFacts(plainHistory(plain, { channels: [plainChannel("b"), plainChannel("c")] }), t);
    expect([...facts.keys()]).toEqual(["b", "c"]);
    expect(facts.get("c")).toEqual({ asOf: t, since: t, posts: [], untied: [], delays: [] });
  });
});

describe("reactions that belong to no post", () => {
  test.each<[string, Signal]>([
    ["that name none", plainSignal("mention", 191, { count: 2 })],
    ["that name one that is not known", reaction("mention", "gone", 191, { count: 2 })],
  ])("are those %s", (_, signal) => {
    expect(factsOf([post("p", 190), signal]).untied).toEqual([{ at: day(191), kind: "mention", count: 2 }]);
  });

  test("are those to a post too old to be looked at", () => {
    expect(factsOf([post("p", 19), reaction("like", "p", 191)]).untied).toHaveLength(1);
  });

  test("are worth less where one person repeats them", () => {
    const twice = [0, 1].map((n) => plainSignal("mention", 191 + n / 100, { actor: "fan", id: `mention ${n}` }));
    for (const { count } of factsOf(twice).untied) expectNear(count, 0.75);
  });

  test("do not include posts", () => {
    expect(factsOf([plainSignal("linkPost", 191)]).untied).toEqual([]);
  });
});

describe("how long after its post a reaction came", () => {
  const after = (hours: number, given: Partial<Signal> = {}) =>
    reaction("like", "p", 190 + hours / 24, { actor: "somebody", ...given });

  test("is told of one that names who reacted", () => {
    expect(factsOf([post("p", 190), after(3)]).delays).toEqual([{ postId: "p", delayMs: 3 * hourMs }]);
  });

  test.each<[string, Signal[]]>([
    ["a total, which has no instant of its own", [post("p", 190), reaction("like", "p", 190.1)]],
    ["one to no known post", [after(3)]],
    ["one at the very instant of the post", [post("p", 190), after(0)]],
    ["one before its post", [post("p", 190), after(-1)]],
    // 95 % of the reactions on X come within 27.5 hours: until then a post is watched.
    ["one that came when nobody watched any more", [post("p", 190), after(29)]],
    ["one to a post that has not had its time", [post("p", 199), reaction("like", "p", 199.1, { actor: "somebody" })]],
  ])("is not told of %s", (_, signals) => {
    expect(factsOf(signals).delays).toEqual([]);
  });

  test("is told of reactions of every kind to a post of more than 27.6 hours", () => {
    const young = 200 - 27.6 / 24;
    const signals = [post("p", young), reaction("comment", "p", young + 1 / 24, { actor: "somebody" })];
    expect(factsOf(signals).delays).toHaveLength(1);
  });
});

describe("bad signals", () => {
  test.each<[string, Partial<Signal>, string]>([
    ["no count", { count: 0 }, "count"],
    ["no instant", { at: Number.NEGATIVE_INFINITY }, "at"],
    ["a name and a count above 1", { actor: "fan", count: 2 }, "count"],
  ])("with %s are refused", (_, given, field) => {
    const signals = [post("p", 190), { ...plainSignal("like", 191), ...given }];
    if (field === "at") expect(factsOf(signals).untied).toEqual([]);
    else expect(() => factsOf(signals)).toThrow(InvalidInput);
  });

  test("of a channel that is not the client's say nothing", () => {
    expect(factsOf([plainSignal("like", 191, { channelId: "elsewhere" })]).untied).toEqual([]);
  });

  test("after the instant asked for are not looked at yet", () => {
    expect(factsOf([post("p", 190)], {}, day(190) - dayMs).posts).toEqual([]);
  });
});
