import { describe, expect, test } from "vitest";
import {
  classic1,
  type History,
  neededFrom,
  receipt,
  replay,
  scoreHistoryAt,
  series,
  stateAt,
  steady1,
} from "../src/index.ts";
import { afterWarmUp, atRandom, begin, blogger, dayMs, historyOf, hourMs } from "./clients.ts";
import { expectNear, expectSameState } from "./near.ts";

/** Half a year of the blogger at random, a third of it by forty named actors, with two outages and a change of algorithm. */
const signals = atRandom(blogger, { from: begin, to: afterWarmUp }, 7).map((signal, index) =>
  index % 3 === 0 && signal.kind !== "post" && signal.kind !== "linkPost"
    ? { ...signal, actor: `actor ${index % 40}` }
    : signal,
);
const busy: History = {
  ...historyOf(steady1, blogger, signals),
  holds: [
    { channelId: "facebook", from: begin + 40 * dayMs + 5 * hourMs, to: begin + 45 * dayMs },
    { channelId: "x", from: begin + 100 * dayMs, to: begin + 101 * dayMs + 1 },
  ],
  algorithms: [
    { algorithm: steady1, from: 0 },
    { algorithm: classic1, from: begin + 120 * dayMs },
  ],
};
const targets = [
  { from: begin, value: 30 },
  { from: begin + 60 * dayMs, value: 47.5 },
];
const midnights = Array.from({ length: 180 }, (_, day) => begin + (day + 1) * dayMs - 1);
const whole = replay({
  history: busy,
  start: null,
  until: afterWarmUp,
  targets,
  pointsAt: midnights,
  checkpointsAt: midnights,
});

describe("a busy client's half year", () => {
  test("scores in one replay what each instant scores by itself", () => {
    for (const { at, value, coverage, algorithmId } of whole.points.filter((_, index) => index % 15 === 0)) {
      const direct = scoreHistoryAt(busy, at);
      expectNear(value, direct.value);
      expectNear(coverage, direct.coverage);
      expect(algorithmId).toBe(direct.algorithmId);
    }
  });

  test("has daily checkpoints that equal the states rebuilt from history", () => {
    for (const { at, states } of whole.checkpoints.filter((_, index) => index % 30 === 0)) {
      const direct = stateAt(busy, at);
      const state = states[direct.algorithmId];
      expect(state).toBeDefined();
      if (state !== undefined) expectSameState(state, direct);
    }
  });

  test("is told the same from every thirtieth checkpoint on, with only what that needs", () => {
    for (const { at, states } of whole.checkpoints.filter((_, index) => index % 30 === 14)) {
      const from = new Map(
        Object.values(states)
          .flatMap(neededFrom)
          .map((needed) => [needed.channelId, needed.from]),
      );
      const isNeeded = (one: { channelId: string; at: number }) => one.at >= (from.get(one.channelId) ?? 0);
      const rest = {
        ...busy,
        signals: busy.signals.filter(isNeeded),
        audience: busy.audience.filter(isNeeded),
        holds: busy.holds.filter(({ to }) => (to ?? at + 1) > at),
      };
      const later = replay({ history: rest, start: states, until: afterWarmUp, targets });
      const expected = whole.crossings.filter((crossing) => crossing.at > at);
      expect(later.crossings.map(({ direction }) => direction)).toEqual(expected.map(({ direction }) => direction));
      for (const [index, crossing] of later.crossings.entries())
        expect(Math.abs(crossing.at - (expected[index]?.at ?? 0))).toBeLessThan(1_000);
      for (const [id, state] of Object.entries(later.states)) expectSameState(state, whole.states[id] ?? state);
    }
  });

  test("crosses its target both ways by turns, each time truly", () => {
    expect(whole.crossings.length).toBeGreaterThan(10);
    for (const [index, { at, direction, target, value }] of whole.crossings.entries()) {
      expect(direction).toBe(index % 2 === 0 ? "below" : "above");
      expect(value < target).toBe(direction === "below");
      if (index % 10 === 0) expectNear(scoreHistoryAt(busy, at).value, value);
    }
  });

  test("has a receipt that sums to what its series says, for every month", () => {
    const months = Array.from({ length: 7 }, (_, month) => begin + month * 30 * dayMs);
    const points = series(busy, months);
    for (const [index, to] of months.slice(1).entries()) {
      const bill = receipt(busy, months[index] ?? begin, to);
      const sum = bill.lines.reduce((total, { points: own }) => total + own, 0);
      expectNear(sum, bill.after - bill.before);
      expectNear(bill.after, points[index + 1]?.value ?? Number.NaN);
    }
  });

  test("has one release line for each outage and one line for the change of algorithm", () => {
    const { lines } = receipt(busy, begin, afterWarmUp);
    const steps = lines.filter(({ kind }) => kind === "release" || kind === "algorithm");
    expect(steps.map((line) => ("at" in line ? line.at : 0)).sort()).toEqual([
      begin + 45 * dayMs,
      begin + 101 * dayMs + 1,
      begin + 120 * dayMs,
    ]);
  });
});
