import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EvidencePost, fewestPosts, knownFor, type TopicDecision } from "../src/topics/known-for.ts";

let made = 0;
const post = (topics: string[], reactions = 1): EvidencePost => ({
  channelId: "c",
  nativeId: `p${made++}`,
  at: made,
  text: topics.join(" "),
  url: null,
  reactions,
  topics,
});
const times = (n: number, topics: string[], reactions = 1): EvidencePost[] =>
  Array.from({ length: n }, () => post(topics, reactions));
const said = (topic: string, decision: TopicDecision["decision"], into: string | null = null): TopicDecision => ({
  topic,
  decision,
  into,
});
const names = (posts: EvidencePost[], decisions: TopicDecision[] = []) =>
  knownFor(posts, decisions).map(({ topic }) => topic);

describe("what a client is known for", () => {
  test("is no topic under five posts", () => {
    expect(names(times(4, ["bread"], 1_000))).toEqual([]);
    expect(names(times(5, ["bread"]))).toEqual(["bread"]);
  });

  test("comes in the order of the reactions that its posts drew, then of posts", () => {
    const posts = [
      ...times(9, ["cake"], 1),
      ...times(5, ["bread"], 3),
      ...times(6, ["tea"], 0),
      ...times(5, ["pie"], 0),
    ];
    expect(names(posts)).toEqual(["bread", "cake", "tea", "pie"]);
  });

  test("shows the posts it rests on, those that drew most first, and how many there are", () => {
    const posts = [...times(6, ["bread"], 1), post(["bread"], 50), ...times(5, ["tea"], 0)];
    const [bread] = knownFor(posts, []);
    expect(bread).toMatchObject({ topic: "bread", posts: 7, reactions: 56, reactionShare: 1 });
    expect(bread?.evidence.map(({ reactions }) => reactions)).toEqual([50, 1, 1, 1, 1]);
  });

  test("has no share of reactions where nobody reacted", () => {
    expect(knownFor(times(5, ["bread"], 0), [])[0]?.reactionShare).toBeNull();
  });

  test("leaves a word to the longer topic that nearly all of its posts speak of", () => {
    const together = times(9, ["sourdough bread", "bread"]);
    expect(names([...together, ...times(1, ["bread"])])).toEqual(["sourdough bread"]);
    expect(names([...together, ...times(5, ["bread"])]).toSorted()).toEqual(["bread", "sourdough bread"]);
    expect(names([...times(5, ["bread", "gingerbread"])]).toSorted()).toEqual(["bread", "gingerbread"]);
  });
});

test("a year of posts is sorted out while a page waits", () => {
  const posts = Array.from({ length: 8_000 }, (_, n) =>
    post([`subject ${n % 700}`, `small subject ${n % 700}`, `thing ${n % 900}`, "bread", "rye bread"], n % 7),
  );
  const found = knownFor(posts, []);
  expect(found.map(({ topic }) => topic)).not.toContain("bread");
  expect(found.map(({ topic }) => topic)).toContain("rye bread");
  expect(found.length).toBe(1 + 700 + 900);
});

describe("a person's word", () => {
  test("vetoed does not come back as the shorter word in it, unless somebody pins that", () => {
    const green = times(9, ["green tea", "tea"]);
    expect(names(green, [said("green tea", "veto")])).toEqual([]);
    expect(names(green, [said("green tea", "veto"), said("tea", "pin")])).toEqual(["tea"]);
  });

  const posts = [
    ...times(5, ["bread"], 9),
    ...times(5, ["cake"], 5),
    ...times(3, ["loaf"], 1),
    ...times(5, ["tea"], 1),
  ];

  test("pinned comes first", () => {
    expect(names(posts, [said("tea", "pin")])).toEqual(["tea", "bread", "cake"]);
  });

  test("pinned without evidence is no topic yet", () => {
    expect(names(posts, [said("loaf", "pin"), said("coffee", "pin")])).toEqual(["bread", "cake", "tea"]);
  });

  test("vetoed never returns by itself, however many posts speak of it", () => {
    expect(names([...posts, ...times(500, ["bread"], 99)], [said("bread", "veto")])).toEqual(["cake", "tea"]);
  });

  test("merged adds its evidence to the other, each post once", () => {
    const both = [...posts, ...times(2, ["loaf", "bread"], 1)];
    const [bread] = knownFor(both, [said("loaf", "merge", "bread")]);
    expect(bread).toMatchObject({ topic: "bread", posts: 10, merged: ["loaf"] });
  });

  test("merged in steps arrives at the last", () => {
    const [found] = knownFor(posts, [said("bread", "merge", "loaf"), said("loaf", "merge", "cake")]);
    expect(found).toMatchObject({ topic: "cake", posts: 13, merged: ["bread", "loaf"] });
  });

  test("merged into what was vetoed is vetoed with it", () => {
    expect(names(posts, [said("bread", "merge", "cake"), said("cake", "veto")])).toEqual(["tea"]);
  });

  test("a ring of merges ends somewhere instead of never", () => {
    expect(() => knownFor(posts, [said("bread", "merge", "cake"), said("cake", "merge", "bread")])).not.toThrow();
  });
});

describe("laws", () => {
  const word = fc.constantFrom("bread", "cake", "tea", "sourdough bread", "pie");
  const history = fc.array(fc.record({ topics: fc.uniqueArray(word), reactions: fc.nat(50) }), { maxLength: 60 });
  const decisions = fc.uniqueArray(
    fc.record({ topic: word, decision: fc.constantFrom("pin" as const, "veto" as const), into: fc.constant(null) }),
    { selector: ({ topic }) => topic },
  );

  test("every topic has its five posts, none is vetoed, and the order of posts is irrelevant", () => {
    fc.assert(
      fc.property(history, decisions, (rows, spoken) => {
        const posts = rows.map(({ topics, reactions }) => post(topics, reactions));
        const found = knownFor(posts, spoken);
        for (const topic of found) {
          expect(topic.posts).toBeGreaterThanOrEqual(fewestPosts);
          expect(topic.evidence.every(({ text }) => text.includes(topic.topic))).toBe(true);
          expect(spoken.some((one) => one.topic === topic.topic && one.decision === "veto")).toBe(false);
        }
        expect(knownFor(posts.toReversed(), spoken)).toEqual(found);
      }),
    );
  });
});
