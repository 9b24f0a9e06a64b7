import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addChannel,
  emptyState,
  fold,
  foldColumns,
  type History,
  hold,
  InvalidInput,
  increments,
  type Kind,
  kinds,
  merge,
  nextPost,
  release,
  removeChannel,
  replay,
  responseCurve,
  runway,
  type Signal,
  type State,
  scoreAt,
  scoreHistoryAt,
  stateAt,
  type Term,
  weigh,
} from "../src/index.ts";
import { begin, dayMs, hourMs } from "./clients.ts";
import { expectNear, expectSameState } from "./near.ts";
import { day, onlyBy, plain, plainChannel, plainHistory, plainSignal } from "./plain.ts";

const h = plain.engagement.halfLifeMs;
const empty = emptyState(plain, [plainChannel("a"), plainChannel("b")], day(0));
const term = (kind: Kind, days: number, given: Partial<Term> = {}): Term => ({
  channelId: "a",
  kind,
  at: day(days),
  weight: 1,
  ...given,
});
/** The sum of a kind on a channel as it stands at the state's instant. */
const standing = (state: State, kind: Kind, channelId = "a"): number => {
  const channel = state.channels[channelId];
  const at = channel?.heldFrom ?? state.asOf;
  const landmark = h * Math.floor(at / h);
  return (channel?.sums[String(h)]?.[kind] ?? Number.NaN) * 2 ** ((landmark - at) / h);
};

describe("a fold", () => {
  test.each<{ title: string; add: Term[]; days: number; kind: Kind; sum: number }>([
    { title: "nothing", add: [], days: 3, kind: "like", sum: 0 },
    { title: "a like of now", add: [term("like", 3)], days: 3, kind: "like", sum: 1 },
    { title: "a like of a half-life ago", add: [term("like", 2)], days: 3, kind: "like", sum: 0.5 },
    { title: "a like of three half-lives ago", add: [term("like", 0)], days: 3, kind: "like", sum: 0.125 },
    { title: "ten likes at once", add: [term("like", 2, { weight: 10 })], days: 3, kind: "like", sum: 5 },
    { title: "a weight of a third", add: [term("like", 3, { weight: 1 / 3 })], days: 3, kind: "like", sum: 1 / 3 },
    { title: "likes of three days", add: [0, 1, 2, 3].map((d) => term("like", d)), days: 3, kind: "like", sum: 1.875 },
    { title: "comments, which are no likes", add: [term("comment", 3)], days: 3, kind: "like", sum: 0 },
    { title: "another channel's likes", add: [term("like", 3, { channelId: "b" })], days: 3, kind: "like", sum: 0 },
    { title: "half a day's likes", add: [term("like", 2.5)], days: 3, kind: "like", sum: Math.SQRT1_2 },
    { title: "1e12 views", add: [term("view", 1, { weight: 1e12 })], days: 3, kind: "view", sum: 2.5e11 },
  ])("of $title sums to $sum of $kind", ({ add, days, kind, sum }) => {
    expectNear(standing(fold(plain, empty, { add }, day(days)), kind), sum);
  });

  test.each(kinds)("and its inverse leave nothing of a %s", (kind) => {
    const one = term(kind, 1, { weight: 7 });
    const added = fold(plain, empty, { add: [one] }, day(2));
    const lastPosts = [{ channelId: "a", at: null }];
    const removed = fold(plain, added, { remove: [one], lastPosts }, day(2));
    expectSameState(removed, fold(plain, empty, {}, day(2)));
  });

  test("keeps the newest post, in whatever order posts come", () => {
    const state = fold(plain, empty, { add: [term("post", 2), term("post", 1)] }, day(3));
    expect(state.channels.a?.lastPostAt).toBe(day(2));
    expect(fold(plain, state, { add: [term("post", 0.5)] }, day(3)).channels.a?.lastPostAt).toBe(day(2));
  });

  test("takes the caller's word for the newest post after a removal", () => {
    const state = fold(plain, empty, { add: [term("post", 1), term("post", 2)] }, day(3));
    const lastPosts = [{ channelId: "a", at: day(1) }];
    const removed = fold(plain, state, { remove: [term("post", 2)], lastPosts }, day(3));
    expect(removed.channels.a?.lastPostAt).toBe(day(1));
    expectSameState(removed, fold(plain, empty, { add: [term("post", 1)] }, day(3)));
  });

  test("takes the caller's word for the newest audience, also where it is smaller", () => {
    const of = (followers: number) => ({ audience: [{ channelId: "a", at: day(1), followers }] });
    const state = fold(plain, fold(plain, empty, of(100), day(1)), of(40), day(2));
    expect(state.channels.a?.followers).toBe(40);
  });

  test.each<[string, Term]>([
    ["more than was ever added", term("like", 1, { weight: 2 })],
    ["what was added to another channel", term("like", 1, { channelId: "b" })],
    ["another kind", term("comment", 1)],
  ])("refuses to remove %s", (_, remove) => {
    const state = fold(plain, empty, { add: [term("like", 1)] }, day(2));
    expect(() => fold(plain, state, { remove: [remove] }, day(2))).toThrow(
      expect.objectContaining({ field: "remove" }),
    );
  });

  test("moves its landmark by whole half-lives, so that a thousand of them change no sum's meaning", () => {
    let state = fold(plain, empty, { add: [term("like", 0, { weight: 2 ** 40 })] }, day(0));
    for (let days = 1; days <= 1_000; days++) state = fold(plain, state, {}, day(days) + (days % 24) * hourMs);
    const stands = standing(state, "like");
    const expected = 2 ** (40 - (state.asOf - day(0)) / h);
    expect(Math.abs(stands / expected - 1)).toBeLessThan(1e-9);
  });
});

describe("the same state as one grouped SUM", () => {
  /** What `select channel, kind, sum(weight * 2^((at − L)/h)) … group by channel, kind` gives on any engine. */
  const groupedSum = (terms: readonly Term[], asOf: number): Map<string, number> => {
    const landmark = h * Math.floor(asOf / h);
    const sums = new Map<string, number>();
    for (const { channelId, kind, at, weight } of terms) {
      const exponent = (at - landmark) / h;
      // As in SQL, where `power` raises an error on underflow.
      const value = exponent < -1_000 ? 0 : weight * 2 ** exponent;
      sums.set(`${channelId} ${kind}`, (sums.get(`${channelId} ${kind}`) ?? 0) + value);
    }
    return sums;
  };
  const terms = fc.array(
    fc.record({
      channelId: fc.constantFrom("a", "b"),
      kind: fc.constantFrom(...kinds),
      at: fc.integer({ min: 0, max: 2_000 * 24 }).map((hours) => begin + hours * hourMs),
      weight: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    }),
    { maxLength: 60 },
  );
  const asOf = day(2_000);
  /** What is left of a thousand half-lives, where SQL has nought. */
  const leastSum = 1e-290;
  const expectSums = (state: State, sums: ReadonlyMap<string, number>): void => {
    for (const [id, channel] of Object.entries(state.channels))
      for (const [kind, value] of Object.entries(channel.sums[String(h)] ?? {})) {
        const expected = sums.get(`${id} ${kind}`) ?? 0;
        expect(Math.abs(value - expected), `${id} ${kind}`).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + leastSum);
      }
  };

  test("is what a fold gives", () => {
    fc.assert(fc.property(terms, (all) => expectSums(fold(plain, empty, { add: all }, asOf), groupedSum(all, asOf))));
  });

  test("is what a fold of typed arrays gives", () => {
    fc.assert(
      fc.property(terms, (all) => {
        const columns = {
          channelIds: ["b", "a"],
          channel: Uint16Array.from(all, ({ channelId }) => (channelId === "b" ? 0 : 1)),
          kind: Uint8Array.from(all, ({ kind }) => kinds.indexOf(kind)),
          at: Float64Array.from(all, ({ at }) => at),
          weight: Float64Array.from(all, ({ weight }) => weight),
        };
        expectSums(foldColumns(plain, empty, columns, asOf), groupedSum(all, asOf));
      }),
    );
  });

  test("of many machines is the sum of each machine's channels, in any order", () => {
    const alone = (id: string) => emptyState(plain, [plainChannel(id)], day(0));
    fc.assert(
      fc.property(terms, (all) => {
        const part = (id: string) =>
          fold(plain, alone(id), { add: all.filter(({ channelId }) => channelId === id) }, asOf);
        expectSums(merge(part("a"), part("b")), groupedSum(all, asOf));
        expectSums(merge(part("b"), part("a")), groupedSum(all, asOf));
      }),
    );
  });

  test("of a history's weighed signals is its state", () => {
    const signals = Array.from({ length: 300 }, (_, n) =>
      plainSignal(kinds[n % kinds.length] ?? "like", n / 10, {
        channelId: n % 3 === 0 ? "b" : "a",
        ...(n % 4 === 0 && { actor: `actor ${n % 5}` }),
      }),
    );
    const at = day(40);
    expectSums(stateAt(plainHistory(plain, { signals }), at), groupedSum(weigh(signals, at), at));
  });
});

describe("removals through told totals", () => {
  const curve = responseCurve("x");
  const told = (...totals: [hours: number, total: number][]) =>
    increments({
      publishedAt: day(0),
      observations: totals.map(([hours, total]) => ({ observedAt: day(0) + hours * hourMs, total })),
      curve,
    });
  const likes = (...totals: [hours: number, total: number][]): Signal[] =>
    told(...totals).map(({ at, count }, n) => ({ id: `${n}`, channelId: "a", kind: "like", at, count }));

  test.each<{ title: string; totals: [number, number][]; counts: number[] }>([
    {
      title: "a total that falls shortens the newest step",
      totals: [
        [1, 10],
        [2, 30],
        [3, 25],
      ],
      counts: [10, 15],
    },
    {
      title: "falling by a whole step removes it",
      totals: [
        [1, 10],
        [2, 30],
        [3, 10],
      ],
      counts: [10],
    },
    {
      title: "falling beyond a step shortens the one before",
      totals: [
        [1, 10],
        [2, 30],
        [3, 4],
      ],
      counts: [4],
    },
    {
      title: "falling to nothing removes all",
      totals: [
        [1, 10],
        [2, 30],
        [3, 0],
      ],
      counts: [],
    },
    {
      title: "falling and rising again is a new step",
      totals: [
        [1, 10],
        [2, 4],
        [3, 9],
      ],
      counts: [4, 5],
    },
    {
      title: "staying changes nothing",
      totals: [
        [1, 10],
        [2, 10],
        [3, 10],
      ],
      counts: [10],
    },
  ])("$title", ({ totals, counts }) => {
    expect(told(...totals).map(({ count }) => count)).toEqual(counts);
  });

  test("take their terms out of the score at the terms' own instants, newest first", () => {
    const at = day(1);
    const by = onlyBy("engagement");
    const score = (signals: Signal[]) => scoreHistoryAt(plainHistory(by, { signals }), at).value;
    const [first] = told([1, 10]);
    const left = 5 * 2 ** (-(at - (first?.at ?? 0)) / dayMs);
    expectNear(score(likes([1, 10], [2, 30], [3, 5])), 1 + 9.9 * Math.log2(1 + left));
  });

  test("never leave a score below what is left would make by itself", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 8 }), (totals) => {
        const signals = likes(...totals.map((total, n): [number, number] => [n + 1, total]));
        const counted = signals.reduce((sum, { count }) => sum + count, 0);
        expectNear(counted, totals.at(-1) ?? 0);
        for (const { count } of signals) expect(count).toBeGreaterThan(0);
      }),
    );
  });
});

describe("channels", () => {
  const busy = fold(plain, empty, { add: [term("like", 0, { weight: 8 }), term("post", 0)] }, day(0));

  test("added are heard from nothing, and move nothing", () => {
    const more = addChannel(plain, busy, plainChannel("c"));
    expect(Object.keys(more.channels)).toEqual(["a", "b", "c"]);
    expect(more.channels.c).toMatchObject({ lastPostAt: null, followers: null, heldFrom: null });
    expectNear(scoreAt(plain, more, day(3)).value, scoreAt(plain, busy, day(3)).value);
  });

  test("removed take their points with them", () => {
    expectNear(scoreAt(plain, removeChannel(busy, "a"), day(1)).value, 1);
    expectNear(scoreAt(plain, removeChannel(busy, "b"), day(1)).value, scoreAt(plain, busy, day(1)).value);
  });

  test("held stand still and released fade as if they had never been held", () => {
    const held = hold(busy, "a", day(1));
    for (const days of [1, 2, 50]) {
      expectNear(scoreAt(plain, held, day(days)).value, scoreAt(plain, busy, day(1)).value);
      expect(scoreAt(plain, held, day(days)).coverage).toBe(0);
    }
    const released = release(held, "a", {}, day(4));
    expectNear(scoreAt(plain, released, day(4)).value, scoreAt(plain, busy, day(4)).value);
  });

  test("released take in what was deferred, at the instants at which it happened", () => {
    const late = term("like", 2, { weight: 8 });
    const released = release(hold(busy, "a", day(1)), "a", { add: [late] }, day(3));
    expectNear(standing(released, "like"), 1 + 4);
  });

  test.each<[string, () => unknown, string]>([
    ["added twice", () => addChannel(plain, busy, plainChannel("a")), "channel.id"],
    ["removed though unknown", () => removeChannel(busy, "nobody"), "channelId"],
    ["held though unknown", () => hold(busy, "nobody", day(1)), "channelId"],
    ["released though open", () => release(busy, "a", {}, day(1)), "channelId"],
    [
      "folded into while held",
      () => fold(plain, hold(busy, "a", day(1)), { add: [term("like", 2)] }, day(2)),
      "add.channelId",
    ],
    ["merged with themselves", () => merge(busy, busy), "channels"],
  ])("are refused when %s", (_, act) => {
    expect(act).toThrow(InvalidInput);
  });
});

describe("the next post", () => {
  test("is worth what it adds at the horizon, channel by channel, best first", () => {
    const by = onlyBy("presence");
    const state = fold(by, { ...empty, algorithmId: by.id }, { add: [term("post", 0)] }, day(0.25));
    const found = nextPost(by, state, day(0.25), { horizonMs: 6 * hourMs });
    // A post on b: 1 − (1 − ½ · 2^−¼)(1 − ½) instead of ½ · 2^−¼; on a: ½ instead of ½ · 2^−¼.
    const faded = 0.5 * 2 ** -0.25;
    expect(found.map(({ channelId }) => channelId)).toEqual(["b", "a"]);
    expectNear(found[0]?.points ?? 0, 99 * (1 - (1 - faded) * 0.5 - faded));
    expectNear(found[1]?.points ?? 0, 99 * (0.5 - faded));
  });
});

describe("a replay of numbers in the head", () => {
  const by = onlyBy("engagement");
  // 15 likes a day 0 make 1 + 99 · 0.4, and lose a step of the ladder 15 → 7 → 3 → 1 every day or so.
  const ladder: History = plainHistory(by, { signals: [plainSignal("like", 0, { count: 15 })] });
  const crossings = (targets: { from: number; value: number }[], whole = ladder) =>
    replay({ history: whole, start: null, until: day(7), targets }).crossings.map(({ at, direction }) => ({
      direction,
      days: (at - day(0)) / dayMs,
    }));

  test.each([
    { value: 30.7, days: Math.log2(15 / 7) },
    { value: 20.8, days: Math.log2(15 / 3) },
    { value: 10.9, days: Math.log2(15 / 1) },
  ])("falls below $value after the days in which fifteen fade to the next rung", ({ value, days }) => {
    const found = crossings([{ from: day(0), value }]);
    expect(found.map(({ direction }) => direction)).toEqual(["below"]);
    expect(Math.abs((found[0]?.days ?? 0) - days)).toBeLessThan(1 / 86_400);
  });

  test("comes back above with what comes in, and falls again", () => {
    const whole = plainHistory(by, {
      signals: [plainSignal("like", 0, { count: 15 }), plainSignal("like", 4, { count: 15 })],
    });
    expect(crossings([{ from: day(0), value: 20.8 }], whole).map(({ direction }) => direction)).toEqual([
      "below",
      "above",
      "below",
    ]);
  });

  test("is below at the instant at which a higher target takes effect, and above at that of a lower one", () => {
    const targets = [
      { from: day(0), value: 10 },
      { from: day(1), value: 90 },
      { from: day(2), value: 10 },
    ];
    expect(crossings(targets)).toEqual([
      { direction: "below", days: 1 },
      { direction: "above", days: 2 },
      { direction: "below", days: expect.closeTo(Math.log2(15 / (2 ** (10 * (9 / 99)) - 1)), 4) },
    ]);
  });

  test.each([
    { title: "already", target: 41, kind: "already" },
    { title: "never, where the floor is above", target: 1, kind: "never" },
    { title: "at an instant", target: 20.8, kind: "at" },
  ])("has a runway of $title", ({ target, kind }) => {
    expect(runway(by, stateAt(ladder, day(0)), target, day(0)).kind).toBe(kind);
  });
});

describe("sizes", () => {
  test("of a thousand channels make a receipt that sums, and books that stay with their channels", () => {
    const channels = Array.from({ length: 1_000 }, (_, n) => plainChannel(`c${n}`));
    const signals = channels.flatMap(({ id }, n) => [
      plainSignal("post", n / 1_000, { channelId: id }),
      plainSignal("like", n / 500, { channelId: id, count: 1 + (n % 9) }),
    ]);
    const whole = plainHistory(plain, { channels, signals });
    const points = scoreHistoryAt(whole, day(3));
    expectNear(
      points.channels.reduce((total, one) => total + one.points, 0),
      points.value - 1,
    );
    expect(points.channels).toHaveLength(1_000);
  });

  test.each([1e-12, 1, 1e6, 1e12, 1e15])(
    "counts of %d never make more than full, less than nothing or no number",
    (count) => {
      for (const kind of kinds) {
        const { value, components } = scoreHistoryAt(
          plainHistory(plain, { signals: [plainSignal(kind, 0, { count })] }),
          day(1),
        );
        expect(value).toBeGreaterThanOrEqual(1);
        expect(value).toBeLessThanOrEqual(100);
        for (const { phi } of components) expect(phi >= 0 && phi <= 1).toBe(true);
      }
    },
  );
});
