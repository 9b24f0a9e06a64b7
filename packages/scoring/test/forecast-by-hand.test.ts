import { describe, expect, test } from "vitest";
import { type Algorithm, emptyState, fold, forecast, forecastHorizonMs, type Habits } from "../src/index.ts";
import { dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, onlyBy, plain, plainChannel } from "./plain.ts";

const t = day(10);
const habitsOf = (given: Partial<Habits> = {}): Habits => ({
  channelId: "a",
  network: "x",
  asOf: t,
  posts: 30,
  postsPerWeek: 7,
  linkShare: 0,
  perPost: {},
  perDay: {},
  luckVariance: 1e-9,
  levelVariance: 0,
  curve: { medianMs: 60_000, sigma: 0.3, basis: "own", sample: { reactions: 100, posts: 20 } },
  recent: [],
  hours: { posts: 30, hours: [] },
  ...given,
});
const channels = [plainChannel("a"), plainChannel("b")];
const roomy = (id: "engagement" | "amplification"): Algorithm =>
  onlyBy(id, { [id]: { ...plain[id], saturation: { knee: 1, full: 2 ** 30 - 1 } } });
/** How much decayed mass a score of a roomy algorithm stands for. */
const massOf = (score: number) => 2 ** (((score - 1) * 30) / 99) - 1;

describe("a forecast, by hand", () => {
  const algorithm = roomy("engagement");
  const rising = (times: readonly number[], perDay = 1e7) =>
    forecast(algorithm, emptyState(algorithm, channels, t), {
      habits: [habitsOf({ perDay: { like: perDay } })],
      plan: [],
      t,
      times,
      paths: 40,
    }).map((point) => massOf(point.with.median) / perDay);

  // What comes at a steady rate and halves daily is (1 − 2^−days) ÷ ln 2 of a day's; steps of half a day are right to 1 %.
  test.each([1, 2, 5, 14])("of a steady stream from nothing is its closed form after %d days", (days) => {
    const [mass] = rising([t + days * dayMs]);
    expect(Math.abs((mass ?? 0) / ((1 - 2 ** -days) / Math.LN2) - 1)).toBeLessThan(0.01);
  });

  test("does not depend on which other instants are asked for", () => {
    const [alone] = rising([t + 14 * dayMs]);
    const among = rising(Array.from({ length: 14 }, (_, i) => t + (i + 1) * dayMs)).at(-1);
    const odd = rising([t + hourMs, t + 3.3 * dayMs, t + 14 * dayMs]).at(-1);
    expect(Math.abs((alone ?? 0) / (among ?? 1) - 1)).toBeLessThan(0.01);
    expect(Math.abs((odd ?? 0) / (among ?? 1) - 1)).toBeLessThan(0.01);
  });

  test("answers for the instants it was asked for, in their order", () => {
    const times = [t + 1, t + hourMs, t + 20 * dayMs];
    const points = forecast(plain, emptyState(plain, channels, t), { habits: [], plan: [], t, times, paths: 1 });
    expect(points.map(({ at }) => at)).toEqual(times);
  });

  test("reaches two weeks where nobody says otherwise", () => {
    expect(forecastHorizonMs).toBe(14 * 86_400_000);
  });

  test("of a planned post is its presence and what it draws, decayed since", () => {
    const plan = [{ channelId: "a", at: t + dayMs, carriesLink: false }];
    const [before, after] = forecast(algorithm, emptyState(algorithm, channels, t), {
      habits: [habitsOf({ perPost: { like: 1e6 } })],
      plan,
      t,
      times: [t + dayMs, t + 2 * dayMs],
      paths: 20,
    });
    expect(before?.with).toEqual({ low: 1, median: 1, high: 1 });
    // All comes within the half day after it and counts in the middle of that.
    expect(massOf(after?.with.median ?? 0) / 1e6).toBeCloseTo(2 ** -0.75, 2);
    expect(after?.without).toEqual({ low: 1, median: 1, high: 1 });
  });

  test("of a post with a link doubles its reshares' worth", () => {
    const reshares = roomy("amplification");
    const of = (carriesLink: boolean) =>
      forecast(reshares, emptyState(reshares, channels, t), {
        habits: [habitsOf({ perPost: { reshare: 1e6 } })],
        plan: [{ channelId: "a", at: t, carriesLink }],
        t,
        times: [t + dayMs / 2],
        paths: 20,
      })[0]?.with.median ?? 0;
    expect(massOf(of(true)) / massOf(of(false))).toBeCloseTo(2, 1);
  });

  test("of Poisson counts has their band: of mean 100 a tenth lies below 87 and above 113", () => {
    const still = onlyBy("engagement", {
      engagement: { ...plain.engagement, halfLifeMs: 1e9 * dayMs, saturation: { knee: 1, full: 2 ** 30 - 1 } },
    });
    const [point] = forecast(still, emptyState(still, channels, t), {
      habits: [habitsOf({ perDay: { like: 200 } })],
      plan: [],
      t,
      times: [t + dayMs / 2],
      paths: 4_000,
    });
    const near = (found: number, expected: number) => expect(Math.abs(found - expected)).toBeLessThan(1.6);
    near(massOf(point?.with.low ?? 0), 87);
    near(massOf(point?.with.median ?? 0), 100);
    near(massOf(point?.with.high ?? 0), 113);
  });

  test("keeps what is there already, fading", () => {
    const state = fold(
      algorithm,
      emptyState(algorithm, channels, t),
      { add: [{ channelId: "b", kind: "like", at: t, weight: 4_000 }] },
      t,
    );
    const points = forecast(algorithm, state, { habits: [], plan: [], t, times: [t + dayMs, t + 3 * dayMs], paths: 1 });
    expectNear(massOf(points[0]?.with.median ?? 0), 2_000);
    expectNear(massOf(points[1]?.without.median ?? 0), 500);
  });

  test("may be asked some time after the state was saved", () => {
    const state = emptyState(algorithm, channels, t - 3 * dayMs);
    const likes = fold(
      algorithm,
      state,
      { add: [{ channelId: "a", kind: "like", at: t - 3 * dayMs, weight: 4_000 }] },
      t - 3 * dayMs,
    );
    const [point] = forecast(algorithm, likes, { habits: [], plan: [], t, times: [t + dayMs], paths: 1 });
    expectNear(massOf(point?.with.median ?? 0), 250);
  });

  test("may not be asked of a state that is younger than now", () => {
    expect(() =>
      forecast(plain, emptyState(plain, channels, t + 1), { habits: [], plan: [], t, times: [t + dayMs], paths: 1 }),
    ).toThrow();
  });
});
