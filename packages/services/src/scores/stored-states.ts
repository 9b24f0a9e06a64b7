import { and, clientCheckpoints, clientStates, eq, gt, lt, sql } from "@headroom/db";
import type { State } from "@headroom/scoring";
import type { ClientScope } from "./client-scoring.ts";

/** States of one instant, by algorithm id: where a replay starts. */
export interface Start {
  asOf: number;
  states: Record<string, State>;
}

/** Written by us from a State and read back unchanged; the shape is scoring's own plain JSON. */
export const asState = (json: unknown): State => json as State;

/** The current states; null before the first. */
export const loadStates = async (scope: ClientScope): Promise<Start | null> => {
  const rows = await scope.db
    .select()
    .from(clientStates)
    .where(and(eq(clientStates.agencyId, scope.agencyId), eq(clientStates.clientId, scope.clientId)));
  return newestOf(rows);
};

/** The newest checkpoint earlier than an instant (epoch ms). */
export const loadCheckpointBefore = async (
  scope: ClientScope,
  { before }: { before: number },
): Promise<Start | null> => {
  const ofClient = and(eq(clientCheckpoints.agencyId, scope.agencyId), eq(clientCheckpoints.clientId, scope.clientId));
  const newest = scope.db
    .select({ asOf: sql`max(${clientCheckpoints.asOf})` })
    .from(clientCheckpoints)
    .where(and(ofClient, lt(clientCheckpoints.asOf, new Date(before))));
  const rows = await scope.db
    .select()
    .from(clientCheckpoints)
    .where(and(ofClient, eq(clientCheckpoints.asOf, newest)));
  return newestOf(rows);
};

/** States of one instant belong together; one left behind by an algorithm that is no longer used does not. */
const newestOf = (rows: readonly { algorithmId: string; asOf: Date; state: unknown }[]): Start | null => {
  if (rows.length === 0) return null;
  const asOf = Math.max(...rows.map((row) => row.asOf.getTime()));
  const together = rows.filter((row) => row.asOf.getTime() === asOf);
  return { asOf, states: Object.fromEntries(together.map((row) => [row.algorithmId, asState(row.state)])) };
};

export interface StateRow {
  algorithmId: string;
  asOf: number;
  state: State;
}

/** Replaces the current states and all checkpoints later than `from` (epoch ms); null: all of them. */
export const storeStates = async (
  { db, agencyId, clientId }: ClientScope,
  {
    from,
    current,
    checkpoints,
  }: { from: number | null; current: readonly StateRow[]; checkpoints: readonly StateRow[] },
): Promise<void> => {
  const toRow = (row: StateRow) => ({ agencyId, clientId, ...row, asOf: new Date(row.asOf) });
  if (current.length > 0) {
    await db
      .insert(clientStates)
      .values(current.map(toRow))
      .onConflictDoUpdate({
        target: [clientStates.agencyId, clientStates.clientId, clientStates.algorithmId],
        set: { asOf: sql`excluded.as_of`, state: sql`excluded.state` },
      });
  }
  await db
    .delete(clientCheckpoints)
    .where(
      and(
        eq(clientCheckpoints.agencyId, agencyId),
        eq(clientCheckpoints.clientId, clientId),
        from === null ? undefined : gt(clientCheckpoints.asOf, new Date(from)),
      ),
    );
  const rowsPerStatement = 500;
  for (let i = 0; i < checkpoints.length; i += rowsPerStatement) {
    await db
      .insert(clientCheckpoints)
      .values(checkpoints.slice(i, i + rowsPerStatement).map(toRow))
      .onConflictDoNothing();
  }
};
