import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@headroom/db";
import { startEmbedded } from "@headroom/db/embedded";
import { migrate } from "@headroom/db/migrate";
import type { Command } from "../context.ts";
import { runSoak } from "../soak/run-soak.ts";

const defaultMinutes = 2;

/** Minutes with accidents on every network; fails when anything was lost or doubled, or a limit was passed. */
export const soak: Command = {
  summary:
    "run every network's stand-in with accidents for some minutes (SOAK_MINUTES, SOAK_SEED), then compare totals",
  run: async ({ env, print }) => {
    const minutes = Number(env.SOAK_MINUTES ?? defaultMinutes);
    const seed = Number(env.SOAK_SEED ?? Date.now() % 1_000_000);
    const home = await mkdtemp(join(tmpdir(), "headroom-soak-"));
    const server = await startEmbedded({ dataDir: join(home, "postgres"), durable: false });
    const db = connect({ url: server.url, maxConnections: 12 });
    try {
      await migrate(server.url);
      return (await runSoak({ db, forMs: minutes * 60_000, seed, print })) ? 0 : 1;
    } finally {
      await db.close();
      await server.stop();
      await rm(home, { recursive: true, force: true });
    }
  },
};
