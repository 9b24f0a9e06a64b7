import { join } from "node:path";
import { connect } from "@headroom/db";
import { createSealer, rotateKeys, sealKeyOf } from "@headroom/services";
import type { Command } from "../context.ts";
import { openDatabase } from "../database.ts";
import { readSettings } from "../env.ts";
import { Refusal } from "../refusal.ts";

/** `HEADROOM_SEAL_KEY` is the new key, `HEADROOM_OLD_SEAL_KEYS` those before it. */
export const keysRotate: Command = {
  summary: "seal every stored secret with the newest key; may be stopped and run again",
  run: async ({ env, dataHome, print }) => {
    const { databaseUrl, sealKey, oldSealKeys } = readSettings(env, { needsSecrets: false });
    if (sealKey === undefined || oldSealKeys === undefined) {
      throw new Refusal(
        "keys:rotate needs the new key in HEADROOM_SEAL_KEY and the one before in HEADROOM_OLD_SEAL_KEYS, for example HEADROOM_SEAL_KEY=$(openssl rand -base64 32) HEADROOM_OLD_SEAL_KEYS=<the key until now>",
      );
    }
    const sealer = createSealer([sealKeyOf(sealKey), ...oldSealKeys.split(",").map((key) => sealKeyOf(key.trim()))]);
    const database = await openDatabase({ databaseUrl, dataDir: join(dataHome, "postgres"), log: print });
    const db = connect({ url: database.url, maxConnections: 2 });
    try {
      const { resealed, unopened } = await rotateKeys(db, { sealer });
      print(`${resealed} secrets are sealed with the new key now.`);
      if (unopened > 0) print(`${unopened} secrets were sealed with a key that was not given; they stay as they are.`);
      return unopened > 0 ? 1 : 0;
    } finally {
      await db.close();
      await database.stop();
    }
  },
};
