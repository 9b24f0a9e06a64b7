import { and, asc, clients, eq, isNull, members, sql } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { memberForChange, requireAnotherOwner } from "./change-role.ts";

export const RemoveMemberInput = z.object({ memberId: z.uuid() });
export type RemoveMemberInput = z.infer<typeof RemoveMemberInput>;

/** Takes a member out of the agency. Her own clients become the agency's, so that no history is lost. */
export const removeMember = async ({ ctx, input }: Call<RemoveMemberInput>): Promise<void> => {
  const member = await memberForChange(ctx, input.memberId);
  if (member.role === "owner") await requireAnotherOwner(ctx, member.id);
  await handOver(ctx, member);
  await ctx.db.delete(members).where(and(eq(members.agencyId, ctx.agencyId), eq(members.id, member.id)));
  await record(ctx, {
    action: "member.removed",
    subject: "member",
    subjectId: member.id,
    before: { name: member.name, role: member.role },
  });
};

const handOver = async (ctx: Context, member: { id: string; name: string }): Promise<void> => {
  const own = await ctx.db
    .select({ id: clients.id, name: clients.name })
    .from(clients)
    .where(and(eq(clients.agencyId, ctx.agencyId), eq(clients.ownerId, member.id)))
    .orderBy(asc(clients.name), asc(clients.id));
  for (const { id, name } of own) {
    await ctx.db
      .update(clients)
      .set({ ownerId: null, shared: true, name: await freeName(ctx, { name, from: member.name }) })
      .where(and(eq(clients.agencyId, ctx.agencyId), eq(clients.id, id)));
  }
};

/** The agency's clients have different names; a second one says whose it was. */
const freeName = async (ctx: Context, { name, from }: { name: string; from: string }): Promise<string> => {
  for (let n = 0; ; n++) {
    const candidate = n === 0 ? name : `${name} (${from}${n === 1 ? "" : ` ${n}`})`;
    const taken = await ctx.db
      .select({ id: clients.id })
      .from(clients)
      .where(
        and(
          eq(clients.agencyId, ctx.agencyId),
          isNull(clients.ownerId),
          sql`lower(${clients.name}) = lower(${candidate})`,
        ),
      );
    if (taken.length === 0) return candidate;
  }
};
