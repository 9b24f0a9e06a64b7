import type { Algorithm } from "./algorithm.ts";
import type { Activation, History } from "./history.ts";
import { InvalidInput, requireInstant } from "./invalid-input.ts";
import { validateAlgorithm } from "./validate-algorithm.ts";

/** A history's activations, earliest first. Throws InvalidInput if there is none, or one with a bad instant or algorithm. */
export function activationsOf({ algorithms }: Pick<History, "algorithms">): readonly Activation[] {
  if (algorithms.length === 0) throw new InvalidInput("algorithms", "must name at least one");
  const byId = new Map<string, Algorithm>();
  for (const { algorithm, from } of algorithms) {
    requireInstant("algorithms.from", from);
    const known = byId.get(algorithm.id);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(algorithm)) {
      throw new InvalidInput("algorithms", `two different algorithms are called ${algorithm.id}`);
    }
    byId.set(algorithm.id, validateAlgorithm(algorithm));
  }
  return algorithms.toSorted((a, b) => a.from - b.from);
}

/**
 * The algorithm by which a client is scored at `t` (epoch ms): of the activations that have begun the latest, of equals the
 * last in the list; before all of them the earliest. Their order is otherwise irrelevant. Throws InvalidInput on none.
 */
export function activeAt(activations: readonly Activation[], t: number): Algorithm {
  let active: Activation | undefined;
  let earliest: Activation | undefined;
  for (const activation of activations) {
    const { from } = activation;
    if (from <= t && from >= (active?.from ?? from)) active = activation;
    if (from < (earliest?.from ?? Number.POSITIVE_INFINITY)) earliest = activation;
  }
  const found = active ?? earliest;
  if (found === undefined) throw new InvalidInput("algorithms", "must name at least one");
  return found.algorithm;
}
