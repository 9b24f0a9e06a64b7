import type { History, State } from "@headroom/scoring";
import { type ClientScope, loadAudience, loadClientScoring } from "./client-scoring.ts";
import { loadSignals } from "./load-signals.ts";
import { activationsSince, checkpointBefore, neededAfter, statesOf } from "./start-before.ts";

/** What the scoring package needs to tell of a client from an instant on. */
export interface HistorySince {
  /** What is not in the start. */
  history: History;
  /** By algorithm id, the states of a stored checkpoint not after that instant; null: the history is whole. */
  start: Record<string, State> | null;
}

/** A client's history, only as far back as is needed to tell of what happens from `since` (epoch ms) on. */
export const loadHistorySince = async ({ since, ...scope }: ClientScope & { since: number }): Promise<HistorySince> => {
  const scoring = await loadClientScoring(scope);
  const start = await checkpointBefore(scope, { scoring, before: since + 1 });
  const from = { db: scope.db, agencyId: scope.agencyId, channels: scoring.networks, after: neededAfter(start) };
  const algorithms = activationsSince(scoring.algorithms, start);
  return {
    history: { ...scoring, algorithms, signals: await loadSignals(from), audience: await loadAudience(from) },
    start: start === null ? null : statesOf(start, algorithms),
  };
};
