import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Algorithm,
  type ComponentId,
  componentIds,
  type History,
  type Kind,
  kinds,
  type Line,
  type Receipt,
  receipt,
  type Signal,
} from "../src/index.ts";
import { algorithm, channelId, end, history, instant, moment, openHistory } from "./arbitraries.ts";
import { begin, dayMs, hourMs } from "./clients.ts";
import { naiveScore } from "./naive.ts";
import { expectNear } from "./near.ts";
import { day, everyKind, onlyBy, plain, plainHistory, plainSignal } from "./plain.ts";

const ofKind = <K extends Line["kind"]>({ lines }: Receipt, kind: K): Extract<Line, { kind: K }>[] =>
  lines.filter((line): line is Extract<Line, { kind: K }> => line.kind === kind);
const sum = (lines: readonly { points: number }[]): number => lines.reduce((total, { points }) => total + points, 0);
/** What a line is about, without how much. */
const about = (line: Line): string => {
  switch (line.kind) {
    case "gain":
      return `gain ${line.channelId} ${line.signalKind} ${line.postId}`;
    case "decay":
      return `decay ${line.componentId} ${line.channelId}`;
    case "algorithm":
      return `algorithm ${line.at} ${line.fromId} ${line.toId}`;
    default:
      return `${line.kind} ${line.at} ${line.channelId}`;
  }
};
const byAbout = (lines: readonly Line[]): Map<string, number> => {
  const found = new Map<string, number>();
  for (const line of lines) found.set(about(line), (found.get(about(line)) ?? 0) + line.points);
  return found;
};
const expectSameBooks = (actual: readonly Line[], expected: readonly Line[]): void => {
  const [ours, theirs] = [byAbout(actual), byAbout(expected)];
  for (const key of new Set([...ours.keys(), ...theirs.keys()]))
    expectNear(ours.get(key) ?? 0, theirs.get(key) ?? 0, key);
};

describe("what a signal gains", () => {
  /** Signals at instants of their own, so that each can be valued by leaving it out. */
  const apart = openHistory.map((whole) => ({
    ...whole,
    signals: whole.signals.map((signal, index) => ({ ...signal, at: signal.at + index })),
    audience: [],
  }));

  test("is the score with it less the score without it, at its instant, whatever the algorithm", () => {
    fc.assert(
      fc.property(apart, instant, (whole, from) => {
        const expected = new Map<string, number>();
        for (const signal of whole.signals) {
          if (signal.at <= from || signal.at > end + 60_000) continue;
          const before = { ...whole, signals: whole.signals.filter(({ at }) => at < signal.at) };
          const gained =
            naiveScore({ ...before, signals: [...before.signals, signal] }, signal.at) - naiveScore(before, signal.at);
          const key = `gain ${signal.channelId} ${signal.kind} ${signal.postId}`;
          expected.set(key, (expected.get(key) ?? 0) + gained);
        }
        const told = byAbout(ofKind(receipt(whole, from, end + 60_000), "gain"));
        expect([...told.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [key, points] of told) expectNear(points, expected.get(key) ?? Number.NaN, key);
      }),
      { numRuns: 150 },
    );
  });

  test("leaves to time what the score lost between the signals", () => {
    fc.assert(
      fc.property(apart, (whole) => {
        const instants = [begin, ...whole.signals.map(({ at }) => at).sort((a, b) => a - b), end + 60_000];
        let lost = 0;
        for (const [index, at] of instants.slice(1).entries()) {
          const known = { ...whole, signals: whole.signals.filter((signal) => signal.at <= (instants[index] ?? 0)) };
          lost += naiveScore(known, at) - naiveScore(known, instants[index] ?? 0);
        }
        expectNear(sum(ofKind(receipt(whole, begin, end + 60_000), "decay")), lost);
      }),
      { numRuns: 150 },
    );
  });

  // One post a day old on channel a, then one signal of the kind: what it moves, by the algorithm of the head.
  const before = [plainSignal("post", 0), plainSignal("like", 0)];
  const moves: Readonly<Record<Kind, readonly ComponentId[]>> = {
    post: ["presence", "selectivity"],
    linkPost: ["presence", "selectivity", "linkMix"],
    view: ["engagement", "selectivity"],
    like: ["engagement", "selectivity"],
    click: ["engagement", "selectivity"],
    save: ["engagement", "selectivity"],
    reshare: ["engagement", "amplification", "selectivity"],
    linkReshare: ["engagement", "amplification", "selectivity"],
    mention: ["engagement", "selectivity"],
    comment: ["engagement", "selectivity"],
  };
  test.each(kinds.map((kind) => ({ kind, moved: moves[kind] })))(
    "of kind $kind moves $moved and nothing else",
    ({ kind, moved }) => {
      const whole = { signals: [...before, plainSignal(kind, 1)] };
      for (const id of componentIds) {
        const [gain] = ofKind(receipt(plainHistory(onlyBy(id), whole), day(0.5), day(1)), "gain");
        if (moved.includes(id)) expect(gain?.points, id).not.toBe(0);
        else expect(gain?.points, id).toBe(0);
      }
    },
  );

  test.each<{ title: string; id: ComponentId; signals: Signal[]; points: number }>([
    // log₂(1 + 1) ÷ 10 = 0.1 of 99 points.
    { title: "the first like", id: "engagement", signals: [plainSignal("like", 2)], points: 9.9 },
    // From log₂(1 + 1) to log₂(1 + 3).
    {
      title: "two likes' worth on top of one",
      id: "engagement",
      signals: [plainSignal("like", 1), plainSignal("save", 1, { count: 1 }), plainSignal("like", 2, { count: 1.5 })],
      // Three halve to 1.5 within the day, then 1.5 more are 3 again.
      points: (99 * (Math.log2(4) - Math.log2(2.5))) / 10,
    },
    { title: "seven reshares", id: "amplification", signals: [plainSignal("reshare", 2, { count: 7 })], points: 29.7 },
    {
      title: "a reshare of a link, which counts twice",
      id: "amplification",
      signals: [plainSignal("linkReshare", 2)],
      points: (99 * Math.log2(3)) / 10,
    },
    { title: "a first post, half present", id: "presence", signals: [plainSignal("post", 2)], points: 49.5 },
    {
      title: "a first post with a link: all links is out of the band",
      id: "linkMix",
      signals: [plainSignal("linkPost", 2)],
      points: 0,
    },
    {
      title: "a plain post beside one with a link: half links is the end of the band",
      id: "linkMix",
      // Two posts of the same instant: u = 2 ÷ (2 + 1), ρ = 0.5.
      signals: [plainSignal("linkPost", 2), plainSignal("post", 2)],
      points: 33,
    },
    {
      title: "a like of a channel without posts, per one post of shrinkage",
      id: "selectivity",
      signals: [plainSignal("like", 2)],
      points: 9.9,
    },
  ])("is for $title $points points", ({ id, signals, points }) => {
    const told = receipt(plainHistory(onlyBy(id), { signals }), day(1.5), day(2));
    expectNear(sum(ofKind(told, "gain")), points);
  });

  test("is nothing beyond full, however much comes", () => {
    const flood = plainSignal("like", 1, { count: 5_000 });
    const told = receipt(
      plainHistory(onlyBy("engagement"), { signals: [flood, plainSignal("comment", 1.25, { count: 1e12 })] }),
      day(1.1),
      day(1.25),
    );
    expect(ofKind(told, "gain").map(({ points }) => points)).toEqual([0]);
    expect(ofKind(told, "decay")).toEqual([]);
  });

  test("is less for one actor's second on one day, by what the first loses in rank", () => {
    const ann = (days: number) => plainSignal("like", days, { actor: "ann" });
    const gain = (signals: Signal[]) =>
      sum(ofKind(receipt(plainHistory(onlyBy("engagement"), { signals }), day(2) - 1, day(2.5)), "gain"));
    // The second weighs 1, the first now ½ of what half a day left of it: 1 + 2^−½ ÷ 2 in place of 2^−½.
    const [old, both] = [2 ** -0.5, 1 + 2 ** -0.5 / 2];
    expectNear(gain([ann(2)]), 9.9);
    expectNear(gain([ann(2), ann(2.5)]) - 9.9, (99 * (Math.log2(1 + both) - Math.log2(1 + old))) / 10);
  });
});

describe("what time takes", () => {
  test("of engagement it takes from each channel in proportion to the channel's own term", () => {
    const signals = [plainSignal("like", 0, { count: 3 }), plainSignal("like", 0, { count: 12, channelId: "b" })];
    const told = receipt(plainHistory(onlyBy("engagement"), { signals }), day(0), day(2));
    // Fifteen fall to 15 ÷ 4.
    const lost = (99 * (Math.log2(16) - Math.log2(4.75))) / 10;
    expect(ofKind(told, "decay").map(({ componentId, channelId: id }) => [componentId, id])).toEqual([
      ["engagement", "a"],
      ["engagement", "b"],
    ]);
    expectNear(ofKind(told, "decay")[0]?.points ?? 0, -lost * 0.2);
    expectNear(ofKind(told, "decay")[1]?.points ?? 0, -lost * 0.8);
  });

  test("of selectivity it takes from the best channel alone", () => {
    const signals = [plainSignal("like", 0, { count: 3 }), plainSignal("like", 0, { count: 7, channelId: "b" })];
    const told = receipt(plainHistory(onlyBy("selectivity"), { signals }), day(0), day(1));
    expect(ofKind(told, "decay")).toMatchObject([{ componentId: "selectivity", channelId: "b" }]);
    expectNear(sum(told.lines), (99 * (Math.log2(4.5) - Math.log2(8))) / 10);
  });

  test("of presence it takes nothing within grace, then half a day's share in a half-life", () => {
    const whole = plainHistory(onlyBy("presence"), { signals: [plainSignal("post", 0)] });
    expect(receipt(whole, day(0), day(0.25)).lines).toEqual([]);
    expectNear(sum(receipt(whole, day(0.25), day(1.25)).lines), -99 / 4);
  });

  test("of reach it takes nothing, ever", () => {
    const audience = [{ channelId: "a", at: day(0), followers: 100 }];
    expect(receipt(plainHistory(onlyBy("reach"), { audience }), day(0), day(36_500)).lines).toEqual([]);
  });

  test("is what a channel's own lines lose, whatever arrives on the other meanwhile", () => {
    const own = plainSignal("reshare", 0, { count: 9 });
    const other = (count: number) =>
      Array.from({ length: count }, (_, n) => plainSignal("reshare", (n + 1) / (count + 1), { channelId: "b" }));
    for (const count of [1, 5, 100]) {
      const told = receipt(plainHistory(onlyBy("amplification"), { signals: [own, ...other(count)] }), day(0), day(1));
      // ∫ λ·x_a ÷ (knee + x) dt, by the midpoint rule between the other channel's reshares.
      const steps = 4_000;
      let taken = 0;
      for (let n = 0; n < steps; n++) {
        const t = (n + 0.5) / steps;
        const mine = 9 * 2 ** -t;
        const theirs = other(count).reduce((x, { at }) => x + (at <= day(t) ? 2 ** (-(day(t) - at) / dayMs) : 0), 0);
        taken += (Math.LN2 * mine) / (1 + mine + theirs) / steps;
      }
      const booked = ofKind(told, "decay").find((line) => line.channelId === "a")?.points ?? 0;
      expect(Math.abs(booked + (99 * taken) / (10 * Math.LN2))).toBeLessThan(2e-3);
    }
  });

  test("is never a gain", () => {
    fc.assert(
      fc.property(history, instant, moment, (whole, a, b) => {
        for (const { points } of ofKind(receipt(whole, Math.min(a, b), Math.max(a, b)), "decay"))
          expect(points).toBeLessThanOrEqual(1e-12);
      }),
    );
  });
});

describe("a receipt", () => {
  const spans = fc.tuple(moment, moment, moment).map((three) => three.sort((a, b) => a - b));

  /** What time takes jointly or from the best alone is split by the channels' terms where it is cut; its sum is not. */
  const jointly = (lines: readonly Line[]): Line[] =>
    lines.map((line) =>
      line.kind === "decay" && line.componentId !== "engagement" && line.componentId !== "amplification"
        ? { ...line, channelId: "any" }
        : line,
    );

  test("of a span is the receipts of its parts, line by line, wherever it is cut", () => {
    fc.assert(
      fc.property(openHistory, spans, (whole, [from = 0, cut = 0, to = 0]) => {
        const parts = [...receipt(whole, from, cut).lines, ...receipt(whole, cut, to).lines];
        expectSameBooks(jointly(receipt(whole, from, to).lines), jointly(parts));
      }),
      { numRuns: 200 },
    );
  });

  test("by several components is each component's own receipt times its weight", () => {
    fc.assert(
      fc.property(openHistory, algorithm, instant, (whole, made, from) => {
        const told = receipt({ ...whole, algorithms: [{ algorithm: made, from: 0 }] }, from, end);
        const parts = componentIds.flatMap((id) => {
          const alone: Algorithm = { ...made, id: `only ${id}`, weights: { [id]: 1 } };
          const weight = made.weights[id] ?? 0;
          return receipt({ ...whole, algorithms: [{ algorithm: alone, from: 0 }] }, from, end).lines.map((line) => ({
            ...line,
            points: line.points * weight,
          }));
        });
        expectSameBooks(told.lines, parts);
      }),
      { numRuns: 60 },
    );
  });

  test("does not depend on the order in which anything is given", () => {
    const distinct = openHistory.map((whole) => ({
      ...whole,
      signals: whole.signals.map((signal, index) => ({ ...signal, at: signal.at + index })),
    }));
    fc.assert(
      fc.property(distinct, instant, (whole, from) => {
        const turned: History = {
          ...whole,
          channels: whole.channels.toReversed(),
          signals: whole.signals.toReversed(),
          audience: whole.audience.toReversed(),
        };
        expectSameBooks(receipt(turned, from, end + 1_000).lines, receipt(whole, from, end + 1_000).lines);
      }),
    );
  });

  test("shifted by whole UTC days tells the same", () => {
    fc.assert(
      fc.property(history, instant, fc.integer({ min: -20_000, max: 20_000 }), (whole, from, days) => {
        const by = days * dayMs;
        const later = <T extends { at: number }>(one: T): T => ({ ...one, at: one.at + by });
        const shifted: History = {
          channels: whole.channels,
          signals: whole.signals.map(later),
          audience: whole.audience.map(later),
          holds: whole.holds.map((one) => ({
            ...one,
            from: one.from + by,
            ...(one.to !== undefined && { to: one.to + by }),
          })),
          algorithms: whole.algorithms.map((one) => ({ ...one, from: one.from === 0 ? -9e13 : one.from + by })),
        };
        const lines = receipt(shifted, from + by, end + by).lines.map((line) =>
          "at" in line ? { ...line, at: line.at - by } : line,
        );
        expectSameBooks(lines, receipt(whole, from, end).lines);
      }),
      { numRuns: 100 },
    );
  });

  test("counts each gain's signals once, though a day's repeats change weights", () => {
    const signals = [1, 2, 3].map((n) => plainSignal("like", 1 + n / 24, { actor: "ann", postId: "p" }));
    expect(ofKind(receipt(plainHistory(plain, { signals }), day(1), day(2)), "gain")).toMatchObject([
      { count: 3, at: signals[2]?.at, postId: "p", signalKind: "like" },
    ]);
  });

  test("begins after `from` and ends with `to`", () => {
    const signals = [plainSignal("like", 1), plainSignal("comment", 2)];
    const lines = (from: number, to: number) =>
      ofKind(receipt(plainHistory(plain, { signals }), from, to), "gain").map(({ signalKind }) => signalKind);
    expect(lines(day(1) - 1, day(2) - 1)).toEqual(["like"]);
    expect(lines(day(1), day(2))).toEqual(["comment"]);
  });

  test("follows a channel that overtakes the best one by time alone", () => {
    // a: many reactions on many posts; b: few on none. As both fade, per-post shrinkage turns them round.
    const signals = [
      plainSignal("post", 0, { count: 99 }),
      plainSignal("like", 0, { count: 400 }),
      plainSignal("like", 0, { count: 3.9, channelId: "b" }),
      ...Array.from({ length: 12 }, (_, n) => plainSignal("like", n + 1, { count: 1e-6, channelId: "b" })),
    ];
    const whole = plainHistory(onlyBy("selectivity"), { signals });
    for (let d = 0; d < 12; d += 0.5) {
      const told = receipt(whole, day(0), day(d));
      expectNear(told.after, naiveScore(whole, day(d)));
      expectNear(sum(told.lines), told.after - told.before);
    }
  });
});

describe("the best channel by reactions per post", () => {
  const by = onlyBy("selectivity");
  const gainsOf = (signals: Signal[], given: Partial<History> = {}): number[] =>
    signals.map((signal) => {
      const told = receipt(plainHistory(by, { signals, ...given }), day(0), day(1));
      return sum(ofKind(told, "gain").filter(({ postId }) => postId === signal.postId));
    });
  const like = (days: number, count: number, channel: string) =>
    plainSignal("like", days, { count, channelId: channel, postId: `${channel} ${days}` });

  test("gains by what comes to it, and another by nothing while it stays behind", () => {
    const [, best, behind] = gainsOf([like(0, 7, "a"), like(0.001, 1, "a"), like(0.002, 6, "b")]);
    expect(best).toBeGreaterThan(1);
    expect(behind).toBe(0);
  });

  test("may be overtaken by a single signal, which then gains the difference only", () => {
    const [, overtakes] = gainsOf([like(0, 7, "a"), like(0.5, 15, "b")]);
    expectNear(overtakes ?? 0, 9.9 * (Math.log2(16) - Math.log2(1 + 7 * Math.SQRT1_2)));
  });

  test("may fall behind a held one by time alone, between two signals close together: then it gains nothing", () => {
    const holds = [{ channelId: "b", from: day(0) }];
    const signals = [like(0, 7.05, "a"), like(0, 7, "b"), like(0.001, 1e-6, "a"), like(0.014, 0.005, "a")];
    const [, , before, after] = gainsOf(signals, { holds });
    expect(before).toBeGreaterThan(0);
    expect(after).toBe(0);
  });

  test("may fall behind an open one with more posts by time alone, between two signals close together", () => {
    // a: 40.29 on nine posts and κ; b: 4.03 on κ alone. As all fade, a has the fewer posts to share by.
    const signals = [
      plainSignal("post", 0, { count: 9 }),
      like(0, 40.29, "a"),
      like(0, 4.03, "b"),
      like(0.0001, 1e-6, "b"),
      like(0.013, 1e-4, "b"),
    ];
    const at = (t: number): [a: number, b: number] => [(40.29 * 2 ** -t) / (9 * 2 ** -t + 1), 4.03 * 2 ** -t];
    expect(Math.sign(at(0)[0] - at(0)[1])).toBe(-1);
    expect(Math.sign(at(0.013)[0] - at(0.013)[1] - 1e-4)).toBe(1);
    expect(gainsOf(signals).at(-1)).toBe(0);
  });

  test("loses by one more post of its own, and not by another's", () => {
    const post = (channel: string) => plainSignal("post", 0.25, { channelId: channel, postId: `post ${channel}` });
    const [, own] = gainsOf([like(0, 7, "a"), post("a")]);
    const [, , others] = gainsOf([like(0, 7, "a"), like(0, 3, "b"), post("b")]);
    const x = 7 * 2 ** -0.25;
    expectNear(own ?? 0, 9.9 * (Math.log2(1 + x / 2) - Math.log2(1 + x)));
    expect(others).toBe(0);
  });
});

describe("steps that no signal makes", () => {
  const busy = [
    plainSignal("post", 0),
    plainSignal("like", 0, { count: 20 }),
    plainSignal("like", 0, { channelId: "b" }),
  ];

  test("two channels released at one instant are two lines", () => {
    const holds = ["a", "b"].map((id) => ({ channelId: id, from: day(1), to: day(2) }));
    const late = [plainSignal("like", 1.5), plainSignal("like", 1.6, { channelId: "b", count: 5 })];
    const told = receipt(plainHistory(plain, { signals: [...busy, ...late], holds }), day(1), day(3));
    expect(ofKind(told, "release").map(({ at, channelId: id }) => [at, id])).toEqual([
      [day(2), "a"],
      [day(2), "b"],
    ]);
    expect(ofKind(told, "gain")).toEqual([]);
    expectNear(sum(told.lines), told.after - told.before);
  });

  test("what arrived while a channel was held is in its release, not among the gains", () => {
    const holds = [{ channelId: "a", from: day(1), to: day(2) }];
    const late = plainSignal("comment", 1.5, { postId: "p" });
    const whole = plainHistory(onlyBy("engagement"), { signals: [...busy, late], holds });
    const [release] = ofKind(receipt(whole, day(1), day(2)), "release");
    // Channel a stood still at 10 and b at ½ · ½; on release a is at 5 + 3 · 2^−½.
    const [held, released] = [10 + 0.25, 5 + 3 * 2 ** -0.5 + 0.25];
    expectNear(release?.points ?? 0, (99 * (Math.log2(1 + released) - Math.log2(1 + held))) / 10);
  });

  test("a channel that is still held at the end has no release, and lost nothing", () => {
    fc.assert(
      fc.property(openHistory, channelId, (whole, id) => {
        const told = receipt({ ...whole, holds: [{ channelId: id, from: begin }] }, begin, end);
        expect(ofKind(told, "release")).toEqual([]);
        expectNear(sum(ofKind(told, "decay").filter((line) => line.channelId === id)), 0);
        expectNear(sum(ofKind(told, "gain").filter((line) => line.channelId === id && line.at > begin)), 0);
      }),
    );
  });

  test("followers heard while a channel was held come with its release", () => {
    const told = receipt(
      plainHistory(onlyBy("reach"), {
        audience: [{ channelId: "a", at: day(1.5), followers: 1023 }],
        holds: [{ channelId: "a", from: day(1), to: day(2) }],
      }),
      day(1),
      day(3),
    );
    expect(told.lines).toEqual([{ kind: "release", at: day(2), channelId: "a", points: expect.closeTo(99, 9) }]);
  });

  test("lost followers cost at the instant at which they were found gone", () => {
    const audience = [15, 3].map((followers, n) => ({ channelId: "a", at: day(n), followers }));
    expect(receipt(plainHistory(onlyBy("reach"), { audience }), day(0), day(5)).lines).toEqual([
      { kind: "audience", at: day(1), channelId: "a", points: expect.closeTo(-19.8, 9) },
    ]);
  });

  const other: Algorithm = { ...onlyBy("reach"), id: "other" };
  const audience = [{ channelId: "a", at: day(0), followers: 1023 }];
  const switched = (...ids: Algorithm[]): Partial<History> => ({
    signals: busy,
    audience,
    algorithms: [{ algorithm: plain, from: 0 }, ...ids.map((made) => ({ algorithm: made, from: day(2) }))],
  });

  test("a change of algorithm is a line from the score by the old to the score by the new, at its instant", () => {
    const whole = plainHistory(plain, switched(other));
    const [line] = ofKind(receipt(whole, day(1), day(3)), "algorithm");
    expect(line).toMatchObject({ at: day(2), fromId: "plain", toId: "other" });
    expectNear(line?.points ?? 0, 100 - naiveScore(plainHistory(plain, { signals: busy, audience }), day(2)));
  });

  test("of two algorithms activated at one instant the last counts, and is the only line", () => {
    const middle = onlyBy("presence");
    const told = receipt(plainHistory(plain, switched(middle, other)), day(1), day(3));
    expect(ofKind(told, "algorithm").map(({ fromId, toId }) => [fromId, toId])).toEqual([["plain", "other"]]);
    expectNear(told.after, 100);
    expectNear(sum(told.lines), told.after - told.before);
  });

  test.each([
    ["at the first instant is not in it", day(2), day(3), 0],
    ["at the last instant is", day(1), day(2), 1],
    ["after it is not", day(1), day(2) - 1, 0],
  ])("a change of algorithm %s", (_, from, to, lines) => {
    expect(ofKind(receipt(plainHistory(plain, switched(other)), from, to), "algorithm")).toHaveLength(lines);
  });

  test("activating the algorithm that counts already is no line", () => {
    expect(ofKind(receipt(plainHistory(plain, switched(plain)), day(1), day(3)), "algorithm")).toEqual([]);
  });

  test("a signal at the very start of a hold still counts as a gain", () => {
    const holds = [{ channelId: "a", from: day(1), to: day(2) }];
    const told = receipt(plainHistory(plain, { signals: [plainSignal("like", 1)], holds }), day(0), day(1));
    expect(ofKind(told, "gain")).toMatchObject([{ at: day(1), count: 1 }]);
  });

  test("a signal at the very end of a hold is a gain, after the release", () => {
    const holds = [{ channelId: "a", from: day(1), to: day(2) }];
    const told = receipt(plainHistory(plain, { signals: [...busy, plainSignal("like", 2)], holds }), day(1), day(2));
    expect(ofKind(told, "release")).toHaveLength(1);
    expect(ofKind(told, "gain")).toMatchObject([{ at: day(2), count: 1 }]);
  });
});

describe("the books over long spans", () => {
  test("sum to the change to 1e-9 after 100 000 signals", () => {
    const signals = Array.from({ length: 100_000 }, (_, n) =>
      plainSignal(kinds[n % kinds.length] ?? "like", n / 2_000, {
        channelId: n % 3 === 0 ? "a" : "b",
        count: 1 + (n % 7),
      }),
    );
    const told = receipt(plainHistory(plain, { signals }), day(0), day(50));
    expect(Math.abs(sum(told.lines) - (told.after - told.before))).toBeLessThan(1e-9);
  });

  test("hold where half-lives pass by the hundred between two signals", () => {
    const made = onlyBy("engagement", { engagement: { ...plain.engagement, halfLifeMs: hourMs } });
    const signals = [0, 40, 90, 300].map((days) => plainSignal("like", days, { count: 50 }));
    const whole = plainHistory(made, { signals });
    const told = receipt(whole, day(0), day(300));
    expectNear(sum(told.lines), told.after - told.before);
    expectNear(told.after, naiveScore(whole, day(300)));
    expectNear(sum(ofKind(told, "decay")), (-99 * 3 * Math.log2(51)) / 10);
  });

  test("keep an algorithm of hours and one of months apart in one receipt", () => {
    const fast = onlyBy("engagement", { engagement: { ...plain.engagement, halfLifeMs: hourMs } });
    const slow: Algorithm = {
      ...plain,
      id: "slow",
      engagement: { ...plain.engagement, halfLifeMs: 90 * dayMs },
      amplification: { ...plain.amplification, halfLifeMs: 90 * dayMs },
    };
    const signals = Array.from({ length: 400 }, (_, n) => plainSignal("like", n));
    const algorithms = [slow, fast, slow].map((made, n) => ({ algorithm: made, from: n === 0 ? 0 : day(n * 120) }));
    const whole = plainHistory(plain, { signals, algorithms });
    const told = receipt(whole, day(0), day(399));
    expect(ofKind(told, "algorithm")).toHaveLength(2);
    // While one is in force, the other's sums are kept for when it will be.
    const midway = receipt(whole, day(0), day(130.01));
    expectNear(midway.after, naiveScore(whole, day(130.01)));
    expectNear(sum(midway.lines), midway.after - midway.before);
    expectNear(sum(told.lines), told.after - told.before);
    expectNear(told.after, naiveScore(whole, day(399)));
  });

  test("know a channel that tells no reactions, whose reactions are none of its lines in selectivity", () => {
    const channels = [
      { id: "a", network: "x", knows: { post: 0 } },
      { id: "b", network: "x", knows: everyKind },
    ];
    const signals = [plainSignal("post", 0), plainSignal("like", 1, { channelId: "b", count: 3 })];
    const told = receipt(plainHistory(onlyBy("selectivity"), { channels, signals }), day(0), day(1));
    expect(sum(ofKind(told, "gain"))).toBeCloseTo(19.8, 9);
  });
});
