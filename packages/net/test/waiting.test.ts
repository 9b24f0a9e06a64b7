import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs, parseRetryAfterMs, rateLimiter } from "../src/index.ts";

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

describe("the rate limiter", () => {
  function limiterAt(start: number) {
    const clock = { ms: start };
    return { clock, limiter: rateLimiter({ capacity: 2, refillPerSecond: 1, now: () => clock.ms }) };
  }

  it("admits its capacity at once, then one per refill", () => {
    const { clock, limiter } = limiterAt(now);
    expect([limiter.take(), limiter.take(), limiter.take()]).toEqual([0, 0, 1_000]);
    clock.ms += 999;
    expect(limiter.take()).toBe(1);
    clock.ms += 1;
    expect(limiter.take()).toBe(0);
  });

  it("stays closed until the reset that the network named", () => {
    const { clock, limiter } = limiterAt(now);
    limiter.learn({ remaining: 0, resetAt: now + 30_000 });
    expect(limiter.take()).toBe(30_000);
    clock.ms += 30_000;
    expect(limiter.take()).toBe(0);
  });

  it("lowers its count to what the network says is left, and never raises it", () => {
    const { limiter } = limiterAt(now);
    limiter.learn({ remaining: 1, resetAt: now });
    limiter.learn({ remaining: 100, resetAt: now });
    expect([limiter.take(), limiter.take()]).toEqual([0, 1_000]);
  });

  it("does not lose tokens when the clock steps back", () => {
    const { clock, limiter } = limiterAt(now);
    clock.ms -= 60_000;
    expect([limiter.take(), limiter.take()]).toEqual([0, 0]);
  });

  it("never admits more than capacity plus what was refilled", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { maxLength: 60 }), (steps) => {
        const { clock, limiter } = limiterAt(now);
        let admitted = 0;
        for (const step of steps) {
          clock.ms += step;
          if (limiter.take() === 0) admitted += 1;
        }
        return admitted <= 2 + (clock.ms - now) / 1_000;
      }),
    );
  });
});
