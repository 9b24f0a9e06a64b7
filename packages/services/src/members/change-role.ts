import { and, asc, eq, members, ne, or } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import { type Call, type Context, roles } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";

export const ChangeRoleInput = z.object({ memberId: z.uuid(), role: z.enum(roles) });
export type ChangeRoleInput = z.infer<typeof ChangeRoleInput>;

/** Gives a member another role. Owners are made and unmade by owners, and one always remains. */
export const changeRole = async ({ ctx, input }: Call<ChangeRoleInput>): Promise<void> => {
  const member = await memberForChange(ctx, input.memberId);
  if (input.role === "owner" && ctx.actor.role !== "owner")
    throw new ServiceError("forbidden", "Only an owner makes owners.");
  if (member.role === "owner" && input.role !== "owner") await requireAnotherOwner(ctx, member.id);
  await ctx.db
    .update(members)
    .set({ role: input.role })
    .where(and(eq(members.agencyId, ctx.agencyId), eq(members.id, member.id)));
  await record(ctx, {
    action: "member.role-changed",
    subject: "member",
    subjectId: member.id,
    before: { role: member.role },
    after: { role: input.role },
  });
};

/** The member, locked, if the actor may change her. Every owner is locked with her, so that two cannot step down at once. */
export const memberForChange = async (ctx: Context, memberId: string) => {
  const rows = await ctx.db
    .select()
    .from(members)
    .where(and(eq(members.agencyId, ctx.agencyId), or(eq(members.id, memberId), eq(members.role, "owner"))))
    // One order for everybody: two who lock each other's rows would wait for ever.
    .orderBy(asc(members.id))
    .for("update");
  const member = firstOr404(
    rows.filter((row) => row.id === memberId),
    "This member",
  );
  if (member.role === "owner" && ctx.actor.role !== "owner")
    throw new ServiceError("forbidden", "Only an owner changes owners.");
  return member;
};

/** Ask after `memberForChange`, which locked every owner. */
export const requireAnotherOwner = async (ctx: Context, memberId: string): Promise<void> => {
  const others = await ctx.db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.agencyId, ctx.agencyId), eq(members.role, "owner"), ne(members.id, memberId)));
  if (others.length === 0)
    throw new ServiceError("conflict", "An agency keeps at least one owner. Make somebody else owner first.");
};
