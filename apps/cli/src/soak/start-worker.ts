import type { Database } from "@headroom/db";
import { defaultTools, runWorker } from "@headroom/jobs";
import type { Io } from "@headroom/services";

/** Looks for due work every few real milliseconds: on a clock this fast a nap would be days. */
export const startWorker = ({ db, io }: { db: Database; io: Io }, signal: AbortSignal): Promise<void> =>
  runWorker({
    db,
    io,
    tools: defaultTools,
    concurrency: 6,
    heartbeatMs: 200,
    signal,
    onWork: async (wake) => {
      const timer = setInterval(wake, 25);
      return async () => clearInterval(timer);
    },
  });
