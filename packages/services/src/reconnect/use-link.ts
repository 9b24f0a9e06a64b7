import { and, asc, channels, eq, or, reconnectLinks } from "@headroom/db";
import { announce } from "../channels/announce.ts";
import { record } from "../context/audit.ts";
import type { Context } from "../context/context.ts";
import { enterAgency } from "../context/enter-agency.ts";
import { ServiceError } from "../context/errors.ts";
import { linkIsOver, liveLink, type OpenLink } from "./open-link.ts";
import { type Sibling, siblingsOf } from "./siblings.ts";

/**
 * Connects the channel and uses its link up, both or neither. Asked again under the channel's lock: the network took its time,
 * and meanwhile the link may have been used or replaced, its member removed, the channel deleted. `connect` gets the channels
 * of the same sign-in, and tells which of them came back too.
 */
export const useLink = (
  { entry, linkId, channel }: OpenLink,
  connect: (ctx: Context, siblings: readonly Sibling[]) => Promise<readonly Sibling[]>,
) =>
  enterAgency(entry, async (ctx): Promise<void> => {
    const { db, agencyId, io } = ctx;
    await lockGroup(ctx, channel);
    const link = await liveLink(ctx, eq(reconnectLinks.id, linkId));
    if (link === null) throw linkIsOver();
    const asMaker = { ...ctx, actor: link.actor };
    const along = await connect(asMaker, await siblingsOf(ctx, link.channel));
    const usedAt = new Date(io.now());
    await db
      .update(reconnectLinks)
      .set({ usedAt })
      .where(and(eq(reconnectLinks.agencyId, agencyId), eq(reconnectLinks.id, linkId)));
    await record(asMaker, {
      action: "channel.reconnect-link-used",
      subject: "channel",
      subjectId: channel.id,
      after: {
        title: channel.title,
        madeBy: link.actor.userId,
        ...(along.length > 0 && { along: along.map(({ title }) => title) }),
      },
    });
    await announce(ctx, { what: "client", clientId: channel.clientId });
  });

/** Channels of one sign-in in the order of their ids, as whoever takes several does. */
const lockGroup = ({ db, agencyId }: Context, { id, connectionId }: OpenLink["channel"]) => {
  const isSibling = connectionId === null ? undefined : eq(channels.connectionId, connectionId);
  return db
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), or(eq(channels.id, id), isSibling)))
    .orderBy(asc(channels.id))
    .for("update");
};

/** Somebody signed in as somebody else. */
export const otherAccount = (networkTitle: string, title: string): ServiceError =>
  new ServiceError(
    "conflict",
    `This is another account at ${networkTitle}, not ${title}. Nothing was changed, and the link still works: sign in as ${title}.`,
  );
