import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type TimeAtTarget, timeAtTarget } from "../src/index.ts";

const week = { from: 0, to: 100 };
const point = (at: number, score: number, target: number | null = 48) => ({ at, score, target });
const below = (at: number) => ({ at, direction: "below" as const });
const above = (at: number) => ({ at, direction: "above" as const });

describe("the share of a week at or above target", () => {
  test.each<[string, Parameters<typeof timeAtTarget>[0], TimeAtTarget | null]>([
    ["is all of it without crossings above", { points: [point(-5, 50)], crossings: [] }, { share: 1, countedFrom: 0 }],
    ["is none of it without crossings below", { points: [point(-5, 40)], crossings: [] }, { share: 0, countedFrom: 0 }],
    ["counts exactly at target as above", { points: [point(0, 48)], crossings: [] }, { share: 1, countedFrom: 0 }],
    ["ends at a fall", { points: [point(-5, 50)], crossings: [below(30)] }, { share: 0.3, countedFrom: 0 }],
    ["begins at a return", { points: [point(-5, 40)], crossings: [above(30)] }, { share: 0.7, countedFrom: 0 }],
    [
      "adds stretches",
      { points: [point(-5, 50)], crossings: [below(10), above(30), below(80)] },
      { share: 0.6, countedFrom: 0 },
    ],
    [
      "believes a crossing that is newer than the last point",
      { points: [point(-5, 50)], crossings: [below(-1)] },
      { share: 0, countedFrom: 0 },
    ],
    [
      "believes a point that is newer than the last crossing",
      { points: [point(-9, 40), point(-2, 50)], crossings: [below(-4)] },
      { share: 1, countedFrom: 0 },
    ],
    [
      "leaves out what happens after the week",
      { points: [point(-5, 50)], crossings: [below(100), above(120)] },
      { share: 1, countedFrom: 0 },
    ],
    [
      "counts from the first score, where there was none before",
      { points: [point(60, 50)], crossings: [below(80)] },
      { share: 0.5, countedFrom: 60 },
    ],
    [
      "counts from the first target, where there was none before",
      { points: [point(-5, 50, null), point(20, 50, null), point(60, 50)], crossings: [] },
      { share: 1, countedFrom: 60 },
    ],
    ["is not known without a target", { points: [point(-5, 50, null)], crossings: [] }, null],
    ["is not known without a score", { points: [], crossings: [] }, null],
  ])("%s", (_, history, expected) => {
    expect(timeAtTarget(history, week)).toEqual(expected);
  });

  test("agrees with looking at every instant", () => {
    const instants = fc.uniqueArray(fc.integer({ min: -20, max: 120 }), { maxLength: 8 });
    fc.assert(
      fc.property(instants, fc.boolean(), (ats, startsAbove) => {
        const crossings = ats
          .sort((a, b) => a - b)
          .map((at, i) => ((i % 2 === 0) === startsAbove ? below(at) : above(at)));
        const history = { points: [point(-30, startsAbove ? 50 : 40)], crossings };
        const isAbove = (t: number) =>
          (crossings.findLast(({ at }) => at <= t)?.direction ?? (startsAbove ? "above" : "below")) === "above";
        const counted = Array.from({ length: 100 }, (_, t) => isAbove(t)).filter(Boolean).length;
        expect(timeAtTarget(history, week)?.share).toBeCloseTo(counted / 100, 9);
      }),
    );
  });
});
