import { and, type Database, dueWork, eq, isNotNull, sql } from "@headroom/db";

/** So long after a worker was last heard of another may take its work, ms; a living one renews in time. */
export const leaseMs = 2 * 60_000;

export interface DueWork {
  kind: typeof dueWork.$inferSelect.kind;
  agencyId: string;
  subjectId: string;
  /** The wish that was taken; a newer one for the same subject stays. */
  dueAt: Date;
}

export interface TakeDueWork {
  /** Epoch ms. */
  now: number;
  limit: number;
  /** `listen` is held for as long as a connection lasts and is taken apart from everything else. */
  which: "listen" | "else";
}

/** Takes what is due, at most `limit` pieces, so that no other worker takes them meanwhile. */
export const takeDueWork = async (db: Database, { now, limit, which }: TakeDueWork): Promise<DueWork[]> => {
  const rows = await db.global.execute<{ kind: DueWork["kind"]; agency: string; subject: string; due: string }>(sql`
    update due_work w set leased_until = to_timestamp(${now + leaseMs}::float8 / 1000), attempts = w.attempts + 1
    from (
      select kind, agency_id, subject_id from due_work
      where due_at <= to_timestamp(${now}::float8 / 1000)
        and (leased_until is null or leased_until <= to_timestamp(${now}::float8 / 1000))
        and (kind = 'listen') = ${which === "listen"}
      order by due_at limit ${limit} for update skip locked
    ) due
    where w.kind = due.kind and w.agency_id = due.agency_id and w.subject_id = due.subject_id
    returning w.kind, w.agency_id as agency, w.subject_id as subject, w.due_at as due`);
  return rows.map((row) => ({
    kind: row.kind,
    agencyId: row.agency,
    subjectId: row.subject,
    dueAt: new Date(row.due),
  }));
};

/** Keeps work that takes long from being taken by another. */
export const renewLease = async (db: Database, work: DueWork, now: number): Promise<void> => {
  await db.global
    .update(dueWork)
    .set({ leasedUntil: new Date(now + leaseMs) })
    .where(
      and(
        eq(dueWork.kind, work.kind),
        eq(dueWork.agencyId, work.agencyId),
        eq(dueWork.subjectId, work.subjectId),
        isNotNull(dueWork.leasedUntil),
      ),
    );
};

/** Strikes finished work off, unless it was wished for again meanwhile: then only the lease ends. */
export const finishWork = async (db: Database, work: DueWork): Promise<void> => {
  const same = and(
    eq(dueWork.kind, work.kind),
    eq(dueWork.agencyId, work.agencyId),
    eq(dueWork.subjectId, work.subjectId),
  );
  await db.global.delete(dueWork).where(and(same, eq(dueWork.dueAt, work.dueAt)));
  await db.global.update(dueWork).set({ leasedUntil: null, attempts: 0 }).where(same);
};

/** Puts work that failed unexpectedly back for later. */
export const postponeWork = async (db: Database, work: DueWork, until: number): Promise<void> => {
  await db.global
    .update(dueWork)
    .set({ dueAt: new Date(until), leasedUntil: null })
    .where(
      and(eq(dueWork.kind, work.kind), eq(dueWork.agencyId, work.agencyId), eq(dueWork.subjectId, work.subjectId)),
    );
};

/** When the next work is due, epoch ms; null when there is none. Without `isListening` what is held open does not count. */
export const nextDueAt = async (db: Database, { isListening }: { isListening: boolean }): Promise<number | null> => {
  const [row] = await db.global.execute<{ at: number | null }>(sql`
    select (extract(epoch from min(greatest(due_at, coalesce(leased_until, due_at)))) * 1000)::float8 as at from due_work
    where ${isListening} or kind <> 'listen'`);
  return row?.at ?? null;
};
