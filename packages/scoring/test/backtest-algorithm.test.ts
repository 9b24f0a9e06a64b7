import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addReactions, backtestPairs, type DailyReactions, InvalidInput, type Signal } from "../src/index.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** A UTC midnight. */
const midnight = Date.UTC(2026, 5, 15);

const signal = (kind: Signal["kind"], at: number, extra: Partial<Signal> = {}): Signal => ({
  id: `${kind} ${at}`,
  channelId: "c",
  kind,
  at,
  count: 1,
  ...extra,
});

const dailyOf = (...signals: Signal[]): DailyReactions => {
  const daily: DailyReactions = new Map();
  addReactions(daily, signals);
  return daily;
};

const worthOf = (...signals: Signal[]): number => [...dailyOf(...signals).values()].reduce((a, b) => a + b, 0);

describe("what reactions are worth in a backtest", () => {
  const table: [string, Signal[], number][] = [
    ["a like is worth one like", [signal("like", midnight)], 1],
    ["forty likes told as a total are worth forty", [signal("like", midnight, { count: 40 })], 40],
    ["a comment is worth three likes", [signal("comment", midnight)], 3],
    ["a mention is worth two likes", [signal("mention", midnight)], 2],
    ["a hundred views are worth one like", [signal("view", midnight, { count: 100 })], 1],
    ["a reshare of a link is a reshare and nothing more", [signal("linkReshare", midnight)], 3],
    ["posts are no reactions", [signal("post", midnight), signal("linkPost", midnight)], 0],
  ];

  test.each(table)("%s", (_, signals, expected) => {
    expect(worthOf(...signals)).toBeCloseTo(expected, 12);
  });

  test("one actor three times on one day counts 1 + 1/2 + 1/3, on three days three times", () => {
    const times = (stepMs: number) => [0, 1, 2].map((n) => signal("like", midnight + n * stepMs + 1, { actor: "ann" }));
    expect(worthOf(...times(hourMs))).toBeCloseTo(1 + 1 / 2 + 1 / 3, 12);
    expect(worthOf(...times(dayMs))).toBeCloseTo(3, 12);
  });

  test("what came in at midnight belongs to the day that ends", () => {
    const days = dailyOf(signal("like", midnight), signal("like", midnight + 1)).keys();
    expect([...days]).toEqual([midnight / dayMs - 1, midnight / dayMs]);
  });

  test("is the same in one portion and in portions of whole UTC days", () => {
    const some = fc.array(
      fc.record({ day: fc.nat(4), ms: fc.nat(dayMs - 1), actor: fc.option(fc.constantFrom("ann", "bob")) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(some, (given) => {
        const signals = given.map(({ day, ms, actor }, n) =>
          signal("like", midnight + day * dayMs + ms, { id: String(n), ...(actor !== null && { actor }) }),
        );
        const whole = dailyOf(...signals);
        const inPortions: DailyReactions = new Map();
        for (let day = 0; day <= 4; day++) {
          const from = midnight + day * dayMs;
          addReactions(
            inPortions,
            signals.filter(({ at }) => at >= from && at < from + dayMs),
          );
        }
        expect([...inPortions.keys()].sort()).toEqual([...whole.keys()].sort());
        for (const [day, likes] of whole) expect(inPortions.get(day)).toBeCloseTo(likes, 9);
      }),
    );
  });

  test("a bad signal is refused by its field", () => {
    expect(() => dailyOf(signal("like", Number.NaN))).toThrow(InvalidInput);
    expect(() => dailyOf(signal("like", midnight, { count: 0 }))).toThrow(/count/);
  });
});

describe("a score and what followed it", () => {
  const at = (days: number) => midnight + days * dayMs;
  const until = at(30);
  const scores = (...days: number[]) => days.map((day) => ({ at: at(day), value: 40 + day }));

  test("are the score and the worth of the seven days after it, the eighth left out", () => {
    const daily = dailyOf(
      signal("like", at(2)),
      signal("like", at(2) + 1),
      signal("comment", at(5)),
      signal("like", at(9)),
      signal("like", at(9) + 1),
    );
    expect(backtestPairs(scores(2), daily, until)).toEqual([{ x: 42, y: 1 + 3 + 1 }]);
  });

  test("are zero where nothing followed: silence is evidence too", () => {
    expect(backtestPairs(scores(0, 1), new Map(), until)).toEqual([
      { x: 40, y: 0 },
      { x: 41, y: 0 },
    ]);
  });

  test("are left out while the week is not over, to the millisecond", () => {
    expect(backtestPairs(scores(23), new Map(), until)).toHaveLength(1);
    expect(backtestPairs(scores(23), new Map(), until - 1)).toEqual([]);
    expect(backtestPairs(scores(24), new Map(), until)).toEqual([]);
  });

  test("are taken at UTC midnights only, once a day", () => {
    const everySixHours = Array.from({ length: 9 }, (_, n) => ({ at: midnight + n * 6 * hourMs, value: n }));
    expect(backtestPairs(everySixHours, new Map(), until).map(({ x }) => x)).toEqual([0, 4, 8]);
  });

  test("count each reaction in exactly seven of a run of midnights", () => {
    fc.assert(
      fc.property(fc.integer({ min: 7 * dayMs + 1, max: 20 * dayMs }), (offset) => {
        const daily = dailyOf(signal("like", midnight + offset));
        const run = Array.from({ length: 24 }, (_, day) => ({ at: at(day), value: 1 }));
        const total = backtestPairs(run, daily, at(40)).reduce((sum, { y }) => sum + y, 0);
        expect(total).toBe(7);
      }),
    );
  });
});
