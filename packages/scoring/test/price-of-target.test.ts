import { describe, expect, test } from "vitest";
import { habitsOf, hold, InvalidInput, priceOfTarget, scoreAt, stateAt, steady1 } from "../src/index.ts";
import { begin, channelId, dayMs, learnedAt, type PostingHabit, postingHistory } from "./forecast-clients.ts";

const t = learnedAt;
const client = (habit: PostingHabit = {}) => {
  const history = postingHistory({ likes: 6, isNamed: false, ...habit });
  return { state: stateAt(history, t), habits: habitsOf(history, { t }) };
};
const price = (target: number, own = client()) => priceOfTarget(steady1, own.state, { habits: own.habits, target, t });

/** What the score really settles at when this client posts so often for a year. */
const settled = (postsPerDay: number): number => {
  const days = 400;
  const history = postingHistory({ likes: 6, isNamed: false, postsPerDay, days });
  const looks = Array.from({ length: 40 }, (_, i) => begin + (360 + i * 0.97) * dayMs);
  return looks.reduce((sum, at) => sum + scoreAt(steady1, stateAt(history, at), at).value, 0) / looks.length;
};

describe("the price of a target", () => {
  test.each([0.5, 1, 3, 6])(
    "agrees with a year of %s posts a day: that pace is what its score costs",
    (postsPerDay) => {
      const { postsPerWeek } = price(settled(postsPerDay));
      expect(postsPerWeek).toBeGreaterThan(7 * postsPerDay * 0.85);
      expect(postsPerWeek).toBeLessThan(7 * postsPerDay * 1.15);
    },
  );

  test("says where the score settles at the present pace", () => {
    const { currentSettlesAt, currentPostsPerWeek } = price(50);
    expect(currentPostsPerWeek).toBeCloseTo(14, 0);
    expect(Math.abs(currentSettlesAt - settled(2))).toBeLessThan(0.5);
  });

  test("rises with the target, from nothing for the lowest", () => {
    const own = client();
    expect(price(1, own).postsPerWeek).toBe(0);
    const prices = [20, 25, 30, 34].map((target) => price(target, own).postsPerWeek ?? Number.POSITIVE_INFINITY);
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(new Set(prices).size).toBe(prices.length);
  });

  test("is out of reach where even twenty posts a day settle below it", () => {
    const { postsPerWeek, mostSettlesAt } = price(90);
    expect(postsPerWeek).toBeNull();
    expect(mostSettlesAt).toBeLessThan(90);
  });

  test("is less in good times than in bad ones", () => {
    const { inGoodTimes, postsPerWeek, inBadTimes } = price(32);
    expect(inGoodTimes).toBeLessThanOrEqual(postsPerWeek ?? Number.NaN);
    expect(inBadTimes ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(postsPerWeek ?? Number.NaN);
  });

  test("is lower for a client whose posts draw more", () => {
    expect(price(32, client({ likes: 20 })).postsPerWeek).toBeLessThan(price(32).postsPerWeek ?? Number.NaN);
  });

  test("is shared out over the open channels as the posts are now", () => {
    const own = client();
    expect(price(30, own).channels).toEqual([{ channelId, share: 1 }]);
    expect(price(30, { ...own, state: hold(own.state, channelId, t) }).channels).toEqual([]);
  });

  test("of a client all of whose channels are held is nothing or out of reach: no post counts", () => {
    const own = client();
    const held = { ...own, state: hold(own.state, channelId, t) };
    const now = scoreAt(steady1, held.state, t).value;
    expect(price(now - 1, held).postsPerWeek).toBe(0);
    expect(price(now + 1, held).postsPerWeek).toBeNull();
  });

  test.each([0, 101, Number.NaN])("refuses a target of %s", (target) => {
    expect(() => price(target)).toThrow(InvalidInput);
  });
});
