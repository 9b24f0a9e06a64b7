import { and, desc, eq, isNull, members, targets } from "@headroom/db";
import type { TargetEntry } from "../clients/get-client.ts";
import type { Call } from "../context/context.ts";

export interface AgencySettings {
  /** What is required of every client without a target of its own: newest first, the first one holds. */
  defaultTargets: Omit<TargetEntry, "isDefault">[];
  mayManage: boolean;
}

/** What holds for the whole agency, and since when. */
export const getSettings = async ({ ctx }: Call<undefined>): Promise<AgencySettings> => {
  const rows = await ctx.db
    .select({ target: targets, setBy: members.name })
    .from(targets)
    .leftJoin(members, and(eq(members.agencyId, targets.agencyId), eq(members.id, targets.setBy)))
    .where(and(eq(targets.agencyId, ctx.agencyId), isNull(targets.clientId)))
    .orderBy(desc(targets.from));
  return {
    defaultTargets: rows.map(({ target: { from, level, share, window }, setBy }) => ({
      from: from.getTime(),
      level,
      share,
      window,
      setBy,
    })),
    mayManage: ctx.actor.role === "owner" || ctx.actor.role === "manager",
  };
};
