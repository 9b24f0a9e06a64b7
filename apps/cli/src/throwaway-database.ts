import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Database } from "@headroom/db";
import { startEmbedded } from "@headroom/db/embedded";
import { migrate } from "@headroom/db/migrate";

/** Runs `work` on an embedded PostgreSQL of its own, migrated and empty, of which nothing stays. */
export const withThrowawayDatabase = async <T>(
  { maxConnections }: { maxConnections: number },
  work: (db: Database) => Promise<T>,
): Promise<T> => {
  const home = await mkdtemp(join(tmpdir(), "headroom-"));
  const server = await startEmbedded({ dataDir: join(home, "postgres"), durable: false });
  const db = connect({ url: server.url, maxConnections });
  try {
    await migrate(server.url);
    return await work(db);
  } finally {
    await db.close();
    await server.stop();
    await rm(home, { recursive: true, force: true });
  }
};
