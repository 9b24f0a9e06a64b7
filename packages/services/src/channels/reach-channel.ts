import {
  type AppCredentials,
  type ConnectorContext,
  ConnectorError,
  grantEndOf,
  type Network,
  networkById,
  type PullChannel,
} from "@headroom/connectors";
import { and, channels, connections, type Database, eq, inAgency } from "@headroom/db";
import type { Io, SystemContext } from "../context/context.ts";
import { gatedFetch } from "../gates/gated-fetch.ts";
import { askerOf } from "../gates/gates-of.ts";
import { appOfConnection } from "../networks/network-app.ts";
import { spendFor } from "../spending/spend-for.ts";
import { agencyHashActor, connectorContext, type HashActor, secretPurpose } from "./connector-context.ts";

/** Where something is done with a channel. */
export interface ChannelJob {
  db: Database;
  io: Io;
  agencyId: string;
  /** The process is to end: work stops where it would wait. */
  signal?: AbortSignal;
}

/** Somebody connected the channel anew, or took it away, while it was being worked on. */
export class Superseded extends Error {}

export const enterJob = <T>({ db, io, agencyId }: ChannelJob, work: (ctx: SystemContext) => Promise<T>): Promise<T> =>
  inAgency(db, { agencyId }, (tx) => work({ db: tx, agencyId, io }));

/** A channel and by what it is reached. */
export interface ChannelAccess {
  channel: typeof channels.$inferSelect;
  connection: typeof connections.$inferSelect;
  hashActor: HashActor;
  /** The app through which people signed in; null where the network needs none or it was removed. */
  app: AppCredentials | null;
}

/** Null for a channel that is not there, not connected any more, or known from a file only. */
export const loadAccess = async (ctx: SystemContext, channelId: string): Promise<ChannelAccess | null> => {
  const [row] = await ctx.db
    .select({ channel: channels, connection: connections })
    .from(channels)
    .innerJoin(connections, and(eq(connections.agencyId, channels.agencyId), eq(connections.id, channels.connectionId)))
    .where(and(eq(channels.agencyId, ctx.agencyId), eq(channels.id, channelId)));
  if (row === undefined || row.channel.state === "disconnected") return null;
  return { ...row, hashActor: await agencyHashActor(ctx), app: await appOfConnection(ctx, row.connection) };
};

/** What an adapter is handed to work on a channel. */
export interface ReachedChannel {
  network: Network;
  outside: ConnectorContext;
  account: PullChannel;
}

/** Opens the channel's secret and puts together what its adapter may touch. Throws ConnectorError. */
export const reachChannel = (
  job: ChannelJob,
  { channel, connection, hashActor, app }: ChannelAccess,
): ReachedChannel => {
  const network = networkById(channel.network);
  if (network === undefined) {
    throw new ConnectorError({
      networkId: channel.network,
      code: "invalid-input",
      message: "This network is no longer supported.",
    });
  }
  const secret = openSecret(job, connection);
  const outside = connectorContext(job.io, {
    fetch: gatedFetch(job, askerOf(job.io, askerOfChannel(network, { channel, connection }))),
    hashActor,
    saveSecret: saveSecret(job, connection),
    renewSecret: renewSecret(job, connection),
    spend: spendFor({ ...job, clientId: channel.clientId, network }),
    ...(app === null ? {} : { app }),
  });
  const account = {
    nativeId: channel.nativeId,
    config: asConfig(channel.config),
    ...(secret === null ? {} : { secret }),
  };
  return { network, outside, account };
};

/** On whose behalf a channel's network is asked. */
export const askerOfChannel = (
  network: Network,
  { channel, connection }: Pick<ChannelAccess, "channel" | "connection">,
) => ({
  network,
  account: channel.nativeId,
  ...(connection.appId === null ? {} : { appId: connection.appId }),
});

const openSecret = ({ io }: ChannelJob, { id, network, sealedSecret }: ChannelAccess["connection"]): string | null => {
  if (sealedSecret === null) return null;
  try {
    return io.sealer.open(sealedSecret, secretPurpose(id));
  } catch (cause) {
    const message = "The stored sign-in cannot be opened. Connect the channel again.";
    throw new ConnectorError({ networkId: network, code: "unauthorized", message, cause });
  }
};

/** Written by a network's `discover` or `pull` and read back unchanged. */
export const asConfig = (json: unknown): PullChannel["config"] => json as PullChannel["config"];

const saveSecret =
  (job: ChannelJob, { id }: ChannelAccess["connection"]): ConnectorContext["saveSecret"] =>
  (text) =>
    enterJob(job, async ({ db, agencyId, io }) => {
      await db
        .update(connections)
        .set({ sealedSecret: io.sealer.seal(text, secretPurpose(id)) })
        .where(and(eq(connections.agencyId, agencyId), eq(connections.id, id)));
    });

/** One renewal at a time, under the row's lock: using an old refresh token would end the grant for all its channels. */
const renewSecret =
  (job: ChannelJob, { id }: ChannelAccess["connection"]): NonNullable<ConnectorContext["renewSecret"]> =>
  (renew) =>
    enterJob(job, async ({ db, agencyId, io }) => {
      const which = and(eq(connections.agencyId, agencyId), eq(connections.id, id));
      const [row] = await db.select().from(connections).where(which).for("update");
      if (row === undefined) throw new Superseded();
      const stored = openSecret(job, row) ?? "";
      const next = await renew(stored);
      if (next === null) return stored;
      const end = grantEndOf(next);
      const sealedSecret = io.sealer.seal(next, secretPurpose(id));
      await db
        .update(connections)
        .set({ sealedSecret, expiresAt: end === null ? null : new Date(end) })
        .where(which);
      return next;
    });
