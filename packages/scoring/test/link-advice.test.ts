import { describe, expect, test } from "vitest";
import { classic1, emptyState, linkAdvice, scoreAt, scoreHistoryAt, steady1 } from "../src/index.ts";
import { day, plain, plainChannel, plainHistory, plainSignal } from "./plain.ts";

const advise = (...ratios: (number | null)[]) =>
  linkAdvice({ linkRatios: ratios.map((ratio, n) => ({ channelId: `c${n}`, ratio, band: [0.2, 0.6] as const })) });

describe("advice on links", () => {
  test.each([
    { ratio: 0, verdict: "below" },
    { ratio: 0.199, verdict: "below" },
    { ratio: 0.2, verdict: "within" },
    { ratio: 0.4, verdict: "within" },
    { ratio: 0.6, verdict: "within" },
    { ratio: 0.601, verdict: "above" },
    { ratio: 1, verdict: "above" },
  ])("calls $ratio $verdict the band of 0.2 to 0.6, both ends of which are in it", ({ ratio, verdict }) => {
    expect(advise(ratio)).toEqual([{ channelId: "c0", ratio, band: [0.2, 0.6], verdict }]);
  });

  test("begins with the channel farthest from its band, on either side", () => {
    expect(advise(0.4, 0.1, 0.9, 0.65).map(({ channelId }) => channelId)).toEqual(["c2", "c1", "c3", "c0"]);
  });

  test("leaves out a channel that has no posts", () => {
    expect(advise(null)).toEqual([]);
    expect(linkAdvice(scoreAt(plain, emptyState(plain, [plainChannel("a")], day(0)), day(1)))).toEqual([]);
  });

  test.each([
    { title: "half of the posts", signals: [plainSignal("linkPost", 1), plainSignal("post", 1)], ratio: 0.5 },
    { title: "all of them", signals: [plainSignal("linkPost", 0), plainSignal("linkPost", 1)], ratio: 1 },
    { title: "none", signals: [plainSignal("post", 1)], ratio: 0 },
    // A day old counts half: one link at ½ of 1 + ½.
    { title: "an older one", signals: [plainSignal("linkPost", 0), plainSignal("post", 1)], ratio: 1 / 3 },
    { title: "a newer one", signals: [plainSignal("post", 0), plainSignal("linkPost", 1)], ratio: 2 / 3 },
  ])("counts link posts over posts, decayed: links in $title", ({ signals, ratio }) => {
    const [one] = linkAdvice(scoreHistoryAt(plainHistory(plain, { signals }), day(1)));
    expect(one?.ratio).toBeCloseTo(ratio, 12);
  });

  test("does not change while nothing happens, for a thousand half-lives", () => {
    const whole = plainHistory(plain, { signals: [plainSignal("linkPost", 0), plainSignal("post", 0, { count: 3 })] });
    for (const days of [0, 1, 30, 1_000])
      expect(linkAdvice(scoreHistoryAt(whole, day(days)))[0]?.ratio).toBeCloseTo(0.25, 9);
  });

  test.each([steady1, classic1])("is given under $id, whether or not it weighs link mix", (made) => {
    const whole = plainHistory(made, { signals: [plainSignal("linkPost", 0)] });
    expect(linkAdvice(scoreHistoryAt(whole, day(1)))).toMatchObject([{ channelId: "a", verdict: "above" }]);
  });
});
