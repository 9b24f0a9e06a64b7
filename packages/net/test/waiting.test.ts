import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs, parseRetryAfterMs } from "../src/index.ts";

const now = Date.UTC(2026, 10, 1, 12, 0, 0);

describe("Retry-After", () => {
  it.each([
    ["120", 120_000],
    [" 0 ", 0],
    ["0.5", 500],
    ["Sun, 01 Nov 2026 12:01:00 GMT", 60_000],
    ["Sunday, 01-Nov-26 12:01:00 GMT", 60_000],
    ["Sun Nov  1 12:01:00 2026", 60_000],
    ["Sun, 01 Nov 2026 11:00:00 GMT", 0],
    ["-5", undefined],
    ["soon", undefined],
    ["2026", 2_026_000],
    ["Sun, nonsense GMT", undefined],
    ["", undefined],
    [null, undefined],
    [undefined, undefined],
  ])("%j asks for %j ms", (value, expected) => {
    expect(parseRetryAfterMs(value, now)).toBe(expected);
  });
});

describe("backoff", () => {
  it("draws below a ceiling that doubles up to the cap", () => {
    const almostOne = () => 0.999_999;
    const waits = [0, 1, 2, 3, 10].map((attempt) => backoffMs({ attempt, baseMs: 100, capMs: 500, random: almostOne }));
    expect(waits).toEqual([99, 199, 399, 499, 499]);
  });

  it("never waits less than it was asked to, nor more than that plus the cap", () => {
    const draw = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(fc.nat(2_000), draw, fc.nat(100_000), (attempt, random, retryAfterMs) => {
        const wait = backoffMs({ attempt, baseMs: 1_000, capMs: 60_000, random: () => random, retryAfterMs });
        return wait >= retryAfterMs && wait < retryAfterMs + 60_000;
      }),
    );
  });
});
