import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFeedDate } from "../../../src/networks/blog/feed-date.ts";

const noon = Date.UTC(2026, 10, 3, 12, 0, 0);

describe("dates as feeds write them", () => {
  it.each([
    ["Tue, 03 Nov 2026 12:00:00 GMT", noon],
    ["Tue, 03 Nov 2026 12:00:00 +0000", noon],
    ["Tue, 3 Nov 2026 13:00 +0100", noon],
    ["03 Nov 26 07:00:00 EST", noon],
    ["Tue, 03 Nov 2026 13:00:00 CET", noon],
    ["Tuesday, 3 November 2026 12:00:00 UT", noon],
    ["Tue, 03-Nov-2026 12:00:00 GMT", noon],
    ["November 3, 2026 12:00", noon],
    ["2026-11-03T12:00:00Z", noon],
    ["2026-11-03T12:00:00.123456Z", noon],
    ["2026-11-03T13:00:00+01:00", noon],
    ["2026-11-03T13:00:00+0100", noon],
    ["2026-11-03 12:00:00", noon],
    ["2026-11-03T12:00", noon],
    ["2026-11-03", noon - 12 * 3_600_000],
    ["2026-11", Date.UTC(2026, 10, 1)],
    ["2026", Date.UTC(2026, 0, 1)],
    ["1793707200", noon],
    ["  Tue, 03 Nov 2026 12:00:00 GMT\n", noon],
  ])("%j", (text, expected) => expect(parseFeedDate(text)).toBe(expected));

  it.each([
    "",
    "soon",
    "0000-00-00 00:00:00",
    "1970-01-01T00:00:00Z",
    "2026-13-01",
    "2026-11-32",
    "32 Nov 2026",
    "3 Foo 2026",
    "2026-11-03T12:00:00 XYZ",
    undefined,
  ])("%j is no date", (text) => expect(parseFeedDate(text)).toBeNull());

  it("gives back every instant that was written in either standard form", () => {
    const second = fc.integer({ min: Date.UTC(1990, 0, 1) / 1_000, max: Date.UTC(2099, 0, 1) / 1_000 });
    fc.assert(
      fc.property(second, (seconds) => {
        const date = new Date(seconds * 1_000);
        expect(parseFeedDate(date.toUTCString())).toBe(date.getTime());
        expect(parseFeedDate(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});
