/** A seeded source of random numbers: the same seed gives the same numbers everywhere. */
export interface Sampler {
  /** In [0, 1). */
  readonly uniform: () => number;
  /** Mean 0, variance 1. */
  readonly normal: () => number;
  /** Mean and variance `shape`, above 0. */
  readonly gamma: (shape: number) => number;
  /** How many of something that happens `mean` times on average, at least 0. */
  readonly poisson: (mean: number) => number;
}

/** Above this mean a Poisson count is drawn as a rounded normal: they differ by less than the forecast can tell. */
const manyCounts = 30;

/** A sampler on Mulberry32 (T. Ettinger, 2017). */
export function samplerOf(seed: number): Sampler {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    return gammaAboveOne(shape, { uniform, normal });
  };
  const poisson = (mean: number): number => {
    if (mean > manyCounts) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    return mean > 0 ? countAt(uniform(), mean) : 0;
  };
  return { uniform, normal, gamma, poisson };
}

/** Marsaglia and Tsang, "A simple method for generating gamma variables" (ACM TOMS 26/3, 2000); shape at least 1. */
function gammaAboveOne(shape: number, { uniform, normal }: Pick<Sampler, "uniform" | "normal">): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** The count at which the distribution's sum passes `share`: inversion, one random number for one count. */
function countAt(share: number, mean: number): number {
  let chance = Math.exp(-mean);
  let below = chance;
  let count = 0;
  // The chance runs out of digits long before it matters; then the count is in the far tail anyway.
  while (share >= below && chance > 1e-18) {
    count += 1;
    chance *= mean / count;
    below += chance;
  }
  return count;
}
