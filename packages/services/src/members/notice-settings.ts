import { and, eq, gt, members, notices } from "@headroom/db";
import { nextWithinHours } from "@headroom/insights";
import { z } from "zod";
import type { Call, Context } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";
import { TimeZone } from "../context/time-zone.ts";
import { wishMail } from "../notices/wish-mail.ts";

export interface NoticeSettings {
  /** Minutes of the day in the member's zone, 0 to 1439. */
  from: number;
  /** Minutes of the day, 0 to 1440; where it is not after `from` they run past midnight. */
  to: number;
  /** Whether what she has not seen is mailed to her as well. */
  mails: boolean;
  /** IANA zone in which she reads times, too. */
  timeZone: string;
}

/** When and how the actor is told things. */
export const getNoticeSettings = async ({ ctx }: Call<undefined>): Promise<NoticeSettings> => {
  const rows = await ctx.db
    .select({
      from: members.hoursFrom,
      to: members.hoursTo,
      mails: members.mailsNotices,
      timeZone: members.timeZone,
    })
    .from(members)
    .where(self(ctx));
  return firstOr404(rows, "This member");
};

export const SetNoticeSettingsInput = z.object({
  from: z.int("Give a time of the day.").min(0).max(1_439),
  to: z.int("Give a time of the day.").min(0).max(1_440),
  mails: z.boolean(),
  timeZone: TimeZone,
});
export type SetNoticeSettingsInput = z.infer<typeof SetNoticeSettingsInput>;

/** Sets when and how the actor is told things; what waits for her old hours waits for the new ones from now on. */
export const setNoticeSettings = async ({
  ctx,
  input: { from, to, mails, timeZone },
}: Call<SetNoticeSettingsInput>): Promise<void> => {
  const now = ctx.io.now();
  const rows = await ctx.db
    .update(members)
    .set({ hoursFrom: from, hoursTo: to, mailsNotices: mails, timeZone })
    .where(self(ctx))
    .returning({ id: members.id });
  firstOr404(rows, "This member");
  const dueAt = nextWithinHours(now, { from, to, timeZone });
  const moved = await ctx.db
    .update(notices)
    .set({ dueAt: new Date(dueAt) })
    .where(
      and(
        eq(notices.agencyId, ctx.agencyId),
        eq(notices.memberId, ctx.actor.memberId),
        gt(notices.dueAt, new Date(now)),
      ),
    )
    .returning({ id: notices.id });
  if (moved.length > 0) await wishMail(ctx, { memberId: ctx.actor.memberId, dueAt });
};

const self = ({ agencyId, actor }: Context) => and(eq(members.agencyId, agencyId), eq(members.id, actor.memberId));
