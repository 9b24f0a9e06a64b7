import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CostRate, daysPerMonth, estimateCosts, sumOfCosts } from "../src/estimate-costs.ts";

const read = { what: "read", microsEach: 5_000 };
const rates: CostRate[] = [
  { what: "posts", price: read, perPost: 10 },
  { what: "answers", price: read, perAnswer: 1 },
  { what: "followers", price: { what: "user", microsEach: 10_000 }, perDay: 1 },
];
const dollars = (postsPerWeek: number, answersPerWeek: number, days = 7) =>
  sumOfCosts(estimateCosts(rates, { pace: { postsPerWeek, answersPerWeek }, days })) / 1_000_000;

describe("an expected cost", () => {
  test.each<[string, number, number, number]>([
    ["of a silent channel is that of its followers", 0, 0, 0.07],
    ["counts each post as often as it is read", 10, 0, 0.57],
    ["counts each answer", 0, 100, 0.57],
    ["adds all of them", 10, 100, 1.07],
  ])("%s", (_, posts, answers, expected) => {
    expect(dollars(posts, answers)).toBeCloseTo(expected, 9);
  });

  test("of a month is that of thirty days and a half, nearly", () => {
    expect(dollars(7, 0, daysPerMonth)).toBeCloseTo(30.4375 * (10 * 0.005 + 0.01), 9);
  });

  test("never passes what can be found at most", () => {
    const [cost] = estimateCosts([{ what: "past", price: read, perAnswer: 1, most: 800 }], {
      pace: { postsPerWeek: 0, answersPerWeek: 100 },
      days: 365,
    });
    expect(cost).toEqual({ what: "past", count: 800, micros: 4_000_000 });
  });

  const many = fc.double({ min: 0, max: 10_000, noNaN: true });
  test("is never below 0, and never less for more posts, more answers or more days", () => {
    fc.assert(
      fc.property(
        many,
        many,
        fc.double({ min: 0, max: 400, noNaN: true }),
        many,
        many,
        many,
        (posts, answers, days, a, b, c) => {
          const least = dollars(posts, answers, days);
          expect(least).toBeGreaterThanOrEqual(0);
          expect(dollars(posts + a, answers + b, days + c)).toBeGreaterThanOrEqual(least);
        },
      ),
    );
  });

  test("is not lowered by a pace below 0", () => {
    expect(dollars(-5, -5)).toBe(dollars(0, 0));
  });
});
