import { createHash } from "node:crypto";
import { type Database, inArray, webhookRoutes } from "@headroom/db";

/** The name under which an account's push finds the channels that read it. */
export const subjectHash = (network: string, nativeId: string): string =>
  createHash("sha256").update(`${network} ${nativeId}`).digest("base64url");

export interface PushRoute {
  agencyId: string;
  channelId: string;
  subjectHash: string;
}

/** The channels that read any of these accounts, across agencies. */
export const routesOf = (db: Database, hashes: readonly string[]): Promise<PushRoute[]> =>
  hashes.length === 0
    ? Promise.resolve([])
    : db.global
        .select()
        .from(webhookRoutes)
        .where(inArray(webhookRoutes.subjectHash, [...hashes]));
