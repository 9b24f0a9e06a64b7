import { and, channels, eq, isNull, reconnectLinks } from "@headroom/db";
import type { Context } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";

/** Ends the links of a channel that nobody used; how many. Waits for one that is being used or made right now. */
export const endOpenLinks = async ({ db, agencyId }: Context, channelId: string): Promise<number> => {
  const ofChannel = and(eq(channels.agencyId, agencyId), eq(channels.id, channelId));
  const locked = await db.select({ id: channels.id }).from(channels).where(ofChannel).for("no key update");
  firstOr404(locked, "This channel");
  const ended = await db
    .delete(reconnectLinks)
    .where(
      and(
        eq(reconnectLinks.agencyId, agencyId),
        eq(reconnectLinks.channelId, channelId),
        isNull(reconnectLinks.usedAt),
      ),
    )
    .returning({ id: reconnectLinks.id });
  return ended.length;
};
