import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  emptyState,
  fold,
  type History,
  hold,
  neededFrom,
  type Replay,
  replay,
  scoreHistoryAt,
  stateAt,
  steady1,
  type Target,
} from "../src/index.ts";
import { end, history, instant } from "./arbitraries.ts";
import { begin, dayMs, hourMs } from "./clients.ts";
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

  test("goes on from a checkpoint with no more of the past than it says it needs", () => {
    fc.assert(
      fc.property(history, targets, instant, (whole, known, cut) => {
        const one = replay({ history: whole, start: null, until, targets: known });
        const first = replay({ history: whole, start: null, until: cut, targets: known });
        const [state] = Object.values(first.states);
        const from = new Map(
          (state === undefined ? [] : neededFrom(state)).map((needed) => [needed.channelId, needed.from]),
        );
        const isNeeded = ({ channelId, at }: { channelId: string; at: number }) => at >= (from.get(channelId) ?? 0);
        const rest = {
          ...whole,
          signals: whole.signals.filter(isNeeded),
          audience: whole.audience.filter(isNeeded),
          holds: whole.holds.filter(({ to = until }) => to > cut),
        };
        const second = replay({ history: rest, start: first.states, until, targets: known });
        expectSameReplay({ ...second, crossings: [...first.crossings, ...second.crossings] }, one);
      }),
    );
  });

  test("needs nothing older than a checkpoint at the last millisecond of a UTC day, save of held channels", () => {
    const lastMs = begin + 10 * dayMs - 1;
    const channels = ["open", "held"].map((id) => ({ id, network: "x", knows: {} }));
    const state = hold(emptyState(steady1, channels, begin), "held", begin + dayMs + 5);
    expect(neededFrom(fold(steady1, state, {}, lastMs))).toEqual([
      { channelId: "open", from: lastMs + 1 },
      { channelId: "held", from: begin + dayMs },
    ]);
  });

  test("adds a channel that its start does not know", () => {
    const channel = { id: "new", network: "x", knows: {} };
    const start = { "steady-1": emptyState(steady1, [], begin) };
    const signals = [{ id: "1", channelId: "new", kind: "like" as const, at: begin + 5, count: 3 }];
    const whole: History = {
      channels: [channel],
      signals,
      audience: [],
      holds: [],
      algorithms: [{ algorithm: steady1, from: 0 }],
    };
    const { states } = replay({ history: whole, start, until, targets: [] });
    expectSameState(states["steady-1"] ?? emptyState(steady1, [], 0), stateAt(whole, until));
  });

  test.each<[string, number, readonly Target[], readonly string[]]>([
    ["nothing without a target", 5, [], []],
    ["nothing while the score stays above", 5, [{ from: begin, value: 1 }], []],
    ["a fall at once when the target starts above the score", 5, [{ from: begin + 10, value: 90 }], ["below 10"]],
    [
      "a rise when the target is lowered",
      5,
      [
        { from: begin + 10, value: 90 },
        { from: begin + 20, value: 2 },
      ],
      ["below 10", "above 20"],
    ],
    [
      "a fall and a rise when the target is raised and lowered",
      5,
      [
        { from: begin, value: 1 },
        { from: begin + 10, value: 90 },
        { from: begin + 20, value: 1 },
      ],
      ["below 10", "above 20"],
    ],
    ["a rise when a signal lifts the score", 5, [{ from: begin, value: 3 }], ["below 0", "above 5"]],
  ])("records %s", (_, likedAfter, known, expected) => {
    const signals = [{ id: "1", channelId: "a", kind: "like" as const, at: begin + likedAfter, count: 1_000 }];
    const whole: History = {
      channels: [{ id: "a", network: "x", knows: {} }],
      signals,
      audience: [],
      holds: [],
      algorithms: [{ algorithm: steady1, from: 0 }],
    };
    const { crossings } = replay({ history: whole, start: null, until: begin + hourMs, targets: known });
    expect(crossings.map(({ at, direction }) => `${direction} ${at - begin}`)).toEqual(expected);
  });
});

function expectSameReplay(actual: Replay, expected: Replay): void {
  expect(actual.crossings.map(({ direction }) => direction)).toEqual(
    expected.crossings.map(({ direction }) => direction),
  );
  for (const [index, { at }] of actual.crossings.entries()) {
    expect(Math.abs(at - (expected.crossings[index]?.at ?? Number.NaN))).toBeLessThanOrEqual(1_000);
  }
  for (const [id, state] of Object.entries(expected.states)) {
    const other = actual.states[id];
    if (other === undefined) throw new Error(`no state of ${id}`);
    expectSameState(other, state);
  }
}
