import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type History,
  InvalidInput,
  type Line,
  neededFrom,
  prepare,
  type Receipt,
  receipt,
  receiptOf,
  replay,
  type State,
  seriesOf,
  steady1,
} from "../src/index.ts";
import { end, history, instant } from "./arbitraries.ts";
import { begin, dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, onlyBy, plain, plainChannel, plainHistory, plainSignal } from "./plain.ts";

/** The states of a history at an instant, under all its algorithms. */
const statesAt = (whole: History, at: number): Readonly<Record<string, State>> =>
  replay({ history: whole, start: null, until: at, targets: [] }).states;

/** Of a history only what has to be read to go on from a start. */
const restOf = (whole: History, start: Readonly<Record<string, State>>): History => {
  const [state] = Object.values(start);
  const needed = new Map(state === undefined ? [] : neededFrom(state).map((one) => [one.channelId, one.from]));
  const isNeeded = (one: { channelId: string; at: number }) => one.at >= (needed.get(one.channelId) ?? 0);
  return {
    ...whole,
    signals: whole.signals.filter(isNeeded),
    audience: whole.audience.filter(isNeeded),
    holds: whole.holds.filter(({ to }) => to === undefined || to > (state?.asOf ?? 0)),
  };
};

/** By what a line is about, its points; two observations of one instant are two lines about the same. */
const keyed = ({ lines }: Receipt): [string, number][] => {
  const sums = new Map<string, number>();
  for (const { points, ...line } of lines) {
    const key = JSON.stringify(line, Object.keys(line).sort());
    sums.set(key, (sums.get(key) ?? 0) + points);
  }
  return [...sums].sort(([a], [b]) => a.localeCompare(b));
};
const expectSameReceipt = (actual: Receipt, expected: Receipt): void => {
  expectNear(actual.before, expected.before);
  expectNear(actual.after, expected.after);
  const [ours, theirs] = [keyed(actual), keyed(expected)];
  const isNoticed = ([, points]: [string, number]) => Math.abs(points) > 1e-9;
  expect(ours.filter(isNoticed).map(([key]) => key)).toEqual(theirs.filter(isNoticed).map(([key]) => key));
  const known = new Map(theirs);
  for (const [key, points] of ours) expectNear(points, known.get(key) ?? 0, key);
};

describe("a receipt from a stored state", () => {
  test("is the receipt from the whole history, whatever happened, held, counted or changed", () => {
    fc.assert(
      fc.property(history, instant, instant, instant, (whole, a, b, c) => {
        const [asOf = 0, from = 0, to = 0] = [a, b, c].sort((x, y) => x - y);
        const start = statesAt(whole, asOf);
        expectSameReceipt(receipt(restOf(whole, start), from, to, start), receipt(whole, from, to));
      }),
      { numRuns: 250 },
    );
  });

  test("may begin at the very instant of the state", () => {
    fc.assert(
      fc.property(history, instant, (whole, from) => {
        const start = statesAt(whole, from);
        expectSameReceipt(receipt(restOf(whole, start), from, end, start), receipt(whole, from, end));
      }),
      { numRuns: 100 },
    );
  });

  test("of the last millisecond of a UTC day needs nothing older than itself", () => {
    const asOf = day(3) - 1;
    const signals = [1, 2, 2.9, 3, 3.5].map((days) => plainSignal("like", days, { actor: "ann" }));
    const whole = plainHistory(plain, { signals });
    const start = statesAt(whole, asOf);
    const rest = restOf(whole, start);
    expect(rest.signals.map(({ at }) => at)).toEqual([day(3), day(3.5)]);
    expectSameReceipt(receipt(rest, asOf, day(4), start), receipt(whole, asOf, day(4)));
  });

  test("of the middle of a day needs that day's signals, so that repeats keep their rank", () => {
    const signals = [1.1, 1.2, 1.6].map((days) => plainSignal("like", days, { actor: "ann" }));
    const whole = plainHistory(onlyBy("engagement"), { signals });
    const start = statesAt(whole, day(1.5));
    const rest = restOf(whole, start);
    expect(rest.signals).toHaveLength(3);
    expectSameReceipt(receipt(rest, day(1.5), day(2), start), receipt(whole, day(1.5), day(2)));
    // Without them ann's third like would count as her first.
    const ignorant = receipt({ ...rest, signals: rest.signals.slice(2) }, day(1.5), day(2), start);
    expect(ignorant.after).toBeGreaterThan(receipt(whole, day(1.5), day(2)).after + 0.5);
  });

  test("counts what is in the state already neither again nor among the gains", () => {
    const whole = plainHistory(plain, { signals: [plainSignal("like", 1), plainSignal("like", 2)] });
    const start = statesAt(whole, day(1.5));
    const gains = receipt(whole, day(1.5), day(3), start).lines.filter((line) => line.kind === "gain");
    expect(gains).toMatchObject([{ count: 1, at: day(2) }]);
  });

  test("tells the release of a hold that began before it", () => {
    const holds = [{ channelId: "a", from: day(1), to: day(3) }];
    const signals = [plainSignal("like", 0, { count: 50 }), plainSignal("comment", 2)];
    const whole = plainHistory(plain, { signals, holds });
    const start = statesAt(whole, day(2.5));
    const told = receipt(restOf(whole, start), day(2.5), day(4), start);
    expectSameReceipt(told, receipt(whole, day(2.5), day(4)));
    expect(told.lines.filter(({ kind }) => kind === "release")).toHaveLength(1);
  });

  test("knows a channel that came to be after it", () => {
    const channels = [plainChannel("a"), plainChannel("b"), plainChannel("new")];
    const before = plainHistory(plain, { signals: [plainSignal("post", 0)] });
    const start = statesAt(before, day(1));
    const after = { ...before, channels, signals: [...before.signals, plainSignal("post", 2, { channelId: "new" })] };
    const told = receipt(after, day(1), day(3), start);
    expectSameReceipt(told, receipt(after, day(1), day(3)));
    expect(told.lines.some((line) => line.kind === "gain" && line.channelId === "new")).toBe(true);
  });

  test("needs a state of the algorithm that comes into force within it, and uses it", () => {
    const later = { ...onlyBy("engagement", { rho: 0.25 }), id: "later" };
    const algorithms = [
      { algorithm: plain, from: 0 },
      { algorithm: later, from: day(2) },
    ];
    const whole = plainHistory(plain, { signals: [plainSignal("like", 0, { count: 30 })], algorithms });
    const start = statesAt(whole, day(1));
    expectSameReceipt(receipt(restOf(whole, start), day(1), day(3), start), receipt(whole, day(1), day(3)));
  });

  test("leaves the state that it starts from as it is, so that it can be started from again", () => {
    const whole = plainHistory(plain, { signals: [plainSignal("like", 0), plainSignal("like", 2)] });
    const start = statesAt(whole, day(1));
    const copy = structuredClone(start);
    const first = receipt(whole, day(1), day(3), start);
    expect(start).toEqual(copy);
    expect(receipt(whole, day(1), day(3), start)).toEqual(first);
  });

  test("is one of many answers of a preparation that goes on from it; the series is another", () => {
    const whole = plainHistory(plain, {
      signals: Array.from({ length: 40 }, (_, n) => plainSignal(n % 4 === 0 ? "post" : "comment", n / 8)),
    });
    const start = statesAt(whole, day(2));
    const [part, all] = [prepare(restOf(whole, start), day(5), start), prepare(whole, day(5))];
    const times = [2, 2.25, 3, 4.5, 5].map(day);
    for (const [index, { value }] of seriesOf(part, times).entries())
      expectNear(value, seriesOf(all, times)[index]?.value ?? Number.NaN);
    expectSameReceipt(receiptOf(part, day(3), day(5)), receiptOf(all, day(3), day(5)));
  });
});

describe("a receipt refuses", () => {
  const whole = plainHistory(steady1, { signals: [plainSignal("like", 0), plainSignal("like", 2)] });
  const start = statesAt(whole, day(1));
  const held = { ...whole, holds: [{ channelId: "a", from: day(0.5), to: day(3) }] };
  const other = { ...plain, id: "other" };

  test.each<[string, () => Receipt, string]>([
    ["a beginning before its start", () => receipt(whole, day(1) - 1, day(2), start), "from"],
    ["an end before its beginning", () => receipt(whole, day(2), day(2) - 1, start), "to"],
    ["an end before its start", () => receipt(whole, day(0), day(0.5), start), "until"],
    ["no instant to begin at", () => receipt(whole, Number.NaN, day(2)), "from"],
    ["no instant to end at", () => receipt(whole, day(1), Number.NaN), "to"],
    ["an infinite end", () => receipt(whole, day(1), Number.POSITIVE_INFINITY), "to"],
    ["a start without a state of the algorithm", () => receipt(whole, day(1), day(2), {}), "start"],
    [
      "a start without a state of an algorithm to come",
      () =>
        receipt(
          { ...whole, algorithms: [...whole.algorithms, { algorithm: other, from: day(2) }] },
          day(1),
          day(2),
          start,
        ),
      "start",
    ],
    [
      "a start of two instants",
      () =>
        receipt({ ...whole, algorithms: [...whole.algorithms, { algorithm: other, from: day(2) }] }, day(1), day(2), {
          ...start,
          ...statesAt(plainHistory(other), day(0.5)),
        }),
      "start",
    ],
    [
      "a start with a channel that the history lacks",
      () => receipt({ ...whole, channels: [plainChannel("a")] }, day(1), day(2), start),
      "channels",
    ],
    [
      "a hold that began before its start, where the channel is open",
      () => receipt(held, day(1), day(2), start),
      "holds",
    ],
    [
      "a start in which a channel is held that the history does not hold",
      () => receipt(whole, day(1), day(2), statesAt(held, day(1))),
      "holds",
    ],
    ["what a preparation left out", () => receiptOf(prepare(whole, day(2)), day(1), day(2) + 1), "to"],
    [
      "what lies before a preparation's start",
      () => receiptOf(prepare(whole, day(2), start), day(0.5), day(2)),
      "from",
    ],
  ])("%s, by the name of the field", (_, ask, field) => {
    expect(ask).toThrow(InvalidInput);
    expect(ask).toThrow(expect.objectContaining({ field }));
  });
});

describe("a removal", () => {
  // A history holds what is known now: what was removed is not in it.
  const likes = Array.from({ length: 6 }, (_, n) => plainSignal("like", 1 + n / 8, { id: `like ${n}`, postId: "p" }));
  const gainOf = (told: Receipt) =>
    told.lines.find((line): line is Extract<Line, { kind: "gain" }> => line.kind === "gain");

  test("takes its signal's gain out of the receipt at the signal's own instant, and has no line", () => {
    const all = plainHistory(plain, { signals: likes });
    const fewer = plainHistory(plain, { signals: likes.slice(0, -2) });
    const told = receipt(fewer, day(0), day(3));
    expect(told.lines.every(({ points, kind }) => kind !== "gain" || points > 0)).toBe(true);
    expect(gainOf(told)).toMatchObject({ count: 4, at: likes[3]?.at });
    expect(gainOf(receipt(all, day(0), day(3)))).toMatchObject({ count: 6, at: likes[5]?.at });
  });

  test("leaves a span that begins after what it removed with a lower score before as well as after", () => {
    const [all, fewer] = [likes, likes.slice(0, -2)].map((signals) =>
      receipt(plainHistory(plain, { signals }), day(2), day(3)),
    );
    expect(fewer?.before).toBeLessThan(all?.before ?? 0);
    expect(fewer?.after).toBeLessThan(all?.after ?? 0);
    expect(fewer?.lines.map(({ kind }) => kind)).toEqual(all?.lines.map(({ kind }) => kind));
  });

  test("of one of an actor's repeats gives the others their ranks back", () => {
    const twice = [plainSignal("like", 1, { actor: "ann" }), plainSignal("like", 1.5, { actor: "ann" })];
    const once = receipt(plainHistory(onlyBy("engagement"), { signals: twice.slice(0, 1) }), day(0.9), day(1.5));
    expectNear(once.after, 1 + 9.9 * Math.log2(1 + 2 ** -0.5));
    expect(gainOf(once)).toMatchObject({ count: 1, at: begin + dayMs });
  });

  test("of a post takes its presence, from the instant of that post on", () => {
    const posts = [plainSignal("post", 0, { postId: "p" }), plainSignal("post", 1, { postId: "q" })];
    const [both, first] = [posts, posts.slice(0, 1)].map((signals) =>
      receipt(plainHistory(onlyBy("presence"), { signals }), day(0.5), day(1) + hourMs),
    );
    expect(both?.lines.some(({ kind }) => kind === "gain")).toBe(true);
    expect(first?.lines.map(({ kind }) => kind)).toEqual(["decay"]);
    expectNear(first?.before ?? 0, both?.before ?? 1);
  });
});
