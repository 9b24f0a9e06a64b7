import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cdf, quantile, responseCurve } from "../src/index.ts";
import { normalQuantile, upperTail } from "../src/normal.ts";
import { dayMs, hourMs } from "./clients.ts";

const minuteMs = 60_000;
const networks = [
  "x",
  "facebook",
  "instagram",
  "linkedin",
  "youtube",
  "pinterest",
  "bluesky",
  "mastodon",
  "threads",
  "reddit",
  "tiktok",
  "flickr",
  "blog",
];
const network = fc.constantFrom(...networks, "somewhere");

describe("the response curve", () => {
  test.each<[string, "published" | "assumed", number, number]>([
    ["x", "published", 24 * minuteMs, 52 * minuteMs],
    ["facebook", "published", 80 * minuteMs, 102 * minuteMs],
    ["instagram", "published", 19 * hourMs, 19 * hourMs],
    ["linkedin", "published", 24 * hourMs, 24 * hourMs],
    ["youtube", "published", 6 * dayMs, 6 * dayMs],
    ["pinterest", "published", 100 * dayMs, 110 * dayMs],
    ["bluesky", "assumed", minuteMs, dayMs],
    ["mastodon", "assumed", minuteMs, dayMs],
    ["threads", "assumed", minuteMs, dayMs],
    ["reddit", "assumed", hourMs, dayMs],
    ["tiktok", "assumed", hourMs, 7 * dayMs],
    ["flickr", "assumed", hourMs, 30 * dayMs],
    ["blog", "assumed", hourMs, 30 * dayMs],
    ["somewhere", "assumed", hourMs, 30 * dayMs],
  ])("of %s has a %s median between %d and %d ms", (name, basis, least, most) => {
    const curve = responseCurve(name);
    expect(curve.network).toBe(name);
    expect(curve.basis).toBe(basis);
    expect(curve.source).toContain(basis);
    expect(curve.medianMs).toBeGreaterThanOrEqual(least);
    expect(curve.medianMs).toBeLessThanOrEqual(most);
  });

  test.each<[string, number, number]>([
    ["75 % within 5 h", 5 * hourMs, 0.75],
    ["95 % within 22 h", 22 * hourMs, 0.95],
  ])("of Facebook has about %s, as published", (_, delayMs, share) => {
    expect(Math.abs(cdf(responseCurve("facebook"), delayMs) - share)).toBeLessThan(0.03);
  });

  test.each<[string, number, number]>([
    ["x", 3.84, 2.17],
    ["facebook", 4.4, 1.71],
  ])("of %s is the lognormal that was fitted, in minutes", (name, mu, sigma) => {
    const curve = responseCurve(name);
    expect(curve.medianMs / minuteMs).toBeCloseTo(Math.exp(mu), 9);
    expect(curve.sigma).toBe(sigma);
    expect(cdf(curve, Math.exp(mu + sigma) * minuteMs)).toBeCloseTo(0.841344746068543, 12);
    expect(quantile(curve, 0.158655253931457) / minuteMs).toBeCloseTo(Math.exp(mu - sigma), 9);
  });

  test.each([
    ["nothing has arrived at once", 0, 0],
    ["nothing has arrived before publication", -hourMs, 0],
    ["all has arrived in the end", Number.POSITIVE_INFINITY, 1],
  ])("says that %s", (_, delayMs, share) => {
    for (const name of networks) expect(cdf(responseCurve(name), delayMs)).toBe(share);
  });

  test("reaches one half at its median", () => {
    for (const name of networks) {
      const curve = responseCurve(name);
      expect(cdf(curve, curve.medianMs)).toBeCloseTo(0.5, 14);
      expect(quantile(curve, 0.5) / curve.medianMs).toBeCloseTo(1, 14);
    }
  });

  test("never falls", () => {
    fc.assert(
      fc.property(network, fc.nat(1e9), fc.nat(1e9), (name, a, b) => {
        expect(cdf(responseCurve(name), Math.max(a, b))).toBeGreaterThanOrEqual(
          cdf(responseCurve(name), Math.min(a, b)),
        );
      }),
    );
  });

  test("is undone by its quantile", () => {
    fc.assert(
      fc.property(network, fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (name, share) => {
        const curve = responseCurve(name);
        expect(cdf(curve, quantile(curve, share))).toBeCloseTo(share, 12);
      }),
    );
  });

  test("survives being stored as JSON", () => {
    for (const name of networks) expect(JSON.parse(JSON.stringify(responseCurve(name)))).toEqual(responseCurve(name));
  });
});

describe("the normal distribution", () => {
  // Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.1, and NIST's tail values.
  test.each<[number, number]>([
    [0, 0.5],
    [0.5, 0.308537538725987],
    [1, 0.158655253931457],
    [1.96, 0.0249978951482204],
    [2, 0.0227501319481792],
    [3, 0.00134989803163009],
    [4, 3.16712418331199e-5],
    [5, 2.86651571879194e-7],
    [6, 9.86587645037698e-10],
    [10, 7.61985302416053e-24],
    [20, 2.75362411860623e-89],
    [-1, 0.841344746068543],
    [-4, 0.999968328758167],
  ])("has the tabled share above %d", (z, share) => {
    expect(upperTail(z) / share).toBeCloseTo(1, 12);
  });

  test.each<[number, number]>([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.025, -1.959963984540054],
    [0.99, 2.326347874040841],
    [0.001, -3.090232306167813],
  ])("has the tabled quantile of %d", (share, z) => {
    expect(normalQuantile(share)).toBeCloseTo(z, 11);
  });

  test("ends in infinity", () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(upperTail(Number.NEGATIVE_INFINITY)).toBe(1);
    expect(upperTail(Number.POSITIVE_INFINITY)).toBe(0);
  });

  test("is undone by its quantile far into the tail", () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: -0.01, noNaN: true }), (z) => {
        expect(normalQuantile(upperTail(-z)) / z).toBeCloseTo(1, 8);
      }),
    );
  });
});
