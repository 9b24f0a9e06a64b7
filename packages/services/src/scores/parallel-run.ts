import type { Activation, Algorithm } from "@headroom/scoring";

const dayMs = 86_400_000;

/** So long after a change of algorithm the one before it is computed as well, ms: long enough to see both through a quiet week. */
export const parallelRunMs = 14 * dayMs;

/** From `from` up to, not including, `to` (epoch ms) the algorithm that was left is computed beside the one that counts. */
export interface ParallelRun {
  algorithm: Algorithm;
  from: number;
  to: number;
}

/** The score that a parallel run's algorithm makes at an instant (epoch ms). */
export interface ParallelPoint {
  at: number;
  algorithmId: string;
  value: number;
}

/** The parallel runs that follow from an agency's activations, given earliest first. At any instant there is at most one. */
export const parallelRuns = (activations: readonly Activation[]): ParallelRun[] => {
  const changes = activations.filter(({ algorithm }, i) => activations[i - 1]?.algorithm.id !== algorithm.id);
  return changes.flatMap(({ from }, i) => {
    const left = changes[i - 1];
    if (left === undefined) return [];
    const next = changes[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    return [{ algorithm: left.algorithm, from, to: Math.min(from + parallelRunMs, next) }];
  });
};

/** The algorithm that runs beside the active one at an instant (epoch ms), if any. */
export const parallelAt = (activations: readonly Activation[], at: number): ParallelRun | undefined =>
  parallelRuns(activations).find(({ from, to }) => from <= at && at < to);
