import { and, asc, clients, type Database, eq, inAgency, type SQL, sql } from "@headroom/db";
import { type Activation, activeAt } from "@headroom/scoring";
import { announce } from "../channels/announce.ts";
import { scheduleWork } from "../channels/schedule-sync.ts";
import type { Io, SystemContext } from "../context/context.ts";
import { loadActivations } from "../scores/client-scoring.ts";
import { recompute } from "../scores/recompute.ts";
import { column } from "../scores/sql-column.ts";
import { activationsSince } from "../scores/start-before.ts";

export interface RunActivation {
  db: Database;
  io: Io;
  agencyId: string;
  signal?: AbortSignal;
}

/**
 * Brings every client of an agency to the algorithms that count from now on, one short transaction each: states of those
 * that are to come are made ready, and once a date is reached scores and runways follow. What was stored for before it is
 * not touched. Running it again after a crash goes on with the clients that are left.
 */
export const runActivation = async ({ db, io, agencyId, signal }: RunActivation): Promise<"done" | "interrupted"> => {
  const enter = <T>(work: (ctx: SystemContext) => Promise<T>) =>
    inAgency(db, { agencyId }, (tx) => work({ db: tx, agencyId, io }));
  const startedAt = io.now();
  const activations = await enter(loadActivations);
  if (activations.length === 0) return "done";
  const outdated = outdatedClients(activations, startedAt);
  const ids = await enter((ctx) => clientIds(ctx, outdated));
  for (const id of ids) {
    if (signal?.aborted) return "interrupted";
    await enter((ctx) => bringUp(ctx, { id, outdated }));
  }
  const next = activations.find(({ from }) => from > startedAt)?.from;
  if (next !== undefined)
    await enter((ctx) => scheduleWork(ctx, { kind: "activate", subjectId: agencyId, dueAt: next, since: startedAt }));
  return "done";
};

/** Clients who have a score, but one of another algorithm, or no state of one that is needed. */
const outdatedClients = (activations: readonly Activation[], now: number): SQL => {
  const active = activeAt(activations, now).id;
  const since = activations.findLast(({ from }) => from <= now)?.from ?? now;
  const needed = new Set(activationsSince(activations, { asOf: now, states: {} }).map(({ algorithm }) => algorithm.id));
  return sql`exists (
    select from client_runways r where r.agency_id = ${clients.agencyId} and r.client_id = ${clients.id} and (
      r.algorithm_id <> ${active} or r.as_of < to_timestamp(${since}::float8 / 1000) or exists (
        select from unnest(${column([...needed], "text")}) as n(id) where not exists (
          select from client_states s where s.agency_id = r.agency_id and s.client_id = r.client_id and s.algorithm_id = n.id
            and s.as_of = (select max(o.as_of) from client_states o where o.agency_id = r.agency_id and o.client_id = r.client_id)
        )
      )
    )
  )`;
};

const clientIds = async ({ db, agencyId }: SystemContext, which: SQL): Promise<string[]> => {
  const rows = await db
    .select({ id: clients.id })
    .from(clients)
    .where(and(eq(clients.agencyId, agencyId), which))
    .orderBy(asc(clients.id));
  return rows.map(({ id }) => id);
};

const bringUp = async (ctx: SystemContext, { id, outdated }: { id: string; outdated: SQL }): Promise<void> => {
  const { db, agencyId, io } = ctx;
  const locked = await db
    .select({ id: clients.id })
    .from(clients)
    .where(and(eq(clients.agencyId, agencyId), eq(clients.id, id)))
    .for("update");
  // Somebody may have been quicker: a reading of the client brings it up as well.
  if (locked.length === 0 || (await clientIds(ctx, sql`${clients.id} = ${id}::uuid and ${outdated}`)).length === 0)
    return;
  const now = io.now();
  // Nothing new has come in; how far back the stored rows know of the activations, recompute finds itself.
  await recompute({ db, agencyId, clientId: id, now, from: now });
  await announce(ctx, { what: "client", clientId: id });
};
