import { networkById, type Publishing } from "@headroom/connectors";
import { and, channels, eq } from "@headroom/db";
import type { Context } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";

export interface PublishableRow {
  channel: typeof channels.$inferSelect;
  publishing: Publishing;
}

/** A connected channel of a network that lets us publish. Throws ServiceError. */
export const publishableChannel = async (
  { db, agencyId }: Pick<Context, "db" | "agencyId">,
  { clientId, channelId }: { clientId: string; channelId: string },
): Promise<PublishableRow> => {
  const rows = await db
    .select()
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), eq(channels.clientId, clientId), eq(channels.id, channelId)));
  const channel = firstOr404(rows, "This channel");
  const publishing = networkById(channel.network)?.publishing;
  if (publishing === undefined) {
    throw new ServiceError("invalid", "Headroom cannot post there.", { field: "channelIds" });
  }
  if (channel.connectionId === null || channel.state === "disconnected") {
    throw new ServiceError("invalid", `${channel.title} is not connected.`, { field: "channelIds" });
  }
  return { channel, publishing };
};
