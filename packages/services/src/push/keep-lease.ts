import { and, eq, subscriptions } from "@headroom/db";
import { scheduleWork } from "../channels/schedule-sync.ts";
import type { SystemContext } from "../context/context.ts";

const hourMs = 3_600_000;
/** A lease is renewed when so much of it is left. */
const leftShare = 0.1;

export interface Lease {
  channelId: string;
  /** Epoch milliseconds. */
  until: number;
}

/** Has a subscription asked for again before it ends; not within the hour, however short a network's leases are. */
export const scheduleRenewal = async (ctx: SystemContext, { channelId, until }: Lease): Promise<void> => {
  const now = ctx.io.now();
  const dueAt = Math.max(now + hourMs, until - (until - now) * leftShare);
  await scheduleWork(ctx, { kind: "subscribe", subjectId: channelId, dueAt });
};

/** Notes for how long a network will tell of a channel: its own word counts, not what it was asked for. */
export const keepLease = async (ctx: SystemContext, lease: Lease): Promise<void> => {
  const rows = await ctx.db
    .update(subscriptions)
    .set({ leaseUntil: new Date(lease.until) })
    .where(and(eq(subscriptions.agencyId, ctx.agencyId), eq(subscriptions.channelId, lease.channelId)))
    .returning({ channelId: subscriptions.channelId });
  if (rows.length > 0) await scheduleRenewal(ctx, lease);
};
