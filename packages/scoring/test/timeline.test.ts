import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { effectiveAt, heldFromAt, spansOf } from "../src/holds.ts";
import { type History, type Hold, kinds, type Term, weigh } from "../src/index.ts";
import { timelineOf } from "../src/timeline.ts";
import { end, history, instant, openHistory } from "./arbitraries.ts";
import { begin, dayMs } from "./clients.ts";
import { knownUntil } from "./naive.ts";
import { expectNear } from "./near.ts";

const until = end + 100 * dayMs;

/** Weights by channel, kind and instant: what terms amount to, however they are cut. */
function amounts(terms: readonly Term[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { channelId, kind, at, weight } of terms) {
    const key = `${channelId} ${kind} ${at}`;
    found.set(key, (found.get(key) ?? 0) + weight);
  }
  return found;
}

function rowsUntil(whole: History, t: number): Term[] {
  const { rows, channels } = timelineOf(whole, { until });
  const terms: Term[] = [];
  for (let i = 0; i < rows.length; i++) {
    if ((rows.effective[i] ?? 0) > t) break;
    terms.push({
      channelId: channels[rows.channel[i] ?? 0]?.id ?? "",
      kind: kinds[rows.kind[i] ?? 0] ?? "post",
      at: rows.at[i] ?? Number.NaN,
      weight: rows.weight[i] ?? Number.NaN,
    });
  }
  return terms;
}

function expectSameAmounts(actual: Map<string, number>, expected: Map<string, number>): void {
  for (const key of new Set([...actual.keys(), ...expected.keys()]))
    expectNear(actual.get(key) ?? 0, expected.get(key) ?? 0, key);
}

describe("a timeline", () => {
  test("summed up to any instant is what weighing everything not after it gives", () => {
    fc.assert(
      fc.property(openHistory, instant, (whole, t) => {
        expectSameAmounts(amounts(rowsUntil(whole, t)), amounts(weigh(whole.signals, t)));
      }),
      { numRuns: 200 },
    );
  });

  test("of held channels is what weighing everything known of each gives", () => {
    fc.assert(
      fc.property(history, instant, (whole, t) => {
        const known = whole.channels.flatMap(({ id }) => {
          const own = whole.signals.filter((signal) => signal.channelId === id);
          return weigh(own, knownUntil(whole, id, t));
        });
        expectSameAmounts(amounts(rowsUntil(whole, t)), amounts(known));
      }),
      { numRuns: 200 },
    );
  });

  test("is in the order in which things come to count, never before they happened", () => {
    fc.assert(
      fc.property(history, (whole) => {
        const { rows, changes } = timelineOf(whole, { until });
        for (let i = 0; i < rows.length; i++) {
          expect(rows.effective[i]).toBeGreaterThanOrEqual(rows.at[i] ?? Number.NaN);
          expect(rows.effective[i]).toBeGreaterThanOrEqual(rows.effective[i - 1] ?? Number.NEGATIVE_INFINITY);
        }
        for (const [index, { at }] of changes.entries())
          expect(at).toBeGreaterThanOrEqual(changes[index - 1]?.at ?? at);
      }),
    );
  });

  test("keeps the rows of one signal together, its own first", () => {
    fc.assert(
      fc.property(history, (whole) => {
        const { rows } = timelineOf(whole, { until });
        const seen = new Set<number>();
        for (let i = 0; i < rows.length; i++) {
          const signal = rows.signal[i] ?? -1;
          if (signal === rows.signal[i - 1]) continue;
          expect(seen.has(signal)).toBe(false);
          seen.add(signal);
          expect(rows.at[i]).toBe(whole.signals[signal]?.at);
          expect(kinds[rows.kind[i] ?? 0]).toBe(whole.signals[signal]?.kind);
          expect(rows.weight[i]).toBe(whole.signals[signal]?.count);
        }
      }),
    );
  });

  test("leaves out what comes to count later than asked", () => {
    fc.assert(
      fc.property(history, instant, (whole, t) => {
        const { rows, changes } = timelineOf(whole, { until: t });
        for (let i = 0; i < rows.length; i++) expect(rows.effective[i]).toBeLessThanOrEqual(t);
        for (const { at } of changes) expect(at).toBeLessThanOrEqual(t);
      }),
    );
  });
});

describe("holds", () => {
  const hold = (from: number, to?: number): Hold => ({ channelId: "a", from, ...(to !== undefined && { to }) });

  test.each<[string, readonly Hold[], readonly (readonly [number, number])[]]>([
    ["of nothing are none", [], []],
    ["of one are that one", [hold(1, 5)], [[1, 5]]],
    ["without an end last for ever", [hold(1)], [[1, Number.POSITIVE_INFINITY]]],
    [
      "apart stay apart",
      [hold(1, 5), hold(6, 9)],
      [
        [1, 5],
        [6, 9],
      ],
    ],
    [
      "in any order are sorted",
      [hold(6, 9), hold(1, 5)],
      [
        [1, 5],
        [6, 9],
      ],
    ],
    ["that overlap are one", [hold(1, 6), hold(5, 9)], [[1, 9]]],
    ["that touch are one", [hold(1, 5), hold(5, 9)], [[1, 9]]],
    ["within another change nothing", [hold(1, 9), hold(3, 4)], [[1, 9]]],
    ["of no length are none", [hold(3, 3)], []],
    [
      "of no length do not join others",
      [hold(1, 3), hold(4, 4), hold(5, 6)],
      [
        [1, 3],
        [5, 6],
      ],
    ],
    ["of other channels do not matter", [{ ...hold(1, 5), channelId: "b" }], []],
  ])("%s", (_, holds, expected) => {
    expect(spansOf(holds, "a").map(({ from, to }) => [from, to])).toEqual(expected);
  });

  test.each([
    [0, null, 0],
    [1, 1, 1],
    [2, 1, 5],
    [4, 1, 5],
    [5, null, 5],
    [7, null, 7],
    [8, 8, 8],
    [9, 8, Number.POSITIVE_INFINITY],
  ])("at %d put what happens where it counts", (t, heldFrom, effective) => {
    const spans = spansOf([hold(1, 5), hold(8)], "a");
    expect(heldFromAt(spans, t)).toBe(heldFrom);
    expect(effectiveAt(spans, t)).toBe(effective);
  });

  test("let everything count in the order in which it happened on a channel", () => {
    fc.assert(
      fc.property(history, instant, instant, ({ holds }, a, b) => {
        const spans = spansOf(holds, "a");
        expect(effectiveAt(spans, Math.max(a, b))).toBeGreaterThanOrEqual(effectiveAt(spans, Math.min(a, b)));
        expect(effectiveAt(spans, a)).toBeGreaterThanOrEqual(a);
        const heldFrom = heldFromAt(spans, a);
        expect(heldFrom ?? a).toBe(
          knownUntil({ channels: [], signals: [], audience: [], holds, algorithms: [] }, "a", a),
        );
        expect(heldFrom ?? begin).toBeLessThanOrEqual(a);
      }),
    );
  });
});
