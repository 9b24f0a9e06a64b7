import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Increment, increments, type Observation, quantile, responseCurve } from "../src/index.ts";
import { begin, dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";

const curve = responseCurve("x");
const minuteMs = 60_000;
const counts = (found: readonly Increment[]) => found.map(({ count }) => count);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const observations: fc.Arbitrary<Observation[]> = fc.array(
  fc.record({
    observedAt: fc.integer({ min: 1, max: 5_000 }).map((minutes) => begin + minutes * minuteMs),
    total: fc.nat(50),
  }),
  { maxLength: 12 },
);

const named: fc.Arbitrary<Increment[]> = fc.array(
  fc.record({
    at: fc.integer({ min: 1, max: 5_000 }).map((minutes) => begin + minutes * minuteMs),
    count: fc.constant(1),
  }),
  { maxLength: 8 },
);

describe("increments of totals", () => {
  test.each<[string, readonly (readonly [number, number])[], readonly number[]]>([
    ["of nothing are none", [], []],
    ["of a total of 0 are none", [[60, 0]], []],
    ["of one total are that total", [[60, 7]], [7]],
    [
      "of rising totals are the steps",
      [
        [60, 3],
        [120, 5],
        [180, 9],
      ],
      [3, 2, 4],
    ],
    [
      "of a total that stays are one step",
      [
        [60, 3],
        [120, 3],
      ],
      [3],
    ],
    [
      "of a falling total lose the newest first",
      [
        [60, 3],
        [120, 5],
        [180, 4],
      ],
      [3, 1],
    ],
    [
      "of a deeply falling total lose all the newer ones",
      [
        [60, 3],
        [120, 5],
        [180, 2],
      ],
      [2],
    ],
    [
      "of a total that falls to 0 are none",
      [
        [60, 3],
        [120, 5],
        [180, 0],
      ],
      [],
    ],
    [
      "of a total that falls and rises again are dated anew",
      [
        [60, 3],
        [120, 1],
        [180, 4],
      ],
      [1, 3],
    ],
    [
      "of two totals at one instant are the larger",
      [
        [60, 3],
        [60, 5],
        [60, 4],
      ],
      [5],
    ],
  ])("%s", (_, totals, expected) => {
    const found = increments({
      publishedAt: begin,
      observations: totals.map(([minutes, total]) => ({ observedAt: begin + minutes * minuteMs, total })),
      curve,
    });
    expect(counts(found)).toEqual(expected);
  });

  test("sum to the newest total, less what is named", () => {
    fc.assert(
      fc.property(observations, named, (totals, names) => {
        const newest = totals.toSorted((a, b) => a.observedAt - b.observedAt || a.total - b.total).at(-1);
        const namedByThen = names.filter(({ at }) => at <= (newest?.observedAt ?? 0)).length;
        const found = increments({ publishedAt: begin, observations: totals, named: names, curve });
        expect(sum(counts(found))).toBe(Math.max(0, (newest?.total ?? 0) - namedByThen));
      }),
    );
  });

  test("do not depend on the order of what was observed or named", () => {
    fc.assert(
      fc.property(observations, named, (totals, names) => {
        const straight = increments({ publishedAt: begin, observations: totals, named: names, curve });
        const reversed = increments({
          publishedAt: begin,
          observations: totals.toReversed(),
          named: names.toReversed(),
          curve,
        });
        expect(reversed).toEqual(straight);
      }),
    );
  });

  test("are positive, in order, and dated after publication and not after the last observation", () => {
    fc.assert(
      fc.property(observations, named, (totals, names) => {
        const found = increments({ publishedAt: begin, observations: totals, named: names, curve });
        const last = Math.max(...totals.map(({ observedAt }) => observedAt));
        for (const [index, { at, count }] of found.entries()) {
          expect(count).toBeGreaterThan(0);
          expect(at).toBeGreaterThan(begin);
          expect(at).toBeLessThanOrEqual(last);
          expect(at).toBeGreaterThan(found[index - 1]?.at ?? 0);
          expect(Number.isInteger(at)).toBe(true);
        }
      }),
    );
  });

  test("lie between the observations that tell them apart", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 12 }),
        (minutes) => {
          const instants = minutes.sort((a, b) => a - b).map((minute) => begin + minute * minuteMs);
          const found = increments({
            publishedAt: begin,
            observations: instants.map((observedAt, index) => ({ observedAt, total: index + 1 })),
            curve,
          });
          expect(found).toHaveLength(instants.length);
          for (const [index, { at }] of found.entries()) {
            expect(at).toBeGreaterThan(instants[index - 1] ?? begin);
            expect(at).toBeLessThanOrEqual(instants[index] ?? 0);
          }
        },
      ),
    );
  });

  test("of an old post connected today lie in its first hours, not in today", () => {
    const today = begin + 1_000 * dayMs;
    const [only] = increments({ publishedAt: begin, observations: [{ observedAt: today, total: 400 }], curve });
    expect(only?.count).toBe(400);
    expect((only?.at ?? today) - begin).toBeLessThan(hourMs);
  });

  test("of the first observation are dated at the median of the curve up to it", () => {
    const observedAt = begin + Math.round(quantile(curve, 0.5));
    const [only] = increments({ publishedAt: begin, observations: [{ observedAt, total: 10 }], curve });
    expectNear(Math.round(((only?.at ?? 0) - begin) / 1_000), Math.round(quantile(curve, 0.25) / 1_000));
  });

  test("between two observations are dated at the median of the curve between them", () => {
    const [first, second] = [0.2, 0.6].map((share) => begin + Math.round(quantile(curve, share)));
    const totals = [
      { observedAt: first ?? 0, total: 1 },
      { observedAt: second ?? 0, total: 2 },
    ];
    const later = increments({ publishedAt: begin, observations: totals, curve })[1];
    expectNear(Math.round(((later?.at ?? 0) - begin) / 1_000), Math.round(quantile(curve, 0.4) / 1_000));
  });

  test("of a late observation replace their neighbours' and leave the others alone", () => {
    const known = [60, 180, 300].map((minutes, index) => ({
      observedAt: begin + minutes * minuteMs,
      total: 10 * (index + 1),
    }));
    const late = { observedAt: begin + 120 * minuteMs, total: 13 };
    const before = increments({ publishedAt: begin, observations: known, curve });
    const after = increments({ publishedAt: begin, observations: [...known, late], curve });
    expect(counts(before)).toEqual([10, 10, 10]);
    expect(counts(after)).toEqual([10, 3, 7, 10]);
    expect(after[0]).toEqual(before[0]);
    expect(after[3]).toEqual(before[2]);
  });

  test("seen before the post was published are dated at the observation", () => {
    const [only] = increments({ publishedAt: begin, observations: [{ observedAt: begin - hourMs, total: 2 }], curve });
    expect(only).toEqual({ at: begin - hourMs, count: 2 });
  });
});

describe("naming", () => {
  const observed = [
    { observedAt: begin + 60 * minuteMs, total: 5 },
    { observedAt: begin + 120 * minuteMs, total: 5 },
  ];

  test("one of a total converts an anonymous count, it never adds", () => {
    const before = increments({ publishedAt: begin, observations: observed, curve });
    const after = increments({
      publishedAt: begin,
      observations: observed,
      named: [{ at: begin + minuteMs, count: 1 }],
      curve,
    });
    expect(counts(before)).toEqual([5]);
    expect(counts(after)).toEqual([4]);
  });

  test("more than the total leaves no anonymous ones", () => {
    const names = Array.from({ length: 8 }, (_, index) => ({ at: begin + index * minuteMs, count: 1 }));
    expect(increments({ publishedAt: begin, observations: observed, named: names, curve })).toEqual([]);
  });

  test("later than an observation says nothing about it", () => {
    const names = [{ at: begin + 90 * minuteMs, count: 2 }];
    expect(counts(increments({ publishedAt: begin, observations: observed, named: names, curve }))).toEqual([3]);
    expect(counts(increments({ publishedAt: begin, observations: observed.slice(0, 1), named: names, curve }))).toEqual(
      [5],
    );
  });
});
