import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type History, type Replay, replay, scoreHistoryAt, stateAt, type Target } from "../src/index.ts";
import { end, history, instant } from "./arbitraries.ts";
import { begin, dayMs } from "./clients.ts";
import { naiveScore } from "./naive.ts";
import { expectNear, expectSameState } from "./near.ts";

const until = end + 30 * dayMs;

const targets: fc.Arbitrary<Target[]> = fc.array(
  fc.record({ from: instant, value: fc.double({ min: 1, max: 60, noNaN: true }) }),
  { maxLength: 3 },
);

function targetAt(known: readonly Target[], t: number): number | undefined {
  return known
    .filter(({ from }) => from <= t)
    .sort((a, b) => a.from - b.from)
    .at(-1)?.value;
}

/** Every instant at which something other than decay may move the score. */
function eventsOf({ signals, audience, holds, algorithms }: History, known: readonly Target[]): number[] {
  const instants = [...signals, ...audience].map(({ at }) => at);
  const others = [
    ...holds.flatMap(({ from, to }) => [from, to ?? until]),
    ...algorithms.map(({ from }) => from),
    ...known.map(({ from }) => from),
  ];
  return [...new Set([...instants, ...others, until])].filter((at) => at >= begin && at <= until).sort((a, b) => a - b);
}

/** Looks at every event and at the millisecond before it; in between the score only falls, so bisection finds the rest. */
function naiveCrossings(whole: History, known: readonly Target[]): { at: number; direction: string }[] {
  const found: { at: number; direction: string }[] = [];
  const isBelow = (t: number) => naiveScore(whole, t) < (targetAt(known, t) ?? 0);
  let below = false;
  let last = begin - 1;
  for (const event of eventsOf(whole, known)) {
    if (!below && event - 1 > last && isBelow(event - 1)) {
      let [above, under] = [last, event - 1];
      while (under - above > 1) {
        const middle = Math.floor((above + under) / 2);
        if (isBelow(middle)) under = middle;
        else above = middle;
      }
      found.push({ at: under, direction: "below" });
      below = true;
    }
    if (isBelow(event) !== below) {
      below = !below;
      found.push({ at: event, direction: below ? "below" : "above" });
    }
    last = event;
  }
  return found;
}

/** Crossings of scores that graze a target may differ by rounding: only those that clear it by more are compared. */
function grazes(whole: History, known: readonly Target[]): boolean {
  return eventsOf(whole, known).some((event) =>
    [event - 1, event].some((t) => Math.abs(naiveScore(whole, t) - (targetAt(known, t) ?? -1)) < 1e-6),
  );
}

describe("replay", () => {
  test("finds the crossings that looking at every millisecond would find", () => {
    fc.assert(
      fc.property(history, targets, (whole, known) => {
        fc.pre(!grazes(whole, known));
        const { crossings } = replay({ history: whole, start: null, until, targets: known });
        const expected = naiveCrossings(whole, known);
        expect(crossings.map(({ direction }) => direction)).toEqual(expected.map(({ direction }) => direction));
        for (const [index, { at }] of crossings.entries()) {
          expect(Math.abs(at - (expected[index]?.at ?? Number.NaN))).toBeLessThanOrEqual(1_000);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("names at each crossing the target, the algorithm and the score of that instant", () => {
    fc.assert(
      fc.property(history, targets, (whole, known) => {
        for (const crossing of replay({ history: whole, start: null, until, targets: known }).crossings) {
          const score = scoreHistoryAt(whole, crossing.at);
          expectNear(crossing.value, score.value);
          expect(crossing.algorithmId).toBe(score.algorithmId);
          expect(crossing.target).toBe(targetAt(known, crossing.at));
          expect(crossing.direction).toBe(crossing.value < crossing.target ? "below" : "above");
        }
      }),
    );
  });

  test("ends in the state that the history gives directly", () => {
    fc.assert(
      fc.property(history, (whole) => {
        const { states } = replay({ history: whole, start: null, until, targets: [] });
        const expected = stateAt(whole, until);
        const actual = states[expected.algorithmId];
        if (actual === undefined) throw new Error("the active algorithm has no state");
        expectSameState(actual, expected);
      }),
    );
  });

  test("tells at each asked instant the score, its headroom and its coverage", () => {
    fc.assert(
      fc.property(history, targets, fc.uniqueArray(instant, { maxLength: 5 }), (whole, known, instants) => {
        const pointsAt = instants.sort((a, b) => a - b);
        const { points } = replay({ history: whole, start: null, until, targets: known, pointsAt });
        expect(points.map(({ at }) => at)).toEqual(pointsAt);
        for (const point of points) {
          const target = targetAt(known, point.at);
          expectNear(point.value, naiveScore(whole, point.at));
          expectNear(point.coverage, scoreHistoryAt(whole, point.at).coverage);
          if (target === undefined) expect(point.headroom).toBeNull();
          else expectNear(point.headroom ?? Number.NaN, point.value - target);
        }
      }),
    );
  });

  test("cut in two at any checkpoint gives what one replay gives", () => {
    fc.assert(
      fc.property(history, targets, instant, (whole, known, cut) => {
        const one = replay({ history: whole, start: null, until, targets: known });
        const first = replay({ history: whole, start: null, until: cut, targets: known, checkpointsAt: [cut] });
        const start = first.checkpoints[0]?.states ?? null;
        const second = replay({ history: whole, start, until, targets: known });
        expectSameReplay({ ...second, crossings: [...first.crossings, ...second.crossings] }, one);
      }),
    );
  });
});

function expectSameReplay(actual: Replay, expected: Replay): void {
  const clear = ({ crossings }: Replay) =>
    crossings.map(({ at, direction }) => ({ second: Math.round(at / 1_000), direction }));
  const seconds = (all: ReturnType<typeof clear>) => all.map(({ direction }) => direction);
  expect(seconds(clear(actual))).toEqual(seconds(clear(expected)));
  for (const [id, state] of Object.entries(expected.states)) {
    const other = actual.states[id];
    if (other === undefined) throw new Error(`no state of ${id}`);
    expectSameState(other, state);
  }
}
