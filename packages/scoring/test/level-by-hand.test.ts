import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countsOnlyViews, type Exposed, variabilityOf } from "../src/level.ts";
import type { ChannelFacts } from "../src/post-facts.ts";
import { begin, dayMs } from "./clients.ts";
import { expectNear } from "./near.ts";

const asOf = begin + 70 * dayMs;
const post = (daysAgo: number, count: number, exposure = 1): Exposed => ({
  at: asOf - daysAgo * dayMs,
  count,
  exposure,
});

/** One post in the middle of each of the last weeks, newest last. */
const weekly = (...counts: number[]): Exposed[] => counts.map((count, i) => post((counts.length - i) * 7 - 3.5, count));

/** Weeks are counted back from now and only whole ones are judged: something, though nothing much, happened at the start of the first. */
const began = (weeks: number) => [{ at: asOf - weeks * 7 * dayMs, count: 0 }];

describe("the luck of few posts, by hand", () => {
  // The guess of 1/2 weighs as much as five degrees of freedom; a run of n posts has n − 1 and hides the eighth part of what is found.
  test.each<[string, Exposed[], number]>([
    ["none", [], 0.5],
    ["one", [post(3, 40)], 0.5],
    ["two alike", [post(3, 40), post(2, 40)], (0.5 * 5) / 6],
    ["eight alike", Array.from({ length: 8 }, (_, i) => post(9 - i, 40)), (0.5 * 5) / 12],
    ["nine alike: the ninth is in no run", Array.from({ length: 9 }, (_, i) => post(9 - i, 40)), (0.5 * 5) / 12],
    ["ten alike: two runs", Array.from({ length: 10 }, (_, i) => post(10 - i, 40)), (0.5 * 5) / 13],
    ["two that nobody reacted to", [post(3, 0), post(2, 0)], 0.5],
  ])("%s", (_, posts, expected) => {
    expectNear(variabilityOf(posts, [], asOf).luckVariance, expected);
  });

  test("two posts of 10 and 30: mean 20, squares 200 less counting 20, against 400", () => {
    const found = (200 - 20) / 400;
    const whole = found / (1 - found / 8);
    expectNear(variabilityOf([post(3, 10), post(2, 30)], [], asOf).luckVariance, (whole + 0.5 * 5) / 6);
  });

  test("is judged by what should have come by now: half of 40 after half of the time is no bad luck", () => {
    expectNear(variabilityOf([post(3, 40), post(2, 20, 0.5)], [], asOf).luckVariance, (0.5 * 5) / 6);
  });

  test("of a post whose reactions are mostly to come is not judged", () => {
    expectNear(variabilityOf([post(3, 40), post(0.1, 0, 0.49)], [], asOf).luckVariance, 0.5);
  });

  test("lies between next to nothing and thirty, whatever came", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 80 }), (counts) => {
        const { luckVariance } = variabilityOf(
          counts.map((count, i) => post(counts.length - i, count)),
          [],
          asOf,
        );
        expect(luckVariance).toBeGreaterThanOrEqual(0.02);
        expect(luckVariance).toBeLessThanOrEqual(30);
      }),
    );
  });
});

describe("the level of few weeks, by hand", () => {
  /** Luck of so few posts, none of which differ. */
  const luckOf = (posts: number) => (0.5 * 5) / (posts - 1 + 5);

  test.each([1, 2, 3])("of %d weeks is a guess: three are needed before the first judgement", (weeks) => {
    const { levelVariance, drift } = variabilityOf(
      weekly(...Array.from({ length: weeks }, () => 100)),
      began(weeks),
      asOf,
    );
    expectNear(levelVariance, 0.02);
    expect(drift).toBe(1);
  });

  test("a fourth week like the three before it makes the guess smaller by the chance that it allows", () => {
    const noise = 1 / 100 + luckOf(4);
    const weight = 1 / (1 + 2 * noise);
    const expected = (0.02 + weight * (0 - Math.log1p(noise))) / (1 + weight);
    expectNear(variabilityOf(weekly(100, 100, 100, 100), began(4), asOf).levelVariance, Math.max(0.001, expected));
  });

  test("a fourth week of 2.7 times as much is a miss of about 1, squared, less the chance", () => {
    const counts = [1_000, 1_000, 1_000, 2_700];
    const run = counts.reduce((sum, count) => sum + count, 0) / 4;
    const squares = counts.reduce((sum, count) => sum + (count - run) ** 2 - run * 0.75, 0) / (4 * run * run * 0.75);
    const luck = (3 * (squares / (1 - squares / 8)) + 2.5) / 8;
    const noise = 1 / 1_000 + luck;
    const weight = 1 / (1 + 2 * noise);
    const miss = Math.log(2_700.5 / 1_000.5);
    const { levelVariance, drift } = variabilityOf(weekly(...counts), began(4), asOf);
    expectNear(levelVariance, (0.02 + weight * (miss ** 2 - Math.log1p(noise))) / (1 + weight));
    expectNear(drift, (4 * 0.96 + weight * 2.7) / (4 * 0.96 + weight));
  });

  test("of what belongs to no post is judged by the weeks before, newer ones weighing more", () => {
    // 100, 200, 100, then 300: expected are 100·f³ + 200·f² + 100·f over f³ + f² + f, with f a quarter of a halving.
    const f = 2 ** -0.25;
    const expected = (100 * f ** 3 + 200 * f ** 2 + 100 * f) / (f ** 3 + f ** 2 + f);
    const came = [100, 200, 100, 300].map((count, i) => ({ at: asOf - (4 - i) * 7 * dayMs + dayMs, count }));
    const untied = [...began(4), ...came];
    const noise = 1 / expected;
    const weight = 1 / (1 + 2 * noise);
    const miss = Math.log(300.5 / (expected + 0.5));
    const { levelVariance, drift } = variabilityOf([], untied, asOf);
    expectNear(levelVariance, (0.02 + weight * (miss ** 2 - Math.log1p(noise))) / (1 + weight));
    expectNear(drift, (4 * 0.96 + (weight * 300) / expected) / (4 * 0.96 + weight));
  });

  test("lies between a thousandth and two, and the drift is a number above 0, whatever came", () => {
    const days = fc.double({ min: 0, max: 300, noNaN: true });
    const came = fc.record({ days, count: fc.nat(100_000), exposure: fc.double({ min: 0.001, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(came, { maxLength: 60 }), fc.array(came, { maxLength: 20 }), (all, others) => {
        const posts = all
          .map(({ days: ago, count, exposure }) => post(ago, count, exposure))
          .sort((a, b) => a.at - b.at);
        const untied = others.map(({ days: ago, count }) => ({ at: asOf - ago * dayMs, count }));
        const { levelVariance, drift } = variabilityOf(posts, untied, asOf);
        expect(levelVariance).toBeGreaterThanOrEqual(0.001);
        expect(levelVariance).toBeLessThanOrEqual(2);
        expect(drift).toBeGreaterThan(0);
        expect(Number.isFinite(drift)).toBe(true);
      }),
    );
  });
});

describe("whether a channel has nothing but views", () => {
  const facts = (given: Partial<ChannelFacts>): ChannelFacts => ({
    asOf,
    since: begin,
    posts: [],
    untied: [],
    delays: [],
    ...given,
  });
  const viewed = { at: begin, carriesLink: false, counts: { view: 10 } };

  test.each<[string, Partial<ChannelFacts>, boolean]>([
    ["of which nothing is known: yes", {}, true],
    ["whose posts are only seen: yes", { posts: [viewed] }, true],
    ["one of whose posts was liked: no", { posts: [viewed, { ...viewed, counts: { view: 5, like: 1 } }] }, false],
    ["seen without a post: yes", { untied: [{ at: begin, kind: "view", count: 3 }] }, true],
    ["that was mentioned: no", { posts: [viewed], untied: [{ at: begin, kind: "mention", count: 1 }] }, false],
  ])("%s", (_, given, expected) => {
    expect(countsOnlyViews(facts(given))).toBe(expected);
  });
});
