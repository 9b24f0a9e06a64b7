import { and, channels, count, eq, gt, plannedPosts } from "@headroom/db";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";
import { futureInstant } from "./future-instant.ts";

export const PlanPostInput = z.object({
  clientId: z.uuid(),
  channelId: z.uuid(),
  /** What the client's clocks show, e.g. `2026-12-24T18:00`. */
  at: z.string().max(16),
  carriesLink: z.boolean().default(false),
  note: z.string().trim().max(200, "At most 200 characters.").default(""),
});
export type PlanPostInput = z.infer<typeof PlanPostInput>;

/** More than this nobody plans by hand, and a forecast stays quick. */
const mostPlanned = 500;

/** Notes that a post is to go out on one of the client's channels. It changes no score; the forecast counts on it. */
export const planPost = async ({ ctx, input }: Call<PlanPostInput>): Promise<{ planId: string }> => {
  const client = await workedClient(ctx, input.clientId);
  const now = ctx.io.now();
  const at = futureInstant(ctx, { at: input.at, timeZone: client.timeZone });
  await requireChannel(ctx, input);
  await requireRoom(ctx, client.id);
  const post = {
    clientId: client.id,
    channelId: input.channelId,
    at: new Date(at),
    carriesLink: input.carriesLink,
    note: input.note,
  };
  const [row] = await ctx.db
    .insert(plannedPosts)
    .values({ ...post, agencyId: ctx.agencyId, createdBy: ctx.actor.memberId, createdAt: new Date(now) })
    .returning({ id: plannedPosts.id });
  if (row === undefined) throw new Error("The plan was not stored.");
  await record(ctx, {
    action: "post.planned",
    subject: "client",
    subjectId: client.id,
    after: { planId: row.id, ...post, at },
  });
  return { planId: row.id };
};

const requireChannel = async ({ db, agencyId }: Context, { clientId, channelId }: PlanPostInput): Promise<void> => {
  const rows = await db
    .select({ state: channels.state })
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), eq(channels.clientId, clientId), eq(channels.id, channelId)));
  if (firstOr404(rows, "This channel").state === "disconnected")
    throw new ServiceError("invalid", "This channel is not connected any more.", { field: "channelId" });
};

export const requireRoom = async ({ db, agencyId, io }: Context, clientId: string): Promise<void> => {
  const [planned] = await db
    .select({ posts: count() })
    .from(plannedPosts)
    .where(
      and(
        eq(plannedPosts.agencyId, agencyId),
        eq(plannedPosts.clientId, clientId),
        gt(plannedPosts.at, new Date(io.now())),
      ),
    );
  if ((planned?.posts ?? 0) >= mostPlanned)
    throw new ServiceError("conflict", `At most ${mostPlanned} posts can be planned for one client.`);
};
