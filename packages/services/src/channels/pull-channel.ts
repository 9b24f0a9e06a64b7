import {
  type AppCredentials,
  type ConnectorContext,
  ConnectorError,
  grantEndOf,
  networkById,
  type Batch as PulledBatch,
} from "@headroom/connectors";
import { and, channels, connections, type Database, eq, inAgency } from "@headroom/db";
import type { Io, SystemContext } from "../context/context.ts";
import { appOfConnection } from "../networks/network-app.ts";
import { spendFor } from "../spending/spend-for.ts";
import { agencyHashActor, connectorContext, type HashActor, secretPurpose } from "./connector-context.ts";

/** Where a reading takes place. */
interface Reading {
  db: Database;
  io: Io;
  agencyId: string;
}

/** Somebody connected the channel anew, or took it away, while it was being read. */
export class Superseded extends Error {}

const enter = <T>({ db, io, agencyId }: Reading, work: (ctx: SystemContext) => Promise<T>): Promise<T> =>
  inAgency(db, { agencyId }, (tx) => work({ db: tx, agencyId, io }));

export interface Plan {
  channel: typeof channels.$inferSelect;
  connection: typeof connections.$inferSelect;
  hashActor: HashActor;
  /** The app through which people signed in; null where the network needs none or it was removed. */
  app: AppCredentials | null;
}

export const loadPlan = async (ctx: SystemContext, channelId: string): Promise<Plan | null> => {
  const [row] = await ctx.db
    .select({ channel: channels, connection: connections })
    .from(channels)
    .innerJoin(connections, and(eq(connections.agencyId, channels.agencyId), eq(connections.id, channels.connectionId)))
    .where(and(eq(channels.agencyId, ctx.agencyId), eq(channels.id, channelId)));
  if (row === undefined || row.channel.state === "disconnected") return null;
  return { ...row, hashActor: await agencyHashActor(ctx), app: await appOfConnection(ctx, row.connection) };
};

const openSecret = ({ io }: Reading, { id, network, sealedSecret }: Plan["connection"]): string | null => {
  if (sealedSecret === null) return null;
  try {
    return io.sealer.open(sealedSecret, secretPurpose(id));
  } catch (cause) {
    const message = "The stored sign-in cannot be opened. Connect the channel again.";
    throw new ConnectorError({ networkId: network, code: "unauthorized", message, cause });
  }
};

/** Written by a network's `discover` and read back unchanged. */
const asConfig = (json: unknown) =>
  json as Parameters<NonNullable<ReturnType<typeof networkById>>["pull"]>[1]["config"];

/** Everything new on a channel, batch by batch. Throws ConnectorError. */
export const pullChannel = (
  job: Reading,
  { channel, connection, hashActor, app }: Plan,
): AsyncIterable<PulledBatch> => {
  const network = networkById(channel.network);
  if (network === undefined) {
    throw new ConnectorError({
      networkId: channel.network,
      code: "invalid-input",
      message: "This network is no longer supported.",
    });
  }
  const secret = openSecret(job, connection);
  const saveSecret: ConnectorContext["saveSecret"] = (text) =>
    enter(job, async (ctx) => {
      const sealedSecret = ctx.io.sealer.seal(text, secretPurpose(connection.id));
      await ctx.db
        .update(connections)
        .set({ sealedSecret })
        .where(and(eq(connections.agencyId, ctx.agencyId), eq(connections.id, connection.id)));
    });
  const account = {
    nativeId: channel.nativeId,
    config: asConfig(channel.config),
    ...(secret === null ? {} : { secret }),
  };
  const outside = connectorContext(job.io, {
    hashActor,
    saveSecret,
    renewSecret: renewSecret(job, connection),
    spend: spendFor({ ...job, clientId: channel.clientId, network }),
    ...(app === null ? {} : { app }),
  });
  return network.pull(outside, account, asConfig(channel.cursor));
};

/** One renewal at a time, under the row's lock: using an old refresh token would end the grant for all its channels. */
const renewSecret =
  (job: Reading, { id }: Plan["connection"]): NonNullable<ConnectorContext["renewSecret"]> =>
  (renew) =>
    enter(job, async ({ db, agencyId, io }) => {
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
