import { and, asc, clients, eq } from "@headroom/db";
import type { SystemCall } from "../context/context.ts";
import { recompute } from "./recompute.ts";

/** Makes everything derived anew from what is stored, client by client; the result must equal what was there. */
export const rebuild = async ({ ctx, input }: SystemCall<{ clientId?: string }>): Promise<{ clients: number }> => {
  const rows = await ctx.db
    .select({ id: clients.id })
    .from(clients)
    .where(
      and(
        eq(clients.agencyId, ctx.agencyId),
        input.clientId === undefined ? undefined : eq(clients.id, input.clientId),
      ),
    )
    .orderBy(asc(clients.id))
    .for("update");
  for (const { id } of rows) {
    await recompute({
      db: ctx.db,
      agencyId: ctx.agencyId,
      clientId: id,
      now: ctx.io.now(),
      from: Number.NEGATIVE_INFINITY,
    });
  }
  return { clients: rows.length };
};
