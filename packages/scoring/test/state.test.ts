import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Algorithm,
  addChannel,
  classic1,
  emptyState,
  fold,
  type History,
  hold,
  merge,
  release,
  removeChannel,
  type Score,
  type State,
  scoreAt,
  stateAt,
  steady1,
  weigh,
} from "../src/index.ts";
import { algorithm, channelId, end, history, instant, openHistory } from "./arbitraries.ts";
import { begin, dayMs } from "./clients.ts";
import { naiveAlgorithm, naiveScore } from "./naive.ts";
import { expectNear, expectSameState } from "./near.ts";

const later = end + 10 * dayMs;

function only(whole: History, kept: (id: string) => boolean): History {
  return {
    ...whole,
    channels: whole.channels.filter(({ id }) => kept(id)),
    signals: whole.signals.filter((signal) => kept(signal.channelId)),
    audience: whole.audience.filter((one) => kept(one.channelId)),
    holds: whole.holds.filter((one) => kept(one.channelId)),
  };
}

function newestAudience({ audience }: History, t: number) {
  const known = audience.filter(({ at }) => at <= t).sort((a, b) => a.at - b.at || a.followers - b.followers);
  return [...new Map(known.map((one) => [one.channelId, one])).values()];
}

/** The state as ingestion makes it: one batch of all that is known by `t`. */
function foldedAt(made: Algorithm, whole: History, t: number): State {
  const add = weigh(whole.signals, t);
  return fold(made, emptyState(made, whole.channels, begin), { add, audience: newestAudience(whole, t) }, t);
}

const ofChannel = ({ components }: Score, id: string) =>
  components.map((component) => component.channels.find(({ channelId: own }) => own === id)?.points ?? Number.NaN);

describe("law 8", () => {
  test("rebuilding from history equals folding everything at once", () => {
    fc.assert(
      fc.property(openHistory, instant, (whole, t) => {
        expectSameState(stateAt(whole, t), foldedAt(naiveAlgorithm(whole, t), whole, t));
      }),
    );
  });

  test("rebuilding from history equals folding signal by signal, repeats ranked anew as they come", () => {
    fc.assert(
      fc.property(openHistory, (whole) => {
        const made = naiveAlgorithm(whole, begin);
        const signals = whole.signals.toSorted((a, b) => a.at - b.at);
        let state = emptyState(made, whole.channels, begin);
        for (const [index, { at }] of signals.entries()) {
          const remove = weigh(signals.slice(0, index));
          state = fold(made, state, { remove, add: weigh(signals.slice(0, index + 1)) }, at);
        }
        state = fold(made, state, { audience: newestAudience(whole, later) }, later);
        expectNear(scoreAt(made, state, later).value, naiveScore(whole, later));
      }),
      { numRuns: 40 },
    );
  });

  test("holding, deferring and releasing step by step equals rebuilding from history", () => {
    fc.assert(
      fc.property(
        openHistory,
        channelId,
        instant,
        fc.integer({ min: 1, max: 20 * 24 * 60 }),
        (whole, id, from, minutes) => {
          const made = naiveAlgorithm(whole, begin);
          const to = from + minutes * 60_000;
          const own = only(whole, (other) => other === id);
          const others = only(whole, (other) => other !== id);
          const before = hold(foldedAt(made, whole, from), id, from);
          const meanwhile = {
            remove: weigh(others.signals, from),
            add: weigh(others.signals, to),
            audience: newestAudience(others, to),
          };
          const deferred = {
            remove: weigh(own.signals, from),
            add: weigh(own.signals, to),
            audience: newestAudience(own, to),
          };
          const after = release(fold(made, before, meanwhile, to), id, deferred, to);
          expectSameState(after, stateAt({ ...whole, holds: [{ channelId: id, from, to }] }, to));
        },
      ),
    );
  });

  test("taking terms out again leaves what was there before", () => {
    fc.assert(
      fc.property(openHistory, openHistory, instant, (whole, more, t) => {
        const made = naiveAlgorithm(whole, t);
        const terms = weigh(more.signals, t);
        const before = foldedAt(made, whole, t);
        const added = fold(made, before, { add: terms }, t);
        const lastPosts = Object.entries(before.channels).map(([id, { lastPostAt }]) => ({
          channelId: id,
          at: lastPostAt,
        }));
        expectSameState(fold(made, added, { remove: terms, lastPosts }, t), before);
      }),
    );
  });
});

describe("law 1, merging", () => {
  const parts = fc.tuple(openHistory, instant, instant, instant);

  test("states of disjoint channels merge into the state of all, in any order and grouping", () => {
    fc.assert(
      fc.property(parts, ([whole, t, u, v]) => {
        const made = naiveAlgorithm(whole, t);
        const [a, b, c] = (["a", "b", "c"] as const).map((id, index) => {
          const known = { ...only(whole, (own) => own === id) };
          return foldedAt(made, known, [t, u, v][index] ?? t);
        });
        if (a === undefined || b === undefined || c === undefined) throw new Error("three states were asked for");
        const expected = merge(merge(a, b), c);
        expect(expected.asOf).toBe(Math.max(t, u, v));
        for (const other of [merge(a, merge(b, c)), merge(c, merge(b, a)), merge(merge(c, a), b)])
          expectSameState(other, expected);
      }),
    );
  });

  test("merging loses nothing of what folding all at once gives", () => {
    fc.assert(
      fc.property(openHistory, instant, (whole, t) => {
        const made = naiveAlgorithm(whole, t);
        const first = foldedAt(
          made,
          only(whole, (id) => id === "a"),
          t,
        );
        const rest = foldedAt(
          made,
          only(whole, (id) => id !== "a"),
          t,
        );
        expectSameState(merge(first, rest), foldedAt(made, whole, t));
      }),
    );
  });

  test("a channel may not be in both", () => {
    const state = emptyState(steady1, [{ id: "a", network: "x", knows: {} }], begin);
    expect(() => merge(state, state)).toThrow("channels");
  });

  test("states of two algorithms do not merge", () => {
    expect(() => merge(emptyState(steady1, [], begin), emptyState(classic1, [], begin))).toThrow("algorithmId");
  });
});

describe("law 7", () => {
  test("a held channel's terms are constant until release, and its alone", () => {
    fc.assert(
      fc.property(openHistory, channelId, instant, fc.nat(4_000), (whole, id, from, days) => {
        const made = naiveAlgorithm(whole, from);
        // Alone, a channel's points are its own terms after saturation: constant terms are constant points.
        const alone = hold(
          foldedAt(
            made,
            only(whole, (own) => own === id),
            from,
          ),
          id,
          from,
        );
        const first = ofChannel(scoreAt(made, alone, from), id);
        const last = ofChannel(scoreAt(made, alone, from + days * dayMs), id);
        for (const [index, points] of last.entries()) expectNear(points, first[index] ?? Number.NaN);
      }),
    );
  });

  test("a held channel keeps its terms while states are folded, merged and stored for a century", () => {
    fc.assert(
      fc.property(openHistory, channelId, instant, fc.integer({ min: 1, max: 100 }), (whole, id, from, years) => {
        const made = naiveAlgorithm(whole, from);
        const alone = hold(
          foldedAt(
            made,
            only(whole, (own) => own === id),
            from,
          ),
          id,
          from,
        );
        const expected = ofChannel(scoreAt(made, alone, from), id);
        let state = alone;
        for (let year = 1; year <= years; year++)
          state = structuredClone(fold(made, state, {}, from + year * 365 * dayMs));
        for (const [index, points] of ofChannel(scoreAt(made, state, state.asOf), id).entries()) {
          expectNear(points, expected[index] ?? Number.NaN);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("a state", () => {
  test("survives being stored as JSON to the last bit", () => {
    fc.assert(
      fc.property(history, instant, (whole, t) => {
        const state = stateAt(whole, t);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });

  test("is not changed by anything that is asked of it or done with it", () => {
    fc.assert(
      fc.property(openHistory, instant, (whole, t) => {
        const made = naiveAlgorithm(whole, t);
        const state = foldedAt(made, whole, t);
        const copy = structuredClone(state);
        scoreAt(made, state, t + dayMs);
        fold(made, state, { add: weigh(whole.signals, t) }, t + dayMs);
        merge(state, emptyState(made, [{ id: "z", network: "x", knows: {} }], t + dayMs));
        expect(state).toEqual(copy);
      }),
    );
  });

  test("with a channel added and removed again is what it was", () => {
    fc.assert(
      fc.property(openHistory, instant, (whole, t) => {
        const made = naiveAlgorithm(whole, t);
        const state = foldedAt(made, whole, t);
        const more = addChannel(made, state, { id: "z", network: "x", knows: { post: 0 } });
        expect(Object.keys(more.channels)).toContain("z");
        expectSameState(removeChannel(more, "z"), state);
        expectNear(scoreAt(made, more, t).value, scoreAt(made, state, t).value);
      }),
    );
  });

  test("may have channels of any name", () => {
    fc.assert(
      fc.property(algorithm, fc.constantFrom("__proto__", "constructor", "toString", "0", ""), (made, id) => {
        const empty = emptyState(made, [{ id, network: "x", knows: {} }], begin);
        const term = { channelId: id, kind: "post", at: begin, weight: 1 } as const;
        const state = fold(made, empty, { add: [term] }, begin + 1);
        expect(Object.keys(state.channels)).toEqual([id]);
        expect(scoreAt(made, state, begin + 1).channels[0]?.channelId).toBe(id);
        expect(hold(state, id, begin + 2).asOf).toBe(begin + 2);
      }),
    );
  });
});
