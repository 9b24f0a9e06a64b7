import { expNear, isNear } from "./near-zero.ts";
import type { Scale } from "./sums.ts";

/** What decay has left of one half-life's open sums, at an instant that only goes forward. */
export interface Fading {
  readonly landmark: number;
  readonly rate: number;
  left: number;
  /** What was left at an instant (epoch ms) shortly before. */
  baseLeft: number;
  baseAt: number;
}

export function startFading({ landmark, rate }: Scale, t: number): Fading {
  const left = Math.exp((landmark - t) * rate);
  return { landmark, rate, left, baseLeft: left, baseAt: t };
}

/** Moves on to `t` (epoch ms): signals mostly lie close together, and one exponential serves many of them. */
export function fadeTo(fading: Fading, t: number): void {
  const y = (fading.baseAt - t) * fading.rate;
  if (isNear(y)) {
    fading.left = fading.baseLeft * expNear(y);
    return;
  }
  fading.left = Math.exp((fading.landmark - t) * fading.rate);
  fading.baseAt = t;
  fading.baseLeft = fading.left;
}

/** What a term of this weight that happened at `at` (epoch ms) is in sums that decay is still to be applied to. */
export function grown({ landmark, rate }: Fading, weight: number, at: number): number {
  return weight * Math.exp((at - landmark) * rate);
}
