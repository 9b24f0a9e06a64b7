import { describe, expect, test } from "vitest";
import { linkAdviceWords, receiptSpan } from "../src/index.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Monday 23 November 2026, 10:00 in Berlin. */
const now = Date.UTC(2026, 10, 23, 9);
const clock = { zone: "Europe/Berlin", now };

describe("the span of a receipt", () => {
  test.each([
    ["24h", 1, "in 24 hours"],
    ["7d", 7, "in 7 days"],
    ["30d", 30, "in 30 days"],
  ])("%s ends now", (span, days, words) => {
    expect(receiptSpan({ span }, clock)).toMatchObject({
      id: span,
      from: now - days * dayMs,
      to: now,
      words,
      problem: null,
    });
  });

  test.each([{}, { span: "a year" }, { span: "7d", from: "", to: "" }])("is seven days for %o", (asked) => {
    expect(receiptSpan(asked, clock)).toMatchObject({ id: "7d", problem: null });
  });

  test("of two dates goes from the first's midnight to the last's, in the reader's zone", () => {
    expect(receiptSpan({ from: "2026-11-01", to: "2026-11-10" }, clock)).toMatchObject({
      id: "dates",
      from: Date.UTC(2026, 9, 31, 23),
      to: Date.UTC(2026, 10, 10, 23),
      words: "from 1 Nov to 10 Nov",
    });
  });

  test("has the hour more of a day on which clocks are set back", () => {
    const { from, to } = receiptSpan({ from: "2026-10-25", to: "2026-10-25" }, clock);
    expect(to - from).toBe(25 * hourMs);
  });

  test("that includes today ends now", () => {
    expect(receiptSpan({ from: "2026-11-22", to: "2026-11-24" }, clock)).toMatchObject({ to: now });
  });

  test.each([
    ["one date", { from: "2026-11-01" }, "Give both dates, as in 2026-11-30."],
    ["no such day", { from: "2026-02-30", to: "2026-03-01" }, "Give both dates, as in 2026-11-30."],
    ["no date at all", { from: "yesterday", to: "today" }, "Give both dates, as in 2026-11-30."],
    ["a turn back", { from: "2026-11-02", to: "2026-11-01" }, "The second date must not be before the first."],
    ["the future", { from: "2026-11-24", to: "2026-11-25" }, "The first date must not lie in the future."],
    ["ages", { from: "2025-01-01", to: "2026-11-01" }, "At most 400 days can be told at once."],
  ])("of %s says why not and falls back on seven days", (_, asked, problem) => {
    expect(receiptSpan(asked, clock)).toMatchObject({ id: "7d", from: now - 7 * dayMs, problem });
  });

  test("shows again what was asked for", () => {
    expect(receiptSpan({ from: "2026-11-02", to: "2026-11-01" }, clock).dates).toEqual({
      from: "2026-11-02",
      to: "2026-11-01",
    });
  });
});

describe("advice on links", () => {
  const advice = (ratio: number | null) =>
    linkAdviceWords({ linkRatios: [{ channelId: "x", ratio, band: [0.2, 0.6] }] }, [{ id: "x", title: "X" }]);

  test.each([
    [0.72, "above", "X: 72 % of posts carry a link; 20–60 % is the band."],
    [0.4, "within", "X: 40 % of posts carry a link; 20–60 % is the band."],
    [0, "below", "X: 0 % of posts carry a link; 20–60 % is the band."],
  ] as const)("names a ratio of %f beside the band", (ratio, verdict, text) => {
    expect(advice(ratio).map((one) => ({ ...one, text: one.text.replaceAll("\u00a0", " ") }))).toEqual([
      { channelId: "x", verdict, text },
    ]);
  });

  test("is none for a channel without posts", () => {
    expect(advice(null)).toEqual([]);
  });
});
