import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyState, fold, type Habits, hold, InvalidInput, type PlannedPost, weigh, whatIf } from "../src/index.ts";
import { dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, onlyBy, plain, plainChannel, plainSignal } from "./plain.ts";

const t = day(10);

/** Next to no luck and no level: what is drawn is Poisson of these means. */
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
  at: t,
  carriesLink: false,
  ...given,
});
const channels = [plainChannel("a"), plainChannel("b")];
const ask = (
  algorithm: ReturnType<typeof onlyBy>,
  plan: readonly PlannedPost[],
  {
    habits = [],
    horizonMs = dayMs,
    seed,
    draws,
  }: { habits?: Habits[]; horizonMs?: number; seed?: number; draws?: number } = {},
) =>
  whatIf(algorithm, emptyState(algorithm, channels, t), plan, {
    habits,
    t,
    horizonMs,
    ...(seed !== undefined && { seed }),
    ...(draws !== undefined && { draws }),
  });

describe("what a post changes before anyone reacts", () => {
  // ρ is a half, grace six hours, then presence halves in a day: 99 × 1/2 at once, a half of it 30 hours later.
  test.each([
    ["within the grace", 6 * hourMs, 49.5],
    ["a day after the grace", 30 * hourMs, 24.75],
    ["two days after it", 54 * hourMs, 12.375],
  ])("is its presence at the horizon: %s", (_, horizonMs, points) => {
    expectNear(ask(onlyBy("presence"), [post()], { horizonMs }).beforeReactions, points);
  });

  test("grows with the channels: of two, each with half, a quarter is left to miss", () => {
    const { beforeReactions } = ask(onlyBy("presence"), [post(), post({ channelId: "b" })], { horizonMs: hourMs });
    expectNear(beforeReactions, 99 * 0.75);
  });

  test("does not grow with a second post at once on the same channel", () => {
    expectNear(ask(onlyBy("presence"), [post(), post()], { horizonMs: hourMs }).beforeReactions, 49.5);
  });

  test("counts the later of two posts, in whatever order they are given", () => {
    const plan = [post({ at: t + dayMs }), post()];
    expectNear(ask(onlyBy("presence"), plan, { horizonMs: 30 * hourMs }).beforeReactions, 49.5);
  });

  // One post with a link that has halved once: ½ ÷ (½ + 1) = ⅓ of ρ, and all posts with links are beyond the band: tent 0.
  // One of two with a link is the end of the band: 1 ÷ (1 + 1) = ½ of ρ.
  test.each([
    ["a lone link is too much of it", [true], 0],
    ["one of two is right", [true, false], 99 * 0.5 * 0.5],
  ])("heeds the link mix: %s", (_, links, points) => {
    const plan = links.map((carriesLink) => post({ carriesLink }));
    expectNear(ask(onlyBy("linkMix"), plan).beforeReactions, points);
  });

  // Three reactions, no post: log₂(1 + 3) ÷ 10. With a post, both halved in a day: 1.5 ÷ 1.5 = 1 each, a tenth.
  test("is a loss where reactions per post count and nobody reacts", () => {
    const algorithm = onlyBy("selectivity");
    const likes = weigh([plainSignal("like", 10, { count: 3 })]);
    const state = fold(algorithm, emptyState(algorithm, channels, t), { add: likes }, t);
    const { points, beforeReactions } = whatIf(algorithm, state, [post()], { habits: [], t, horizonMs: dayMs });
    expectNear(beforeReactions, 99 * (Math.log2(1 + 1.5 / 1.5) / 10 - Math.log2(1 + 1.5) / 10));
    expect(points).toEqual({ low: beforeReactions, median: beforeReactions, high: beforeReactions });
  });
});

describe("what a post draws", () => {
  const many = 10_000;

  // So many likes come that chance is small; a day later half of them are left: 99 × log₂(1 + x) ÷ 10, capped at 1 023.
  test.each([
    ["likes as they are", { like: many }, 1],
    ["saves twice", { save: many / 2 }, 1],
    ["comments thrice", { comment: many / 3 }, 1],
    ["views by half", { view: 2 * many }, 1],
    ["nothing of other kinds' worth", { click: many, view: 0 }, 1],
  ])("counts %s", (_, perPost, factor) => {
    const algorithm = onlyBy("engagement", {
      engagement: { ...plain.engagement, saturation: { knee: 1, full: 2 ** 20 - 1 } },
    });
    const { points } = ask(algorithm, [post()], { habits: [habitsOf({ perPost })] });
    expect(points.median).toBeCloseTo(99 * (Math.log2(1 + (factor * many) / 2) / 20), 1);
  });

  test("is dated when half of what comes until the horizon has come", () => {
    const algorithm = onlyBy("engagement", {
      engagement: { ...plain.engagement, saturation: { knee: 1, full: 2 ** 20 - 1 } },
    });
    // All comes within minutes of a day after publication: it counts at one day, and at the second day half is left.
    const late = habitsOf({ perPost: { like: many }, curve: { ...habitsOf().curve, medianMs: dayMs, sigma: 0.001 } });
    const { points } = ask(algorithm, [post()], { habits: [late], horizonMs: 2 * dayMs });
    expect(points.median).toBeCloseTo(99 * (Math.log2(1 + many / 2) / 20), 1);
  });

  test("is only what comes until the horizon: half of it at the median", () => {
    const algorithm = onlyBy("engagement", {
      engagement: { ...plain.engagement, halfLifeMs: 1e6 * dayMs, saturation: { knee: 1, full: 2 ** 20 - 1 } },
    });
    const slow = habitsOf({ perPost: { like: many }, curve: { ...habitsOf().curve, medianMs: dayMs, sigma: 1 } });
    const { points } = ask(algorithm, [post()], { habits: [slow], horizonMs: dayMs });
    expect(points.median).toBeCloseTo(99 * (Math.log2(1 + many / 2) / 20), 1);
  });

  test.each([
    ["as a link post's where it carries a link, which weighs twice", true, 2],
    ["as a reshare where it does not", false, 1],
  ])("counts its reshares %s", (_, carriesLink, weight) => {
    const algorithm = onlyBy("amplification", {
      amplification: { ...plain.amplification, saturation: { knee: 1, full: 2 ** 20 - 1 } },
    });
    const { points } = ask(algorithm, [post({ carriesLink })], { habits: [habitsOf({ perPost: { reshare: many } })] });
    expect(points.median).toBeCloseTo(99 * (Math.log2(1 + (weight * many) / 2) / 20), 1);
  });

  test("of likes is no amplification, with or without a link", () => {
    const habits = [habitsOf({ perPost: { like: many, comment: many } })];
    expect(ask(onlyBy("amplification"), [post({ carriesLink: true })], { habits }).points.high).toBe(0);
  });

  test("is what its channel's posts draw, not another's", () => {
    const habits = [habitsOf({ channelId: "b", perPost: { like: many } })];
    expect(ask(onlyBy("engagement"), [post()], { habits }).points.high).toBe(0);
    expect(ask(onlyBy("engagement"), [post({ channelId: "b" })], { habits }).points.low).toBeGreaterThan(50);
  });

  test("is nothing of a post at the very horizon: nobody has seen it", () => {
    const habits = [habitsOf({ perPost: { like: many } })];
    expect(ask(onlyBy("engagement"), [post({ at: t + dayMs })], { habits }).points.high).toBe(0);
  });

  // Poisson of mean 2: none with 13.5 %, at most four with 94.7 %; the range from a tenth to nine tenths is 0 to 4.
  test("by chance ranges as Poisson counts do", () => {
    const algorithm = onlyBy("engagement", { engagement: { ...plain.engagement, halfLifeMs: 1e6 * dayMs } });
    const { points } = ask(algorithm, [post()], { habits: [habitsOf({ perPost: { like: 2 } })], draws: 4_000 });
    expect(points.low).toBe(0);
    expect(points.median).toBeCloseTo(99 * (Math.log2(3) / 10), 2);
    expect(points.high).toBeCloseTo(99 * (Math.log2(5) / 10), 2);
  });

  // A lognormal level of deviation 1 and mean 1 lies between e^(±1.2816 − 1/2) eight times in ten.
  test("ranges with the level of the weeks as well", () => {
    const algorithm = onlyBy("engagement", {
      engagement: { ...plain.engagement, halfLifeMs: 1e6 * dayMs, saturation: { knee: 1, full: 2 ** 30 - 1 } },
    });
    const habits = [habitsOf({ perPost: { like: 1e6 }, levelVariance: 1 })];
    const { points } = ask(algorithm, [post()], { habits, draws: 4_000 });
    const likes = (value: number) => 2 ** ((value * 30) / 99) - 1;
    expect(Math.log(likes(points.low) / 1e6)).toBeCloseTo(-1.2816 - 0.5, 0);
    expect(Math.log(likes(points.median) / 1e6)).toBeCloseTo(-0.5, 0);
    expect(Math.log(likes(points.high) / 1e6)).toBeCloseTo(1.2816 - 0.5, 0);
  });
});

describe("laws of what-if", () => {
  const habits = [habitsOf({ perPost: { like: 5, reshare: 2 }, luckVariance: 0.5, levelVariance: 0.1 })];
  const plans = fc.array(
    fc
      .record({ hours: fc.nat(40), carriesLink: fc.boolean(), channelId: fc.constantFrom("a", "b") })
      .map(({ hours, ...given }) => post({ ...given, at: t + hours * hourMs })),
    { maxLength: 5 },
  );

  test("the range holds its median, and nothing leaves 0 to 99 points", () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 60 }), (plan, hours) => {
        const { points } = ask(plain, plan, { habits, horizonMs: hours * hourMs, draws: 40 });
        expect(points.low).toBeLessThanOrEqual(points.median);
        expect(points.median).toBeLessThanOrEqual(points.high);
        expect(Math.abs(points.high)).toBeLessThanOrEqual(99);
      }),
      { numRuns: 60 },
    );
  });

  test("the order of the plan changes nothing but the draws of chance", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expectNear(ask(plain, plan.toReversed()).beforeReactions, ask(plain, plan).beforeReactions);
      }),
      { numRuns: 60 },
    );
  });

  test("reactions never take points away where reactions per post do not count", () => {
    const algorithm = onlyBy("engagement");
    fc.assert(
      fc.property(plans, (plan) => {
        const { points, beforeReactions } = ask(algorithm, plan, { habits, draws: 20 });
        expect(points.low).toBeGreaterThanOrEqual(beforeReactions - 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  test("every draw is taken out again: the first draws of many are those of few", () => {
    const one = ask(plain, [post()], { habits, draws: 1 }).points;
    const again = ask(plain, [post()], { habits, draws: 1, seed: 1 }).points;
    expect(again).toEqual(one);
    expect(one.low).toBe(one.high);
    expect(ask(plain, [post()], { habits, draws: 1, seed: 2 }).points).not.toEqual(one);
  });

  test("moved by whole days it says the same", () => {
    const by = 400 * dayMs;
    const moved = whatIf(plain, emptyState(plain, channels, t + by), [post({ at: t + by })], {
      habits: habits.map((own) => ({ ...own, asOf: own.asOf + by })),
      t: t + by,
      horizonMs: dayMs,
    });
    const here = ask(plain, [post()], { habits });
    expectNear(moved.points.median, here.points.median);
    expectNear(moved.points.high, here.points.high);
  });
});

describe("a bad what-if", () => {
  const state = emptyState(plain, channels, t);
  const question = { habits: [], t, horizonMs: dayMs };

  test.each<[string, readonly PlannedPost[], Partial<Parameters<typeof whatIf>[3]>, string]>([
    ["an instant that is none", [], { t: Number.NaN }, "t"],
    ["an endless horizon", [], { horizonMs: Number.POSITIVE_INFINITY }, "horizonMs"],
    ["a horizon of nothing", [], { horizonMs: 0 }, "horizonMs"],
    ["a post at no instant", [post({ at: Number.NaN })], {}, "plan.at"],
    ["a post of negative success", [post({ factor: -0.1 })], {}, "plan.factor"],
    ["a post of endless success", [post({ factor: Number.POSITIVE_INFINITY })], {}, "plan.factor"],
    ["a channel that is not there", [post({ channelId: "c" })], {}, "plan.channelId"],
    ["habits without luck", [post()], { habits: [habitsOf({ luckVariance: 0 })] }, "habits.luckVariance"],
  ])("with %s is refused by the field", (_, plan, given, field) => {
    expect(() => whatIf(plain, state, plan, { ...question, ...given })).toThrow(InvalidInput);
    expect(() => whatIf(plain, state, plan, { ...question, ...given })).toThrow(
      new RegExp(`^${field.replaceAll(".", "\\.")}: `),
    );
  });

  test("of a state of another algorithm is refused", () => {
    expect(() => whatIf(onlyBy("reach"), state, [], question)).toThrow(/^state\.algorithmId: /);
  });

  test("of an algorithm whose weights do not sum to 1 is refused", () => {
    expect(() => whatIf({ ...plain, weights: { reach: 0.5 } }, state, [], question)).toThrow(InvalidInput);
  });

  test("of a held channel is no error: nothing is known of it, so nothing changes", () => {
    expect(whatIf(plain, hold(state, "a", t), [post()], question).points).toEqual({ low: 0, median: 0, high: 0 });
  });
});
