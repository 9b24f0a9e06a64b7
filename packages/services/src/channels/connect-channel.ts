import type { DiscoveredChannel } from "@headroom/connectors";
import { and, channels, connections, eq, isNotNull, sql } from "@headroom/db";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Context } from "../context/context.ts";
import { type EntryCall, enterAgency } from "../context/enter-agency.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";
import { isUniqueViolation } from "../context/pg-error.ts";
import { secretPurpose } from "./connector-context.ts";
import { type Answer, askNetwork, DiscoverChannelsInput } from "./discover-channels.ts";
import { keepPlace } from "./keep-place.ts";
import { knownFromStart } from "./known-kinds.ts";
import { asConfig } from "./reach-channel.ts";
import { scheduleSync, scheduleWork } from "./schedule-sync.ts";

export const ConnectChannelInput = DiscoverChannelsInput.extend({
  /** Which of the channels found. */
  nativeId: z.string(),
  /** A channel known from a file that this connection continues. */
  continues: z.uuid().optional(),
});
export type ConnectChannelInput = z.infer<typeof ConnectChannelInput>;

/** Connects a channel to a client and asks for its first reading. Connecting again repairs a connection and keeps the history. */
export const connectChannel = async ({
  entry,
  input,
}: EntryCall<ConnectChannelInput>): Promise<{ channelId: string }> => {
  const answer = await askNetwork({ entry, input });
  const found = answer.channels.find((channel) => channel.nativeId === input.nativeId);
  if (found === undefined)
    throw new ServiceError("not-found", "This channel is no longer there.", { field: "nativeId" });
  return enterAgency(entry, (ctx) => connectFound(ctx, { input, answer, found }));
};

/** Connects what a network answered with, for whoever may work on the client. */
export const connectFound = async (ctx: Context, { input, answer, found }: Finding): Promise<{ channelId: string }> => {
  // Asked again: the answer took its time, and she may have lost the client meanwhile.
  await workedClient(ctx, input.clientId);
  const kept = answer.secret === null ? await connectionWithSecret(ctx, { input, found }) : undefined;
  const access = kept ?? (await newConnection(ctx, { input, answer, found }));
  const placed = await placeChannel(ctx, { input, answer, found, access });
  await dropUnusedConnections(ctx, input.clientId);
  return placed;
};

/** Puts a channel behind a connection and asks for its first reading. */
export const placeChannel = async (ctx: Context, placement: Placement): Promise<{ channelId: string }> => {
  const { answer, found } = placement;
  const channelId = await putChannel(ctx, placement);
  const now = ctx.io.now();
  await scheduleSync(ctx, { channelId, dueAt: now });
  if (answer.network.push !== undefined)
    await scheduleWork(ctx, { kind: "subscribe", subjectId: channelId, dueAt: now });
  if (answer.network.listen !== undefined)
    await scheduleWork(ctx, { kind: "listen", subjectId: channelId, dueAt: now });
  await record(ctx, {
    action: "channel.connected",
    subject: "channel",
    subjectId: channelId,
    after: { network: answer.network.id, title: found.title },
  });
  return { channelId };
};

export interface Finding {
  input: Pick<ConnectChannelInput, "clientId" | "network" | "nativeId" | "continues">;
  answer: Pick<Answer, "network" | "secret"> & { expiresAt?: number | null; appId?: string };
  found: DiscoveredChannel;
}

/** How a channel is read: as whom, where, and what it then tells. */
type Access = Pick<typeof channels.$inferSelect, "connectionId" | "config" | "knows">;

export interface Placement extends Finding {
  access: Access;
}

/** Connecting again without the optional secret keeps the one that is there, and what it gives access to. */
const connectionWithSecret = async (
  { db, agencyId }: Context,
  { input, found }: Omit<Finding, "answer">,
): Promise<Access | undefined> => {
  const [row] = await db
    .select({ connectionId: channels.connectionId, config: channels.config, knows: channels.knows })
    .from(channels)
    .innerJoin(connections, and(eq(connections.agencyId, channels.agencyId), eq(connections.id, channels.connectionId)))
    .where(
      and(
        eq(channels.agencyId, agencyId),
        eq(channels.clientId, input.clientId),
        eq(channels.network, input.network),
        eq(channels.nativeId, found.nativeId),
        isNotNull(connections.sealedSecret),
      ),
    );
  return row;
};

export const newConnection = async (ctx: Context, { input, answer, found }: Finding): Promise<Access> => {
  const connectionId = crypto.randomUUID();
  await ctx.db.insert(connections).values({
    agencyId: ctx.agencyId,
    id: connectionId,
    clientId: input.clientId,
    network: answer.network.id,
    title: found.title,
    sealedSecret: answer.secret === null ? null : ctx.io.sealer.seal(answer.secret, secretPurpose(connectionId)),
    appId: answer.appId ?? null,
    expiresAt: answer.expiresAt == null ? null : new Date(answer.expiresAt),
    createdBy: ctx.actor.memberId,
  });
  return { connectionId, config: found.config, knows: knownFromStart(found.knows) };
};

const putChannel = async (ctx: Context, placement: Placement): Promise<string> => {
  const { input, answer } = placement;
  const config = await keepPlace(ctx, {
    network: answer.network,
    clientId: input.clientId,
    nativeId: placement.found.nativeId,
    config: asConfig(placement.access.config),
  });
  const known = { ...knownNow(ctx, placement), config };
  if (input.continues !== undefined) {
    return continueChannel(ctx, {
      known,
      clientId: input.clientId,
      channelId: input.continues,
      network: answer.network.id,
    });
  }
  const rows = await ctx.db
    .insert(channels)
    .values({ ...known, agencyId: ctx.agencyId, clientId: input.clientId, network: answer.network.id })
    .onConflictDoUpdate({
      target: [channels.agencyId, channels.clientId, channels.network, channels.nativeId],
      set: { ...known, state: stateAgain },
    })
    .returning({ id: channels.id });
  return firstOr404(rows, "The channel").id;
};

/** A disconnected channel comes back; a held one is released by its first good reading. */
const stateAgain = sql`case when ${channels.state} = 'held' then 'held' else 'active' end`;

/** What the network says of the channel, and a reading that starts from nothing. */
const knownNow = ({ io }: Context, { found, access }: Placement) => ({
  ...access,
  connectedAt: new Date(io.now()),
  nativeId: found.nativeId,
  title: found.title,
  url: found.url,
  cursor: null,
  failures: 0,
  lastError: null,
  lastErrorAt: null,
});

interface Continuation {
  known: ReturnType<typeof knownNow>;
  clientId: string;
  channelId: string;
  network: string;
}

/** Gives a channel that was known from a file its connection; its posts keep their ids and count once. */
const continueChannel = async (
  ctx: Context,
  { known, clientId, channelId, network }: Continuation,
): Promise<string> => {
  try {
    const rows = await ctx.db
      .update(channels)
      .set({ ...known, state: stateAgain })
      .where(
        and(
          eq(channels.agencyId, ctx.agencyId),
          eq(channels.clientId, clientId),
          eq(channels.id, channelId),
          eq(channels.network, network),
        ),
      )
      .returning({ id: channels.id });
    return firstOr404(rows, "The channel to continue").id;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ServiceError(
      "conflict",
      "This client has that channel already. Connect it without continuing the file.",
      {
        field: "continues",
      },
    );
  }
};

/** Forgets the credentials that no channel of the client needs any more. */
export const dropUnusedConnections = async ({ db, agencyId }: Context, clientId: string): Promise<void> => {
  await db.execute(sql`
    delete from connections c where c.agency_id = ${agencyId}::uuid and c.client_id = ${clientId}::uuid
      and not exists (select from channels ch where ch.agency_id = c.agency_id and ch.connection_id = c.id)`);
};
