import { isConnectorError, type Network, networkById, type Push, type SubscribeInput } from "@headroom/connectors";
import { and, eq, sql, subscriptions, webhookRoutes } from "@headroom/db";
import { atNetwork } from "../channels/at-network.ts";
import { type ChannelAccess, type ChannelJob, enterJob, loadAccess } from "../channels/reach-channel.ts";
import { scheduleWork } from "../channels/schedule-sync.ts";
import { wasStopped } from "../channels/was-stopped.ts";
import type { SystemContext } from "../context/context.ts";
import { describeError } from "../context/describe-error.ts";
import { spendFor } from "../spending/spend-for.ts";
import { scheduleRenewal } from "./keep-lease.ts";
import { pushAddress } from "./push-address.ts";
import { subjectHash } from "./push-routes.ts";
import { newToken, subscriptionPurpose } from "./push-secrets.ts";

export interface SubscribeChannel extends ChannelJob {
  channelId: string;
}

/** What failed is asked again after so long, ms: readings at intervals go on meanwhile. */
const againMs = 6 * 3_600_000;

/** Asks a network to tell by itself when something changes on a channel, and asks again before that ends. */
export const subscribeChannel = async (
  job: SubscribeChannel,
): Promise<"active" | "none" | "failed" | "stopped" | "gone"> => {
  const access = await enterJob(job, (ctx) => loadAccess(ctx, job.channelId));
  const network = access === null ? undefined : networkById(access.channel.network);
  if (access === null || network?.push === undefined) return "gone";
  const asked = await enterJob(job, (ctx) => ask(ctx, { access, push: network.push }));
  if (asked === null) return "none";
  try {
    await requireRoom(job, { access, network });
    const { push } = network;
    const subscription = await atNetwork(job, access, ({ outside, account }) =>
      push.subscribe(outside, account, asked),
    );
    return await enterJob(job, (ctx) =>
      settle(ctx, { access, leaseUntil: subscription?.leaseUntil ?? null, none: subscription === null }),
    );
  } catch (error) {
    if (wasStopped(job, error)) return "stopped";
    if (!isConnectorError(error)) job.io.log("A subscription failed unexpectedly", { error: describeError(error) });
    const message = isConnectorError(error) ? error.message : "Something went wrong on our side.";
    if (isConnectorError(error) && error.code === "spend-cap") await end(job, { access, push: network.push, asked });
    return enterJob(job, (ctx) => settleRefused(ctx, { access, message }));
  }
};

/** Where each message costs money, none is asked for unless there is room for one below the caps. */
const requireRoom = async (
  job: SubscribeChannel,
  { access, network }: { access: ChannelAccess; network: Network },
): Promise<void> => {
  const price = network.push?.price;
  if (price === undefined) return;
  const charge = await spendFor({ ...job, clientId: access.channel.clientId, network })(price, 1);
  await charge.settle(0);
};

/** Messages that were asked for while there was money are not to come any more. */
const end = async (
  job: SubscribeChannel,
  { access, push, asked }: { access: ChannelAccess; push: Push; asked: SubscribeInput },
): Promise<void> => {
  try {
    await atNetwork(job, access, ({ outside, account }) => push.unsubscribe(outside, account, asked));
  } catch (error) {
    job.io.log("A subscription beyond a cap was not ended", { error: describeError(error) });
  }
};

/** Noted before the network is asked: it wants to see the address answer while we still wait for its own answer. */
const ask = async (
  ctx: SystemContext,
  { access, push }: { access: ChannelAccess; push: Push | undefined },
): Promise<SubscribeInput | null> => {
  const { db, agencyId, io } = ctx;
  const { channel, app } = access;
  const isPossible = push?.address === "channel" || app !== null;
  const now = { state: isPossible ? "asked" : "none", askedAt: new Date(io.now()) } as const;
  const sealedToken =
    push?.address === "channel" ? io.sealer.seal(newToken(), subscriptionPurpose(channel.id)) : undefined;
  const [row] = await db
    .insert(subscriptions)
    .values({ agencyId, channelId: channel.id, ...now, ...(sealedToken !== undefined && { sealedToken }) })
    // What is on its way is still signed with the token that was there, and one that is being renewed still delivers.
    .onConflictDoUpdate({
      target: [subscriptions.agencyId, subscriptions.channelId],
      set: { askedAt: now.askedAt, leaseUntil: null },
    })
    .returning({ sealedToken: subscriptions.sealedToken });
  if (push?.address === "app" && isPossible) {
    const route = { agencyId, channelId: channel.id, subjectHash: subjectHash(channel.network, channel.nativeId) };
    await db.insert(webhookRoutes).values(route).onConflictDoNothing();
  }
  return pushAddress(ctx, { access, sealedToken: row?.sealedToken ?? null });
};

interface Answer {
  access: ChannelAccess;
  leaseUntil: number | null;
  /** The channel offers no push. */
  none: boolean;
}

const settle = async (
  ctx: SystemContext,
  { access: { channel }, leaseUntil, none }: Answer,
): Promise<"active" | "none"> => {
  const { db, agencyId } = ctx;
  const state = none ? "none" : "active";
  const wanted = leaseUntil === null ? null : new Date(leaseUntil).toISOString();
  const [row] = await db
    .update(subscriptions)
    // The network may have said for how long while we waited for its answer.
    .set({ state, error: null, leaseUntil: sql`coalesce(${subscriptions.leaseUntil}, ${wanted}::timestamptz)` })
    .where(and(eq(subscriptions.agencyId, agencyId), eq(subscriptions.channelId, channel.id)))
    .returning({ leaseUntil: subscriptions.leaseUntil });
  const until = row?.leaseUntil?.getTime();
  if (until !== undefined) await scheduleRenewal(ctx, { channelId: channel.id, until });
  return state;
};

const settleRefused = async (
  ctx: SystemContext,
  { access: { channel }, message }: { access: ChannelAccess; message: string },
): Promise<"failed"> => {
  await ctx.db
    .update(subscriptions)
    .set({ state: "failed", error: message })
    .where(and(eq(subscriptions.agencyId, ctx.agencyId), eq(subscriptions.channelId, channel.id)));
  await scheduleWork(ctx, { kind: "subscribe", subjectId: channel.id, dueAt: ctx.io.now() + againMs });
  return "failed";
};
