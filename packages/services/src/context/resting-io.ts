import { setTimeout } from "node:timers/promises";
import type { Io } from "./context.ts";

/** The same surroundings, except that `rest` is told of every wait for a turn and does what it wants around it. */
export const restingIo = (io: Io, rest: (wait: () => Promise<unknown>) => Promise<void>): Io => ({
  ...io,
  wait: (ms, signal) =>
    rest(() => (io.wait === undefined ? setTimeout(ms, undefined, { signal }) : io.wait(ms, signal))),
});
