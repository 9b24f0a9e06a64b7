import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyState, fold, foldColumns, kinds, scoreAt, stateAt, steady1, type Term, weigh } from "../src/index.ts";
import { instant, openHistory, signals } from "./arbitraries.ts";
import { begin, channelsOf, dayMs } from "./clients.ts";
import { naiveAlgorithm } from "./naive.ts";
import { expectNear, expectSameState } from "./near.ts";

function columnsOf(terms: readonly Term[], channelIds: readonly string[]) {
  return {
    channelIds,
    channel: Uint16Array.from(terms, ({ channelId }) => channelIds.indexOf(channelId)),
    kind: Uint8Array.from(terms, ({ kind }) => kinds.indexOf(kind)),
    at: Float64Array.from(terms, ({ at }) => at),
    weight: Float64Array.from(terms, ({ weight }) => weight),
  };
}

describe("a fold of typed arrays", () => {
  test("is the fold of the same terms", () => {
    fc.assert(
      fc.property(openHistory, instant, (whole, t) => {
        const made = naiveAlgorithm(whole, t);
        const terms = weigh(whole.signals, t);
        const empty = emptyState(made, whole.channels, begin);
        expectSameState(
          foldColumns(made, empty, columnsOf(terms, ["a", "b", "c"]), t),
          fold(made, empty, { add: terms }, t),
        );
      }),
    );
  });

  test("does not depend on the order of terms or of the channel list", () => {
    fc.assert(
      fc.property(openHistory, instant, (whole, t) => {
        const made = naiveAlgorithm(whole, t);
        const terms = weigh(whole.signals, t).toSorted((a, b) => a.at - b.at);
        const empty = emptyState(made, whole.channels, begin);
        const straight = foldColumns(made, empty, columnsOf(terms, ["a", "b", "c"]), t);
        expectSameState(foldColumns(made, empty, columnsOf(terms.toReversed(), ["c", "a", "b"]), t), straight);
      }),
    );
  });

  test("cut anywhere gives the same state", () => {
    fc.assert(
      fc.property(openHistory, instant, fc.nat(40), (whole, t, cut) => {
        const made = naiveAlgorithm(whole, t);
        const terms = weigh(whole.signals, t);
        const empty = emptyState(made, whole.channels, begin);
        const part = (some: readonly Term[]) => columnsOf(some, ["a", "b", "c"]);
        const halves = foldColumns(
          made,
          foldColumns(made, empty, part(terms.slice(0, cut)), t),
          part(terms.slice(cut)),
          t,
        );
        expectSameState(halves, foldColumns(made, empty, part(terms), t));
      }),
    );
  });

  test("is exact where many terms share one exponential", () => {
    const channels = channelsOf([{ id: "a", network: "x", followers: 0, posts: 0, links: 0, inbound: {} }]);
    const terms = Array.from(
      { length: 5_000 },
      (_, index): Term => ({ channelId: "a", kind: "like", at: begin + index * 61_001, weight: 1 + (index % 7) }),
    );
    const now = begin + 10 * dayMs;
    const state = foldColumns(steady1, emptyState(steady1, channels, begin), columnsOf(terms, ["a"]), now);
    const expected = terms.reduce(
      (sum, { at, weight }) => sum + weight * 2 ** ((at - now) / steady1.engagement.halfLifeMs),
      0,
    );
    const engagement = scoreAt(steady1, state, now).components.find(({ id }) => id === "engagement");
    const { knee, full } = steady1.engagement.saturation;
    expectNear(engagement?.phi ?? Number.NaN, Math.log(1 + expected / knee) / Math.log(1 + full / knee));
  });

  test("leaves its arrays and the state before it alone", () => {
    fc.assert(
      fc.property(signals, openHistory, instant, (some, whole, t) => {
        const made = naiveAlgorithm(whole, t);
        const state = stateAt(whole, t);
        const columns = columnsOf(weigh(some, t), ["c", "b", "a"]);
        const copies = structuredClone({ state, columns });
        foldColumns(made, state, columns, t);
        expect({ state, columns }).toEqual(copies);
      }),
    );
  });

  test("of nothing only moves the state on", () => {
    const empty = emptyState(steady1, [], begin);
    expect(foldColumns(steady1, empty, columnsOf([], []), begin + dayMs)).toEqual({ ...empty, asOf: begin + dayMs });
  });
});
