import { and, asc, assignments, eq, gt, invites, isNull, members, sql, users } from "@headroom/db";
import type { Call, Role } from "../context/context.ts";

export interface TeamMember {
  id: string;
  name: string;
  email: string;
  role: Role;
  timeZone: string;
  clients: number;
  isSelf: boolean;
}

export interface OpenInvite {
  id: string;
  email: string;
  role: Role;
  /** Epoch ms. */
  expiresAt: number;
}

/** Everyone in the agency; e-mail addresses and open invitations are for those who manage it. */
export const listMembers = async ({
  ctx,
}: Call<undefined>): Promise<{ members: TeamMember[]; invites: OpenInvite[] }> => {
  const manages = ctx.actor.role === "owner" || ctx.actor.role === "manager";
  const rows = await ctx.db
    .select({
      id: members.id,
      name: members.name,
      email: users.email,
      role: members.role,
      timeZone: members.timeZone,
      clients: sql<number>`count(${assignments.clientId})::int`,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(assignments, and(eq(assignments.agencyId, members.agencyId), eq(assignments.memberId, members.id)))
    .where(eq(members.agencyId, ctx.agencyId))
    .groupBy(members.agencyId, members.id, users.email)
    .orderBy(asc(members.name));
  return {
    members: rows.map((row) => ({ ...row, email: manages ? row.email : "", isSelf: row.id === ctx.actor.memberId })),
    invites: manages ? await openInvites(ctx) : [],
  };
};

const openInvites = async (ctx: Call<undefined>["ctx"]): Promise<OpenInvite[]> => {
  const rows = await ctx.db
    .select()
    .from(invites)
    .where(
      and(
        eq(invites.agencyId, ctx.agencyId),
        isNull(invites.acceptedAt),
        gt(invites.expiresAt, new Date(ctx.io.now())),
      ),
    )
    .orderBy(asc(invites.email));
  return rows.map(({ id, email, role, expiresAt }) => ({ id, email, role, expiresAt: expiresAt.getTime() }));
};
