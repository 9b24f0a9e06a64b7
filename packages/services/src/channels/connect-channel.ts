import { and, channels, connections, eq, sql } from "@headroom/db";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";
import { secretPurpose } from "./connector-context.ts";
import { type Answer, askNetwork, DiscoverChannelsInput } from "./discover-channels.ts";
import { scheduleSync } from "./schedule-sync.ts";

export const ConnectChannelInput = DiscoverChannelsInput.extend({
  /** Which of the channels found. */
  nativeId: z.string(),
  /** A channel known from a file that this connection continues. */
  continues: z.uuid().optional(),
});
export type ConnectChannelInput = z.infer<typeof ConnectChannelInput>;

/** Connects a channel to a client and asks for its first reading. Connecting again repairs a connection and keeps the history. */
export const connectChannel = async ({ ctx, input }: Call<ConnectChannelInput>): Promise<{ channelId: string }> => {
  await workedClient(ctx, input.clientId);
  const answer = await askNetwork(ctx, input);
  const found = answer.channels.find((channel) => channel.nativeId === input.nativeId);
  if (found === undefined)
    throw new ServiceError("not-found", "This channel is no longer there.", { field: "nativeId" });
  const connectionId = crypto.randomUUID();
  await ctx.db.insert(connections).values({
    agencyId: ctx.agencyId,
    id: connectionId,
    clientId: input.clientId,
    network: answer.network.id,
    title: found.title,
    sealedSecret: answer.secret === null ? null : ctx.io.sealer.seal(answer.secret, secretPurpose(connectionId)),
    createdBy: ctx.actor.memberId,
  });
  const channelId = await putChannel(ctx, { input, answer, found, connectionId });
  await dropUnusedConnections(ctx, input.clientId);
  await scheduleSync(ctx, { channelId, dueAt: ctx.io.now() });
  await record(ctx, {
    action: "channel.connected",
    subject: "channel",
    subjectId: channelId,
    after: { network: answer.network.id, title: found.title },
  });
  return { channelId };
};

interface Placement {
  input: ConnectChannelInput;
  answer: Answer;
  found: Answer["channels"][number];
  connectionId: string;
}

const putChannel = async (ctx: Context, { input, answer, found, connectionId }: Placement): Promise<string> => {
  const known = {
    nativeId: found.nativeId,
    title: found.title,
    url: found.url,
    config: found.config,
    knows: Object.fromEntries(found.knows.map((kind) => [kind, 0])),
    connectionId,
    cursor: null,
    failures: 0,
    lastError: null,
    lastErrorAt: null,
  };
  if (input.continues !== undefined) {
    const rows = await ctx.db
      .update(channels)
      .set(known)
      .where(
        and(
          eq(channels.agencyId, ctx.agencyId),
          eq(channels.clientId, input.clientId),
          eq(channels.id, input.continues),
          eq(channels.network, answer.network.id),
        ),
      )
      .returning({ id: channels.id });
    return firstOr404(rows, "The channel to continue").id;
  }
  const rows = await ctx.db
    .insert(channels)
    .values({ ...known, agencyId: ctx.agencyId, clientId: input.clientId, network: answer.network.id })
    .onConflictDoUpdate({
      target: [channels.agencyId, channels.clientId, channels.network, channels.nativeId],
      // A disconnected channel comes back; a held one is released by its first good reading.
      set: { ...known, state: sql`case when ${channels.state} = 'held' then 'held' else 'active' end` },
    })
    .returning({ id: channels.id });
  return firstOr404(rows, "The channel").id;
};

const dropUnusedConnections = async ({ db, agencyId }: Context, clientId: string): Promise<void> => {
  await db.execute(sql`
    delete from connections c where c.agency_id = ${agencyId}::uuid and c.client_id = ${clientId}::uuid
      and not exists (select from channels ch where ch.agency_id = c.agency_id and ch.connection_id = c.id)`);
};
