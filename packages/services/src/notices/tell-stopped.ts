import type { ConnectorError } from "@headroom/connectors";
import { and, type channels, clients, eq } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";
import { tell } from "./tell.ts";

interface Stopped {
  channel: typeof channels.$inferSelect;
  error: ConnectorError;
  /** Epoch ms up to which the channel is known; null before its first reading. */
  knownUntil: number | null;
}

/** Tells that a channel is not read any more and what would help: once for each time it stops. */
export const tellStopped = async (ctx: SystemContext, { channel, error, knownUntil }: Stopped): Promise<void> => {
  const { clientId, id, title } = channel;
  const [client] = await ctx.db
    .select({ name: clients.name })
    .from(clients)
    .where(and(eq(clients.agencyId, ctx.agencyId), eq(clients.id, clientId)));
  const of = `${title} of ${client?.name ?? "a client"}`;
  const about = `${id} ${knownUntil ?? "new"}`;
  const page = `/clients/${clientId}`;
  if (error.code === "spend-cap") {
    const text = `${of} is not read, so as not to spend more. ${error.message}`;
    return tell(ctx, { clientId, kind: "spend-cap", about, text, path: `${page}#channels` });
  }
  const text = `Nothing is heard from ${of}. ${error.message} Its points stand still meanwhile.`;
  const path = error.needsReconnect ? `${page}/connect?channel=${id}` : `${page}#channels`;
  return tell(ctx, { clientId, kind: "channel-held", about, text, path });
};
