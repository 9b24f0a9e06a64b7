import { isConnectorError, networkById } from "@headroom/connectors";
import { and, eq, subscriptions, webhookRoutes } from "@headroom/db";
import { type ChannelAccess, type ChannelJob, enterJob, loadAccess, reachChannel } from "../channels/reach-channel.ts";
import { scheduleWork } from "../channels/schedule-sync.ts";
import type { SystemContext } from "../context/context.ts";
import { describeError } from "../context/describe-error.ts";
import { subjectHash } from "./push-routes.ts";
import {
  appCallback,
  appSecrets,
  channelCallback,
  channelSecrets,
  newToken,
  subscriptionPurpose,
} from "./push-secrets.ts";

export interface SubscribeChannel extends ChannelJob {
  channelId: string;
}

const hourMs = 3_600_000;
/** What failed is asked again after so long, ms: readings at intervals go on meanwhile. */
const againMs = 6 * hourMs;
/** A lease is renewed when so much of it is left. */
const leftShare = 0.1;

/** Asks a network to tell by itself when something changes on a channel, and asks again before that ends. */
export const subscribeChannel = async (job: SubscribeChannel): Promise<"active" | "none" | "failed" | "gone"> => {
  const access = await enterJob(job, (ctx) => loadAccess(ctx, job.channelId));
  const push = access === null ? undefined : networkById(access.channel.network)?.push;
  if (access === null || push === undefined) return "gone";
  const asked = await enterJob(job, (ctx) => ask(ctx, access));
  if (asked === null) return "none";
  try {
    const { network, outside, account } = reachChannel(job, access);
    const subscription = (await network.push?.subscribe(outside, account, asked)) ?? null;
    return await enterJob(job, (ctx) =>
      settle(ctx, { access, leaseUntil: subscription?.leaseUntil ?? null, none: subscription === null }),
    );
  } catch (error) {
    if (!isConnectorError(error)) job.io.log("A subscription failed unexpectedly", { error: describeError(error) });
    const message = isConnectorError(error) ? error.message : "Something went wrong on our side.";
    return enterJob(job, (ctx) => settleRefused(ctx, { access, message }));
  }
};

/** Noted before the network is asked: it wants to see the address answer while we still wait for its own answer. */
const ask = async (ctx: SystemContext, access: ChannelAccess) => {
  const { db, agencyId, io } = ctx;
  const { channel, app } = access;
  const push = networkById(channel.network)?.push;
  if (push === undefined) return null;
  const askedAt = new Date(io.now());
  const key = { agencyId, channelId: channel.id };
  if (push.address === "app") {
    if (app === null) return null;
    await db
      .insert(subscriptions)
      .values({ ...key, state: "asked", askedAt })
      .onConflictDoUpdate({ target: target(), set: { askedAt } });
    const route = { agencyId, channelId: channel.id, subjectHash: subjectHash(channel.network, channel.nativeId) };
    await db.insert(webhookRoutes).values(route).onConflictDoNothing();
    const whose = io.networkApps[channel.network]?.id === app.id ? "all" : agencyId;
    return {
      callbackUrl: appCallback(io, { network: channel.network, whose }),
      secrets: appSecrets(app, channel.network),
    };
  }
  const [row] = await db
    .insert(subscriptions)
    .values({
      ...key,
      state: "asked",
      askedAt,
      sealedToken: io.sealer.seal(newToken(), subscriptionPurpose(channel.id)),
    })
    .onConflictDoUpdate({ target: target(), set: { askedAt } })
    .returning({ sealedToken: subscriptions.sealedToken });
  const token = io.sealer.open(row?.sealedToken ?? "", subscriptionPurpose(channel.id));
  const callbackUrl = channelCallback(io, { network: channel.network, agencyId, channelId: channel.id });
  return { callbackUrl, secrets: channelSecrets(token, app) };
};

const target = () => [subscriptions.agencyId, subscriptions.channelId];

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
  const { db, agencyId, io } = ctx;
  const state = none ? "none" : "active";
  await db
    .update(subscriptions)
    .set({ state, error: null, leaseUntil: leaseUntil === null ? null : new Date(leaseUntil) })
    .where(and(eq(subscriptions.agencyId, agencyId), eq(subscriptions.channelId, channel.id)));
  if (leaseUntil !== null) {
    const now = io.now();
    const dueAt = Math.max(now + hourMs, leaseUntil - (leaseUntil - now) * leftShare);
    await scheduleWork(ctx, { kind: "subscribe", subjectId: channel.id, dueAt });
  }
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
