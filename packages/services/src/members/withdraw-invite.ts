import { and, eq, gt, invites, isNull } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";

export const WithdrawInviteInput = z.object({ inviteId: z.uuid() });
export type WithdrawInviteInput = z.infer<typeof WithdrawInviteInput>;

/** Takes back an invitation that is still open: its link opens nothing from then on. */
export const withdrawInvite = async ({ ctx, input }: Call<WithdrawInviteInput>): Promise<void> => {
  const rows = await ctx.db
    .delete(invites)
    .where(
      and(
        eq(invites.agencyId, ctx.agencyId),
        eq(invites.id, input.inviteId),
        isNull(invites.acceptedAt),
        gt(invites.expiresAt, new Date(ctx.io.now())),
      ),
    )
    .returning({ id: invites.id, email: invites.email, role: invites.role });
  const { id, email, role } = firstOr404(rows, "This invitation");
  await record(ctx, { action: "member.invite-withdrawn", subject: "invite", subjectId: id, before: { email, role } });
};
