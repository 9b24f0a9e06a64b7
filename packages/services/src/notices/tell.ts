import { and, assignments, clients, eq, members, notices } from "@headroom/db";
import { nextWithinHours } from "@headroom/insights";
import type { SystemContext } from "../context/context.ts";
import { wishMail } from "./wish-mail.ts";

export interface News {
  clientId: string;
  kind: typeof notices.$inferInsert.kind;
  /** What it is about and since when: the same news is told once. */
  about: string;
  /** One or two plain sentences. */
  text: string;
  /** Path within the agency where something can be done about it. */
  path: string;
}

/** Tells those who look after a client, each in her own hours; nobody is told the same twice. */
export const tell = async (ctx: SystemContext, news: News): Promise<void> => {
  const people = await responsible(ctx, news.clientId);
  if (people.length === 0) return;
  const now = ctx.io.now();
  const told = await ctx.db
    .insert(notices)
    .values(
      people.map(({ id, timeZone, hoursFrom, hoursTo }) => ({
        ...news,
        agencyId: ctx.agencyId,
        memberId: id,
        dueAt: new Date(nextWithinHours(now, { from: hoursFrom, to: hoursTo, timeZone })),
        createdAt: new Date(now),
      })),
    )
    .onConflictDoNothing()
    .returning({ memberId: notices.memberId, dueAt: notices.dueAt });
  for (const { memberId, dueAt } of told) await wishMail(ctx, { memberId, dueAt: dueAt.getTime() });
};

type Member = typeof members.$inferSelect;

/** The owner of a client of one's own; else whoever it is assigned to; else those who run the agency. */
const responsible = async ({ db, agencyId }: SystemContext, clientId: string): Promise<Member[]> => {
  const everybody = await db.select().from(members).where(eq(members.agencyId, agencyId));
  const [client] = await db
    .select({ ownerId: clients.ownerId })
    .from(clients)
    .where(and(eq(clients.agencyId, agencyId), eq(clients.id, clientId)));
  if (client === undefined) return [];
  if (client.ownerId !== null) return everybody.filter(({ id }) => id === client.ownerId);
  const assigned = await db
    .select({ memberId: assignments.memberId })
    .from(assignments)
    .where(and(eq(assignments.agencyId, agencyId), eq(assignments.clientId, clientId)));
  const theirs = everybody.filter(({ id }) => assigned.some(({ memberId }) => memberId === id));
  return theirs.length > 0 ? theirs : everybody.filter(({ role }) => role === "owner" || role === "manager");
};
