import { activeAt, runway, type State, scoreAt } from "@headroom/scoring";
import type { ClientScoring } from "./client-scoring.ts";

export interface RunwayRow {
  algorithmId: string;
  asOf: number;
  score: number;
  target: number | null;
  headroom: number | null;
  /** Epoch ms; Infinity = never. */
  fallsAt: number;
  coverage: number;
}

/** What lists sort by: the score now, and when it falls below the target if nothing more happens. */
export const runwayOf = ({
  scoring,
  states,
  now,
}: {
  scoring: ClientScoring;
  states: Readonly<Record<string, State>>;
  now: number;
}): RunwayRow => {
  const algorithm = activeAt(scoring.algorithms, now);
  const state = states[algorithm.id];
  if (state === undefined) throw new Error(`There is no state of ${algorithm.id}.`);
  const { value, coverage } = scoreAt(algorithm, state, now);
  const target = scoring.targets.findLast(({ from }) => from <= now)?.value ?? null;
  return {
    algorithmId: algorithm.id,
    asOf: now,
    score: value,
    target,
    headroom: target === null ? null : value - target,
    fallsAt: target === null ? Number.POSITIVE_INFINITY : fallInstant({ algorithm, state, target, now }),
    coverage,
  };
};

const fallInstant = ({
  algorithm,
  state,
  target,
  now,
}: {
  algorithm: Parameters<typeof runway>[0];
  state: State;
  target: number;
  now: number;
}): number => {
  const found = runway(algorithm, state, target, now);
  switch (found.kind) {
    case "already":
      return now;
    case "never":
      return Number.POSITIVE_INFINITY;
    case "at":
      return found.at;
    default:
      return found satisfies never;
  }
};
