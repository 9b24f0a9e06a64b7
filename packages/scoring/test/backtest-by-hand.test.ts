import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { postsBetween } from "../src/backtest.ts";
import { type BacktestFigure, backtest, type History, InvalidInput, type Signal } from "../src/index.ts";
import { dayMs, hourMs } from "./clients.ts";
import { day, onlyBy, plain, plainChannel, plainHistory, plainSignal } from "./plain.ts";

const horizonsMs = [dayMs, 3 * dayMs];
const ask = (history: History, given: Partial<Parameters<typeof backtest>[1]> = {}) =>
  backtest(history, { instants: [day(30), day(33)], horizonsMs, paths: 20, ...given });

/** A post a day for forty days that draws `likes`: each named, or as one total read three days later. */
const lived = (likes: number, isTotal: boolean): History => {
  const signals = Array.from({ length: 40 }, (_, n): Signal[] => {
    const postId = `post ${n}`;
    const post = plainSignal("post", n + 0.5, { id: postId, postId });
    if (isTotal) return [post, plainSignal("like", n + 3.5, { id: `likes ${n}`, postId, count: likes })];
    const each = Array.from({ length: likes }, (__, i) =>
      plainSignal("like", n + 0.5 + (i + 1) / 1440, { id: `like ${n} ${i}`, postId, actor: `fan ${n} ${i}` }),
    );
    return [post, ...each];
  }).flat();
  return plainHistory(plain, { channels: [plainChannel("a")], signals });
};

describe("the posts that followed", () => {
  const history = plainHistory(plain, {
    signals: [
      plainSignal("post", 1),
      plainSignal("linkPost", 2, { channelId: "b" }),
      plainSignal("like", 2),
      plainSignal("post", 3),
      plainSignal("post", 4),
    ],
  });

  test.each<[string, number, number, number[]]>([
    ["begin after the first instant", 1, 2, [2]],
    ["end with the last", 1, 3, [2, 3]],
    ["are all of a longer time", 0, 9, [1, 2, 3, 4]],
    ["are none of no time", 2, 2, []],
    ["are none where nothing was posted", 5, 9, []],
  ])("%s", (_, from, to, days) => {
    expect(postsBetween(history, day(from), day(to)).map(({ at }) => at)).toEqual(days.map(day));
  });

  test("keep their channel and their link, and nobody's reaction is among them", () => {
    expect(postsBetween(history, day(1), day(3))).toEqual([
      { channelId: "b", at: day(2), carriesLink: true },
      { channelId: "a", at: day(3), carriesLink: false },
    ]);
  });
});

describe("the figures of a backtest", () => {
  test("are one for each horizon, in the order asked for", () => {
    expect(ask(lived(3, false)).map(({ horizonMs, forecasts }) => [horizonMs, forecasts])).toEqual([
      [dayMs, 2],
      [3 * dayMs, 2],
    ]);
  });

  test("of no instants say nothing: no forecast, and a share that is none", () => {
    for (const { forecasts, coverage } of ask(lived(3, false), { instants: [] })) {
      expect(forecasts).toBe(0);
      expect(coverage).toBeNaN();
    }
  });

  test("do not depend on the order of the instants, nor on that of the signals", () => {
    const history = lived(3, false);
    const told = ask(history);
    expect(ask(history, { instants: [day(33), day(30)] })).toEqual(told);
    expect(ask({ ...history, signals: history.signals.toReversed() })).toEqual(told);
  });

  test("count an instant that is asked twice twice", () => {
    const once = ask(lived(3, false), { instants: [day(30)] });
    const twice = ask(lived(3, false), { instants: [day(30), day(30)] });
    expect(twice.map(({ forecasts, inside }) => [forecasts, inside])).toEqual(
      once.map(({ forecasts, inside }) => [2 * forecasts, 2 * inside]),
    );
    for (const [i, { width }] of twice.entries()) expect(width).toBeCloseTo(once[i]?.width ?? Number.NaN, 9);
  });

  test("are the same for the same seed, and others for another", () => {
    expect(ask(lived(3, false), { seed: 1 })).toEqual(ask(lived(3, false)));
    const widths = (figures: BacktestFigure[]) => figures.map(({ width }) => width);
    expect(widths(ask(lived(3, false), { seed: 2 }))).not.toEqual(widths(ask(lived(3, false))));
  });

  test("know nothing of what came after the instant but the posts: other reactions change no width", () => {
    const history = lived(3, false);
    const praised = {
      ...history,
      signals: [...history.signals, plainSignal("mention", 30.5, { count: 50 })],
    };
    const [before, after] = [history, praised].map((one) => ask(one, { instants: [day(30)] }));
    expect(after?.map(({ width }) => width)).toEqual(before?.map(({ width }) => width));
    expect(after?.map(({ above }) => above)).toEqual([1, 1]);
  });

  test("find an outcome below the band where nobody reacts any more", () => {
    const history = lived(20, false);
    const deserted = {
      ...history,
      signals: history.signals.filter(({ kind, at }) => kind === "post" || at <= day(30)),
    };
    expect(ask(deserted, { instants: [day(30)] }).map(({ below }) => below)).toEqual([1, 1]);
  });

  test("judge by the algorithm that is active when the forecast is made", () => {
    const reach = onlyBy("reach");
    const history = {
      ...lived(3, false),
      algorithms: [
        { algorithm: plain, from: 0 },
        { algorithm: reach, from: day(20) },
      ],
    };
    for (const { inside, width } of ask(history)) {
      expect(inside).toBe(2);
      expect(width).toBeCloseTo(0, 12);
    }
  });

  test("of a held channel stand still, as its score does", () => {
    const history = { ...lived(3, false), holds: [{ channelId: "a", from: day(29) }] };
    for (const { inside, width } of ask(history)) {
      expect(inside).toBe(2);
      expect(width).toBeCloseTo(0, 9);
    }
  });
});

describe("totals in a backtest", () => {
  test("are spread over the time after the post: read days later they are judged as if they had come with it", () => {
    for (const { below, above } of ask(lived(40, true))) expect(below + above).toBeLessThanOrEqual(1);
  });

  test("of one post and kind are one, in however many readings they were told", () => {
    const whole = lived(40, true);
    const signals = whole.signals.flatMap((signal) =>
      signal.kind === "like"
        ? [
            { ...signal, id: `${signal.id} first`, count: 25 },
            { ...signal, id: `${signal.id} then`, at: signal.at + hourMs, count: 15 },
          ]
        : [signal],
    );
    const [told, once] = [ask({ ...whole, signals }), ask(whole)];
    for (const [i, { width, inside }] of told.entries()) {
      expect(width).toBeCloseTo(once[i]?.width ?? Number.NaN, 9);
      expect(inside).toBe(once[i]?.inside);
    }
  });

  test("come after their post, never before: what a post made just now will draw is not known yet", () => {
    const history = lived(3, false);
    const post = plainSignal("post", 30, { id: "star", postId: "star" });
    const likes = plainSignal("like", 33, { id: "its likes", postId: "star", count: 400 });
    const [tomorrow] = ask({ ...history, signals: [...history.signals, post, likes] }, { instants: [day(30)] });
    expect(tomorrow?.above).toBe(1);
  });

  test("in different kinds stay apart", () => {
    const whole = lived(40, true);
    const comments = whole.signals.map((signal) =>
      signal.kind === "like" ? { ...signal, id: `${signal.id} too`, kind: "comment" as const, count: 10 } : signal,
    );
    const both = { ...whole, signals: [...whole.signals, ...comments.filter(({ kind }) => kind === "comment")] };
    expect(ask(both)[0]?.width).not.toBeCloseTo(ask(whole)[0]?.width ?? Number.NaN, 6);
  });

  test.each<[string, Partial<Signal>]>([
    ["that belong to no post", { kind: "mention", count: 30 }],
    ["to a post that is not known", { kind: "like", count: 30, postId: "gone" }],
  ])("%s stay where they are", (_, given) => {
    // They come within the last hour of the day: spread from anywhere else they would have come before the instant.
    const history = lived(3, false);
    const late = plainSignal("mention", 30.99, given);
    const [tomorrow] = ask({ ...history, signals: [...history.signals, late] }, { instants: [day(30)] });
    expect(tomorrow?.above).toBe(1);
  });
});

describe("a bad backtest", () => {
  test.each<[string, Partial<Parameters<typeof backtest>[1]>]>([
    ["an instant that is none", { instants: [Number.NaN] }],
    ["horizons out of order", { horizonsMs: [2 * dayMs, dayMs] }],
    ["a horizon of nothing", { horizonsMs: [0] }],
    ["no paths", { paths: 0 }],
  ])("with %s is refused", (_, given) => {
    expect(() => ask(lived(1, false), given)).toThrow(InvalidInput);
  });

  test("of a bad signal is refused by its field", () => {
    const history = lived(1, false);
    const signals = [...history.signals, plainSignal("like", 5, { count: -1 })];
    expect(() => ask({ ...history, signals })).toThrow(/^count: /);
  });

  test("of any tally adds up: below, inside and above are all there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.boolean(), (likes, isTotal) => {
        for (const { below, inside, above, forecasts, coverage, width } of ask(lived(Math.max(1, likes), isTotal), {
          paths: 5,
        })) {
          expect(below + inside + above).toBe(forecasts);
          expect(coverage).toBe(inside / forecasts);
          expect(width).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 10 },
    );
  });
});
