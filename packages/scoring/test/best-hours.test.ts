import { describe, expect, test } from "vitest";
import { type BestHours, bestHours, type HourOfDay } from "../src/index.ts";
import type { Exposed } from "../src/level.ts";
import { begin, dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";

const utcHour = (at: number) => new Date(at).getUTCHours();
const hoursOf = (posts: readonly Exposed[], luckVariance = 0.5): BestHours =>
  bestHours(posts, { localHour: utcHour, luckVariance });

/** One post a day at each of these hours, all alike in what they draw unless it says otherwise. */
const daily = (days: number, counts: Readonly<Record<number, number>>, exposure = 1): Exposed[] =>
  Array.from({ length: days }, (_, day) =>
    Object.entries(counts).map(([hour, count]) => ({
      at: begin + day * dayMs + Number(hour) * hourMs + 60_000,
      count: count * exposure,
      exposure,
    })),
  ).flat();

const at = (found: BestHours, hour: number): HourOfDay => {
  const own = found.hours.find((candidate) => candidate.hour === hour);
  if (own === undefined) throw new Error(`nothing about ${hour} o'clock`);
  return own;
};

describe("an hour of the day", () => {
  // Nine in the morning draws 5, nine at night 15; a usual post, of ten neighbours on either side and itself, 10 or so.
  const two = hoursOf(daily(40, { 9: 5, 21: 15 }));

  test("is told of only where a post lies within an hour and a half of its middle", () => {
    expect(two.hours.map(({ hour }) => hour).toSorted((a, b) => a - b)).toEqual([8, 9, 10, 20, 21, 22]);
    expect(two.posts).toBe(80);
  });

  test("counts the posts of its neighbours as its own", () => {
    for (const hour of [8, 9, 10, 20, 21, 22]) expect(at(two, hour).posts).toBe(40);
  });

  test("has as factor what its posts drew against what was usual, six usual posts added", () => {
    // Within a run of 21 posts there are 10 of one kind and 11 of the other; at the ends of the list fewer.
    const usualNearMorning = (11 * 5 + 10 * 15) / 21;
    expect(at(two, 9).factor).toBeGreaterThan(((40 * 5) / usualNearMorning + 6) / 46 - 0.02);
    expect(at(two, 9).factor).toBeLessThan(((40 * 5) / usualNearMorning + 6) / 46 + 0.02);
    const usualNearNight = (10 * 5 + 11 * 15) / 21;
    expect(Math.abs(at(two, 21).factor - ((40 * 15) / usualNearNight + 6) / 46)).toBeLessThan(0.02);
  });

  test("comes first where the most can be relied on", () => {
    const lows = two.hours.map(({ low }) => low);
    expect(lows).toEqual(lows.toSorted((a, b) => b - a));
    expect([20, 21, 22]).toContain(two.hours[0]?.hour);
  });

  test("of equal promise comes in the order of the day", () => {
    const even = hoursOf(daily(30, { 6: 10, 12: 10, 18: 10 }));
    expect(even.hours.map(({ hour }) => hour)).toEqual([5, 6, 7, 11, 12, 13, 17, 18, 19]);
  });
});

describe("how sure an hour is", () => {
  // Twenty posts and six usual ones of ten each: luck 1/2 ÷ 26 and counting 1 ÷ 260, of which a tenth lies beyond 1.2816 roots.
  const even = hoursOf(daily(20, { 12: 10 }), 0.5);
  const deviation = Math.sqrt(0.5 / 26 + 1 / 260);

  test("follows from its posts, their luck and the counting", () => {
    const noon = at(even, 12);
    expectNear(noon.factor, 1);
    expectNear(noon.low, Math.exp(-1.2816 * deviation));
    expectNear(noon.high, Math.exp(1.2816 * deviation));
  });

  test.each([
    [0.02, 1.2816 * Math.sqrt(0.02 / 26 + 1 / 260)],
    [2, 1.2816 * Math.sqrt(2 / 26 + 1 / 260)],
    [30, 1.2816 * Math.sqrt(30 / 26 + 1 / 260)],
  ])("is less with luck of variance %d", (luckVariance, logWidth) => {
    expectNear(Math.log(at(hoursOf(daily(20, { 12: 10 }), luckVariance), 12).high), logWidth);
  });

  test("of posts that draw next to nothing is little: counting alone doubts all", () => {
    // Twenty posts, one reaction each ten days.
    const sparse = daily(20, { 12: 0.1 });
    const noon = at(hoursOf(sparse, 0.02), 12);
    expectNear(Math.log(noon.high), 1.2816 * Math.sqrt(0.02 / 26 + 1 / 2.6));
    expect(noon.isBetter).toBe(false);
  });

  test.each([
    ["a good hour of many posts is better", 100, 30, true],
    ["a slightly good hour of many posts is better as well", 100, 14, true],
    ["a good hour of few posts is not: it may be luck", 10, 14, false],
    ["an hour like all others is not", 100, 10, false],
    ["a bad hour is not", 100, 3, false],
  ])("%s", (_, days, evening, isBetter) => {
    const found = hoursOf(daily(days, { 8: 10, 12: 10, 20: evening }), 0.1);
    expect(at(found, 20).isBetter).toBe(isBetter);
  });

  test("asks 3.2 standard deviations of its own posts' evidence", () => {
    // All of the day lies in one window: its factor is 1, so that nothing can be better than itself.
    for (const { isBetter } of hoursOf(daily(200, { 12: 10, 13: 10 }), 0.02).hours) expect(isBetter).toBe(false);
  });
});

describe("what hours are not misled by", () => {
  test("a good month: each post is compared with its neighbours in time", () => {
    const mornings = daily(40, { 9: 5, 10: 5, 15: 5 });
    const evenings = daily(40, { 18: 50, 19: 50, 20: 50 }).map((post) => ({ ...post, at: post.at + 40 * dayMs }));
    const found = hoursOf([...mornings, ...evenings], 0.1);
    for (const { factor, isBetter } of found.hours) {
      expect(Math.abs(factor - 1)).toBeLessThan(0.25);
      expect(isBetter).toBe(false);
    }
  });

  test("young posts: what has not come yet is not missed", () => {
    const old = daily(40, { 9: 10 });
    const young = daily(10, { 21: 10 }, 0.6).map((post) => ({ ...post, at: post.at + 40 * dayMs }));
    expect(at(hoursOf([...old, ...young]), 21).factor).toBeCloseTo(1, 1);
  });

  test.each([
    ["exactly half of whose reactions must have come are looked at", 0.5, 30],
    ["of which less has come are not", 0.49, 0],
  ])("posts %s", (_, exposure, posts) => {
    expect(hoursOf(daily(30, { 12: 10 }, exposure)).posts).toBe(posts);
  });

  test.each([
    [19, 0],
    [20, 3],
  ])("too few of them: %d posts tell of %d hours", (days, hours) => {
    expect(hoursOf(daily(days, { 12: 10 })).hours).toHaveLength(hours);
  });

  test("the scale: ten times the reactions to every post make no other factor", () => {
    const small = hoursOf(daily(40, { 9: 5, 21: 15 }));
    const large = hoursOf(daily(40, { 9: 50, 21: 150 }));
    for (const { hour, factor } of small.hours) expectNear(at(large, hour).factor, factor);
  });

  test("the zone: hours told five later are found five later", () => {
    const posts = daily(40, { 9: 5, 21: 15 });
    const there = bestHours(posts, { localHour: (instant) => (utcHour(instant) + 5) % 24, luckVariance: 0.5 });
    const here = hoursOf(posts);
    for (const { hour, factor, low } of here.hours) {
      expectNear(at(there, (hour + 5) % 24).factor, factor);
      expectNear(at(there, (hour + 5) % 24).low, low);
    }
  });
});
