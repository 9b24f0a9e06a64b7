import { and, asc, eq, gt, members, restWindows } from "@headroom/db";
import type { Context } from "../context/context.ts";

/** Agreed time off. Instants in epoch ms. */
export interface RestWindow {
  id: string;
  from: number;
  to: number;
  note: string;
  agreedBy: string | null;
}

/** A client's rest windows that end later than `after` (epoch ms), in order of time. */
export const loadRestWindows = async (
  { db, agencyId }: Pick<Context, "db" | "agencyId">,
  { clientId, after }: { clientId: string; after: number },
): Promise<RestWindow[]> => {
  const rows = await db
    .select({ rest: restWindows, agreedBy: members.name })
    .from(restWindows)
    .leftJoin(members, and(eq(members.agencyId, restWindows.agencyId), eq(members.id, restWindows.agreedBy)))
    .where(
      and(eq(restWindows.agencyId, agencyId), eq(restWindows.clientId, clientId), gt(restWindows.to, new Date(after))),
    )
    .orderBy(asc(restWindows.from));
  return rows.map(({ rest: { id, from, to, note }, agreedBy }) => ({
    id,
    from: from.getTime(),
    to: to.getTime(),
    note,
    agreedBy,
  }));
};
