import { ConnectorError, isConnectorError, type Batch as PulledBatch } from "@headroom/connectors";
import { and, channels, eq, sql } from "@headroom/db";
import { responseCurve } from "@headroom/scoring";
import type { SystemContext } from "../context/context.ts";
import { describeError } from "../context/describe-error.ts";
import { restingIo } from "../context/resting-io.ts";
import { tellStopped } from "../notices/tell-stopped.ts";
import { dropTouches, touchedPosts } from "../push/touches.ts";
import type { Batch } from "../scores/batch.ts";
import { ingest } from "../scores/ingest.ts";
import { announce } from "./announce.ts";
import { atNetwork } from "./at-network.ts";
import { holdChannel, releaseChannel } from "./hold-channel.ts";
import type { NetworkLanes } from "./network-lanes.ts";
import { asConfig, type ChannelAccess, type ChannelJob, enterJob, loadAccess, Superseded } from "./reach-channel.ts";
import { scheduleSync } from "./schedule-sync.ts";
import { afterFailureMs, afterSuccessMs, holdAfterMs } from "./sync-rhythm.ts";
import { wasStopped } from "./was-stopped.ts";

export interface SyncChannel extends ChannelJob {
  channelId: string;
  /** Of the process; without them a reading waits for no other. */
  lanes?: NetworkLanes;
}

/** `stopped`: between two batches or at a wait; what was stored stays, and the next reading goes on from there. `busy`: as many readings of this network as may run at once do. `superseded`: somebody connected the channel anew meanwhile, and that connection's own reading is due. */
export type SyncOutcome = "synced" | "failed" | "held" | "gone" | "superseded" | "stopped" | "busy";

/**
 * Reads what is new on a channel, batch by batch: each is stored with its cursor in one transaction. Decides when to read
 * next, and holds the channel when its credentials died or it could not be reached for long.
 */
export const syncChannel = async (job: SyncChannel): Promise<SyncOutcome> => {
  const access = await enterJob(job, (ctx) => loadAccess(ctx, job.channelId));
  if (access === null) return "gone";
  const lane = job.lanes?.enter(access.channel.network);
  if (lane === null) return "busy";
  try {
    return await read(lane === undefined ? job : { ...job, io: restingIo(job.io, lane.rest) }, access);
  } finally {
    lane?.leave();
  }
};

const read = async (job: SyncChannel, access: ChannelAccess): Promise<SyncOutcome> => {
  const startedAt = job.io.now();
  const waiting = { channelId: access.channel.id, until: startedAt };
  const touched = await enterJob(job, (ctx) => touchedPosts(ctx, waiting));
  try {
    const isStopped = await atNetwork(job, access, async ({ network, outside, account }) => {
      for await (const batch of network.pull(outside, { ...account, touched }, asConfig(access.channel.cursor))) {
        await enterJob(job, (ctx) => storeBatch(ctx, { access, batch }));
        if (job.signal?.aborted) return true;
      }
      return false;
    });
    if (isStopped) return "stopped";
  } catch (error) {
    if (error instanceof Superseded) return "superseded";
    if (wasStopped(job, error)) return "stopped";
    const failure = asConnectorError(job, { access, error });
    return enterJob(job, (ctx) => settleFailure(ctx, { access, startedAt, error: failure }));
  }
  return enterJob(job, async (ctx) => {
    await dropTouches(ctx, { ...waiting, postNativeIds: touched });
    return settleSuccess(ctx, { access, startedAt });
  });
};

/** The channel, as long as it is connected as it was when the reading began. */
const sameConnection = ({ agencyId }: SystemContext, { channel }: ChannelAccess) =>
  and(eq(channels.agencyId, agencyId), eq(channels.id, channel.id), eq(channels.connectedAt, channel.connectedAt));

const whyOver = async ({ db, agencyId }: SystemContext, { channel }: ChannelAccess): Promise<"gone" | "superseded"> => {
  const rows = await db
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), eq(channels.id, channel.id)));
  return rows.length === 0 ? "gone" : "superseded";
};

/** What was not foreseen is a bug of ours, and silence all the same: it counts as a failure, and is logged. */
const asConnectorError = (
  { io }: SyncChannel,
  { access, error }: { access: ChannelAccess; error: unknown },
): ConnectorError => {
  if (isConnectorError(error)) return error;
  io.log("A reading failed unexpectedly", {
    channelId: access.channel.id,
    error: describeError(error),
  });
  return new ConnectorError({
    networkId: access.channel.network,
    code: "unavailable",
    message: "Something went wrong on our side while reading. It was noted and is tried again.",
    cause: error,
  });
};

const storeBatch = async (
  ctx: SystemContext,
  { access, batch }: { access: ChannelAccess; batch: PulledBatch },
): Promise<void> => {
  await ingest({ ctx, input: { channelId: access.channel.id, batch: notLater(batch, ctx.io.now()) } });
  const still = await ctx.db
    .update(channels)
    .set({
      cursor: batch.cursor,
      progressDone: batch.done ? null : (batch.progress?.done ?? null),
      progressTotal: batch.done ? null : (batch.progress?.total ?? null),
    })
    .where(sameConnection(ctx, access))
    .returning({ id: channels.id });
  if (still.length === 0) throw new Superseded();
  await announce(ctx, { what: "sync", clientId: access.channel.clientId, subjectId: access.channel.id });
};

/** A network's clock may run ahead of ours; nothing happens later than now. */
const notLater = (batch: PulledBatch, now: number): Batch => ({
  posts: batch.posts.map((post) => ({ ...post, at: Math.min(post.at, now) })),
  observations: batch.observations.map((o) => ({ ...o, observedAt: Math.min(o.observedAt, now) })),
  signals: batch.signals.map((signal) => ({ ...signal, at: Math.min(signal.at, now) })),
  audience: batch.audience.map((a) => ({ ...a, at: Math.min(a.at, now) })),
  removals: batch.removals,
});

const settleSuccess = async (
  ctx: SystemContext,
  { access, startedAt }: { access: ChannelAccess; startedAt: number },
): Promise<SyncOutcome> => {
  const { channel } = access;
  const still = await ctx.db
    .update(channels)
    .set({
      syncedAt: new Date(startedAt),
      failures: 0,
      lastError: null,
      lastErrorAt: null,
      progressDone: null,
      progressTotal: null,
    })
    .where(sameConnection(ctx, access))
    .returning({ id: channels.id });
  if (still.length === 0) return whyOver(ctx, access);
  await releaseChannel({ ctx, input: { channelId: channel.id } });
  await scheduleSync(ctx, {
    channelId: channel.id,
    dueAt: ctx.io.now() + (await pauseOf(ctx, channel)),
    since: startedAt,
  });
  await announce(ctx, { what: "sync", clientId: channel.clientId, subjectId: channel.id });
  return "synced";
};

/** By how long ago the newest post went out: what is fresh still draws reactions. */
const pauseOf = async (
  { db, agencyId, io }: SystemContext,
  { id, network }: ChannelAccess["channel"],
): Promise<number> => {
  const [row] = await db.execute<{ at: number | null }>(sql`
    select (extract(epoch from max(at)) * 1000)::float8 as at from posts
    where agency_id = ${agencyId}::uuid and channel_id = ${id}::uuid`);
  const at = row?.at ?? null;
  return afterSuccessMs({
    halfLifeMs: responseCurve(network).medianMs,
    newestPostAgeMs: at === null ? null : io.now() - at,
    random: io.random(),
  });
};

/** A pause of our own shorter than this is not told, ms. */
const untoldPauseMs = 2 * 60_000;

const settleFailure = async (
  ctx: SystemContext,
  { access, startedAt, error }: { access: ChannelAccess; startedAt: number; error: ConnectorError },
): Promise<SyncOutcome> => {
  const { channel } = access;
  const now = ctx.io.now();
  // Keeping from asking is no failure of the network, and soon over it is not worth a word.
  const isOwnPause = error.code === "rate-limited" && !error.wasAsked;
  const failures = channel.failures + (isOwnPause ? 0 : 1);
  const isSoonOver = isOwnPause && (error.retryAfterMs ?? 0) < untoldPauseMs;
  const still = await ctx.db
    .update(channels)
    .set({ failures, ...(isSoonOver ? {} : { lastError: error.message, lastErrorAt: new Date(now) }) })
    .where(sameConnection(ctx, access))
    .returning({ id: channels.id });
  // Disconnected or connected anew while it was being read.
  if (still.length === 0) return whyOver(ctx, access);
  const knownUntil = channel.syncedAt?.getTime() ?? null;
  // Told to stay away for long, we know already that nothing will be known.
  const unknownUntil = now + (error.retryAfterMs ?? 0);
  const lost =
    error.needsReconnect ||
    !error.retryable ||
    unknownUntil - (knownUntil ?? channel.createdAt.getTime()) > holdAfterMs;
  // Before the first reading there is nothing to hold.
  if (lost && knownUntil !== null) {
    await holdChannel({ ctx, input: { channelId: channel.id, from: knownUntil, reason: error.message } });
  }
  if ((lost && knownUntil !== null) || error.code === "spend-cap")
    await tellStopped(ctx, { channel, error, knownUntil });
  await scheduleSync(ctx, {
    channelId: channel.id,
    dueAt:
      now +
      afterFailureMs({
        failures,
        retryAfterMs: error.retryAfterMs,
        retryable: error.retryable,
        isOwnPause,
        random: ctx.io.random(),
      }),
    since: startedAt,
  });
  await announce(ctx, { what: "sync", clientId: channel.clientId, subjectId: channel.id });
  return lost && knownUntil !== null ? "held" : "failed";
};
