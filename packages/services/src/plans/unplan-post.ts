import { and, eq, plannedPosts } from "@headroom/db";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";

export const UnplanPostInput = z.object({ clientId: z.uuid(), planId: z.uuid() });
export type UnplanPostInput = z.infer<typeof UnplanPostInput>;

/** Takes a planned post off the plan. */
export const unplanPost = async ({ ctx, input }: Call<UnplanPostInput>): Promise<void> => {
  const client = await workedClient(ctx, input.clientId);
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
