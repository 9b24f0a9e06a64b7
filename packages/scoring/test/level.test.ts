import { describe, expect, test } from "vitest";
import { bestHours, emptyState, InvalidInput, steady1 } from "../src/index.ts";
import { bulkOf, type Exposed, memoryMs, recency, variabilityOf } from "../src/level.ts";
import { type PlannedPost, postsToCome } from "../src/planned-post.ts";
import { recentPosts } from "../src/recent-posts.ts";
import { begin, dayMs, hourMs, randomFrom } from "./clients.ts";

const asOf = begin + 140 * dayMs;

/** Two settled posts a day whose counts follow from their number. */
const posts = (countOf: (number: number) => number): Exposed[] =>
  Array.from({ length: 280 }, (_, i) => ({ at: begin + i * (dayMs / 2), count: countOf(i), exposure: 1 }));

describe("recency", () => {
  test.each([
    ["now", 0, 1],
    ["as long ago as memory reaches", memoryMs, 0.5],
    ["twice as long ago", 2 * memoryMs, 0.25],
  ])("of what happened %s", (_, ageMs, weight) => {
    expect(recency(ageMs)).toBeCloseTo(weight, 12);
  });
});

describe("how a post did", () => {
  test.each([
    ["by everything but views", { view: 1_000, like: 3, comment: 2 }, false, 5],
    ["by views where there is nothing else", { view: 1_000 }, true, 1_000],
    ["as nothing, if nothing came", {}, false, 0],
  ] as const)("is told %s", (_, counts, countsViews, bulk) => {
    expect(bulkOf(counts, countsViews)).toBe(bulk);
  });
});

describe("luck", () => {
  const luckOf = (countOf: (number: number) => number) => variabilityOf(posts(countOf), [], asOf).luckVariance;

  test.each([
    // A factor that is 0 or 2 with even odds has variance 1, one that is 0 four times of five and else 5 has 4.
    ["half of the posts draw twice, the others nothing", (chance: number) => (chance < 0.5 ? 40 : 0), 1],
    ["one in five draws all", (chance: number) => (chance < 0.2 ? 100 : 0), 4],
    ["all draw the same", () => 20, 0],
  ])("has the variance of the factor when %s", (_, countOf, variance) => {
    const random = randomFrom(7);
    const found = luckOf(() => countOf(random()));
    expect(found).toBeGreaterThan(variance * 0.7);
    expect(found).toBeLessThan(variance * 1.4 + 0.06);
  });

  test("is not what mere counting does: Poisson counts of mean 4 have none", () => {
    const random = randomFrom(3);
    const poisson = () => {
      let left = Math.exp(-4);
      let count = -1;
      for (let product = 1; product > left; count++) product *= random();
      left = 0;
      return count;
    };
    expect(luckOf(poisson)).toBeLessThan(0.12);
  });

  test("is not a slow change of level", () => {
    expect(luckOf((number) => 10 + number / 2)).toBeLessThan(0.06);
  });

  test("is assumed where there are no posts", () => {
    expect(variabilityOf([], [], asOf)).toEqual({ luckVariance: 0.5, drift: 1, levelVariance: 0.02 });
  });
});

describe("the level of a week", () => {
  const levelOf = (countOf: (number: number) => number) => variabilityOf(posts(countOf), [], asOf);

  test("hardly varies where all weeks are alike, and does not drift", () => {
    const { levelVariance, drift } = levelOf(() => 20);
    expect(levelVariance).toBeLessThan(0.01);
    expect(drift).toBeCloseTo(1, 6);
  });

  test("varies the more the weeks differ", () => {
    const weekly = (swing: number) => levelOf((n) => 20 * (Math.floor(n / 14) % 2 === 0 ? 1 + swing : 1 - swing));
    const variances = [0.1, 0.3, 0.6].map((swing) => weekly(swing).levelVariance);
    expect(variances).toEqual(variances.toSorted((a, b) => a - b));
  });

  test.each([
    ["upwards where posts draw ever more", (n: number) => 10 + n / 4, 1.05, 1.5],
    ["downwards where they draw ever less", (n: number) => 80 - n / 4, 0.6, 0.97],
  ])("drifts %s", (_, countOf, least, most) => {
    const { drift } = levelOf(countOf);
    expect(drift).toBeGreaterThan(least);
    expect(drift).toBeLessThan(most);
  });

  test("of a channel without posts is told by what comes anyway", () => {
    const mentions = Array.from({ length: 280 }, (_, i) => ({
      at: begin + i * (dayMs / 2),
      count: Math.floor(i / 14) % 2 === 0 ? 16 : 4,
    }));
    expect(variabilityOf([], mentions, asOf).levelVariance).toBeGreaterThan(0.1);
  });
});

describe("posts of which something is due", () => {
  const facts = (exposures: readonly number[]) => {
    const exposed = exposures.map((exposure, i) => ({ at: begin + i * hourMs, count: i, exposure }));
    return recentPosts(
      exposed.map(({ at }, i) => ({ at, carriesLink: i % 2 === 0, counts: {} })),
      exposed,
    );
  };

  test.each([
    ["none of none", [], 0],
    ["none, when all has come", [1, 0.9999, 0.999], 0],
    ["those that lack more than two in a thousand", [0.999, 0.997, 0.5], 2],
    ["each alone up to thirty", Array.from({ length: 30 }, () => 0.5), 30],
    ["the older ones of many in eighteen groups", Array.from({ length: 300 }, () => 0.5), 48],
  ])("are %s", (_, exposures, groups) => {
    expect(facts(exposures)).toHaveLength(groups);
  });

  test("keep posts, links and reactions when they are grouped", () => {
    const all = facts(Array.from({ length: 300 }, () => 0.5));
    const sum = (pick: (group: (typeof all)[number]) => number) => all.reduce((total, group) => total + pick(group), 0);
    expect(sum(({ posts: count }) => count)).toBe(300);
    expect(sum(({ linkPosts }) => linkPosts)).toBe(150);
    expect(sum(({ seen }) => seen)).toBe((299 * 300) / 2);
  });
});

describe("best hours of given posts", () => {
  const hourOf = (at: number) => new Date(at).getUTCHours();
  const given = (count: number, countOf: (hour: number) => number): Exposed[] =>
    Array.from({ length: count }, (_, i) => {
      const at = begin + i * 7 * hourMs;
      return { at, count: countOf(hourOf(at)), exposure: 1 };
    });

  test.each([
    ["nineteen posts", given(19, () => 5)],
    ["posts that nobody reacted to", given(100, () => 0)],
    ["posts too young to tell", given(100, () => 5).map((post) => ({ ...post, exposure: 0.1 }))],
  ])("are none from %s", (_, all) => {
    expect(bestHours(all, { localHour: hourOf, luckVariance: 0.5 }).hours).toEqual([]);
  });

  test("do not end at midnight: eleven at night and midnight share their evidence", () => {
    const late = given(240, (hour) => (hour === 23 || hour === 0 ? 40 : 5));
    const { hours } = bestHours(late, { localHour: hourOf, luckVariance: 0.1 });
    expect(
      hours
        .slice(0, 2)
        .map(({ hour }) => hour)
        .toSorted((a, b) => a - b),
    ).toEqual([0, 23]);
  });

  test("are all as good as any where every hour draws the same", () => {
    for (const { factor, isBetter } of bestHours(
      given(240, () => 9),
      { localHour: hourOf, luckVariance: 0.1 },
    ).hours) {
      expect(factor).toBeCloseTo(1, 9);
      expect(isBetter).toBe(false);
    }
  });

  test("are harder to find the more luck there is", () => {
    const slight = given(120, (hour) => (hour >= 18 && hour < 21 ? 12 : 8));
    const found = (luckVariance: number) =>
      bestHours(slight, { localHour: hourOf, luckVariance }).hours.some(({ isBetter }) => isBetter);
    expect(found(0.02)).toBe(true);
    expect(found(3)).toBe(false);
  });
});

describe("the posts to come", () => {
  const channel = { id: "x", network: "x", knows: {} };
  const state = emptyState(steady1, [channel], begin);
  const post = (at: number): PlannedPost => ({ channelId: "x", at, carriesLink: false });

  test("are in order of time, without those whose time has passed", () => {
    const plan = [post(begin + 2), post(begin - 1), post(begin), post(begin + 1)];
    expect(postsToCome(state, plan, begin).map(({ at }) => at - begin)).toEqual([0, 1, 2]);
  });

  test("are checked even where they are past", () => {
    expect(() => postsToCome(state, [{ ...post(begin - 1), channelId: "toString" }], begin)).toThrow(InvalidInput);
  });
});
