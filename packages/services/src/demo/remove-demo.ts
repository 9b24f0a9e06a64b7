import { agencies, and, channels, clients, eq, imports } from "@headroom/db";
import type { Call } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";
import { deleteImports } from "../imports/delete-imports.ts";

/** Deletes the demo agency and everything in it. An agency that is not a demo cannot be removed this way. */
export const removeDemo = async ({ ctx }: Call<undefined>): Promise<void> => {
  const demo = and(eq(agencies.id, ctx.agencyId), eq(agencies.isDemo, true));
  firstOr404(await ctx.db.select({ id: agencies.id }).from(agencies).where(demo), "A demo agency");
  const inDemo = eq(channels.agencyId, ctx.agencyId);
  // Channels first, as imports and readings lock them: in another order two of us could wait for each other.
  await ctx.db.select({ id: channels.id }).from(channels).where(inDemo).orderBy(channels.id).for("update");
  await deleteImports(ctx, eq(imports.agencyId, ctx.agencyId));
  // Channels and connections point at each other: clients and all that is theirs go first.
  await ctx.db.delete(channels).where(inDemo);
  await ctx.db.delete(clients).where(eq(clients.agencyId, ctx.agencyId));
  await ctx.db.delete(agencies).where(demo);
};
