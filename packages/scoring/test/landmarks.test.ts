import { describe, expect, test } from "vitest";
import { type Algorithm, classic1, scoreHistoryAt, series, steady1 } from "../src/index.ts";
import { afterWarmUp, atRandom, begin, blogger, bot, dayMs, evenly, type Habit, historyOf, star } from "./clients.ts";

/** Sizes in points: [least, most], per algorithm, from the contract. */
interface Landmark {
  readonly title: string;
  readonly classic: readonly [number, number];
  readonly steady: readonly [number, number];
}

const levels: readonly (Landmark & { readonly habits: readonly Habit[] })[] = [
  { title: "nothing at all", habits: [], classic: [1, 1], steady: [1, 1] },
  { title: "the blogger", habits: blogger, classic: [54, 57], steady: [47, 50] },
  { title: "a bot that posts every minute", habits: bot, classic: [1, 35], steady: [1, 18] },
  { title: "a star on five channels", habits: star, classic: [93, 99], steady: [93, 99] },
];

const silences: readonly (Landmark & { readonly days: number })[] = [
  { title: "2 days", days: 2, classic: [-5, -2.5], steady: [-0.6, 0] },
  { title: "7 days", days: 7, classic: [-16, -9], steady: [-3, -1] },
  { title: "30 days", days: 30, classic: [-30, -18], steady: [-10, -6] },
];

const fluctuations = [
  { title: "a day", days: 1, most: 0.6 },
  { title: "a week", days: 7, most: 2.2 },
  { title: "a month", days: 30, most: 5.4 },
] as const;

const usual = { from: begin, to: afterWarmUp };

function levelOf(algorithm: Algorithm, habits: readonly Habit[]): number {
  return scoreHistoryAt(historyOf(algorithm, habits, evenly(habits, usual)), afterWarmUp).value;
}

function fallIn(algorithm: Algorithm, days: number): number {
  const to = afterWarmUp + days * dayMs;
  const silence = evenly(blogger, { from: afterWarmUp, to, posting: 0, reacting: 0.3 });
  const [before, after] = series(historyOf(algorithm, blogger, [...evenly(blogger, usual), ...silence]), [
    afterWarmUp,
    to,
  ]);
  return (after?.value ?? Number.NaN) - (before?.value ?? Number.NaN);
}

function expectWithin(value: number, [least, most]: readonly [number, number]): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}

describe.each([classic1, steady1])("$id", (algorithm) => {
  const range = (landmark: Landmark) => (algorithm === classic1 ? landmark.classic : landmark.steady);

  test.each(levels)("scores $title where the contract puts it", (landmark) => {
    expectWithin(levelOf(algorithm, landmark.habits), range(landmark));
  });

  test.each(silences)("lets the blogger fall as far in $title of silence as the contract says", (landmark) => {
    expectWithin(fallIn(algorithm, landmark.days), range(landmark));
  });

  test("keeps the bot strictly below its limit", () => {
    expect(levelOf(algorithm, bot)).toBeLessThan(algorithm === classic1 ? 35 : 18);
  });
});

describe("steady-1 under Poisson arrivals", () => {
  const watchedDays = 365;
  const times = Array.from({ length: watchedDays + 1 }, (_, day) => afterWarmUp + day * dayMs);
  const runs = [1, 2, 3].map((seed) => {
    const signals = atRandom(blogger, { from: begin, to: afterWarmUp + watchedDays * dayMs }, seed);
    return series(historyOf(steady1, blogger, signals), times).map(({ value }) => value);
  });

  test.each(fluctuations)("19 of 20 changes over $title stay within $most points", ({ days, most }) => {
    const changes = runs
      .flatMap((values) => values.slice(days).map((value, index) => Math.abs(value - (values[index] ?? Number.NaN))))
      .sort((a, b) => a - b);
    expect(changes.length).toBeGreaterThan(900);
    expect(changes[Math.ceil(changes.length * 0.95) - 1]).toBeLessThanOrEqual(most);
  });
});
