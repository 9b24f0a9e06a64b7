import { and, clientRunways, eq } from "@headroom/db";
import { activeAt } from "@headroom/scoring";
import type { ClientScope, ClientScoring } from "./client-scoring.ts";
import { isOfChannels } from "./start-before.ts";
import { loadStates } from "./stored-states.ts";

/**
 * Up to this instant (epoch ms) what is stored of a client stays as it is when something changes from `from` on, however far
 * back a replay has to begin: never later than the rows reach, nor than an algorithm that they do not know of yet. Null:
 * nothing stays, since what the channels can know has changed, which concerns every instant.
 */
export const keptUntil = async (
  { db, agencyId, clientId }: ClientScope,
  { scoring, from }: { scoring: ClientScoring; from: number },
): Promise<number | null> => {
  if (from === Number.NEGATIVE_INFINITY) return null;
  const current = await loadStates({ db, agencyId, clientId });
  if (current === null || !Object.values(current.states).every((state) => isOfChannels(state, scoring.channels)))
    return null;
  const [row] = await db
    .select({ asOf: clientRunways.asOf, algorithmId: clientRunways.algorithmId })
    .from(clientRunways)
    .where(and(eq(clientRunways.agencyId, agencyId), eq(clientRunways.clientId, clientId)));
  if (row === undefined) return null;
  const asOf = row.asOf.getTime();
  const known = activeAt(scoring.algorithms, asOf).id === row.algorithmId;
  const begun = scoring.algorithms.findLast((activation) => activation.from <= asOf)?.from ?? asOf;
  return Math.min(from - 1, known ? asOf : begun - 1);
};
