import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  attainment,
  breaksAt,
  burnOf,
  burnWarnings,
  InvalidInput,
  type PromiseInput,
  type Stretch,
} from "../src/index.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A Monday 00:00 UTC. */
const monday = Date.UTC(2026, 10, 23);
const week: Stretch = { from: monday, to: monday + 7 * day };

const below = (at: number) => ({ at, direction: "below" as const });
const above = (at: number) => ({ at, direction: "above" as const });

/** 95 % of a week, half of it over, never below. */
const quiet: PromiseInput = { crossings: [], isBelow: false, window: week, now: monday + 3.5 * day, share: 0.95 };

describe("attainment", () => {
  test.each<
    [string, Partial<PromiseInput>, { attained: number | null; belowMs: number; leftMs: number; burnRate: number }]
  >([
    [
      "a score that never fell keeps all of its budget: 5 % of a week is 8 h 24 min",
      {},
      { attained: 1, belowMs: 0, leftMs: 8.4 * hour, burnRate: 0 },
    ],
    [
      "a score that is below and never crossed was below all along",
      { isBelow: true },
      { attained: 0, belowMs: 84 * hour, leftMs: -75.6 * hour, burnRate: 20 },
    ],
    [
      "4 h 12 min below in the first half of a week burn at exactly the rate that lasts to its end",
      { crossings: [below(monday + day), above(monday + day + 4.2 * hour)] },
      { attained: 0.95, belowMs: 4.2 * hour, leftMs: 4.2 * hour, burnRate: 1 },
    ],
    [
      "a fall that lasts counts up to now",
      { crossings: [below(monday + 3 * day)], isBelow: true },
      { attained: 1 - 12 / 84, belowMs: 12 * hour, leftMs: -3.6 * hour, burnRate: 12 / 84 / 0.05 },
    ],
    [
      "a rise tells that the score was below before it, since before the window",
      { crossings: [above(monday + 2 * hour)] },
      { attained: 1 - 2 / 84, belowMs: 2 * hour, leftMs: 6.4 * hour, burnRate: 2 / 84 / 0.05 },
    ],
    [
      "crossings before the window and after now change nothing",
      { crossings: [below(monday - 3 * day), above(monday - 2 * day), below(monday + 5 * day)] },
      { attained: 1, belowMs: 0, leftMs: 8.4 * hour, burnRate: 0 },
    ],
    [
      "before any of the window is over nothing is attained yet, and the budget is whole",
      { now: monday - day },
      { attained: null, belowMs: 0, leftMs: 8.4 * hour, burnRate: 0 },
    ],
    [
      "after its end the whole window counts and no more",
      { now: monday + 30 * day, crossings: [below(monday + 6 * day), above(monday + 8 * day)] },
      { attained: 6 / 7, belowMs: day, leftMs: 8.4 * hour - day, burnRate: 1 / 7 / 0.05 },
    ],
    [
      "a promise of all the time allows nothing: its first minute below burns without measure",
      { share: 1, crossings: [below(monday + day), above(monday + day + minute)] },
      { attained: 1 - 1 / 5040, belowMs: minute, leftMs: -minute, burnRate: Number.POSITIVE_INFINITY },
    ],
  ])("%s", (_, change, expected) => {
    const found = attainment({ ...quiet, ...change });
    expect(found.belowMs).toBe(expected.belowMs);
    expect(found.leftMs).toBeCloseTo(expected.leftMs, 3);
    expect(found.burnRate).toBeCloseTo(expected.burnRate, 9);
    if (expected.attained === null) expect(found.attained).toBeNull();
    else expect(found.attained).toBeCloseTo(expected.attained, 12);
  });

  test.each<[string, readonly Stretch[], { countedMs: number; belowMs: number; budgetMs: number }]>([
    [
      "rest that is over before the fall shortens the week and its budget, not the fall",
      [{ from: monday, to: monday + day }],
      { countedMs: 60 * hour, belowMs: 12 * hour, budgetMs: 0.05 * 144 * hour },
    ],
    [
      "a fall within rest is no fall",
      [{ from: monday + 3 * day, to: monday + 4 * day }],
      { countedMs: 72 * hour, belowMs: 0, budgetMs: 0.05 * 144 * hour },
    ],
    [
      "rest that ends in the middle of a fall takes its part of it",
      [{ from: monday + 2 * day, to: monday + 3 * day + 4 * hour }],
      { countedMs: 56 * hour, belowMs: 8 * hour, budgetMs: 0.05 * 140 * hour },
    ],
    [
      "rest windows that overlap count once",
      [
        { from: monday + 12 * hour, to: monday + day },
        { from: monday, to: monday + 18 * hour },
      ],
      { countedMs: 60 * hour, belowMs: 12 * hour, budgetMs: 0.05 * 144 * hour },
    ],
    [
      "rest inside a longer rest adds nothing",
      [
        { from: monday, to: monday + day },
        { from: monday + hour, to: monday + 2 * hour },
      ],
      { countedMs: 60 * hour, belowMs: 12 * hour, budgetMs: 0.05 * 144 * hour },
    ],
    [
      "rest outside the window is nobody's business",
      [
        { from: monday - 9 * day, to: monday - day },
        { from: monday + 8 * day, to: monday + 9 * day },
      ],
      { countedMs: 84 * hour, belowMs: 12 * hour, budgetMs: 8.4 * hour },
    ],
    [
      "a week of rest has nothing to attain and no budget",
      [{ from: monday - day, to: monday + 9 * day }],
      { countedMs: 0, belowMs: 0, budgetMs: 0 },
    ],
    [
      "rest to come shortens the budget already",
      [{ from: monday + 5 * day, to: monday + 7 * day }],
      { countedMs: 84 * hour, belowMs: 12 * hour, budgetMs: 0.05 * 120 * hour },
    ],
  ])("with rest: %s", (_, restWindows, expected) => {
    const found = attainment({ ...quiet, crossings: [below(monday + 3 * day)], isBelow: true, restWindows });
    expect(found.countedMs).toBe(expected.countedMs);
    expect(found.belowMs).toBe(expected.belowMs);
    expect(found.budgetMs).toBeCloseTo(expected.budgetMs, 3);
  });
});

describe("breaksAt: when the promise breaks if nothing more happens", () => {
  test.each<[string, Partial<PromiseInput> & { fallsAt: number }, number | null]>([
    [
      "a fall foreseen for Saturday noon uses up its 8 h 24 min in the evening",
      { fallsAt: monday + 5.5 * day },
      monday + 5.5 * day + 8.4 * hour + 1,
    ],
    ["a score that never falls keeps its promise", { fallsAt: Number.POSITIVE_INFINITY }, null],
    ["a fall too late in the week to use the budget up keeps it", { fallsAt: week.to - 8.4 * hour }, null],
    ["one millisecond earlier breaks it at the very end", { fallsAt: week.to - 8.4 * hour - 1 }, week.to],
    [
      "while below it is what is left of the budget from now",
      { crossings: [below(monday + 3.5 * day - 2 * hour)], isBelow: true, fallsAt: 0 },
      monday + 3.5 * day + 6.4 * hour + 1,
    ],
    [
      "rest in between stops the clock",
      {
        fallsAt: monday + 4 * day,
        restWindows: [{ from: monday + 4 * day, to: monday + 5 * day }],
      },
      monday + 5 * day + 0.05 * 144 * hour + 1,
    ],
    [
      "a fall that has passed without being noticed counts from now, as the crossings say what was before",
      { fallsAt: monday + day },
      monday + 3.5 * day + 8.4 * hour + 1,
    ],
    ["a promise that is broken cannot break again", { isBelow: true, fallsAt: 0 }, null],
    ["a promise of all the time breaks with the fall", { share: 1, fallsAt: monday + 5 * day }, monday + 5 * day + 1],
    ["after the window's end nothing breaks any more", { now: week.to, isBelow: false, fallsAt: week.to + day }, null],
  ])("%s", (_, { fallsAt, ...change }, expected) => {
    expect(breaksAt({ ...quiet, ...change, fallsAt })).toBe(expected);
  });
});

describe("burnOf: warnings before the promise breaks", () => {
  const now = quiet.now;
  test.each<[string, Partial<PromiseInput>, ReturnType<typeof burnOf>]>([
    ["a score that never fell does not burn", {}, "none"],
    [
      "a tenth of the budget, 50.4 min, within the last 3 h of a week is a fast burn",
      { crossings: [below(now - 51 * minute)], isBelow: true },
      "fast",
    ],
    ["a minute less of it is none yet", { crossings: [below(now - 50 * minute)], isBelow: true }, "none"],
    [
      "a quarter of the budget, 2 h 6 min, within the last day is a slow burn",
      { crossings: [below(now - 8 * hour), above(now - 6 * hour), below(now - 7 * minute)], isBelow: true },
      "slow",
    ],
    [
      "a minute less of it is none yet",
      { crossings: [below(now - 8 * hour), above(now - 6 * hour), below(now - 5 * minute)], isBelow: true },
      "none",
    ],
    [
      "a fast burn ends a quarter of an hour after the score is back",
      { crossings: [below(now - 76 * minute), above(now - 16 * minute)] },
      "none",
    ],
    ["and not before", { crossings: [below(now - 74 * minute), above(now - 14 * minute)] }, "fast"],
    [
      "a slow burn ends two hours after the score is back",
      { crossings: [below(now - 8 * hour), above(now - 2 * hour)] },
      "none",
    ],
    [
      "more below than the budget allows is broken, whether or not it burns",
      { crossings: [below(monday + hour), above(monday + 10 * hour)] },
      "broken",
    ],
    [
      "the budget used up to the last millisecond is not broken",
      { crossings: [below(monday + hour), above(monday + hour + 8.4 * hour)] },
      "none",
    ],
    [
      "time below in agreed rest burns nothing",
      { crossings: [below(now - 2 * hour)], isBelow: true, restWindows: [{ from: now - 3 * hour, to: now + hour }] },
      "none",
    ],
    [
      "a promise of all the time is broken by its first minute",
      { share: 1, crossings: [below(now - minute)], isBelow: true },
      "broken",
    ],
    ["without anything below, not even a promise without budget is broken", { share: 1 }, "none"],
  ])("%s", (_, change, expected) => {
    expect(burnOf({ ...quiet, ...change })).toBe(expected);
  });

  test("a fast burn is at least 5.6 times the rate that the window can bear, a slow one 1.75 times", () => {
    expect(burnWarnings.fast.ofBudget / burnWarnings.fast.ofWindow).toBeCloseTo(5.6, 9);
    expect(burnWarnings.slow.ofBudget / burnWarnings.slow.ofWindow).toBeCloseTo(1.75, 9);
  });
});

/** Crossings that alternate, as a replay makes them, with what they say of the end. */
const lived = fc
  .record({
    at: fc.uniqueArray(fc.integer({ min: -2 * 1440, max: 9 * 1440 }), { maxLength: 12 }),
    startsBelow: fc.boolean(),
    now: fc.integer({ min: -1440, max: 10 * 1440 }),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    rest: fc.array(fc.tuple(fc.integer({ min: -1440, max: 8 * 1440 }), fc.integer({ min: 0, max: 2880 })), {
      maxLength: 3,
    }),
  })
  .map(({ at, startsBelow, now, share, rest }): PromiseInput & { startsBelow: boolean } => {
    const crossings = at
      .toSorted((a, b) => a - b)
      .map((time, index) => (index % 2 === (startsBelow ? 1 : 0) ? below : above)(monday + time * minute));
    const end = monday + now * minute;
    const last = crossings.findLast((crossing) => crossing.at <= end);
    const isBelow = last === undefined ? startsBelow : last.direction === "below";
    const restWindows = rest.map(([from, length]) => ({
      from: monday + from * minute,
      to: monday + (from + length) * minute,
    }));
    return { crossings, isBelow, window: week, now: end, share, restWindows, startsBelow };
  });

/** Every minute of the window asked by itself: the slow way to the same figures. */
function minuteByMinute(input: PromiseInput & { startsBelow: boolean }): { counted: number; low: number } {
  let counted = 0;
  let low = 0;
  for (let at = input.window.from; at < Math.min(input.window.to, input.now); at += minute) {
    if (input.restWindows?.some(({ from, to }) => at >= from && at < to)) continue;
    counted++;
    const last = input.crossings.filter((crossing) => crossing.at <= at).at(-1);
    if (last === undefined ? input.startsBelow : last.direction === "below") low++;
  }
  return { counted, low };
}

describe("laws of attainment", () => {
  test("it is what asking every minute gives", () => {
    fc.assert(
      fc.property(lived, (input) => {
        const { counted, low } = minuteByMinute(input);
        const found = attainment(input);
        expect(found.countedMs).toBe(counted * minute);
        expect(found.belowMs).toBe(low * minute);
      }),
      { numRuns: 60 },
    );
  });

  test("a window cut in two counts the same time below, and the same budget, as its parts together", () => {
    fc.assert(
      fc.property(lived, fc.integer({ min: 0, max: 7 * 1440 }), (input, cut) => {
        const middle = monday + cut * minute;
        const first = attainment({ ...input, window: { from: week.from, to: middle } });
        const second = attainment({ ...input, window: { from: middle, to: week.to } });
        const whole = attainment(input);
        expect(first.belowMs + second.belowMs).toBe(whole.belowMs);
        expect(first.countedMs + second.countedMs).toBe(whole.countedMs);
        expect(first.budgetMs + second.budgetMs).toBeCloseTo(whole.budgetMs, 3);
      }),
    );
  });

  test("the order of crossings and of rest windows is irrelevant", () => {
    fc.assert(
      fc.property(lived, (input) => {
        const turned = {
          ...input,
          crossings: input.crossings.toReversed(),
          restWindows: input.restWindows?.toReversed() ?? [],
        };
        expect(attainment(turned)).toEqual(attainment(input));
      }),
    );
  });

  test("burn rate × share of the counting window that is over = share of the budget that is spent", () => {
    fc.assert(
      fc.property(lived, (input) => {
        const { burnRate, countedMs, budgetMs, leftMs, belowMs } = attainment(input);
        fc.pre(input.share < 0.999 && belowMs > 0);
        const over = countedMs / (budgetMs / (1 - input.share));
        expect(burnRate * over).toBeCloseTo((budgetMs - leftMs) / budgetMs, 6);
      }),
    );
  });

  test("more rest never adds time below, and a stricter share never leaves more budget", () => {
    fc.assert(
      fc.property(lived, fc.integer({ min: 0, max: 7 * 1440 }), (input, from) => {
        const rest = { from: monday + from * minute, to: monday + (from + 300) * minute };
        const rested = attainment({ ...input, restWindows: [...(input.restWindows ?? []), rest] });
        expect(rested.belowMs).toBeLessThanOrEqual(attainment(input).belowMs);
        const stricter = attainment({ ...input, share: Math.min(1, input.share + 0.1) });
        expect(stricter.leftMs).toBeLessThanOrEqual(attainment(input).leftMs + 1e-6);
      }),
    );
  });

  test("if nothing more happens it is kept up to the very instant foreseen, and broken from then on", () => {
    fc.assert(
      fc.property(lived, fc.integer({ min: 0, max: 8 * 1440 }), (input, wait) => {
        const now = Math.max(input.now, week.from);
        const crossings = input.crossings.filter(({ at }) => at <= now);
        const last = crossings.at(-1);
        const isBelow = last === undefined ? input.startsBelow : last.direction === "below";
        const fallsAt = now + wait * minute;
        const asked = { ...input, crossings, isBelow, now };
        const at = breaksAt({ ...asked, fallsAt });
        fc.pre(at !== null);
        const later = (t: number) => {
          const falls = !isBelow && fallsAt <= t;
          return {
            ...asked,
            now: t,
            isBelow: isBelow || falls,
            crossings: falls ? [...crossings, below(fallsAt)] : crossings,
          };
        };
        expect(burnOf(later((at ?? 0) - 2))).not.toBe("broken");
        expect(burnOf(later((at ?? 0) + 1))).toBe("broken");
      }),
    );
  });

  test("shifting every instant by the same time changes nothing", () => {
    fc.assert(
      fc.property(lived, fc.integer({ min: -4000, max: 4000 }), (input, days) => {
        const shift = ({ from, to }: Stretch) => ({ from: from + days * day, to: to + days * day });
        const moved: PromiseInput = {
          ...input,
          window: shift(input.window),
          now: input.now + days * day,
          crossings: input.crossings.map(({ at, direction }) => ({ at: at + days * day, direction })),
          restWindows: input.restWindows?.map(shift) ?? [],
        };
        expect(attainment(moved)).toEqual(attainment(input));
        expect(burnOf(moved)).toBe(burnOf(input));
      }),
    );
  });
});

describe("bad input is refused by the name of its field", () => {
  test.each<[string, Partial<PromiseInput>]>([
    ["now", { now: Number.NaN }],
    ["share", { share: 0 }],
    ["share", { share: 1.01 }],
    ["share", { share: Number.NaN }],
    ["window.from", { window: { from: Number.NEGATIVE_INFINITY, to: monday } }],
    ["window.to", { window: { from: monday, to: monday - 1 } }],
    ["restWindows.to", { restWindows: [{ from: monday, to: monday - 1 }] }],
    ["restWindows.from", { restWindows: [{ from: Number.NaN, to: monday }] }],
    ["crossings.at", { crossings: [below(Number.POSITIVE_INFINITY)] }],
  ])("%s", (field, change) => {
    const asked = { ...quiet, ...change };
    for (const ask of [() => attainment(asked), () => burnOf(asked), () => breaksAt({ ...asked, fallsAt: monday })]) {
      expect(ask).toThrow(InvalidInput);
      expect(ask).toThrow(expect.objectContaining({ field }));
    }
  });
});
