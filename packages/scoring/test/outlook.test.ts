import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyState, type Habits, hold, InvalidInput, inboundKinds, type PlannedPost } from "../src/index.ts";
import { kindNumber } from "../src/kinds.ts";
import { bulkPerPost, byKindNumber, checkedHabits, type Outlook, outlooksOf } from "../src/outlook.ts";
import { dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, plain, plainChannel } from "./plain.ts";

/** Half of the reactions come within an hour; e^±1 hours hold 68 % around it. */
const habitsOfA: Habits = {
  channelId: "a",
  network: "x",
  asOf: day(10),
  posts: 30,
  postsPerWeek: 7,
  linkShare: 0.5,
  perPost: { like: 4, reshare: 2, view: 300 },
  perDay: { mention: 1.5 },
  luckVariance: 0.5,
  levelVariance: 0.09,
  curve: { medianMs: hourMs, sigma: 1, basis: "own", sample: { reactions: 100, posts: 20 } },
  recent: [],
  hours: { posts: 30, hours: [] },
};

const state = emptyState(plain, [plainChannel("a"), plainChannel("b")], day(10));
const edges = [day(10), day(10) + hourMs, day(10) + 2 * hourMs, day(12)];
const post = (given: Partial<PlannedPost> = {}): PlannedPost => ({
  channelId: "a",
  at: day(10),
  carriesLink: false,
  ...given,
});

const outlook = (habits: Habits = habitsOfA, plan: readonly PlannedPost[] = []): Outlook => {
  const [own] = outlooksOf(state, { habits: [habits], plan, edges });
  if (own === undefined) throw new Error("no outlook");
  return own;
};

describe("the outlook of a channel", () => {
  test("says by kind what a post and a day bring", () => {
    const { perPost, perDay } = outlook();
    expect(perPost[kindNumber("like")]).toBe(4);
    expect(perPost[kindNumber("reshare")]).toBe(2);
    expect(perPost[kindNumber("mention")]).toBe(0);
    expect(perDay[kindNumber("mention")]).toBe(1.5);
    expect(perDay[kindNumber("like")]).toBe(0);
  });

  test("takes the level's deviation as the root of its variance", () => {
    expectNear(outlook().levelDeviation, 0.3);
  });

  test("names the channel by its place in the state", () => {
    const ofB = { ...habitsOfA, channelId: "b" };
    expect(outlooksOf(state, { habits: [ofB], plan: [], edges }).map(({ channel }) => channel)).toEqual([1]);
    expect(outlooksOf(state, { habits: [ofB, habitsOfA], plan: [], edges }).map(({ channel }) => channel)).toEqual([
      0, 1,
    ]);
  });

  test.each<[string, readonly Habits[], boolean]>([
    ["of which nothing was learned", [], false],
    ["whose habits are another's", [{ ...habitsOfA, channelId: "c" }], false],
    ["that is held", [habitsOfA], true],
  ])("there is none of a channel %s", (_, habits, isHeld) => {
    const asked = isHeld ? hold(state, "a", day(10)) : state;
    expect(outlooksOf(asked, { habits, plan: [post()], edges })).toEqual([]);
  });
});

describe("what a planned post is due", () => {
  // Φ(0) = 1/2 after the median, Φ(ln 2) = 0.755891404214417 after twice, Φ(ln 48) = 0.999945841 after 48 times as long.
  test("follows the response curve from its publication, step by step", () => {
    const [due] = outlook(habitsOfA, [post()]).planned;
    expectNear(due?.due[0] ?? Number.NaN, 0.5);
    expectNear(due?.due[1] ?? Number.NaN, 0.255891404214417);
    expect(due?.due[2]).toBeCloseTo(0.999945841 - 0.755891404, 6);
  });

  test("is nothing before it is published", () => {
    const [due] = outlook(habitsOfA, [post({ at: day(10) + hourMs })]).planned;
    expect(due?.due[0]).toBe(0);
    expectNear(due?.due[1] ?? Number.NaN, 0.5);
  });

  test.each([
    ["twice as much at a good hour", 2],
    ["half as much at a bad one", 0.5],
    ["nothing by a factor of 0", 0],
  ])("is %s", (_, factor) => {
    const [due] = outlook(habitsOfA, [post({ factor })]).planned;
    expectNear(due?.due[0] ?? Number.NaN, factor / 2);
  });

  test("has luck of mean 1 and the channel's variance: shape ÷ rate is 1, 1 ÷ shape the variance", () => {
    const [due] = outlook(habitsOfA, [post()]).planned;
    expect(due).toMatchObject({ shape: 2, rate: 2, isNew: true });
  });

  test.each([
    [true, 1],
    [false, 0],
  ])("counts its reshares as a link post's if it carries a link: %s", (carriesLink, linkShare) => {
    expect(outlook(habitsOfA, [post({ carriesLink })]).planned[0]?.linkShare).toBe(linkShare);
  });

  test("is its own channel's alone", () => {
    const own = outlook(habitsOfA, [post(), post({ channelId: "b" }), post({ at: day(11) })]);
    expect(own.planned).toHaveLength(2);
  });
});

describe("what a recent post is still due", () => {
  const recent = (given: Partial<Habits["recent"][number]> = {}) => {
    const group = { at: day(10) - hourMs, posts: 1, linkPosts: 0, seen: 3, ...given };
    return outlook({ ...habitsOfA, recent: [group] }).recent[0];
  };

  // Published an hour ago: half has come, three quarters (Φ(ln 2)) will have in an hour.
  test("is what the curve has not brought yet", () => {
    expectNear(recent()?.due[0] ?? Number.NaN, 0.255891404214417);
  });

  // Gamma(2, 2) before anything is seen; three of 6 × 1/2 expected reactions came: Gamma(2 + 3, 2 + 3).
  test("is judged by what has come: as expected, so that the mean stays 1 and the doubt shrinks", () => {
    expectNear(recent()?.shape ?? Number.NaN, 5);
    expectNear(recent()?.rate ?? Number.NaN, 5);
  });

  test.each([
    ["better after many reactions", 9, 11 / 5],
    ["worse after none", 0, 2 / 5],
  ])("is foreseen to do %s", (_, seen, mean) => {
    const found = recent({ seen });
    expectNear((found?.shape ?? Number.NaN) / (found?.rate ?? Number.NaN), mean);
  });

  test("of a group is that of all its posts, and its luck that of so many", () => {
    const found = recent({ posts: 4, linkPosts: 1, seen: 12 });
    expectNear(found?.due[0] ?? Number.NaN, 4 * 0.255891404214417);
    expectNear(found?.shape ?? Number.NaN, 2 * 4 + 12);
    expectNear(found?.rate ?? Number.NaN, 2 * 4 + 6 * 4 * 0.5);
    expect(found?.linkShare).toBe(0.25);
  });

  test("does not feel the level of the weeks to come: what is seen of it holds its own", () => {
    expect(recent()?.isNew).toBe(false);
  });

  test("never exceeds one post's worth in all, however old the post", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 400, noNaN: true }), (hours) => {
        const due = recent({ at: day(10) - hours * hourMs })?.due ?? new Float64Array();
        const sum = due.reduce((total, share) => total + share, 0);
        expect(sum).toBeLessThanOrEqual(1);
        for (const share of due) expect(share).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("is less the older it is", () => {
    const dues = [0, 1, 2, 5, 20, 100].map((hours) =>
      (recent({ at: day(10) - hours * hourMs })?.due ?? new Float64Array()).reduce((sum, share) => sum + share, 0),
    );
    expect(dues).toEqual(dues.toSorted((a, b) => b - a));
    expect(new Set(dues).size).toBe(dues.length);
  });
});

describe("how many reactions a post draws", () => {
  test.each([
    ["leaves views out where there is anything else", { view: 500, like: 3, comment: 1 }, 4],
    ["counts views where there is nothing else", { view: 500 }, 500],
    ["is nothing of nothing", {}, 0],
  ])("%s", (_, perPost, bulk) => {
    expect(bulkPerPost({ ...habitsOfA, perPost })).toBe(bulk);
  });

  test("is told kind by kind: every kind has its own number and no other", () => {
    for (const kind of inboundKinds) {
      const numbers = byKindNumber({ [kind]: 7 });
      expect(numbers[kindNumber(kind)]).toBe(7);
      expect(numbers.reduce((sum, count) => sum + count, 0)).toBe(7);
    }
  });
});

describe("stored habits", () => {
  const curveOf = (given: Partial<Habits["curve"]>) => ({ curve: { ...habitsOfA.curve, ...given } });

  test.each<[string, Partial<Habits>, string]>([
    ["luck that is none", { luckVariance: Number.NaN }, "habits.luckVariance"],
    ["no luck at all", { luckVariance: 0 }, "habits.luckVariance"],
    ["endless luck", { luckVariance: Number.POSITIVE_INFINITY }, "habits.luckVariance"],
    ["a level that is none", { levelVariance: Number.NaN }, "habits.levelVariance"],
    ["a negative level", { levelVariance: -0.001 }, "habits.levelVariance"],
    ["a curve without a median", curveOf({ medianMs: 0 }), "habits.curve.medianMs"],
    ["a curve of endless median", curveOf({ medianMs: Number.POSITIVE_INFINITY }), "habits.curve.medianMs"],
    ["a curve without spread", curveOf({ sigma: 0 }), "habits.curve.sigma"],
    ["a curve of negative spread", curveOf({ sigma: -1 }), "habits.curve.sigma"],
    ["a count that is none per post", { perPost: { like: Number.NaN } }, "habits.counts"],
    ["a negative count per post", { perPost: { like: 1, comment: -1 } }, "habits.counts"],
    ["a negative count per day", { perDay: { mention: -1 } }, "habits.counts"],
    ["an endless count per day", { perDay: { mention: Number.POSITIVE_INFINITY } }, "habits.counts"],
  ])("with %s are refused by the field", (_, given, field) => {
    const bad = { ...habitsOfA, ...given };
    expect(() => checkedHabits(bad)).toThrow(InvalidInput);
    expect(() => checkedHabits(bad)).toThrow(new RegExp(`^${field.replaceAll(".", "\\.")}: `));
    expect(() => outlook(bad)).toThrow(InvalidInput);
  });

  test("are taken as they are where nothing is wrong, weeks that never vary and days that bring nothing included", () => {
    const even = { ...habitsOfA, levelVariance: 0, perDay: {}, perPost: {} };
    expect(checkedHabits(even)).toBe(even);
    expect(outlook(even).levelDeviation).toBe(0);
  });

  test("of a channel that is held are not looked at", () => {
    const bad = { ...habitsOfA, luckVariance: Number.NaN };
    expect(
      outlooksOf(hold(state, "a", day(10)), { habits: [bad], plan: [], edges: [day(10), day(10) + dayMs] }),
    ).toEqual([]);
  });
});
