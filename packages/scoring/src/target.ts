import { InvalidInput } from "./invalid-input.ts";

/** From `from` (epoch ms) on the score must be at least `value` points, 1 to 100. */
export interface Target {
  readonly from: number;
  readonly value: number;
}

export function requireTarget(field: string, target: number): number {
  if (!(target >= 1 && target <= 100)) throw new InvalidInput(field, `must lie between 1 and 100, not ${target}`);
  return target;
}

/** The target in force at `t` (epoch ms): the one with the latest start, of equals the last in the list; null before the first. */
export function targetAt(targets: readonly Target[], t: number): number | null {
  let found: Target | null = null;
  for (const target of targets) if (target.from <= t && target.from >= (found?.from ?? target.from)) found = target;
  return found?.value ?? null;
}
