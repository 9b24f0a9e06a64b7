import { and, eq, inArray, isNull, lte, notices } from "@headroom/db";
import { z } from "zod";
import type { Call } from "../context/context.ts";

export const MarkNoticesSeenInput = z.object({ noticeIds: z.array(z.uuid()).min(1).max(200) });
export type MarkNoticesSeenInput = z.infer<typeof MarkNoticesSeenInput>;

/** Notes that the actor saw these of her notices; anybody else's stay as they are. */
export const markNoticesSeen = async ({ ctx, input }: Call<MarkNoticesSeenInput>): Promise<void> => {
  const now = new Date(ctx.io.now());
  await ctx.db
    .update(notices)
    .set({ seenAt: now })
    .where(
      and(
        eq(notices.agencyId, ctx.agencyId),
        eq(notices.memberId, ctx.actor.memberId),
        inArray(notices.id, input.noticeIds),
        lte(notices.dueAt, now),
        isNull(notices.seenAt),
      ),
    );
};
