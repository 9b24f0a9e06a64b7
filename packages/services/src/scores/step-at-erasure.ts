import { and, crossings, desc, eq, lt } from "@headroom/db";
import type { Crossing, Point } from "@headroom/scoring";
import type { ClientScope, ClientScoring } from "./client-scoring.ts";

/**
 * Erasing a channel's signals can move a client across its target at that very instant, although what is left never crossed
 * it then: one crossing joins the record of before to the score of after.
 */
export const stepAtErasure = async (
  { db, agencyId, clientId }: ClientScope,
  { scoring, points }: { scoring: ClientScoring; points: readonly Point[] },
): Promise<Crossing[]> => {
  const { erasedBefore } = scoring;
  const first = erasedBefore === null ? undefined : points.find(({ at }) => at === erasedBefore + 1);
  const target = first === undefined ? undefined : scoring.targets.findLast(({ from }) => from <= first.at);
  if (first === undefined || target === undefined || first.headroom === null) return [];
  const [last] = await db
    .select({ direction: crossings.direction })
    .from(crossings)
    .where(
      and(eq(crossings.agencyId, agencyId), eq(crossings.clientId, clientId), lt(crossings.at, new Date(first.at))),
    )
    .orderBy(desc(crossings.at))
    .limit(1);
  const wasBelow = last?.direction === "below";
  const isBelow = first.headroom < 0;
  if (wasBelow === isBelow) return [];
  const { at, value, algorithmId } = first;
  return [{ at, direction: isBelow ? "below" : "above", target: target.value, value, algorithmId }];
};
