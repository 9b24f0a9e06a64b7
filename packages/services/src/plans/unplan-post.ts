import { and, eq, plannedPieces, plannedPosts } from "@headroom/db";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";

export const UnplanPostInput = z.object({ clientId: z.uuid(), planId: z.uuid() });
export type UnplanPostInput = z.infer<typeof UnplanPostInput>;

/** Takes a planned post off the plan. */
export const unplanPost = async ({ ctx, input }: Call<UnplanPostInput>): Promise<void> => {
  const client = await workedClient(ctx, input.clientId);
  await requireNotUnderWay(ctx, input.planId);
  const rows = await ctx.db
    .delete(plannedPosts)
    .where(
      and(
        eq(plannedPosts.agencyId, ctx.agencyId),
        eq(plannedPosts.clientId, client.id),
        eq(plannedPosts.id, input.planId),
      ),
    )
    .returning();
  const { id, channelId, at, carriesLink, note } = firstOr404(rows, "This planned post");
  await record(ctx, {
    action: "post.unplanned",
    subject: "client",
    subjectId: client.id,
    before: { planId: id, channelId, at: at.getTime(), carriesLink, note },
  });
};

/** A request that is on its way cannot be called back; what it made has to be noted first. */
const requireNotUnderWay = async ({ db, agencyId }: Context, planId: string): Promise<void> => {
  const pieces = await db
    .select({ state: plannedPieces.state, plan: plannedPosts.state })
    .from(plannedPieces)
    .innerJoin(
      plannedPosts,
      and(eq(plannedPosts.agencyId, plannedPieces.agencyId), eq(plannedPosts.id, plannedPieces.planId)),
    )
    .where(and(eq(plannedPieces.agencyId, agencyId), eq(plannedPieces.planId, planId)))
    .for("update");
  if (pieces.some(({ state, plan }) => state === "sending" && plan === "sending")) {
    throw new ServiceError("conflict", "This post is being sent right now.");
  }
};
