import { asc, eq, type Tx, targets } from "@headroom/db";
import { type TargetStep, targetSteps } from "../scores/client-scoring.ts";

/** What is required of each client of an agency over time. One small read for any number of clients. */
export const agencyTargets = async ({
  db,
  agencyId,
}: {
  db: Tx;
  agencyId: string;
}): Promise<(clientId: string) => TargetStep[]> => {
  const rows = await db.select().from(targets).where(eq(targets.agencyId, agencyId)).orderBy(asc(targets.from));
  const withOwn = new Set(rows.flatMap(({ clientId }) => clientId ?? []));
  const defaults = rows.filter(({ clientId }) => clientId === null);
  const ofDefaults = targetSteps(defaults);
  return (clientId) =>
    withOwn.has(clientId)
      ? targetSteps(rows.filter((row) => row.clientId === null || row.clientId === clientId))
      : ofDefaults;
};
