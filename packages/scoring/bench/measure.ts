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

/** Keeps results alive, so that no work can be optimised away. */
export let kept: unknown;
