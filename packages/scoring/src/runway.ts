import type { Algorithm } from "./algorithm.ts";
import { valueAt } from "./components.ts";
import { requireInstant } from "./invalid-input.ts";
import { type Model, modelOf } from "./model.ts";
import { loadState, type State } from "./state.ts";
import { requireTarget } from "./target.ts";
import { validateAlgorithm } from "./validate-algorithm.ts";

/** When the score falls below the target if nothing more happens. */
export type Runway =
  | { readonly kind: "already" }
  | { readonly kind: "never" }
  /** Epoch ms: the first whole millisecond at which the score is below the target. */
  | { readonly kind: "at"; readonly at: number };

/** Farther than this nobody plans: ten years. */
const farthestMs = 10 * 365.25 * 86_400_000;

/**
 * Until when the score stays at or above `target` (points, 1 to 100) from `t` (epoch ms) on. "never" if its floor stays
 * above the target, or for ten years. Bisection is right because without signals the score never rises. Throws
 * InvalidInput as `scoreAt` does, or on a target outside its range.
 */
export function runway(algorithm: Algorithm, state: State, target: number, t: number): Runway {
  requireInstant("t", t);
  requireTarget("target", target);
  const model = modelOf(validateAlgorithm(algorithm), loadState(algorithm, state, t));
  if (valueAt(model, t) < target) return { kind: "already" };
  const at = firstBelow(model, { target, from: t, until: t + farthestMs });
  return at === null ? { kind: "never" } : { kind: "at", at };
}

/** The first whole ms in (from, until] at which a model that is not below the target at `from` is; null if none. */
export function firstBelow(
  model: Model,
  { target, from, until }: { target: number; from: number; until: number },
): number | null {
  let above = Math.floor(from);
  let below = Math.floor(until);
  if (below <= above || valueAt(model, below) >= target) return null;
  while (below - above > 1) {
    const middle = Math.floor((above + below) / 2);
    if (valueAt(model, middle) < target) below = middle;
    else above = middle;
  }
  return below;
}
