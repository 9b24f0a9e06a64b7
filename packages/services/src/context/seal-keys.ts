import { createHash } from "node:crypto";
import type { SealKey } from "./sealer.ts";

/** What was sealed before keys were named by what they are: any of the keys may have done it. */
export const unnamedKey = "1";

/** A key under a name that follows from it, so that nobody has to keep a list of names. `base64` holds 32 bytes. */
export const sealKeyOf = (base64: string): SealKey => {
  const key = Buffer.from(base64, "base64");
  return { id: createHash("sha256").update(key).digest("hex").slice(0, 8), key };
};
