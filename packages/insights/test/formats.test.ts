import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  change,
  changeBetween,
  count,
  dayLabel,
  duration,
  freshness,
  instantLabel,
  percent,
  points,
  timeLabel,
  zoneName,
} from "../src/index.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const plain = (text: string) => text.replaceAll("\u00a0", " ").replaceAll("\u2212", "-");

describe("a length of time", () => {
  test.each([
    [-5, "0 min"],
    [59_999, "0 min"],
    [40 * minuteMs, "40 min"],
    [hourMs, "1 h"],
    [47.9 * hourMs, "47 h"],
    [48 * hourMs, "2 days"],
    [3.9 * dayMs, "3 days"],
  ])("of %d ms reads %s", (ms, expected) => {
    expect(plain(duration(ms))).toBe(expected);
  });
});

describe("freshness", () => {
  const now = Date.UTC(2026, 10, 23, 12);
  test.each([
    [null, "not read yet", false],
    [now - 30_000, "just now", false],
    [now - 12 * minuteMs, "12 min ago", false],
    [now - 2 * hourMs, "2 h ago", false],
    [now - 2 * hourMs - 1, "2 h ago", true],
  ])("of a reading at %s reads %s", (at, text, isStale) => {
    const found = freshness(at, now);
    expect({ text: plain(found.text), isStale: found.isStale }).toEqual({ text, isStale });
  });
});

describe("an instant for people", () => {
  // Monday 23 November 2026, 23:30 in Berlin.
  const clock = { zone: "Europe/Berlin", now: Date.UTC(2026, 10, 23, 22, 30) };
  test.each([
    [Date.UTC(2026, 10, 23, 13), "today 14:00 CET"],
    [Date.UTC(2026, 10, 23, 23), "tomorrow 00:00 CET"],
    [Date.UTC(2026, 10, 22, 13), "yesterday 14:00 CET"],
    [Date.UTC(2026, 10, 26, 13), "Thu 14:00 CET"],
    [Date.UTC(2026, 10, 29, 13), "Sun 14:00 CET"],
    [Date.UTC(2026, 10, 30, 13), "30 Nov 14:00 CET"],
    [Date.UTC(2026, 11, 4, 14, 28), "4 Dec 15:28 CET"],
    [Date.UTC(2026, 6, 1, 12), "1 Jul 14:00 GMT+2"],
    [Date.UTC(2027, 11, 4, 14, 28), "4 Dec 2027 15:28 CET"],
  ])("%d reads %s", (at, expected) => {
    expect(instantLabel(at, clock).replace("CEST", "GMT+2")).toBe(expected);
  });

  test("belongs to the zone's own day, not to UTC's", () => {
    const late = Date.UTC(2026, 10, 24, 3);
    expect(dayLabel(late, { zone: "America/New_York", now: late - hourMs })).toBe("today");
    expect(dayLabel(late, { zone: "UTC", now: late - 4 * hourMs })).toBe("tomorrow");
  });

  test("has no 24:00", () => {
    expect(timeLabel(Date.UTC(2026, 10, 23), "UTC")).toBe("00:00");
  });

  test("names the zone as it is called at that instant", () => {
    expect(zoneName(Date.UTC(2026, 0, 1), "Europe/London")).toBe("GMT");
    expect(zoneName(Date.UTC(2026, 6, 1), "Europe/London")).toBe("BST");
  });
});

describe("numbers for people", () => {
  test.each([
    [43.84, "43.8"],
    [-0.04, "0.0"],
    [-1.26, "-1.3"],
    [100, "100.0"],
  ])("%d points read %s", (value, expected) => {
    expect(plain(points(value))).toBe(expected);
  });

  test.each([
    [1.24, "+1.2"],
    [0.04, "0.0"],
    [-0.04, "0.0"],
    [-0.8, "-0.8"],
  ])("a change of %d reads %s", (value, expected) => {
    expect(plain(change(value))).toBe(expected);
  });

  test("minus is a minus, not a hyphen", () => {
    expect(change(-1)).toBe("\u22121.0");
  });

  test.each([
    [0.95, "95 %"],
    [0.994, "99 %"],
    [1, "100 %"],
  ])("a share of %d reads %s", (value, expected) => {
    expect(plain(percent(value))).toBe(expected);
  });

  test.each([
    [1, "1 post"],
    [0, "0 posts"],
    [1_234, "1,234 posts"],
  ])("%d are counted as %s", (n, expected) => {
    expect(plain(count(n, "post"))).toBe(expected);
  });

  test("no finite number reads as something that is not one", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
        expect(plain(points(value))).toMatch(/^-?\d+\.\d$/);
        expect(plain(change(value))).toMatch(/^(0\.0|[+-]\d+\.\d)$/);
      }),
    );
  });
});

test("a change between two scores agrees with the two as they are printed", () => {
  expect(changeBetween(24.96, 24.84)).toBe("\u22120.2");
  expect(changeBetween(24.96, 25.04)).toBe("0.0");
  expect(changeBetween(24.94, 25.06)).toBe("+0.2");
});
