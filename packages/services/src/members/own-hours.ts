import { and, eq, gt, members, notices } from "@headroom/db";
import { nextWithinHours } from "@headroom/insights";
import { z } from "zod";
import type { Call, Context } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";

export interface OwnHours {
  /** Minutes of the day in the member's zone, 0 to 1439. */
  from: number;
  /** Minutes of the day, 0 to 1440; where it is not after `from` they run past midnight. */
  to: number;
}

/** When the actor may be told things. */
export const getHours = async ({ ctx }: Call<undefined>): Promise<OwnHours> => {
  const rows = await ctx.db.select({ from: members.hoursFrom, to: members.hoursTo }).from(members).where(self(ctx));
  return firstOr404(rows, "This member");
};

export const SetHoursInput = z.object({
  from: z.int("Give a time of the day.").min(0).max(1_439),
  to: z.int("Give a time of the day.").min(0).max(1_440),
});
export type SetHoursInput = z.infer<typeof SetHoursInput>;

/** Sets when the actor may be told things; what waits for her old hours waits for the new ones from now on. */
export const setHours = async ({ ctx, input: { from, to } }: Call<SetHoursInput>): Promise<void> => {
  const now = ctx.io.now();
  const rows = await ctx.db
    .update(members)
    .set({ hoursFrom: from, hoursTo: to })
    .where(self(ctx))
    .returning({ timeZone: members.timeZone });
  const { timeZone } = firstOr404(rows, "This member");
  await ctx.db
    .update(notices)
    .set({ dueAt: new Date(nextWithinHours(now, { from, to, timeZone })) })
    .where(
      and(
        eq(notices.agencyId, ctx.agencyId),
        eq(notices.memberId, ctx.actor.memberId),
        gt(notices.dueAt, new Date(now)),
      ),
    );
};

const self = ({ agencyId, actor }: Context) => and(eq(members.agencyId, agencyId), eq(members.id, actor.memberId));
