import { and, channels, clients, eq } from "@headroom/db";
import type { SystemCall, SystemContext } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";
import { wishLearning } from "../learning/wish-learning.ts";
import type { Batch } from "./batch.ts";
import { describeChange, incrementsOf, touchedBy } from "./earliest-change.ts";
import { recompute } from "./recompute.ts";
import { writeBatch } from "./write-batch.ts";

export interface IngestInput {
  channelId: string;
  batch: Batch;
}

/**
 * Takes in what one reading of a channel brought, in the transaction it is called in: stores it, folds it into the client's
 * state and stores score, runway, crossings and points. The same batch again changes nothing; batches may come in any
 * order, and two at once wait for each other.
 */
export const ingest = async ({ ctx, input }: SystemCall<IngestInput>): Promise<{ changed: boolean }> => {
  const now = ctx.io.now();
  requireSound(input.batch, now);
  const channel = await lockChannel(ctx, input.channelId);
  const target = { db: ctx.db, agencyId: ctx.agencyId, channelId: channel.id, network: channel.network, now };
  const touched = await touchedBy(target, input.batch);
  const before = await incrementsOf(target, touched);
  const written = await writeBatch(target, input.batch);
  const after = await incrementsOf(target, touched);
  const change = await describeChange(target, { batch: input.batch, written, before, after });
  if (change.earliest === null) return { changed: false };
  await recompute({
    db: ctx.db,
    agencyId: ctx.agencyId,
    clientId: channel.clientId,
    now,
    from: change.earliest,
    fresh: change.fresh,
  });
  await wishLearning(ctx, channel.clientId);
  return { changed: true };
};

/** The channel's row, then the client's: two readings of one client cannot both add the same difference. */
export const lockChannel = async ({ db, agencyId }: SystemContext, channelId: string) => {
  const rows = await db
    .select({ id: channels.id, clientId: channels.clientId, network: channels.network })
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), eq(channels.id, channelId)))
    .for("update");
  const channel = firstOr404(rows, "This channel");
  await db
    .select({ id: clients.id })
    .from(clients)
    .where(and(eq(clients.agencyId, agencyId), eq(clients.id, channel.clientId)))
    .for("update");
  return channel;
};

const requireSound = ({ posts, observations, signals, audience }: Batch, now: number): void => {
  for (const { at } of posts) requireInstant("posts.at", { at, now });
  for (const { at, count } of signals) {
    requireInstant("signals.at", { at, now });
    if (!(Number.isSafeInteger(count) && count > 0))
      throw bad("signals.count", `${count} is not a positive whole number`);
  }
  for (const { observedAt, total } of observations) {
    requireInstant("observations.observedAt", { at: observedAt, now });
    if (!(Number.isSafeInteger(total) && total >= 0)) throw bad("observations.total", `${total} is not a total`);
  }
  for (const { at, followers } of audience) {
    requireInstant("audience.at", { at, now });
    if (!(Number.isSafeInteger(followers) && followers >= 0))
      throw bad("audience.followers", `${followers} is not a number of people`);
  }
};

const requireInstant = (field: string, { at, now }: { at: number; now: number }): void => {
  if (!Number.isFinite(at)) throw bad(field, "not an instant");
  if (at > now) throw bad(field, `${new Date(at).toISOString()} is later than now`);
};

const bad = (field: string, reason: string): ServiceError =>
  new ServiceError("invalid", `${field}: ${reason}.`, { field });
