import { setTimeout } from "node:timers/promises";

/** A clock that runs faster than the world, and may be put ahead. Epoch ms. */
export interface QuickClock {
  now: () => number;
  /** Waits so many of its own milliseconds. */
  wait: (ms: number) => Promise<void>;
  skip: (ms: number) => void;
}

export const quickClock = (speed: number): QuickClock => {
  const begun = Date.now();
  let skipped = 0;
  return {
    now: () => Math.floor(begun + (Date.now() - begun) * speed + skipped),
    wait: (ms) => setTimeout(ms / speed),
    skip: (ms) => {
      skipped += ms;
    },
  };
};
