import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Pair, rankCorrelation } from "../src/index.ts";
import { ranks } from "../src/rank-correlation.ts";

const pairsOf = (xs: readonly number[], ys: readonly number[]): Pair[] => xs.map((x, i) => ({ x, y: ys[i] ?? 0 }));
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe("ranks", () => {
  const table: [string, number[], number[]][] = [
    ["of nothing are nothing", [], []],
    ["of distinct values are their places, the smallest first", [30, 10, 20], [3, 1, 2]],
    ["of two equal values are the average of both places", [5, 1, 5], [2.5, 1, 2.5]],
    ["of four equal values in the middle are 2 to 5 averaged", [7, 1, 7, 9, 7, 7], [3.5, 1, 3.5, 6, 3.5, 3.5]],
    ["of all equal values are all the middle one", [4, 4, 4], [2, 2, 2]],
    ["of negative values count down from zero", [-1, -3, 0], [2, 1, 3]],
  ];

  test.each(table)("%s", (_, values, expected) => {
    expect([...ranks(values)]).toEqual(expected);
  });

  test("always sum to n (n + 1) ÷ 2, however many are equal", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }), (values) => {
        const sum = ranks(values).reduce((a, b) => a + b, 0);
        expect(sum).toBe((values.length * (values.length + 1)) / 2);
      }),
    );
  });
});

describe("the rank correlation", () => {
  test("is that of a textbook: IQ against hours of television gives −29/165", () => {
    // The worked example of the article on Spearman's coefficient that statistics courses use.
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    expect(rankCorrelation(pairsOf(iq, hours))).toBeCloseTo(-29 / 165, 12);
  });

  test("with ties is Pearson's of the average ranks, worked out by hand", () => {
    // Ranks of x: 1.5 1.5 3 … 10; of y: 1 … 10. Deviations multiply to 82, squares sum to 82 and 82.5.
    const x = [1, 1, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(rankCorrelation(pairsOf(x, upTo(10)))).toBeCloseTo(82 / Math.sqrt(82 * 82.5), 12);
  });

  test.each([
    ["one for the same order", upTo(12).map((n) => n ** 3), 1],
    ["minus one for the opposite order", upTo(12).map((n) => -Math.sqrt(n)), -1],
  ])("is %s, however far apart the values lie", (_, y, expected) => {
    expect(rankCorrelation(pairsOf(upTo(12), y))).toBeCloseTo(expected, 12);
  });

  test("is not known of fewer than ten pairs", () => {
    expect(rankCorrelation(pairsOf(upTo(9), upTo(9)))).toBeNull();
    expect(rankCorrelation(pairsOf(upTo(10), upTo(10)))).toBe(1);
    expect(rankCorrelation([])).toBeNull();
  });

  test("is not known where one side never differs: it orders nothing", () => {
    expect(rankCorrelation(pairsOf(upTo(20), Array(20).fill(3)))).toBeNull();
    expect(rankCorrelation(pairsOf(Array(20).fill(3), upTo(20)))).toBeNull();
  });

  const pairs = fc.array(fc.record({ x: fc.integer({ min: -20, max: 20 }), y: fc.integer({ min: -20, max: 20 }) }), {
    minLength: 10,
    maxLength: 80,
  });

  test("lies between −1 and 1", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const found = rankCorrelation(given) ?? 0;
        expect(Math.abs(found)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("is the same for both sides exchanged", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const turned = given.map(({ x, y }) => ({ x: y, y: x }));
        expect(rankCorrelation(turned)).toBe(rankCorrelation(given));
      }),
    );
  });

  test("does not change when a side is stretched by any rising function", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const stretched = given.map(({ x, y }) => ({ x: Math.exp(x / 5), y: y ** 3 }));
        expect(rankCorrelation(stretched)).toBe(rankCorrelation(given));
      }),
    );
  });

  test("changes its sign and nothing else when one side is turned around", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const found = rankCorrelation(given);
        const turned = rankCorrelation(given.map(({ x, y }) => ({ x: -x, y })));
        if (found === null) expect(turned).toBeNull();
        else expect(turned).toBeCloseTo(-found, 12);
      }),
    );
  });

  test("does not depend on the order in which pairs are given", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const found = rankCorrelation(given);
        const back = rankCorrelation(given.toReversed());
        if (found === null) expect(back).toBeNull();
        else expect(back).toBeCloseTo(found, 12);
      }),
    );
  });
});
