import { describe, expect, test } from "vitest";
import { type History, kinds, type Receipt, receipt, type Signal, series, steady1 } from "../src/index.ts";
import { dayMs, hourMs } from "./clients.ts";
import { naiveScore } from "./naive.ts";
import { expectNear } from "./near.ts";
import { day, onlyBy, plain, plainChannel, plainHistory, plainSignal } from "./plain.ts";

const sum = ({ lines }: Receipt): number => lines.reduce((total, { points }) => total + points, 0);
const expectBalanced = (whole: History, from: number, to: number): Receipt => {
  const told = receipt(whole, from, to);
  expect(Math.abs(sum(told) - (told.after - told.before))).toBeLessThan(1e-9);
  for (const { points } of told.lines) expect(Number.isFinite(points)).toBe(true);
  const [before, after] = series(whole, [from, to]).map(({ value }) => value);
  expectNear(told.before, before ?? Number.NaN);
  expectNear(told.after, after ?? Number.NaN);
  return told;
};

describe("a receipt of", () => {
  test("a century with a signal a year at each end of it", () => {
    const signals = [0, 1, 99, 100].map((years) => plainSignal("comment", years * 365, { count: 1e6 }));
    for (const made of [plain, steady1]) expectBalanced(plainHistory(made, { signals }), day(-1), day(36_600));
  });

  test("a century held throughout", () => {
    const whole = plainHistory(plain, {
      signals: [plainSignal("like", 0, { count: 50 })],
      holds: ["a", "b"].map((channelId) => ({ channelId, from: day(1), to: day(36_500) })),
    });
    const told = expectBalanced(whole, day(1), day(36_499));
    expect(told.lines).toEqual([]);
    expect(expectBalanced(whole, day(1), day(36_500)).lines.map(({ kind }) => kind)).toEqual(["release", "release"]);
  });

  test.each([1e-12, 1e-3, 1, 1e3, 1e6, 1e12])("counts of %d of every kind", (count) => {
    const signals = kinds.map((kind, n) => plainSignal(kind, n / 10, { count }));
    expectBalanced(plainHistory(plain, { signals }), day(-1), day(5));
  });

  test("a trillion in between ones, whose gains are not lost in its digits", () => {
    const signals = [1, 1e12, 1].map((count, n) => plainSignal("like", n, { count, postId: `p${n}` }));
    const vast = onlyBy("engagement", {
      engagement: { ...plain.engagement, saturation: { knee: 1, full: 1e13 } },
    });
    const told = expectBalanced(plainHistory(vast, { signals }), day(-1), day(60));
    expect(told.lines.filter(({ kind }) => kind === "gain")).toHaveLength(3);
  });

  test("many channels, each with a line of its own", () => {
    const channels = Array.from({ length: 500 }, (_, n) => plainChannel(`c${n}`));
    const signals = channels.map(({ id }, n) => plainSignal("like", n / 500, { channelId: id }));
    const told = expectBalanced(plainHistory(plain, { channels, signals }), day(-1), day(2));
    expect(new Set(told.lines.flatMap((line) => (line.kind === "gain" ? [line.channelId] : []))).size).toBe(500);
    expect(told.lines.filter((line) => line.kind === "decay" && line.componentId === "engagement")).toHaveLength(500);
  });

  test("no channels at all", () => {
    expect(expectBalanced(plainHistory(plain, { channels: [] }), day(0), day(9)).lines).toEqual([]);
  });

  test("one millisecond, in which everything happens", () => {
    const signals = kinds.flatMap((kind) => ["a", "b"].map((channelId) => plainSignal(kind, 1, { channelId })));
    const whole = plainHistory(plain, {
      signals,
      audience: [{ channelId: "a", at: day(1), followers: 9 }],
      algorithms: [
        { algorithm: plain, from: 0 },
        { algorithm: steady1, from: day(1) },
      ],
    });
    const told = expectBalanced(whole, day(1) - 1, day(1));
    expect(new Set(told.lines.map(({ kind }) => kind))).toEqual(new Set(["gain", "audience", "algorithm"]));
    expectNear(told.after, naiveScore(whole, day(1)));
  });

  test("holds that begin and end by the hundred", () => {
    const holds = Array.from({ length: 300 }, (_, n) => ({
      channelId: n % 2 === 0 ? "a" : "b",
      from: day(n),
      to: day(n + 0.7),
    }));
    const signals: Signal[] = Array.from({ length: 1_200 }, (_, n) =>
      plainSignal(kinds[n % kinds.length] ?? "like", n / 4, { channelId: n % 3 === 0 ? "b" : "a" }),
    );
    const told = expectBalanced(plainHistory(plain, { signals, holds }), day(0), day(301));
    expect(told.lines.filter(({ kind }) => kind === "release")).toHaveLength(300);
  });

  test("a day of one actor who never rests", () => {
    const signals = Array.from({ length: 2_000 }, (_, n) =>
      plainSignal("like", n / 2_000, { actor: "ann", id: `${n}` }),
    );
    const whole = plainHistory(onlyBy("engagement"), { signals });
    const told = expectBalanced(whole, day(0) - 1, day(1));
    expectNear(told.after, naiveScore(whole, day(1)));
    // Ten ranks of one actor: never more than 1 + ½ + … + 1/10.
    expect(told.after).toBeLessThan(1 + 9.9 * Math.log2(1 + 2.93));
  });

  test.each([
    { title: "an hour", halfLifeMs: hourMs },
    { title: "ten years", halfLifeMs: 3_650 * dayMs },
  ])("a half-life of $title over a year of daily reshares", ({ halfLifeMs }) => {
    const made = onlyBy("amplification", { amplification: { ...plain.amplification, halfLifeMs } });
    const signals = Array.from({ length: 365 }, (_, n) => plainSignal("reshare", n));
    expectBalanced(plainHistory(made, { signals }), day(0), day(365));
  });

  test("instants at the ends of the calendar", () => {
    const whole = plainHistory(plain, { signals: [plainSignal("like", 0)] });
    for (const from of [-8.64e15, 0]) expectBalanced(whole, from, 8.64e15);
  });
});
