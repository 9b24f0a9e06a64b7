import { describe, expect, test } from "vitest";
import { type Algorithm, emptyState, type Habits, type PlannedPost, scoreAt } from "../src/index.ts";
import { outlooksOf } from "../src/outlook.ts";
import { publish, simulate } from "../src/simulate.ts";
import { loadState, type State, saveState } from "../src/state.ts";
import { dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, onlyBy, plain, plainChannel } from "./plain.ts";

const t = day(0);
const weekMs = 7 * dayMs;

/** Nothing ever fades and a like counts one: 2^(30 φ) − 1 is how many came. */
const counting: Algorithm = onlyBy("engagement", {
  engagement: { ...plain.engagement, halfLifeMs: 1e9 * dayMs, saturation: { knee: 1, full: 2 ** 30 - 1 } },
});
const countOf = (score: number) => 2 ** (((score - 1) * 30) / 99) - 1;

const habitsOf = (given: Partial<Habits> = {}): Habits => ({
  channelId: "a",
  network: "x",
  asOf: t,
  posts: 30,
  postsPerWeek: 7,
  linkShare: 0,
  perPost: {},
  perDay: {},
  luckVariance: 1e-9,
  levelVariance: 0,
  curve: { medianMs: 1_000, sigma: 0.3, basis: "own", sample: { reactions: 100, posts: 20 } },
  recent: [],
  hours: { posts: 30, hours: [] },
  ...given,
});

const post = (given: Partial<PlannedPost> = {}): PlannedPost => ({
  channelId: "a",
  at: t + hourMs,
  carriesLink: false,
  ...given,
});

interface Played {
  readonly algorithm?: Algorithm;
  readonly habits?: readonly Habits[];
  readonly plan?: readonly PlannedPost[];
  readonly edges?: readonly number[];
  readonly seed?: number;
  readonly paths?: number;
  readonly state?: State;
}

const channels = [plainChannel("a"), plainChannel("b")];
const play = ({ algorithm = counting, habits = [], plan = [], seed = 1, paths = 400, ...given }: Played) => {
  const { edges = [t, t + dayMs], state = emptyState(algorithm, channels, t) } = given;
  const outlooks = outlooksOf(state, { habits, plan, edges });
  return simulate({ algorithm, state, outlooks, plan, edges, seed, paths });
};

/** How many had come by each path at the end of a step. */
const counts = (scores: Float64Array, step = 0, paths = 400): number[] =>
  Array.from(scores.slice(step * paths, (step + 1) * paths), countOf);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: readonly number[]) => {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
};
const correlation = (a: readonly number[], b: readonly number[]) => {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const product = meanOf(a.map((value, i) => (value - meanA) * ((b[i] ?? 0) - meanB)));
  return product / Math.sqrt(varianceOf(a) * varianceOf(b));
};

describe("a path", () => {
  test("of nobody who does anything stays at 1", () => {
    const { without, with: withPlan } = play({ paths: 3 });
    expect([...without, ...withPlan]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test.each([
    ["a day", [t, t + dayMs], 50],
    ["half a day", [t, t + dayMs / 2], 25],
    ["three days", [t, t + 3 * dayMs], 150],
  ])("takes in what belongs to no post by the time that passes: %s", (_, edges, expected) => {
    const found = counts(play({ habits: [habitsOf({ perDay: { like: 50 } })], edges }).without);
    expect(Math.abs(meanOf(found) - expected)).toBeLessThan(5 * Math.sqrt(expected / 400));
    expect(varianceOf(found) / expected).toBeGreaterThan(0.7);
    expect(varianceOf(found) / expected).toBeLessThan(1.4);
  });

  test("takes in a planned post's reactions only where it is planned", () => {
    const played = play({ habits: [habitsOf({ perPost: { like: 80 } })], plan: [post()] });
    expect(meanOf(counts(played.without))).toBe(0);
    expect(Math.abs(meanOf(counts(played.with)) - 80)).toBeLessThan(5 * Math.sqrt(80 / 400));
  });

  test("takes in what is due to recent posts in both futures, and the same of it", () => {
    const recent = [{ at: t - 1_000, posts: 1, linkPosts: 0, seen: 40 }];
    const played = play({ habits: [habitsOf({ perPost: { like: 80 }, recent })] });
    expect(played.with).toEqual(played.without);
    expect(Math.abs(meanOf(counts(played.without)) - 40)).toBeLessThan(2);
  });

  test("has nothing left to come of posts whose time is over", () => {
    const recent = [{ at: t - dayMs, posts: 1, linkPosts: 0, seen: 80 }];
    expect(meanOf(counts(play({ habits: [habitsOf({ perPost: { like: 80 }, recent })] }).without))).toBe(0);
  });

  test("counts what comes in the middle of its step, so that half a step's decay is on it", () => {
    const algorithm = onlyBy("engagement", {
      engagement: { ...plain.engagement, saturation: { knee: 1, full: 2 ** 30 - 1 } },
    });
    const habits = [habitsOf({ perDay: { like: 1e6 } })];
    const found = counts(play({ algorithm, habits }).without);
    expect(meanOf(found) / 1e6).toBeCloseTo(2 ** -0.5, 2);
  });

  test("adds up over its steps", () => {
    const edges = [t, t + dayMs, t + 2 * dayMs, t + 4 * dayMs];
    const { without } = play({ habits: [habitsOf({ perDay: { like: 1_000 } })], edges });
    const means = [0, 1, 2].map((step) => meanOf(counts(without, step)));
    for (const [i, expected] of [1_000, 2_000, 4_000].entries())
      expect(Math.abs((means[i] ?? 0) / expected - 1)).toBeLessThan(0.01);
  });

  test("counts a reshare of a post with a link as a link post's", () => {
    const algorithm = onlyBy("amplification", {
      amplification: { ...plain.amplification, halfLifeMs: 1e9 * dayMs, saturation: { knee: 1, full: 2 ** 30 - 1 } },
    });
    const habits = [habitsOf({ perPost: { reshare: 1_000, like: 500 } })];
    const of = (carriesLink: boolean) =>
      meanOf(counts(play({ algorithm, habits, plan: [post({ carriesLink })] }).with));
    expect(of(false) / 1_000).toBeCloseTo(1, 1);
    expect(of(true) / 2_000).toBeCloseTo(1, 1);
  });
});

describe("chance", () => {
  test("of one seed is always the same, of another another", () => {
    const asked = { habits: [habitsOf({ perDay: { like: 50 } })], paths: 20 };
    expect(play(asked)).toEqual(play(asked));
    expect(play({ ...asked, seed: 2 }).without).not.toEqual(play(asked).without);
  });

  test("of a path does not depend on how many are played", () => {
    const habits = [habitsOf({ perDay: { like: 50 } })];
    const few = play({ habits, paths: 5 }).without;
    const many = play({ habits, paths: 50 }).without;
    expect(many.slice(0, 5)).toEqual(few);
  });

  test("makes every path its own", () => {
    const { without } = play({ habits: [habitsOf({ perDay: { like: 1e8 } })] });
    expect(new Set(without).size).toBeGreaterThan(380);
  });

  test("of two channels without a level is apart", () => {
    const one = counts(play({ habits: [habitsOf({ perDay: { like: 500 } })] }).without);
    const other = counts(play({ habits: [habitsOf({ channelId: "b", perDay: { like: 500 } })] }).without);
    expect(Math.abs(correlation(one, other))).toBeLessThan(5 / Math.sqrt(400));
  });

  // Gamma luck of variance v on a mean m adds m²v to the Poisson count's m.
  test.each([0.1, 0.5, 2])("gives posts luck of variance %d, mean 1", (luckVariance) => {
    const habits = [habitsOf({ perPost: { like: 1_000 }, luckVariance })];
    const found = counts(play({ habits, plan: [post()], paths: 2_000 }).with, 0, 2_000);
    expect(Math.abs(meanOf(found) / 1_000 - 1)).toBeLessThan(5 * Math.sqrt(luckVariance / 2_000));
    expect(varianceOf(found) / 1e6 / luckVariance).toBeGreaterThan(0.75);
    expect(varianceOf(found) / 1e6 / luckVariance).toBeLessThan(1.3);
  });

  test("gives each planned post luck of its own: a hundred posts vary less than one", () => {
    const habits = [habitsOf({ perPost: { like: 1_000 }, luckVariance: 1 })];
    const spreadOf = (posts: number) => {
      const plan = Array.from({ length: posts }, () => post());
      const found = counts(play({ habits, plan }).with);
      return Math.sqrt(varianceOf(found)) / meanOf(found);
    };
    expect(spreadOf(100) / spreadOf(1)).toBeGreaterThan(0.07);
    expect(spreadOf(100) / spreadOf(1)).toBeLessThan(0.14);
  });
});

describe("the level of the weeks", () => {
  const levelled = (given: Partial<Habits> = {}) => habitsOf({ perDay: { like: 1e6 }, levelVariance: 0.25, ...given });
  const weeks = [0, 1, 2, 3].map((week) => t + week * weekMs);
  /** ln of what came in a week, against what is usual. */
  const logsOf = (scores: Float64Array, paths: number) =>
    [0, 1, 2].map((week) => {
      const before = week === 0 ? counts(scores, 0, paths).map(() => 0) : counts(scores, week - 1, paths);
      return counts(scores, week, paths).map((count, i) => Math.log((count - (before[i] ?? 0)) / 7e6));
    });
  const paths = 3_000;
  const [first = [], second = [], third = []] = logsOf(
    play({ habits: [levelled()], edges: weeks, paths }).without,
    paths,
  );

  test("has the variance that was learned, on a logarithm, every week alike", () => {
    for (const week of [first, second, third]) {
      expect(varianceOf(week)).toBeGreaterThan(0.25 * 0.85);
      expect(varianceOf(week)).toBeLessThan(0.25 * 1.15);
    }
  });

  test("neither adds nor takes on average: the factor's mean is 1", () => {
    for (const week of [first, second, third]) {
      const factors = week.map((log) => Math.exp(log));
      expect(Math.abs(meanOf(factors) - 1)).toBeLessThan(0.05);
    }
  });

  // Four fifths of the variance are there from the first day and stay.
  test("lasts for the most part: a good week is followed by a good one", () => {
    expect(correlation(first, second)).toBeGreaterThan(0.75);
    expect(correlation(first, second)).toBeLessThan(0.85);
    expect(correlation(first, third)).toBeGreaterThan(0.75);
    expect(correlation(first, third)).toBeLessThan(0.85);
  });

  // Two fifths of it are the client's, whatever the channel.
  test("is shared in part by a client's channels", () => {
    const ofB = [levelled({ channelId: "b" })];
    const [other = []] = logsOf(play({ habits: ofB, edges: weeks, paths }).without, paths);
    expect(correlation(first, other)).toBeGreaterThan(0.3);
    expect(correlation(first, other)).toBeLessThan(0.5);
  });

  test("stays within a week, however many steps it is looked at in", () => {
    const days = [t, t + dayMs, t + 2 * dayMs, t + 6 * dayMs];
    const { without } = play({ habits: [levelled()], edges: days });
    const [a, b, c] = [0, 1, 2].map((step) => counts(without, step));
    const early = (a ?? []).map((count) => count / 1e6);
    const late = (c ?? []).map((count, i) => (count - (b?.[i] ?? 0)) / 4e6);
    for (const [i, level] of early.entries()) expect(Math.abs((late[i] ?? 0) / level - 1)).toBeLessThan(0.02);
  });

  test("acts on planned posts and not on posts that are out already", () => {
    const recent = [{ at: t - 1_000, posts: 1, linkPosts: 0, seen: 500_000 }];
    const of = (given: Partial<Habits>, plan: readonly PlannedPost[]) =>
      varianceOf(counts(play({ habits: [levelled({ perDay: {}, perPost: { like: 1e6 }, ...given })], plan }).with));
    expect(of({}, [post()])).toBeGreaterThan(1e10);
    expect(of({ recent }, [])).toBeLessThan(1e8);
  });
});

describe("publishing", () => {
  test.each([
    ["a post is a post", false, { post: 1, linkPost: 0 }],
    ["a post with a link is both", true, { post: 1, linkPost: 1 }],
  ])("%s", (_, carriesLink, expected) => {
    const sums = loadState(plain, emptyState(plain, channels, t));
    publish(sums, post({ at: t, carriesLink }));
    const { a, b } = saveState(plain.id, sums, t).channels;
    expect(a?.lastPostAt).toBe(t);
    expect(b?.lastPostAt).toBeNull();
    const own = a?.sums[String(dayMs)] ?? {};
    const landmark = dayMs * Math.floor(t / dayMs);
    for (const [kind, count] of Object.entries(expected))
      expectNear(own[kind === "post" ? "post" : "linkPost"] ?? 0, count * 2 ** ((t - landmark) / dayMs));
  });

  test("an earlier post does not turn back the newest", () => {
    const sums = loadState(plain, emptyState(plain, channels, t));
    publish(sums, post({ at: t + hourMs }));
    publish(sums, post({ at: t }));
    expect(saveState(plain.id, sums, t + hourMs).channels.a?.lastPostAt).toBe(t + hourMs);
  });

  test("counts from its instant on: a step that ends before it shows nothing, one that ends at it all", () => {
    const algorithm = onlyBy("presence");
    const edges = [t, t + hourMs, t + 2 * hourMs, t + 3 * hourMs];
    const { with: withPlan } = play({ algorithm, plan: [post({ at: t + 2 * hourMs })], edges, paths: 1 });
    expect([...withPlan]).toEqual([1, 50.5, 50.5]);
  });

  test("leaves the state that was asked as it is", () => {
    const state = emptyState(counting, channels, t);
    const before = structuredClone(state);
    play({ state, habits: [habitsOf({ perPost: { like: 5 } })], plan: [post()], paths: 2 });
    expect(state).toEqual(before);
    expect(scoreAt(counting, state, t).value).toBe(1);
  });
});
