import { and, asc, channels, eq, reconnectLinks } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";

/** Where the last link for a channel got to, epoch ms. */
export type SentLink = ({ usedAt: number } | { openUntil: number }) & {
  /** The title of the channel that it was made for, whose sign-in this one shares; null where it is its own. */
  of: string | null;
};

/** The last link for each channel of a client, as far as it still matters: what was connected since counts for more. */
export const latestLinks = async (ctx: SystemContext, clientId: string): Promise<ReadonlyMap<string, SentLink>> => {
  const { db, agencyId, io } = ctx;
  const links = await sentLinks(ctx, clientId);
  const ofClient = await db
    .select({ id: channels.id, connectionId: channels.connectionId })
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), eq(channels.clientId, clientId)));
  const latest = new Map<string, SentLink>();
  for (const { link, madeFor } of links) {
    const where = whereTo(link, { connectedAt: madeFor.connectedAt, now: io.now() });
    if (where === null) continue;
    // Whatever shares the sign-in comes through the same link, or came.
    for (const { id, connectionId } of ofClient) {
      const isOwn = id === madeFor.id;
      if (!isOwn && connectionId !== madeFor.connectionId) continue;
      const before = latest.get(id);
      const isLess = !isOwn && before !== undefined && before.of === null && "openUntil" in before;
      if (!isLess) latest.set(id, { ...where, of: isOwn ? null : madeFor.title });
    }
  }
  return latest;
};

/** Those that were used first, so that one that is out counts for more. */
const sentLinks = ({ db, agencyId }: SystemContext, clientId: string) =>
  db
    .select({ link: reconnectLinks, madeFor: channels })
    .from(reconnectLinks)
    .innerJoin(channels, and(eq(channels.agencyId, agencyId), eq(channels.id, reconnectLinks.channelId)))
    .where(and(eq(reconnectLinks.agencyId, agencyId), eq(channels.clientId, clientId)))
    .orderBy(asc(reconnectLinks.usedAt), asc(reconnectLinks.createdAt));

const whereTo = (
  { usedAt, expiresAt }: typeof reconnectLinks.$inferSelect,
  { connectedAt, now }: { connectedAt: Date; now: number },
): { usedAt: number } | { openUntil: number } | null => {
  if (usedAt === null) return expiresAt.getTime() > now ? { openUntil: expiresAt.getTime() } : null;
  return usedAt >= connectedAt ? { usedAt: usedAt.getTime() } : null;
};
