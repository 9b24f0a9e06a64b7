import { and, asc, channels, eq, reconnectLinks } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";

/** Where the last link for a channel got to, epoch ms. */
export type SentLink = { usedAt: number } | { openUntil: number };

/** The last link for each channel of a client, as far as it still matters: what was connected since counts for more. */
export const latestLinks = async (
  { db, agencyId, io }: SystemContext,
  clientId: string,
): Promise<ReadonlyMap<string, SentLink>> => {
  const rows = await db
    .select({ link: reconnectLinks, connectedAt: channels.connectedAt })
    .from(reconnectLinks)
    .innerJoin(channels, and(eq(channels.agencyId, agencyId), eq(channels.id, reconnectLinks.channelId)))
    .where(and(eq(reconnectLinks.agencyId, agencyId), eq(channels.clientId, clientId)))
    .orderBy(asc(reconnectLinks.createdAt));
  const latest = new Map<string, SentLink>();
  for (const { link, connectedAt } of rows) {
    const { channelId, usedAt, expiresAt } = link;
    if (usedAt !== null && usedAt >= connectedAt) latest.set(channelId, { usedAt: usedAt.getTime() });
    if (usedAt === null && expiresAt.getTime() > io.now()) latest.set(channelId, { openUntil: expiresAt.getTime() });
  }
  return latest;
};
