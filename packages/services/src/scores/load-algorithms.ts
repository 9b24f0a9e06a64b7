import { agencyAlgorithms, and, eq, inArray } from "@headroom/db";
import { type Algorithm, builtIn, validateAlgorithm } from "@headroom/scoring";
import type { ClientScope } from "./client-scoring.ts";

/** The algorithm that a stored row names. Throws if there is none: the row is from elsewhere. */
export type AlgorithmById = (id: string) => Algorithm;

/** All algorithms that rows name, built-in or the agency's own, with one query at most however many rows there are. */
export const loadAlgorithms = async (
  { db, agencyId }: Omit<ClientScope, "clientId">,
  ids: Iterable<string>,
): Promise<AlgorithmById> => {
  const own = [...new Set(ids)].filter((id) => builtIn(id) === undefined);
  const found = new Map<string, Algorithm>();
  if (own.length > 0) {
    const rows = await db
      .select({ id: agencyAlgorithms.id, value: agencyAlgorithms.value })
      .from(agencyAlgorithms)
      .where(and(eq(agencyAlgorithms.agencyId, agencyId), inArray(agencyAlgorithms.id, own)));
    for (const { id, value } of rows) found.set(id, validateAlgorithm(asAlgorithm(value)));
  }
  return (id) => {
    const algorithm = builtIn(id) ?? found.get(id);
    if (algorithm === undefined) throw new Error(`No algorithm is called ${JSON.stringify(id)}.`);
    return algorithm;
  };
};

/** Written by `forkAlgorithm` from a validated Algorithm, never changed since, and validated again when read. */
export const asAlgorithm = (json: unknown): Algorithm => json as Algorithm;
