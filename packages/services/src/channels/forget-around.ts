import {
  and,
  channels,
  dueWork,
  eq,
  inArray,
  notices,
  plannedPosts,
  reconnectLinks,
  type SQL,
  sql,
  webhookRoutes,
} from "@headroom/db";
import type { SystemContext } from "../context/context.ts";

/**
 * Deletes what is about the channels that `where` picks and does not go with their rows: work that waits for them or for
 * their posts, the ways on which networks tell of them, and news. News of a sign-in that others share is told anew.
 */
export const forgetAround = async ({ db, agencyId }: SystemContext, where: SQL | undefined): Promise<void> => {
  const picked = await db
    .select({ id: channels.id, connectionId: channels.connectionId })
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), where));
  const ids = picked.map(({ id }) => id);
  if (ids.length === 0) return;
  const plans = await db
    .select({ id: plannedPosts.id })
    .from(plannedPosts)
    .where(and(eq(plannedPosts.agencyId, agencyId), inArray(plannedPosts.channelId, ids)));
  const links = await db
    .select({ id: reconnectLinks.id })
    .from(reconnectLinks)
    .where(and(eq(reconnectLinks.agencyId, agencyId), inArray(reconnectLinks.channelId, ids)));
  const worked = [...ids, ...plans.map(({ id }) => id)];
  const told = [...worked, ...picked.flatMap(({ connectionId }) => connectionId ?? []), ...links.map(({ id }) => id)];
  await db.delete(dueWork).where(and(eq(dueWork.agencyId, agencyId), inArray(dueWork.subjectId, worked)));
  await db
    .delete(webhookRoutes)
    .where(and(eq(webhookRoutes.agencyId, agencyId), inArray(webhookRoutes.channelId, ids)));
  // News is about an id and since when, or about a link.
  const about = sql<string>`substring(${notices.about} from '[0-9a-f]{8}-[0-9a-f-]{27}')`;
  await db.delete(notices).where(and(eq(notices.agencyId, agencyId), inArray(about, told)));
};
