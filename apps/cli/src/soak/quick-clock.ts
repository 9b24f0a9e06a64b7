import { setTimeout } from "node:timers/promises";

/** A clock that runs faster than the world, and may be put ahead. Epoch ms. */
export interface QuickClock {
  now: () => number;
  /** Waits so many of its own milliseconds. */
  wait: (ms: number) => Promise<void>;
  skip: (ms: number) => void;
  /** Runs no faster than the world until `work` is done. */
  walk: (work: () => Promise<void>) => Promise<void>;
}

/** So many times as fast as the world: a tenth of a second by which a request comes late is then six of the clock's, which gates allow for. */
const quick = 60;

/** `begunAt` is the real instant at which it showed the real time, epoch ms. */
export const quickClock = (begunAt: number): QuickClock => {
  let speed = quick;
  let shown = { at: begunAt, is: begunAt };
  const now = () => Math.floor(shown.is + (Date.now() - shown.at) * speed);
  return {
    now,
    wait: (ms) => setTimeout(ms / speed),
    skip: (ms) => {
      shown = { ...shown, is: shown.is + ms };
    },
    walk: async (work) => {
      shown = { at: Date.now(), is: now() };
      speed = 1;
      await work();
      shown = { at: Date.now(), is: now() };
      speed = quick;
    },
  };
};
