import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mondaysUpTo, nextMonday, weekOf, weekOfDate } from "../src/index.ts";

const hourMs = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);

describe("the week of an instant", () => {
  test.each<[string, string, string, { monday: string; from: string; to: string; hours: number }]>([
    [
      "a Wednesday in Berlin",
      "2026-11-25T10:00:00",
      "Europe/Berlin",
      { monday: "2026-11-23", from: "2026-11-22T23:00:00", to: "2026-11-29T23:00:00", hours: 168 },
    ],
    [
      "the first millisecond of a Monday",
      "2026-11-22T23:00:00",
      "Europe/Berlin",
      { monday: "2026-11-23", from: "2026-11-22T23:00:00", to: "2026-11-29T23:00:00", hours: 168 },
    ],
    [
      "Sunday's last minute in Berlin, when it is Sunday in UTC as well",
      "2026-11-22T22:59:59",
      "Europe/Berlin",
      { monday: "2026-11-16", from: "2026-11-15T23:00:00", to: "2026-11-22T23:00:00", hours: 168 },
    ],
    [
      "Sunday evening in New York, when it is Monday in UTC",
      "2026-11-23T02:00:00",
      "America/New_York",
      { monday: "2026-11-16", from: "2026-11-16T05:00:00", to: "2026-11-23T05:00:00", hours: 168 },
    ],
    [
      "the week that loses an hour",
      "2026-03-25T12:00:00",
      "Europe/Berlin",
      { monday: "2026-03-23", from: "2026-03-22T23:00:00", to: "2026-03-29T22:00:00", hours: 167 },
    ],
    [
      "the week that gains an hour",
      "2026-10-21T12:00:00",
      "Europe/Berlin",
      { monday: "2026-10-19", from: "2026-10-18T22:00:00", to: "2026-10-25T23:00:00", hours: 169 },
    ],
    [
      "a zone with half an hour of summer time",
      "2026-10-01T12:00:00",
      "Australia/Lord_Howe",
      { monday: "2026-09-28", from: "2026-09-27T13:30:00", to: "2026-10-04T13:00:00", hours: 167.5 },
    ],
    [
      "the turn of the year",
      "2027-01-01T12:00:00",
      "Asia/Tokyo",
      { monday: "2026-12-28", from: "2026-12-27T15:00:00", to: "2027-01-03T15:00:00", hours: 168 },
    ],
  ])("%s", (_, at, zone, { monday, from, to, hours }) => {
    const week = weekOf(utc(at), zone);
    expect(week).toEqual({ monday, from: utc(from), to: utc(to) });
    expect((week.to - week.from) / hourMs).toBe(hours);
  });

  test("is six days long where a zone skipped one", () => {
    // Samoa went from Thursday 29 to Saturday 31 December 2011.
    const week = weekOfDate("2011-12-28", "Pacific/Apia");
    expect(week).toEqual({ monday: "2011-12-26", from: utc("2011-12-26T10:00:00"), to: utc("2012-01-01T10:00:00") });
  });

  test("is that of any of its days", () => {
    for (const day of ["2026-11-23", "2026-11-25", "2026-11-29"]) {
      expect(weekOfDate(day, "Europe/Berlin").monday).toBe("2026-11-23");
    }
    expect(() => weekOfDate("2026-02-30", "UTC")).toThrow(RangeError);
  });

  test("holds its instant and touches its neighbours, in any zone", () => {
    const zones = fc.constantFrom("Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "UTC");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: utc("2040-01-01T00:00:00") }), zones, (at, zone) => {
        const week = weekOf(at, zone);
        expect(week.from).toBeLessThanOrEqual(at);
        expect(week.to).toBeGreaterThan(at);
        expect(weekOf(week.to, zone).from).toBe(week.to);
        expect(weekOf(week.from - 1, zone).to).toBe(week.from);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the Mondays of a chart", () => {
  test("end with the week's own and keep to midnight through a change of clocks", () => {
    const mondays = mondaysUpTo(weekOfDate("2026-11-02", "Europe/Berlin"), { zone: "Europe/Berlin", weeks: 3 });
    expect(mondays).toEqual([utc("2026-10-18T22:00:00"), utc("2026-10-25T23:00:00"), utc("2026-11-01T23:00:00")]);
  });
});

describe("the next Monday at six", () => {
  test.each([
    ["2026-11-23T04:59:59", "Europe/Berlin", "2026-11-23T05:00:00"],
    ["2026-11-23T05:00:00", "Europe/Berlin", "2026-11-30T05:00:00"],
    ["2026-11-25T12:00:00", "America/New_York", "2026-11-30T11:00:00"],
    ["2026-03-23T12:00:00", "Europe/Berlin", "2026-03-30T04:00:00"],
  ])("after %s in %s is %s", (after, zone, expected) => {
    expect(nextMonday(utc(after), { zone, hour: 6 })).toBe(utc(expected));
  });
});
