import { describe, expect, test } from "vitest";
import { spansOf } from "../src/holds.ts";
import {
  type Activation,
  activeAt,
  algorithms,
  builtIn,
  cdf,
  classic1,
  type Hold,
  InvalidInput,
  increments,
  neededFrom,
  nextPost,
  prepare,
  quantile,
  receiptOf,
  responseCurve,
  runway,
  saturate,
  scoreAt,
  scoreHistoryAt,
  series,
  seriesOf,
  stateAt,
  steady1,
  tent,
  validateAlgorithm,
  weigh,
} from "../src/index.ts";
import { dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, onlyBy, plain, plainChannel, plainHistory, plainSignal } from "./plain.ts";

describe("builtIn", () => {
  test.each([
    ["steady-1", steady1],
    ["classic-1", classic1],
    ["steady-2", undefined],
    ["", undefined],
    ["toString", undefined],
  ])("of %j is what goes by that id, if anything does", (id, expected) => {
    expect(builtIn(id)).toBe(expected);
  });

  test("begins with the default", () => {
    expect(algorithms[0]).toBe(steady1);
  });
});

describe("activeAt", () => {
  const from = (id: string, days: number): Activation => ({ algorithm: { ...plain, id }, from: day(days) });
  test.each([
    { title: "before all of them the earliest serves", given: [from("late", 5), from("early", 1)], at: 0, id: "early" },
    { title: "at its instant one counts already", given: [from("old", 0), from("new", 2)], at: 2, id: "new" },
    { title: "a millisecond before it does not", given: [from("old", 0), from("new", 2)], at: 2 - 1e-6, id: "old" },
    { title: "of several the latest begun counts", given: [from("a", 0), from("c", 3), from("b", 2)], at: 9, id: "c" },
    { title: "of two of one instant the later listed", given: [from("a", 0), from("b", 0)], at: 1, id: "b" },
    {
      title: "a return to an older one is an activation too",
      given: [from("a", 0), from("b", 1), from("a", 2)],
      at: 3,
      id: "a",
    },
  ])("$title", ({ given, at, id }) => {
    expect(activeAt(given, day(at)).id).toBe(id);
  });
});

describe("saturate", () => {
  test.each([
    [0, 0],
    [1, 0.1],
    [3, 0.2],
    [7, 0.3],
    [15, 0.4],
    [511, 0.9],
    [1023, 1],
    [1e300, 1],
  ])("of %d by knee 1 and full 1 023 is %d", (x, expected) => {
    expect(saturate(x, { knee: 1, full: 1023 })).toBeCloseTo(expected, 12);
  });
});

describe("tent", () => {
  test.each([
    [0, 0],
    [0.125, 0.5],
    [0.25, 1],
    [0.4, 1],
    [0.5, 1],
    [0.75, 0.5],
    [1, 0],
    [-0.5, 0],
    [1.5, 0],
  ])("of %d over the band 0.25 to 0.5 is %d", (ratio, expected) => {
    expect(tent(ratio, { lo: 0.25, hi: 0.5 })).toBeCloseTo(expected, 12);
  });

  test.each([
    { lo: 0, hi: 0.5, ratio: 0, whole: 1 },
    { lo: 0.5, hi: 1, ratio: 1, whole: 1 },
    { lo: 0, hi: 1, ratio: 0.3, whole: 1 },
    { lo: 0.5, hi: 0.5, ratio: 0.5, whole: 1 },
  ])(
    "over a band of $lo to $hi is whole at $ratio: an end at the edge is no cliff to divide by",
    ({ lo, hi, ratio, whole }) => {
      expect(tent(ratio, { lo, hi })).toBe(whole);
    },
  );
});

describe("holds of a channel", () => {
  const held = (from: number, to?: number): Hold => ({
    channelId: "a",
    from: day(from),
    ...(to !== undefined && { to: day(to) }),
  });
  test.each<{ title: string; holds: Hold[]; spans: [number, number][] }>([
    { title: "none are none", holds: [], spans: [] },
    { title: "one is itself", holds: [held(1, 2)], spans: [[1, 2]] },
    { title: "one without end lasts for ever", holds: [held(1)], spans: [[1, Number.POSITIVE_INFINITY]] },
    {
      title: "two apart are two, in order",
      holds: [held(5, 6), held(1, 2)],
      spans: [
        [1, 2],
        [5, 6],
      ],
    },
    { title: "two that overlap are one", holds: [held(1, 3), held(2, 4)], spans: [[1, 4]] },
    { title: "two that touch are one: nothing was heard between", holds: [held(1, 2), held(2, 3)], spans: [[1, 3]] },
    { title: "one within another is no other", holds: [held(1, 9), held(2, 3)], spans: [[1, 9]] },
    { title: "one of no length is none", holds: [held(1, 1)], spans: [] },
    {
      title: "one without end takes in all later",
      holds: [held(1), held(5, 6)],
      spans: [[1, Number.POSITIVE_INFINITY]],
    },
    { title: "another channel's are not its own", holds: [{ ...held(1, 2), channelId: "b" }], spans: [] },
  ])("$title", ({ holds, spans }) => {
    const found = spansOf(holds, "a").map(({ from, to }) => [(from - day(0)) / dayMs, (to - day(0)) / dayMs]);
    expect(found).toEqual(spans);
  });
});

describe("weigh", () => {
  test("keeps an unnamed count whole, however often it is told on a day", () => {
    const signals = [plainSignal("like", 0, { count: 5 }), plainSignal("like", 0.1, { count: 7 })];
    expect(weigh(signals).map(({ weight }) => weight)).toEqual([5, 7]);
  });

  test.each([
    { actors: ["ann"], weights: [1] },
    { actors: ["ann", "bob"], weights: [1, 1] },
    { actors: ["ann", "ann"], weights: [1 / 2, 1] },
    { actors: ["ann", "ann", "bob"], weights: [1 / 2, 1, 1] },
    { actors: ["ann", "bob", "ann", "ann"], weights: [1 / 3, 1 / 2, 1, 1] },
  ])("of $actors within a day gives $weights, the newest whole", ({ actors, weights }) => {
    const signals = actors.map((actor, n) => plainSignal("like", n / 10, { actor }));
    expect(
      weigh(signals)
        .map(({ weight }) => weight)
        .sort(),
    ).toEqual(weights.toSorted());
  });
});

describe("increments", () => {
  const curve = responseCurve("instagram");
  test("of one reading a year late are dated where half of that year's reactions came, in the first day", () => {
    const [only] = increments({ publishedAt: day(0), observations: [{ observedAt: day(365), total: 3_000 }], curve });
    expect(only?.count).toBe(3_000);
    expect(Math.abs((only?.at ?? 0) - (day(0) + 19 * hourMs))).toBeLessThan(hourMs);
  });

  test("of two readings split at the median between them", () => {
    const [, second] = increments({
      publishedAt: day(0),
      observations: [
        { observedAt: day(1), total: 10 },
        { observedAt: day(9), total: 20 },
      ],
      curve,
    });
    const share = (at: number) => cdf(curve, at - day(0));
    expect(share(second?.at ?? 0)).toBeCloseTo((share(day(1)) + share(day(9))) / 2, 6);
  });

  test("and quantiles of a curve undo one another", () => {
    for (const p of [0.01, 0.25, 0.5, 0.75, 0.99]) expectNear(cdf(curve, quantile(curve, p)), p);
  });
});

describe("runway", () => {
  const by = onlyBy("engagement");
  const state = stateAt(plainHistory(by, { signals: [plainSignal("like", 0, { count: 1023 })] }), day(0));
  // Each rung of 9.9 points is half of what is left plus one: 1 023 → 511 → 255 …
  test.each([
    { target: 90.1, left: 511 },
    { target: 80.2, left: 255 },
    { target: 50.5, left: 31 },
    { target: 10.9, left: 1 },
  ])("of a target of $target ends when $left of 1 023 are left", ({ target, left }) => {
    const found = runway(by, state, target, day(0));
    expect(found.kind).toBe("at");
    if (found.kind !== "at") return;
    expect(Math.abs(found.at - day(Math.log2(1023 / left)))).toBeLessThanOrEqual(1_000);
    expect(scoreAt(by, state, found.at).value).toBeLessThan(target);
    expect(scoreAt(by, state, found.at - 1_000).value).toBeGreaterThanOrEqual(target - 1e-9);
  });

  test("is cut off at ten years: longer is never", () => {
    const slow = onlyBy("engagement", { engagement: { ...plain.engagement, halfLifeMs: 3_650 * dayMs } });
    const long = stateAt(plainHistory(slow, { signals: [plainSignal("like", 0, { count: 1023 })] }), day(0));
    expect(runway(slow, long, 80, day(0)).kind).toBe("never");
    expect(runway(slow, long, 95, day(0)).kind).toBe("at");
  });
});

describe("series", () => {
  const whole = plainHistory(plain, { signals: [plainSignal("like", 1, { count: 7 }), plainSignal("post", 2)] });

  test("may ask for one instant twice, and for instants before anything happened", () => {
    expect(series(whole, [day(0), day(0), day(3)]).map(({ at }) => at)).toEqual([day(0), day(0), day(3)]);
    expectNear(series(whole, [day(0)])[0]?.value ?? 0, 1);
  });

  test("sees a signal at its instant and not a millisecond before", () => {
    const [before, at] = series(whole, [day(1) - 1, day(1)]).map(({ value }) => value);
    expectNear(before ?? 0, 1);
    expect(at).toBeGreaterThan(10);
  });

  test("has the headroom of the target that counts at each instant", () => {
    const targets = [
      { from: day(1), value: 10 },
      { from: day(2), value: 20 },
    ];
    const points = series(whole, [day(0), day(1), day(2)], targets);
    expect(points[0]).not.toHaveProperty("headroom");
    for (const [index, target] of [10, 20].entries())
      expectNear(points[index + 1]?.headroom ?? 0, (points[index + 1]?.value ?? 0) - target);
  });

  test.each<[string, () => unknown]>([
    ["instants that go back", () => series(whole, [day(2), day(1)])],
    ["an instant later than was prepared for", () => seriesOf(prepare(whole, day(1)), [day(2)])],
    ["no instant at all", () => series(whole, [Number.NaN])],
  ])("refuses %s", (_, ask) => {
    expect(ask).toThrow(InvalidInput);
  });

  test("and receipts of one preparation do not disturb each other", () => {
    const prepared = prepare(whole, day(5));
    const first = seriesOf(prepared, [day(1), day(4)]);
    const told = receiptOf(prepared, day(0), day(5));
    expect(seriesOf(prepared, [day(1), day(4)])).toEqual(first);
    expect(receiptOf(prepared, day(0), day(5))).toEqual(told);
  });
});

describe("nextPost", () => {
  test("proposes no post on a channel of which nothing is known", () => {
    const whole = plainHistory(plain, { holds: [{ channelId: "a", from: day(0) }] });
    expect(nextPost(plain, stateAt(whole, day(1)), day(1)).map(({ channelId }) => channelId)).toEqual(["b"]);
  });

  test("says link only where the mix gains by it", () => {
    const by = onlyBy("linkMix");
    const kindAfter = (...kinds: ("post" | "linkPost")[]) => {
      const signals = kinds.map((kind) => plainSignal(kind, 0, { count: 4 }));
      const whole = plainHistory(by, { channels: [plainChannel("a")], signals });
      return nextPost(by, stateAt(whole, day(0)), day(0), { horizonMs: 0 })[0]?.kind;
    };
    expect(kindAfter("post")).toBe("linkPost");
    expect(kindAfter("linkPost")).toBe("post");
  });

  test("adds nothing where presence is fresh and nothing else counts posts", () => {
    const by = onlyBy("presence");
    const whole = plainHistory(by, { channels: [plainChannel("a")], signals: [plainSignal("post", 0)] });
    expectNear(nextPost(by, stateAt(whole, day(0)), day(0), { horizonMs: hourMs })[0]?.points ?? 1, 0);
  });
});

describe("neededFrom", () => {
  test.each([
    { title: "the last millisecond of a day needs the next day only", asOf: day(3) - 1, needed: day(3) },
    { title: "the first millisecond of a day needs that day", asOf: day(3), needed: day(3) },
    { title: "noon needs its whole day", asOf: day(3.5), needed: day(3) },
  ])("of $title", ({ asOf, needed }) => {
    const state = stateAt(plainHistory(plain), asOf);
    expect(neededFrom(state)).toEqual(["a", "b"].map((channelId) => ({ channelId, from: needed })));
  });
});

describe("validateAlgorithm", () => {
  test("gives back what it was given, where that is sound", () => {
    for (const made of [...algorithms, plain]) expect(validateAlgorithm(made)).toBe(made);
  });

  test.each([
    { sum: 1, weights: { reach: 0.5, presence: 0.5 }, sound: true },
    { sum: 0.99, weights: { reach: 0.5, presence: 0.49 }, sound: false },
    { sum: 1.01, weights: { reach: 0.51, presence: 0.5 }, sound: false },
    { sum: 0, weights: {}, sound: false },
  ])("of weights that sum to $sum: sound = $sound", ({ weights, sound }) => {
    const validate = () => validateAlgorithm({ ...plain, weights });
    if (sound) expect(validate).not.toThrow();
    else expect(validate).toThrow(expect.objectContaining({ field: "weights" }));
  });

  test("lets a score never be asked of one that is not", () => {
    const bad = { ...plain, rho: 1.5 };
    expect(() => scoreHistoryAt(plainHistory(bad), day(0))).toThrow(expect.objectContaining({ field: "rho" }));
  });
});
