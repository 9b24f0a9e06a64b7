import { and, asc, channels, eq, ne } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";

type Channel = Pick<typeof channels.$inferSelect, "id" | "connectionId">;

/** A channel that hangs on the same sign-in as another. */
export type Sibling = Pick<typeof channels.$inferSelect, "nativeId" | "title">;

/** The other channels of a channel's sign-in, which one new sign-in may bring back together. */
export const siblingsOf = async (
  { db, agencyId }: SystemContext,
  { id, connectionId }: Channel,
): Promise<Sibling[]> => {
  if (connectionId === null) return [];
  return db
    .select({ nativeId: channels.nativeId, title: channels.title })
    .from(channels)
    .where(
      and(
        eq(channels.agencyId, agencyId),
        eq(channels.connectionId, connectionId),
        ne(channels.id, id),
        ne(channels.state, "disconnected"),
      ),
    )
    .orderBy(asc(channels.title), asc(channels.id));
};
