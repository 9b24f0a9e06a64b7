import { createHash } from "node:crypto";
import type { Database } from "@headroom/db";
import type { Io } from "../context/context.ts";
import { countWithin } from "../sign-in/limit-attempts.ts";

/** A network that had no answer in time sends the same message again for a while, ms. */
const repeatedForMs = 24 * 3_600_000;

/** Whether a channel is told this, byte for byte, for the first time: what is sent again was charged for before. */
export const isFirstTold = async (
  { db, io }: { db: Database; io: Pick<Io, "now"> },
  { channelId, body }: { channelId: string; body: Uint8Array },
): Promise<boolean> => {
  const key = `told:${createHash("sha256").update(channelId).update(body).digest("base64url")}`;
  const { count } = await countWithin(db, { key, windowMs: repeatedForMs, now: io.now() });
  return count === 1;
};
