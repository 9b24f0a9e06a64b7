import { join } from "node:path";
import type { Command } from "../context.ts";
import { openDatabase } from "../database.ts";
import { readSettings } from "../env.ts";

export const migrate: Command = {
  summary: "bring the database's schema up to date",
  run: async ({ env, dataHome, print }) => {
    const { databaseUrl } = readSettings({ DATABASE_URL: env.DATABASE_URL }, { needsSecrets: false });
    const database = await openDatabase({ databaseUrl, dataDir: join(dataHome, "postgres"), log: print });
    await database.stop();
    print("The schema is up to date");
    return 0;
  },
};
