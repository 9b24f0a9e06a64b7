import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOfLocalTime, localTimeOf } from "../src/index.ts";

describe("a local time is an instant of its zone", () => {
  test.each([
    ["in winter", "2026-11-23T14:00", "Europe/Berlin", "2026-11-23T13:00:00.000Z"],
    ["in summer", "2026-07-23T14:00", "Europe/Berlin", "2026-07-23T12:00:00.000Z"],
    ["half an hour off", "2026-11-23T14:00", "Asia/Kolkata", "2026-11-23T08:30:00.000Z"],
    ["skipped by the clocks it is an hour later", "2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
    ["shown twice it is the first", "2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  ])("%s", (_, local, zone, expected) => {
    expect(new Date(instantOfLocalTime(local, zone) ?? 0).toISOString()).toBe(expected);
  });

  test.each([
    "",
    "2026-11-23",
    "2026-02-30T10:00",
    "2026-11-23T24:30",
    "2026-11-23T14:00Z",
    "tomorrow",
    "2026-13-01T00:00",
  ])("%j is none", (local) => {
    expect(instantOfLocalTime(local, "UTC")).toBeNull();
  });

  test("and back: what clocks show at an instant leads to it, but for an hour that is shown twice", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e7 }),
        fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"),
        (minutes, zone) => {
          const at = Date.UTC(2000, 0, 1) + minutes * 60_000;
          const back = instantOfLocalTime(localTimeOf(at, zone), zone) ?? 0;
          expect(localTimeOf(back, zone)).toBe(localTimeOf(at, zone));
          expect(Math.abs(at - back)).toBeLessThanOrEqual(3_600_000);
        },
      ),
    );
  });
});
