import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timelineOf } from "../src/timeline.ts";
import { nextInstant, rowsUntil, startWalk, timelineStart, walkTo } from "../src/walk.ts";
import { day, plain, plainHistory, plainSignal } from "./plain.ts";

/** A walk over likes so many days after the first instant. */
const walkOver = (days: readonly number[], given: Partial<Parameters<typeof plainHistory>[1]> = {}) => {
  const signals = days.map((own, i) => plainSignal("like", own, { id: `like ${i}` }));
  return startWalk(timelineOf(plainHistory(plain, { signals, ...given }), { until: day(1_000) }), []);
};

describe("where the rows end that come to count until an instant", () => {
  test.each<[string, number[], number, boolean, number]>([
    ["none of none", [], 5, true, 0],
    ["none before the first", [3, 4], 2, true, 0],
    ["those at the instant where it is included", [1, 2, 2, 3], 2, true, 3],
    ["those before it where it is not", [1, 2, 2, 3], 2, false, 1],
    ["all after the last", [1, 2, 3], 9, false, 3],
    ["the first alone", [1, 5, 6, 7], 1, true, 1],
    ["all of one instant", [4, 4, 4, 4, 4, 4, 4], 4, true, 7],
    ["none of one instant", [4, 4, 4, 4, 4, 4, 4], 4, false, 0],
    ["the sixteenth of forty", Array.from({ length: 40 }, (_, n) => n + 1), 16, true, 16],
    ["the thirty-second of forty, short of the next", Array.from({ length: 40 }, (_, n) => n + 1), 33, false, 32],
  ])("is after %s", (_, days, t, inclusive, end) => {
    expect(rowsUntil(walkOver(days), day(t), inclusive)).toBe(end);
  });

  test("is what counting one by one finds, from wherever the walk stands", () => {
    const days = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 80, size: "max" });
    fc.assert(
      fc.property(days, fc.nat(80), fc.integer({ min: 0, max: 61 }), fc.boolean(), (all, from, t, inclusive) => {
        const walk = walkOver(all);
        const sorted = all.toSorted((a, b) => a - b);
        walk.row = Math.min(from, all.length);
        let expected = walk.row;
        while (expected < sorted.length && (inclusive ? (sorted[expected] ?? 0) <= t : (sorted[expected] ?? 0) < t))
          expected++;
        expect(rowsUntil(walk, day(t), inclusive)).toBe(expected);
      }),
    );
  });
});

describe("the next instant of a walk", () => {
  const audience = [{ channelId: "a", at: day(2), followers: 5 }];

  test.each<[string, number[], Parameters<typeof plainHistory>[1], number]>([
    ["never, where nothing happens", [], {}, Number.POSITIVE_INFINITY],
    ["a signal's", [3, 1], {}, day(1)],
    ["a change's, where it is earlier", [3], { audience }, day(2)],
    ["a hold's", [3], { audience, holds: [{ channelId: "b", from: day(1) }] }, day(1)],
    [
      "a release's, for what happened in a hold",
      [3],
      { holds: [{ channelId: "a", from: day(2.5), to: day(9) }] },
      day(2.5),
    ],
  ])("is %s", (_, days, given, at) => {
    expect(nextInstant(walkOver(days, given))).toBe(at);
  });

  test("is the one after what was walked, and never again once all is", () => {
    const walk = walkOver([1, 2, 5], { audience });
    walkTo(walk, day(2));
    expect(nextInstant(walk)).toBe(day(5));
    walkTo(walk, day(5));
    expect(nextInstant(walk)).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ["the first event's", [4], 9, 4],
    ["the asker's, where that is earlier", [4], 2, 2],
    ["the asker's, where nothing happens", [], 7, 7],
  ])("begins a timeline at %s", (_, days, t, start) => {
    expect(timelineStart(walkOver(days).timeline, day(t))).toBe(day(start));
  });
});
