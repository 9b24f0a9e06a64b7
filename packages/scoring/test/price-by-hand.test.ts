import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Algorithm, emptyState, fold, type Habits, hold, mostPostsPerWeek, priceOfTarget } from "../src/index.ts";
import { dayMs } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, onlyBy, plain, plainChannel } from "./plain.ts";

const t = day(10);
const habitsOf = (given: Partial<Habits> = {}): Habits => ({
  channelId: "a",
  network: "x",
  asOf: t,
  posts: 30,
  postsPerWeek: 7,
  linkShare: 0,
  perPost: {},
  perDay: {},
  luckVariance: 0.5,
  levelVariance: 0,
  curve: { medianMs: 1_000, sigma: 1, basis: "own", sample: { reactions: 100, posts: 20 } },
  recent: [],
  hours: { posts: 30, hours: [] },
  ...given,
});

const channels = [plainChannel("a"), plainChannel("b")];
const ask = (
  algorithm: Algorithm,
  habits: readonly Habits[],
  target = 50,
  state = emptyState(algorithm, channels, t),
) => priceOfTarget(algorithm, state, { habits, target, t });

/** What comes at a steady rate (per day) and halves every day adds up to rate ÷ ln 2; a tenth of log₂(1 + x) are its points. */
const settled = (perDay: number) => 1 + 99 * Math.min(1, Math.log2(1 + perDay / Math.LN2) / 10);
/** The rate per day at which it settles at `score`. */
const rateFor = (score: number) => (2 ** ((score - 1) / 9.9) - 1) * Math.LN2;

describe("where the score settles", () => {
  test.each<[string, Partial<Habits>, number]>([
    ["a post a day of ten likes", { perPost: { like: 10 } }, 10],
    ["of three comments, each of which counts three", { perPost: { comment: 3 } }, 9],
    ["of likes and saves", { perPost: { like: 4, save: 1 } }, 6],
    ["two posts a day", { perPost: { like: 10 }, postsPerWeek: 14 }, 20],
    ["no posts", { perPost: { like: 10 }, postsPerWeek: 0 }, 0],
    ["mentions alone, each of which counts two", { perDay: { mention: 4 } }, 8],
    ["posts and mentions", { perPost: { like: 10 }, perDay: { mention: 4 } }, 18],
  ])("by engagement: %s", (_, given, perDay) => {
    expectNear(ask(onlyBy("engagement"), [habitsOf(given)]).currentSettlesAt, settled(perDay));
  });

  test.each([
    ["without links", 0, 5],
    ["half of them with links, whose reshares count twice", 0.5, 7.5],
    ["all with links", 1, 10],
  ])("by amplification: five reshares a day, %s", (_, linkShare, perDay) => {
    const habits = [habitsOf({ perPost: { reshare: 5 }, linkShare })];
    expectNear(ask(onlyBy("amplification"), habits).currentSettlesAt, settled(perDay));
  });

  // Reactions r a day against posts p a day: (r ÷ ln 2) ÷ (p ÷ ln 2 + 1).
  test.each([
    ["one post a day of ten likes", 7, 10, 10 / Math.LN2 / (1 / Math.LN2 + 1)],
    ["four posts a day of ten likes", 28, 10, 40 / Math.LN2 / (4 / Math.LN2 + 1)],
  ])("by selectivity: %s", (_, postsPerWeek, like, perPost) => {
    const { currentSettlesAt } = ask(onlyBy("selectivity"), [habitsOf({ postsPerWeek, perPost: { like } })]);
    expectNear(currentSettlesAt, 1 + 99 * (Math.log2(1 + perPost) / 10));
  });

  // p posts a day are p ÷ ln 2 in all, of which u = that ÷ (that + 1) counts; ρ is a half. The tent: full from ¼ to ½.
  test.each([
    [0, 0],
    [0.125, 0.5],
    [0.25, 1],
    [0.5, 1],
    [0.75, 0.5],
    [1, 0],
  ])("by link mix: a share of links of %d has %d of the tent", (linkShare, tent) => {
    const all = 1 / Math.LN2;
    const expected = 1 + 99 * 0.5 * tent * (all / (all + 1));
    expectNear(ask(onlyBy("linkMix"), [habitsOf({ linkShare })]).currentSettlesAt, expected);
  });

  test("by reach: at the followers, whatever is posted", () => {
    const algorithm = onlyBy("reach");
    const state = fold(
      algorithm,
      emptyState(algorithm, channels, t),
      { add: [], audience: [{ channelId: "a", at: t, followers: 31 }] },
      t,
    );
    for (const postsPerWeek of [0, 7, 70])
      expectNear(ask(algorithm, [habitsOf({ postsPerWeek })], 50, state).currentSettlesAt, 1 + 99 * 0.5);
  });

  test("by presence: within the grace of six hours it never falls, so four posts a day hold all of ρ", () => {
    expectNear(ask(onlyBy("presence"), [habitsOf({ postsPerWeek: 28 })]).currentSettlesAt, 1 + 99 * 0.5);
  });

  // One post in two days: eight looks at 3, 9, 15 … 45 hours after it, six of which are free.
  test("by presence: in a gap of two days it halves each day after the grace", () => {
    const looks = [3, 9, 15, 21, 27, 33, 39, 45].map((hours) => 2 ** (-Math.max(0, hours - 6) / 24));
    const mean = looks.reduce((sum, left) => sum + left, 0) / 8;
    expectNear(ask(onlyBy("presence"), [habitsOf({ postsPerWeek: 3.5 })]).currentSettlesAt, 1 + 99 * 0.5 * mean);
  });

  test("by presence: is nothing where nobody posts", () => {
    expectNear(ask(onlyBy("presence"), [habitsOf({ postsPerWeek: 0 })]).currentSettlesAt, 1);
  });

  test("forgets all that came before", () => {
    const algorithm = onlyBy("engagement");
    const past = fold(
      algorithm,
      emptyState(algorithm, channels, t),
      { add: [{ channelId: "a", kind: "like", at: t, weight: 900 }] },
      t,
    );
    expectNear(ask(algorithm, [habitsOf({ perPost: { like: 10 } })], 50, past).currentSettlesAt, settled(10));
  });

  test("by what posts draw as a rule: uneven weeks move neither the present level nor the highest", () => {
    const of = (levelVariance: number) =>
      ask(onlyBy("engagement"), [habitsOf({ perPost: { like: 1 }, levelVariance })], 30);
    expectNear(of(1).currentSettlesAt, settled(1));
    expectNear(of(1).mostSettlesAt, settled(20));
    expectNear(of(1).postsPerWeek ?? Number.NaN, of(0).postsPerWeek ?? Number.NaN);
  });

  test("at the most that is tried: twenty posts a day", () => {
    expect(mostPostsPerWeek).toBe(140);
    expectNear(ask(onlyBy("engagement"), [habitsOf({ perPost: { like: 3 } })]).mostSettlesAt, settled(60));
  });
});

describe("the posts a week that a target takes", () => {
  const fineness = 0.05;

  test.each([10, 20, 35, 50, 60])("are those whose reactions settle at it: %d", (target) => {
    const { postsPerWeek } = ask(onlyBy("engagement"), [habitsOf({ perPost: { like: 10 } })], target);
    const exact = (rateFor(target) / 10) * 7;
    expect(postsPerWeek).toBeGreaterThanOrEqual(exact - 1e-9);
    expect(postsPerWeek).toBeLessThanOrEqual(exact + fineness);
  });

  test.each([
    ["a few, where each post draws much", 1_000, 50],
    ["none, where mentions alone are enough", 0, 10],
  ])("may be %s", (_, like, target) => {
    const { postsPerWeek } = ask(
      onlyBy("engagement"),
      [habitsOf({ perPost: { like }, perDay: { mention: 50 } })],
      target,
    );
    expect(postsPerWeek).toBeLessThanOrEqual(0.3);
  });

  test("are out of reach just above where twenty a day settle, and in reach just below", () => {
    const habits = [habitsOf({ perPost: { like: 3 } })];
    expect(ask(onlyBy("engagement"), habits, settled(60) + 0.01).postsPerWeek).toBeNull();
    expect(ask(onlyBy("engagement"), habits, settled(60) - 0.01).postsPerWeek).toBeGreaterThan(139);
  });

  // One in ten times are better by e^(1.2816 × 0.5): so many fewer posts do.
  test("are fewer in good times and more in bad ones, by the level that is reached one time in ten", () => {
    const habits = [habitsOf({ perPost: { like: 10 }, levelVariance: 0.25 })];
    const { inGoodTimes, postsPerWeek, inBadTimes } = ask(onlyBy("engagement"), habits, 50);
    const exact = (rateFor(50) / 10) * 7;
    expect(Math.abs((inGoodTimes ?? 0) - exact * Math.exp(-0.5 * 1.2816))).toBeLessThan(fineness);
    expect(Math.abs((postsPerWeek ?? 0) - exact)).toBeLessThan(fineness);
    expect(Math.abs((inBadTimes ?? 0) - exact * Math.exp(0.5 * 1.2816))).toBeLessThan(fineness);
  });

  test("are the fewest: where reactions per post count, more posts are no better for it", () => {
    const algorithm: Algorithm = { ...plain, id: "both", weights: { presence: 0.5, selectivity: 0.5 } };
    const habits = [habitsOf({ perDay: { mention: 20 } })];
    const few = ask(algorithm, habits, 40);
    expect(few.postsPerWeek).toBeGreaterThanOrEqual(0);
    expect(few.mostSettlesAt).toBeLessThan(60);
  });

  test("never fall as the target rises", () => {
    const habits = [habitsOf({ perPost: { like: 10, comment: 2 } })];
    const targets = fc.tuple(fc.double({ min: 1, max: 100, noNaN: true }), fc.double({ min: 0, max: 20, noNaN: true }));
    fc.assert(
      fc.property(targets, ([target, more]) => {
        const price = (value: number) => ask(onlyBy("engagement"), habits, Math.min(100, value)).postsPerWeek ?? 1_000;
        expect(price(target + more)).toBeGreaterThanOrEqual(price(target));
      }),
      { numRuns: 40 },
    );
  });
});

describe("how the posts are shared out", () => {
  const both = (a: number, b: number) => [habitsOf({ postsPerWeek: a }), habitsOf({ channelId: "b", postsPerWeek: b })];

  test.each<[string, Habits[], number[], number]>([
    ["as they are now", both(6, 2), [0.75, 0.25], 8],
    ["all to the one that is used", both(5, 0), [1, 0], 5],
    ["evenly where nobody posts", both(0, 0), [0.5, 0.5], 0],
  ])("is %s", (_, habits, shares, current) => {
    const found = ask(plain, habits);
    expect(found.channels).toEqual([
      { channelId: "a", share: shares[0] },
      { channelId: "b", share: shares[1] },
    ]);
    expect(found.currentPostsPerWeek).toBe(current);
  });

  test("leaves out a held channel and one that the state does not know", () => {
    const state = hold(emptyState(plain, channels, t), "a", t);
    const habits = [...both(6, 2), habitsOf({ channelId: "gone", postsPerWeek: 50 })];
    expect(ask(plain, habits, 50, state)).toMatchObject({
      channels: [{ channelId: "b", share: 1 }],
      currentPostsPerWeek: 2,
    });
  });

  test("adds up what the channels draw, each by its share", () => {
    const habits = [
      habitsOf({ postsPerWeek: 21, perPost: { like: 2 } }),
      habitsOf({ channelId: "b", postsPerWeek: 7, perPost: { like: 10 } }),
    ];
    expectNear(ask(onlyBy("engagement"), habits).currentSettlesAt, settled(3 * 2 + 10));
  });
});

describe("a bad question of price", () => {
  test.each<[string, () => unknown, RegExp]>([
    ["a target below 1", () => ask(plain, [], 0.5), /^target: /],
    ["a target above 100", () => ask(plain, [], 100.1), /^target: /],
    [
      "an instant that is none",
      () => priceOfTarget(plain, emptyState(plain, channels, t), { habits: [], target: 50, t: Number.NaN }),
      /^t: /,
    ],
    ["habits that are none", () => ask(plain, [habitsOf({ levelVariance: Number.NaN })]), /^habits\.levelVariance: /],
    [
      "an instant before the state's",
      () => priceOfTarget(plain, emptyState(plain, channels, t), { habits: [], target: 50, t: t - dayMs }),
      /:/,
    ],
  ])("with %s is refused", (_, question, message) => {
    expect(question).toThrow(message);
  });
});
