import { agencyAlgorithms, and, asc, eq } from "@headroom/db";
import { type Algorithm, algorithms, builtIn, validateAlgorithm } from "@headroom/scoring";
import type { SystemContext } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";
import { asAlgorithm } from "../scores/load-algorithms.ts";

/** An algorithm together with where it comes from. */
export interface AlgorithmOrigin {
  algorithm: Algorithm;
  /** The id of what it was made of; null for a built-in one. */
  forkedFrom: string | null;
  createdBy: string | null;
  /** Epoch ms; null for a built-in one. */
  createdAt: number | null;
}

type Scope = Pick<SystemContext, "db" | "agencyId">;

/** Every version that the agency can choose: the built-in ones first, then its own in the order in which they were made. */
export const allVersions = async ({ db, agencyId }: Scope): Promise<AlgorithmOrigin[]> => {
  const own = await db
    .select()
    .from(agencyAlgorithms)
    .where(eq(agencyAlgorithms.agencyId, agencyId))
    .orderBy(asc(agencyAlgorithms.createdAt), asc(agencyAlgorithms.id));
  return [
    ...algorithms.map((algorithm) => ({ algorithm, forkedFrom: null, createdBy: null, createdAt: null })),
    ...own.map(({ value, forkedFrom, createdBy, createdAt }) => ({
      algorithm: validateAlgorithm(asAlgorithm(value)),
      forkedFrom,
      createdBy,
      createdAt: createdAt.getTime(),
    })),
  ];
};

/** The version of that id, if the agency has it; otherwise it does not exist for it. */
export const existingVersion = async ({ db, agencyId }: Scope, id: string): Promise<Algorithm> => {
  const known = builtIn(id);
  if (known !== undefined) return known;
  const rows = await db
    .select({ value: agencyAlgorithms.value })
    .from(agencyAlgorithms)
    .where(and(eq(agencyAlgorithms.agencyId, agencyId), eq(agencyAlgorithms.id, id)));
  return validateAlgorithm(asAlgorithm(firstOr404(rows, "This algorithm").value));
};
