import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { samplerOf } from "../src/sampler.ts";
import { randomFrom } from "./clients.ts";

const size = 40_000;
const draws = (draw: () => number, count = size): number[] => Array.from({ length: count }, draw);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const shareOf = (values: readonly number[], test: (value: number) => boolean) =>
  values.filter(test).length / values.length;

/** Five standard errors of a share among so many draws: one run in two million would miss it, and the seed is fixed. */
const expectShare = (found: number, share: number, count = size) =>
  expect(Math.abs(found - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / count) + 1e-9);

describe("uniform numbers", () => {
  test.each([0, 1, 42, 2 ** 31, 2 ** 32 - 1])("of seed %d are Mulberry32's", (seed) => {
    const { uniform } = samplerOf(seed);
    const reference = randomFrom(seed);
    expect(draws(uniform, 100)).toEqual(draws(reference, 100));
  });

  // Published with the generator: its first three numbers for seed 1.
  test("begin as published", () => {
    const { uniform } = samplerOf(1);
    expect(uniform()).toBeCloseTo(0.627_073_940_588_161_3, 15);
    expect(uniform()).toBeCloseTo(0.002_735_721_180_215_478, 15);
    expect(uniform()).toBeCloseTo(0.527_447_039_959_952_2, 15);
  });

  test.each([
    ["a negative seed", -1, 2 ** 32 - 1],
    ["a seed beyond 32 bits", 2 ** 32 + 5, 5],
  ])("take %s modulo 2³²", (_, seed, same) => {
    expect(samplerOf(seed).uniform()).toBe(samplerOf(same).uniform());
  });

  test("lie in [0, 1) and fill it evenly", () => {
    const values = draws(samplerOf(11).uniform);
    for (const value of values) expect(value >= 0 && value < 1).toBe(true);
    for (let tenth = 0; tenth < 10; tenth++)
      expectShare(
        shareOf(values, (value) => Math.floor(value * 10) === tenth),
        0.1,
      );
  });

  test("of neighbouring seeds have nothing to do with each other", () => {
    const seeds = Array.from({ length: 4_000 }, (_, seed) => seed);
    const firsts = seeds.map((seed) => samplerOf(seed).uniform() - 0.5);
    const product = meanOf(firsts.slice(1).map((value, i) => value * (firsts[i] ?? 0)));
    expect(Math.abs(product * 12)).toBeLessThan(5 / Math.sqrt(seeds.length));
  });
});

describe("normal numbers", () => {
  const values = draws(samplerOf(5).normal);

  // Φ from any table.
  test.each([
    [-1.6449, 0.05],
    [-1.2816, 0.1],
    [-0.6745, 0.25],
    [0, 0.5],
    [0.6745, 0.75],
    [1.2816, 0.9],
    [2.3263, 0.99],
  ])("lie below %d with share %d", (z, share) => {
    expectShare(
      shareOf(values, (value) => value < z),
      share,
    );
  });

  test("are finite, and one says nothing of the next", () => {
    for (const value of values) expect(Number.isFinite(value)).toBe(true);
    const product = meanOf(values.slice(1).map((value, i) => value * (values[i] ?? 0)));
    expect(Math.abs(product)).toBeLessThan(5 / Math.sqrt(size));
  });
});

describe("gamma numbers", () => {
  // Of shape 1 they are exponential, of shape 1/2 half the square of a normal, of shape 2 the sum of two exponentials.
  test.each<[number, number, number]>([
    [1, Math.LN2, 0.5],
    [1, 0.1, 1 - Math.exp(-0.1)],
    [1, 3, 1 - Math.exp(-3)],
    [0.5, 0.227_468, 0.5],
    [0.5, 1.352_772, 0.9],
    [2, 1.678_347, 0.5],
    [2, 0.531_812, 0.1],
    [2, 3.889_72, 0.9],
  ])("of shape %d lie below %d with share %d", (shape, limit, share) => {
    const { gamma } = samplerOf(21);
    expectShare(
      shareOf(
        draws(() => gamma(shape)),
        (value) => value < limit,
      ),
      share,
    );
  });

  test.each([0.01, 0.3, 1, 8, 500, 1e6])("of shape %d are above or at 0, finite, and have that mean", (shape) => {
    const { gamma } = samplerOf(31);
    const values = draws(() => gamma(shape));
    for (const value of values) expect(value >= 0 && Number.isFinite(value)).toBe(true);
    expect(Math.abs(meanOf(values) - shape)).toBeLessThan(5 * Math.sqrt(shape / size));
  });
});

describe("Poisson counts", () => {
  /** e^−m mᵏ ÷ k! */
  const chance = (mean: number, k: number): number => {
    let share = Math.exp(-mean);
    for (let i = 1; i <= k; i++) share *= mean / i;
    return share;
  };

  test.each([0.1, 1, 4.5, 20])("of mean %d come each as often as Poisson said", (mean) => {
    const { poisson } = samplerOf(41);
    const values = draws(() => poisson(mean));
    for (let k = 0; k <= 2 * mean + 3; k++)
      expectShare(
        shareOf(values, (value) => value === k),
        chance(mean, k),
      );
  });

  test.each([29.9, 30.1, 200, 1e5])(
    "of mean %d have mean and variance alike, on either side of the shortcut",
    (mean) => {
      const { poisson } = samplerOf(43);
      const values = draws(() => poisson(mean));
      const found = meanOf(values);
      expect(Math.abs(found - mean)).toBeLessThan(5 * Math.sqrt(mean / size));
      const variance = meanOf(values.map((value) => (value - found) ** 2));
      expect(Math.abs(variance / mean - 1)).toBeLessThan(0.05);
    },
  );

  test("are whole and at least 0, whatever the mean", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), fc.nat(), (mean, seed) => {
        const count = samplerOf(seed).poisson(mean);
        expect(Number.isInteger(count)).toBe(true);
        expect(count).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test.each([0, -1, Number.NaN])("of mean %d are none, and take no random number", (mean) => {
    const sampler = samplerOf(3);
    expect(sampler.poisson(mean)).toBe(0);
    expect(sampler.uniform()).toBe(samplerOf(3).uniform());
  });

  test("of a small mean take one random number each, so that two futures stay in step", () => {
    const [a, b] = [samplerOf(8), samplerOf(8)];
    a.poisson(0.2);
    b.poisson(25);
    expect(a.uniform()).toBe(b.uniform());
  });

  test("rise with the mean where chance is the same", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 14, noNaN: true }), (seed, mean) => {
        expect(samplerOf(seed).poisson(mean * 2)).toBeGreaterThanOrEqual(samplerOf(seed).poisson(mean));
      }),
    );
  });
});
