import { and, clients, count, desc, eq, isNull, lte, notices, type SQL } from "@headroom/db";
import { visibleClients } from "../clients/visible-clients.ts";
import type { Call, Context } from "../context/context.ts";

export interface Notice {
  id: string;
  kind: typeof notices.$inferSelect.kind;
  /** One or two plain sentences. */
  text: string;
  /** Path within the agency where something can be done about it. */
  path: string;
  /** Epoch ms. */
  at: number;
  isSeen: boolean;
}

/** Older ones are of no use to anybody. */
const mostListed = 100;

/** What the actor was told, newest first. */
export const listNotices = async ({ ctx }: Call<undefined>): Promise<Notice[]> => {
  const rows = await ctx.db
    .select({ notice: notices })
    .from(notices)
    .innerJoin(clients, and(eq(clients.agencyId, notices.agencyId), eq(clients.id, notices.clientId)))
    .where(toldTo(ctx))
    .orderBy(desc(notices.dueAt), desc(notices.createdAt), desc(notices.id))
    .limit(mostListed);
  return rows.map(({ notice: { id, kind, text, path, dueAt, seenAt } }) => ({
    id,
    kind,
    text,
    path,
    at: dueAt.getTime(),
    isSeen: seenAt !== null,
  }));
};

/** How many of them she has not seen. */
export const countNotices = async ({ ctx }: Call<undefined>): Promise<number> => {
  const [row] = await ctx.db
    .select({ unseen: count() })
    .from(notices)
    .innerJoin(clients, and(eq(clients.agencyId, notices.agencyId), eq(clients.id, notices.clientId)))
    .where(and(toldTo(ctx), isNull(notices.seenAt)));
  return row?.unseen ?? 0;
};

/** Her own, not before her hours, and of clients that she still sees: a notice names its client. */
const toldTo = (ctx: Context): SQL | undefined =>
  and(
    eq(notices.agencyId, ctx.agencyId),
    eq(notices.memberId, ctx.actor.memberId),
    lte(notices.dueAt, new Date(ctx.io.now())),
    visibleClients(ctx),
  );
