import type { Change } from "../context.ts";
import { listeningProcedure, router } from "../trpc.ts";

export const liveRouter = router({
  /** What changes with the clients that she sees, as it changes: ids only, pages ask for the rest. */
  changes: listeningProcedure.subscription(async function* ({ ctx, signal }): AsyncGenerator<Change> {
    for await (const change of ctx.changes.of(ctx.agencyId, signal)) {
      if (change.clientId === undefined || (await ctx.sees(change.clientId))) yield change;
    }
  }),
});
