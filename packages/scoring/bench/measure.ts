/** The least of several timings in ms: what the work costs when nothing else gets in its way. */
export function leastMs(work: () => unknown, rounds = 7): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    kept = work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/**
 * The same of several works, taken in turns after a warm-up: a loud moment meets all of them, and none is measured before
 * the compiler has done with it.
 */
export function leastOfEachMs(works: readonly (() => unknown)[], { warmUps = 150, rounds = 60 } = {}): number[] {
  const least = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const [i, work] of works.entries()) {
      const ms = leastMs(work, 1);
      if (round >= warmUps) least[i] = Math.min(least[i] ?? ms, ms);
    }
  }
  return least;
}

/** Keeps results alive, so that no work can be optimised away. */
export let kept: unknown;
