import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { band } from "../src/forecast.ts";
import { expectNear } from "./near.ts";

const bandOf = (values: readonly number[]) => band(Float64Array.from(values));

describe("a band of scores", () => {
  // The q-th of n values, in order, lies at place q (n − 1), and between two places on the straight line.
  test.each<[string, number[], [number, number, number]]>([
    ["one score is that score thrice", [7], [7, 7, 7]],
    ["two scores: a tenth, a half and nine tenths of the way", [10, 20], [11, 15, 19]],
    ["three scores", [1, 2, 4], [1.2, 2, 3.6]],
    ["eleven scores: the second, sixth and tenth", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 5, 9]],
    ["scores in any order", [4, 1, 2], [1.2, 2, 3.6]],
    ["the same score often", [5, 5, 5, 5], [5, 5, 5]],
    ["scores ordered as numbers, not as words", [9, 10, 100], [9.2, 10, 82]],
    ["an even number of scores", [1, 2, 3, 4], [1.3, 2.5, 3.7]],
  ])("of %s", (_, values, [low, median, high]) => {
    const found = bandOf(values);
    expectNear(found.low, low);
    expectNear(found.median, median);
    expectNear(found.high, high);
  });

  const scores = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 1, maxLength: 60 });

  test("lies within its scores, the median within the band", () => {
    fc.assert(
      fc.property(scores, (values) => {
        const { low, median, high } = bandOf(values);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(median).toBeGreaterThanOrEqual(low);
        expect(high).toBeGreaterThanOrEqual(median);
        expect(high).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });

  test("holds about eight in ten of them: at least n − 2 ⌈(n − 1) ÷ 10⌉ and not all but the ends where n is large", () => {
    fc.assert(
      fc.property(scores, (values) => {
        const { low, high } = bandOf(values);
        const outside = values.filter((value) => value < low || value > high).length;
        expect(outside).toBeLessThanOrEqual(2 * Math.ceil((values.length - 1) / 10));
      }),
    );
  });

  test("moves and stretches with its scores", () => {
    fc.assert(
      fc.property(scores, fc.double({ min: -50, max: 50, noNaN: true }), (values, by) => {
        const before = bandOf(values);
        const after = bandOf(values.map((value) => 2 * value + by));
        expectNear(after.low, 2 * before.low + by);
        expectNear(after.median, 2 * before.median + by);
        expectNear(after.high, 2 * before.high + by);
      }),
    );
  });

  test("never falls when a score rises", () => {
    fc.assert(
      fc.property(scores, fc.nat(), (values, which) => {
        const risen = values.map((value, i) => (i === which % values.length ? value + 1 : value));
        const [before, after] = [bandOf(values), bandOf(risen)];
        expect(after.low).toBeGreaterThanOrEqual(before.low);
        expect(after.median).toBeGreaterThanOrEqual(before.median);
        expect(after.high).toBeGreaterThanOrEqual(before.high);
      }),
    );
  });
});
