import { listeningProcedure, router } from "../trpc.ts";

export const liveRouter = router({
  /** What changes in the agency, as it changes: ids only, pages ask for the rest. */
  changes: listeningProcedure.subscription(({ ctx, signal }) => ctx.changes.of(ctx.agencyId, signal)),
});
