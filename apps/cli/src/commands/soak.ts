import type { Command } from "../context.ts";
import { runSoak } from "../soak/run-soak.ts";
import { withThrowawayDatabase } from "../throwaway-database.ts";

const defaultMinutes = 2;

/** Minutes with accidents on every network; fails when anything was lost or doubled, or a limit was passed. */
export const soak: Command = {
  summary:
    "run every network's stand-in with accidents for some minutes (SOAK_MINUTES, SOAK_SEED), then compare totals",
  run: async ({ env, print }) => {
    const minutes = Number(env.SOAK_MINUTES ?? defaultMinutes);
    const seed = Number(env.SOAK_SEED ?? Date.now() % 1_000_000);
    const isKept = await withThrowawayDatabase({ maxConnections: 12 }, (db) =>
      runSoak({ db, forMs: minutes * 60_000, seed, print }),
    );
    return isKept ? 0 : 1;
  },
};
