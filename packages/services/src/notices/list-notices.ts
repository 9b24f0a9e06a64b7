import { and, clients, count, desc, isNull, notices } from "@headroom/db";
import type { Call } from "../context/context.ts";
import { itsClient, toldTo } from "./told-to.ts";

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
    .innerJoin(clients, itsClient)
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
    .innerJoin(clients, itsClient)
    .where(and(toldTo(ctx), isNull(notices.seenAt)));
  return row?.unseen ?? 0;
};
