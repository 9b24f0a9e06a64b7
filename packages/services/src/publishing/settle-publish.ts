import { and, channels, clients, eq } from "@headroom/db";
import { backoffMs } from "@headroom/net";
import { announce } from "../channels/announce.ts";
import { scheduleSync, scheduleWork } from "../channels/schedule-sync.ts";
import type { SystemContext } from "../context/context.ts";
import { type News, tell } from "../notices/tell.ts";
import { markPlan, type PlanRow } from "./sending.ts";

const minuteMs = 60_000;
const longestPauseMs = 30 * minuteMs;

/** All pieces are out: the channel is read at once, so that the post counts as the network shows it. */
export const settlePublished = async (ctx: SystemContext, plan: PlanRow): Promise<"published"> => {
  await markPlan(ctx, plan.id, { state: "published", error: null });
  await scheduleSync(ctx, { channelId: plan.channelId, dueAt: ctx.io.now() });
  await announce(ctx, { what: "client", clientId: plan.clientId });
  return "published";
};

export const settleFailed = async (ctx: SystemContext, plan: PlanRow, error: string): Promise<"failed"> => {
  await markPlan(ctx, plan.id, { state: "failed", error });
  const { client, channel } = await names(ctx, plan);
  await tellOf(ctx, plan, { kind: "post-failed", text: `A post for ${client} did not go out on ${channel}. ${error}` });
  return "failed";
};

/** The channel is read at once: what it shows helps to tell whether the post arrived. */
export const settleUnknown = async (ctx: SystemContext, plan: PlanRow): Promise<"unknown"> => {
  const error = "It was sent, but no answer came: it may or may not have appeared.";
  await markPlan(ctx, plan.id, { state: "unknown", error });
  await scheduleSync(ctx, { channelId: plan.channelId, dueAt: ctx.io.now() });
  const { client, channel } = await names(ctx, plan);
  const text = `Nobody knows whether a post for ${client} went out on ${channel}. Look there, and say so.`;
  await tellOf(ctx, plan, { kind: "post-unknown", text });
  return "unknown";
};

/** Tries again soon at first, more rarely the longer it takes, and never before the network said. */
export const postpone = async (
  ctx: SystemContext,
  plan: PlanRow,
  retryAfterMs: number | undefined,
): Promise<"later"> => {
  const now = ctx.io.now();
  const tried = Math.floor(Math.log2(1 + Math.max(0, now - plan.at.getTime()) / minuteMs));
  const pauseMs = backoffMs({
    attempt: tried,
    baseMs: minuteMs,
    capMs: longestPauseMs,
    random: ctx.io.random,
    retryAfterMs,
  });
  await scheduleWork(ctx, { kind: "publish", subjectId: plan.id, dueAt: now + Math.max(pauseMs, minuteMs / 6) });
  await announce(ctx, { what: "client", clientId: plan.clientId });
  return "later";
};

/** Told to people once for each time at which the post was to go out, and to open pages. */
const tellOf = async (ctx: SystemContext, plan: PlanRow, news: Pick<News, "kind" | "text">): Promise<void> => {
  const { id, clientId, at } = plan;
  await tell(ctx, { ...news, clientId, about: `${id} ${at.getTime()}`, path: `/clients/${clientId}#plan` });
  await announce(ctx, { what: "client", clientId });
};

const names = async ({ db, agencyId }: SystemContext, plan: PlanRow): Promise<{ client: string; channel: string }> => {
  const [row] = await db
    .select({ client: clients.name, channel: channels.title })
    .from(channels)
    .innerJoin(clients, and(eq(clients.agencyId, channels.agencyId), eq(clients.id, channels.clientId)))
    .where(and(eq(channels.agencyId, agencyId), eq(channels.id, plan.channelId)));
  return row ?? { client: "a client", channel: "a channel" };
};
