import { and, channels, clients, eq, imports } from "@headroom/db";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import type { EntryCall } from "../context/enter-agency.ts";
import { firstOr404 } from "../context/errors.ts";
import { deleteImports } from "../imports/delete-imports.ts";
import { leavePolitely } from "../push/farewell.ts";
import { recompute } from "../scores/recompute.ts";
import { announce } from "./announce.ts";
import { dropUnusedConnections } from "./connect-channel.ts";
import { forgetAround } from "./forget-around.ts";

export const DisconnectChannelInput = z.object({ channelId: z.uuid() });
export type DisconnectChannelInput = z.infer<typeof DisconnectChannelInput>;

/** Deletes a channel and everything read from it for good; what was reported until now stays as the record of it. */
export const disconnectChannel = async ({ ctx, input }: Call<DisconnectChannelInput>): Promise<void> => {
  const channel = await workedChannel(ctx, input.channelId);
  const now = ctx.io.now();
  await forgetAround(ctx, eq(channels.id, channel.id));
  await ctx.db.delete(channels).where(and(eq(channels.agencyId, ctx.agencyId), eq(channels.id, channel.id)));
  await dropUnusedConnections(ctx, channel.clientId);
  // A preview quotes posts.
  await deleteImports(ctx, eq(imports.channelId, channel.id));
  await ctx.db
    .update(clients)
    .set({ erasedBefore: new Date(now - 1) })
    .where(and(eq(clients.agencyId, ctx.agencyId), eq(clients.id, channel.clientId)));
  await recompute({
    db: ctx.db,
    agencyId: ctx.agencyId,
    clientId: channel.clientId,
    now,
    from: Number.NEGATIVE_INFINITY,
  });
  await announce(ctx, { what: "client", clientId: channel.clientId });
  await record(ctx, {
    action: "channel.disconnected",
    subject: "channel",
    subjectId: channel.id,
    before: { network: channel.network, title: channel.title },
  });
};

/** The same, and the network is told to send no more about the channel. */
export const leaveChannel = ({ entry, input }: EntryCall<DisconnectChannelInput>): Promise<void> =>
  leavePolitely(entry, {
    channelIds: async () => [input.channelId],
    leave: (ctx) => disconnectChannel({ ctx, input }),
  });

/** The channel, if the actor may change things of its client. */
export const workedChannel = async (ctx: Context, channelId: string): Promise<typeof channels.$inferSelect> => {
  const rows = await ctx.db
    .select()
    .from(channels)
    .where(and(eq(channels.agencyId, ctx.agencyId), eq(channels.id, channelId)));
  const channel = firstOr404(rows, "This channel");
  await workedClient(ctx, channel.clientId);
  return channel;
};
