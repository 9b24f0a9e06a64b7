import { and, channels, eq, reconnectLinks } from "@headroom/db";
import { announce } from "../channels/announce.ts";
import { record } from "../context/audit.ts";
import type { Context } from "../context/context.ts";
import { enterAgency } from "../context/enter-agency.ts";
import { ServiceError } from "../context/errors.ts";
import { linkIsOver, liveLink, type OpenLink } from "./open-link.ts";

/**
 * Connects the channel and uses its link up, both or neither. Asked again under the channel's lock: the network took its time,
 * and meanwhile the link may have been used or replaced, its member removed, the channel deleted.
 */
export const useLink = ({ entry, linkId, channel }: OpenLink, connect: (ctx: Context) => Promise<unknown>) =>
  enterAgency(entry, async (ctx): Promise<void> => {
    const { db, agencyId, io } = ctx;
    const ofChannel = and(eq(channels.agencyId, agencyId), eq(channels.id, channel.id));
    await db.select({ id: channels.id }).from(channels).where(ofChannel).for("update");
    const link = await liveLink(ctx, eq(reconnectLinks.id, linkId));
    if (link === null) throw linkIsOver();
    const asMaker = { ...ctx, actor: link.actor };
    await connect(asMaker);
    const usedAt = new Date(io.now());
    await db
      .update(reconnectLinks)
      .set({ usedAt })
      .where(and(eq(reconnectLinks.agencyId, agencyId), eq(reconnectLinks.id, linkId)));
    await record(asMaker, {
      action: "channel.reconnect-link-used",
      subject: "channel",
      subjectId: channel.id,
      after: { title: channel.title, madeBy: link.actor.userId },
    });
    await announce(ctx, { what: "client", clientId: channel.clientId });
  });

/** Somebody signed in as somebody else. */
export const otherAccount = (networkTitle: string, title: string): ServiceError =>
  new ServiceError(
    "conflict",
    `This is another account at ${networkTitle}, not ${title}. Nothing was changed, and the link still works: sign in as ${title}.`,
  );
