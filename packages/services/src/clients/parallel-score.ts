import { and, clientStates, eq, sql } from "@headroom/db";
import { type Activation, scoreAt } from "@headroom/scoring";
import type { SystemContext } from "../context/context.ts";
import { parallelAt } from "../scores/parallel-run.ts";
import { asState } from "../scores/stored-states.ts";

/** What the algorithm that was left would say now, and until when (epoch ms) it is computed as well. */
export interface ParallelScore {
  title: string;
  score: number;
  until: number;
}

/** Null outside of the two weeks after a change of algorithm. */
export const parallelScore = async (
  { db, agencyId, io }: SystemContext,
  { clientId, algorithms }: { clientId: string; algorithms: readonly Activation[] },
): Promise<ParallelScore | null> => {
  const now = io.now();
  const beside = parallelAt(algorithms, now);
  if (beside === undefined) return null;
  const ofClient = and(eq(clientStates.agencyId, agencyId), eq(clientStates.clientId, clientId));
  const newest = db
    .select({ asOf: sql`max(${clientStates.asOf})` })
    .from(clientStates)
    .where(ofClient);
  const [row] = await db
    .select({ state: clientStates.state })
    .from(clientStates)
    .where(and(ofClient, eq(clientStates.algorithmId, beside.algorithm.id), eq(clientStates.asOf, newest)));
  if (row === undefined) return null;
  const { value } = scoreAt(beside.algorithm, asState(row.state), now);
  return { title: beside.algorithm.title, score: value, until: beside.to };
};
