import { and, clients, eq, members } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { memberForChange, requireAnotherOwner } from "./change-role.ts";

export const RemoveMemberInput = z.object({ memberId: z.uuid() });
export type RemoveMemberInput = z.infer<typeof RemoveMemberInput>;

/** Takes a member out of the agency. Her own clients become the agency's, so that no history is lost. */
export const removeMember = async ({ ctx, input }: Call<RemoveMemberInput>): Promise<void> => {
  const member = await memberForChange(ctx, input.memberId);
  if (member.role === "owner") await requireAnotherOwner(ctx, member.id);
  await ctx.db
    .update(clients)
    .set({ ownerId: null, shared: true })
    .where(and(eq(clients.agencyId, ctx.agencyId), eq(clients.ownerId, member.id)));
  await ctx.db.delete(members).where(and(eq(members.agencyId, ctx.agencyId), eq(members.id, member.id)));
  await record(ctx, {
    action: "member.removed",
    subject: "member",
    subjectId: member.id,
    before: { name: member.name, role: member.role },
  });
};
