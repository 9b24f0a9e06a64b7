import { join } from "node:path";
import { agencies, connect, inAgency } from "@headroom/db";
import { rebuild as rebuildAgency } from "@headroom/services";
import type { Command } from "../context.ts";
import { openDatabase } from "../database.ts";
import { readSettings } from "../env.ts";
import { offlineIo } from "../offline-io.ts";

export const rebuild: Command = {
  summary: "make every score anew from what is stored; nothing may change",
  run: async ({ env, dataHome, print }) => {
    const { databaseUrl } = readSettings({ DATABASE_URL: env.DATABASE_URL }, { needsSecrets: false });
    const database = await openDatabase({ databaseUrl, dataDir: join(dataHome, "postgres"), log: print });
    const db = connect({ url: database.url, maxConnections: 2 });
    try {
      for (const { id, name } of await db.global.select({ id: agencies.id, name: agencies.name }).from(agencies)) {
        const { clients } = await inAgency(db, { agencyId: id }, (tx) =>
          rebuildAgency({ ctx: { db: tx, agencyId: id, io: offlineIo(Date.now) }, input: {} }),
        );
        print(`${name}: ${clients} clients`);
      }
      return 0;
    } finally {
      await db.close();
      await database.stop();
    }
  },
};
