import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expNear, isNear, log1pNear } from "../src/near-zero.ts";

const steps = (from: number, to: number, count: number) =>
  Array.from({ length: count + 1 }, (_, n) => from + ((to - from) * n) / count);

describe("exponentials near zero", () => {
  test("are as exact as a double, on both sides of where the polynomial ends", () => {
    for (const y of steps(-(2 ** -8), 2 ** -8, 10_000)) {
      const error = Math.abs(expNear(y) - Math.exp(y)) / Math.exp(y);
      expect(error, `e^${y}`).toBeLessThan(4 * Number.EPSILON);
    }
  });

  test("are the library's far from zero", () => {
    for (const y of [-745, -1, -0.1, 0.1, 1, 700]) expect(expNear(y)).toBe(Math.exp(y));
  });

  test("of nought are one, exactly", () => {
    expect(expNear(0)).toBe(1);
  });

  test("never rise with falling exponent", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.01, max: 0.01, noNaN: true }),
        fc.double({ min: 1e-12, max: 0.01, noNaN: true }),
        (y, less) => {
          expect(expNear(y - less)).toBeLessThanOrEqual(expNear(y));
        },
      ),
    );
  });

  test.each([
    [0, true],
    [2 ** -10, true],
    [-(2 ** -10), true],
    [2 ** -9, false],
    [-(2 ** -9), false],
    [Number.POSITIVE_INFINITY, false],
    [Number.NaN, false],
  ])("know whether %d is near", (y, near) => {
    expect(isNear(y)).toBe(near);
  });
});

describe("logarithms near one", () => {
  test("are as exact as a double where the polynomial ends, and within", () => {
    for (const y of steps(-(2 ** -12), 2 ** -12, 10_000)) {
      const error = Math.abs(log1pNear(y) - Math.log1p(y));
      expect(error, `ln(1 + ${y})`).toBeLessThan(Number.EPSILON / 4);
    }
  });

  test("are the library's farther out", () => {
    for (const y of [-0.999, -0.01, 0.01, 1, 1e300]) expect(log1pNear(y)).toBe(Math.log1p(y));
  });

  test("of one are nought, exactly", () => {
    expect(log1pNear(0)).toBe(0);
  });

  test("have the sign of their argument, however small", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1, noNaN: true }), (y) => {
        expect(log1pNear(y)).toBeGreaterThan(0);
        expect(log1pNear(-y / 2)).toBeLessThan(0);
      }),
    );
  });
});
