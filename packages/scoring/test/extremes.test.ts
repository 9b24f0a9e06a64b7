import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  emptyState,
  fold,
  hold,
  merge,
  release,
  replay,
  runway,
  type State,
  scoreAt,
  scoreHistoryAt,
  series,
  steady1,
  type Term,
} from "../src/index.ts";
import { algorithm, history } from "./arbitraries.ts";
import { begin, channelsOf, dayMs } from "./clients.ts";
import { naiveScore } from "./naive.ts";
import { expectNear } from "./near.ts";

const yearMs = 365 * dayMs;
const farthest = 8.64e15;
const channels = channelsOf([{ id: "a", network: "x", followers: 0, posts: 0, links: 0, inbound: {} }]);
const like = (at: number, weight = 1): Term => ({ channelId: "a", kind: "like", at, weight });

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

function expectFinite(state: State): void {
  for (const number of numbersIn(state)) expect(Number.isFinite(number)).toBe(true);
}

describe("over a century", () => {
  test("daily folds neither overflow nor lose the newest", () => {
    fc.assert(
      fc.property(algorithm, (made) => {
        let state = emptyState(made, channels, begin);
        for (let month = 1; month <= 1_200; month++) {
          const at = begin + month * 30 * dayMs;
          state = fold(made, state, { add: [like(at)] }, at);
        }
        expectFinite(state);
        const { value } = scoreAt(made, state, state.asOf);
        const fresh = fold(made, emptyState(made, channels, begin), { add: [like(state.asOf)] }, state.asOf);
        expect(value).toBeGreaterThanOrEqual(scoreAt(made, fresh, fresh.asOf).value - 1e-9);
      }),
      { numRuns: 10 },
    );
  });

  test("of silence every score comes to rest between 1 and what followers give", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 50, max: 1_000 }), (whole, years) => {
        const open = { ...whole, holds: [] };
        const t = begin + years * yearMs;
        const score = scoreHistoryAt(open, t);
        const reach = score.components.find(({ id }) => id === "reach")?.points ?? 0;
        expect(score.value).toBeGreaterThanOrEqual(1);
        expect(score.value - 1 - reach).toBeLessThan(1);
        expectNear(score.value, naiveScore(open, t));
      }),
    );
  });

  test("a hold that lasts it keeps what it held", () => {
    fc.assert(
      fc.property(algorithm, (made) => {
        const before = fold(made, emptyState(made, channels, begin), { add: [like(begin, 50)] }, begin);
        const held = hold(before, "a", begin);
        const after = fold(made, held, {}, begin + 100 * yearMs);
        expectNear(scoreAt(made, after, after.asOf).value, scoreAt(made, before, begin).value);
        const open = release(after, "a", {}, after.asOf);
        expectNear(scoreAt(made, open, open.asOf).value, scoreAt(made, before, open.asOf).value);
      }),
    );
  });

  test("states a century apart merge", () => {
    fc.assert(
      fc.property(algorithm, (made) => {
        const [other] = channelsOf([{ id: "b", network: "x", followers: 0, posts: 0, links: 0, inbound: {} }]);
        const old = fold(made, emptyState(made, channels, begin), { add: [like(begin, 50)] }, begin);
        const young = emptyState(made, other ? [other] : [], begin + 100 * yearMs);
        const both = merge(old, young);
        expectFinite(both);
        expectNear(scoreAt(made, both, both.asOf).value, scoreAt(made, old, both.asOf).value);
      }),
    );
  });

  test("one replay covers it, with signals at both ends", () => {
    fc.assert(
      fc.property(history, (whole) => {
        const late = begin + 100 * yearMs;
        const signals = [
          ...whole.signals,
          ...whole.signals.map((signal) => ({ ...signal, id: `late ${signal.id}`, at: signal.at + 100 * yearMs })),
        ];
        const long = { ...whole, signals };
        const until = late + 200 * dayMs;
        const pointsAt = [begin + dayMs, late, until];
        const { points, states } = replay({
          history: long,
          start: null,
          until,
          targets: [{ from: begin, value: 20 }],
          pointsAt,
        });
        for (const { at, value } of points) expectNear(value, naiveScore(long, at));
        for (const state of Object.values(states)) expectFinite(state);
      }),
      { numRuns: 40 },
    );
  });
});

describe("at the ends of the calendar", () => {
  test.each([
    ["the first instant", -farthest],
    ["1970", 0],
    ["the last instant", farthest],
  ])("%s can be scored", (_, t) => {
    const state = fold(steady1, emptyState(steady1, channels, t), { add: [like(t)] }, t);
    expectFinite(state);
    expect(scoreAt(steady1, state, t).value).toBeGreaterThan(1);
  });

  test("a state of the first instant can be asked at the last", () => {
    const state = fold(steady1, emptyState(steady1, channels, -farthest), { add: [like(-farthest, 1e300)] }, -farthest);
    expect(scoreAt(steady1, state, farthest).value).toBe(1);
    expect(runway(steady1, state, 50, farthest)).toEqual({ kind: "already" });
  });

  test("a term of the first instant folded at the last weighs nothing", () => {
    const state = fold(steady1, emptyState(steady1, channels, 0), { add: [like(-farthest)] }, farthest);
    expectFinite(state);
    expect(scoreAt(steady1, state, farthest).value).toBe(1);
  });

  test("a series may span it all", () => {
    const whole = {
      channels,
      signals: [{ id: "1", channelId: "a", kind: "like" as const, at: 0, count: 1 }],
      audience: [],
      holds: [],
      algorithms: [{ algorithm: steady1, from: 0 }],
    };
    const values = series(whole, [-farthest, -1, 0, farthest]).map(({ value }) => value);
    expect(values[0]).toBe(1);
    expect(values[1]).toBe(1);
    expect(values[2]).toBeGreaterThan(1);
    expect(values[3]).toBe(1);
  });
});

describe("of sizes", () => {
  test.each([1e-300, 1e-9, 1, 1e9, 1e100, 1e300])("a weight of %d is neither lost nor too much", (weight) => {
    const state = fold(steady1, emptyState(steady1, channels, begin), { add: [like(begin, weight)] }, begin);
    const { value } = scoreAt(steady1, state, begin);
    expect(value).toBeGreaterThanOrEqual(1);
    expect(value).toBeLessThanOrEqual(100);
  });

  test("nothing at all, on no channel, scores 1 at any time", () => {
    fc.assert(
      fc.property(algorithm, fc.integer({ min: -1e15, max: 1e15 }), (made, t) => {
        expect(scoreAt(made, emptyState(made, [], t), t)).toMatchObject({ value: 1, coverage: 1, channels: [] });
      }),
    );
  });
});
