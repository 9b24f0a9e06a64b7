import {
  and,
  clientCheckpoints,
  clientRunways,
  clientStates,
  crossings,
  eq,
  gt,
  parallelPoints,
  scorePoints,
  sql,
} from "@headroom/db";
import type { Crossing, Point } from "@headroom/scoring";
import type { ClientScope, TargetStep } from "./client-scoring.ts";
import type { ParallelPoint } from "./parallel-run.ts";
import type { RunwayRow } from "./runway-of.ts";
import { column, toInstant } from "./sql-column.ts";

export interface Derived {
  /** Everything later (epoch ms) is replaced; null: everything. */
  after: number | null;
  points: readonly Point[];
  crossings: readonly Crossing[];
  /** Scores of the algorithm that does not count, while it runs beside the active one. */
  parallel: readonly ParallelPoint[];
  targets: readonly TargetStep[];
  runway: RunwayRow;
}

/** Replaces what follows from a client's history: crossings and points after an instant, and the runway. */
export const storeDerived = async (scope: ClientScope, derived: Derived): Promise<void> => {
  await dropAfter(scope, derived.after);
  await insertPoints(scope, derived);
  await insertParallel(scope, derived.parallel);
  await insertCrossings(scope, derived.crossings);
  await storeRunway(scope, derived.runway);
};

/** A client without any history has no score; what was reported until an erasure (epoch ms) stays. */
export const clearDerived = async (scope: ClientScope, erasedBefore: number | null): Promise<void> => {
  await dropAfter(scope, erasedBefore);
  for (const table of [clientStates, clientCheckpoints, clientRunways]) {
    await scope.db.delete(table).where(and(eq(table.agencyId, scope.agencyId), eq(table.clientId, scope.clientId)));
  }
};

const dropAfter = async ({ db, agencyId, clientId }: ClientScope, after: number | null): Promise<void> => {
  for (const table of [crossings, scorePoints, parallelPoints]) {
    await db
      .delete(table)
      .where(
        and(
          eq(table.agencyId, agencyId),
          eq(table.clientId, clientId),
          after === null ? undefined : gt(table.at, new Date(after)),
        ),
      );
  }
};

const insertPoints = async ({ db, agencyId, clientId }: ClientScope, { points, targets }: Derived): Promise<void> => {
  if (points.length === 0) return;
  await db.execute(sql`
    insert into score_points (agency_id, client_id, at, score, target, coverage, algorithm_id)
    select ${agencyId}::uuid, ${clientId}::uuid, ${toInstant("p.at")}, p.score, p.target, p.coverage, p.algorithm
    from unnest(
      ${column(
        points.map((p) => p.at),
        "float8",
      )}, ${column(
        points.map((p) => p.value),
        "float8",
      )},
      ${column(
        points.map((p) => targetAt(targets, p.at)),
        "float8",
      )}, ${column(
        points.map((p) => p.coverage),
        "float8",
      )},
      ${column(
        points.map((p) => p.algorithmId),
        "text",
      )}
    ) as p(at, score, target, coverage, algorithm)`);
};

const insertParallel = async (
  { db, agencyId, clientId }: ClientScope,
  points: readonly ParallelPoint[],
): Promise<void> => {
  if (points.length === 0) return;
  await db.execute(sql`
    insert into parallel_points (agency_id, client_id, algorithm_id, at, score)
    select ${agencyId}::uuid, ${clientId}::uuid, p.algorithm, ${toInstant("p.at")}, p.score
    from unnest(
      ${column(
        points.map((p) => p.at),
        "float8",
      )}, ${column(
        points.map((p) => p.value),
        "float8",
      )}, ${column(
        points.map((p) => p.algorithmId),
        "text",
      )}
    ) as p(at, score, algorithm)`);
};

const targetAt = (targets: readonly TargetStep[], at: number): number | null =>
  targets.findLast(({ from }) => from <= at)?.value ?? null;

const insertCrossings = async ({ db, agencyId, clientId }: ClientScope, found: readonly Crossing[]): Promise<void> => {
  if (found.length === 0) return;
  await db.execute(sql`
    insert into crossings (agency_id, client_id, at, direction, target, score, algorithm_id)
    select ${agencyId}::uuid, ${clientId}::uuid, ${toInstant("c.at")}, c.direction, c.target, c.score, c.algorithm
    from unnest(
      ${column(
        found.map((c) => c.at),
        "float8",
      )}, ${column(
        found.map((c) => c.direction),
        "text",
      )},
      ${column(
        found.map((c) => c.target),
        "float8",
      )}, ${column(
        found.map((c) => c.value),
        "float8",
      )},
      ${column(
        found.map((c) => c.algorithmId),
        "text",
      )}
    ) as c(at, direction, target, score, algorithm)
    on conflict do nothing`);
};

const storeRunway = async ({ db, agencyId, clientId }: ClientScope, row: RunwayRow): Promise<void> => {
  const fallsAt = Number.isFinite(row.fallsAt) ? sql`${toInstant(String(row.fallsAt))}` : sql`'infinity'::timestamptz`;
  await db.execute(sql`
    insert into client_runways (agency_id, client_id, algorithm_id, as_of, score, target, headroom, falls_at, coverage)
    values (${agencyId}::uuid, ${clientId}::uuid, ${row.algorithmId}, ${toInstant(String(row.asOf))}, ${row.score}, ${row.target},
      ${row.headroom}, ${fallsAt}, ${row.coverage})
    on conflict (agency_id, client_id) do update set algorithm_id = excluded.algorithm_id, as_of = excluded.as_of,
      score = excluded.score, target = excluded.target, headroom = excluded.headroom, falls_at = excluded.falls_at,
      coverage = excluded.coverage`);
};
