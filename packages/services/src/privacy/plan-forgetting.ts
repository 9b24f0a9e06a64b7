import { type Database, sql } from "@headroom/db";
import { workTopic } from "../channels/schedule-sync.ts";
import type { Io } from "../context/context.ts";
import { inEachAgency } from "../context/in-each-agency.ts";
import { forgottenBefore } from "./forget-actors.ts";

/** Asks once a day for each channel that the hashes of people who reacted long ago be forgotten. */
export const planForgetting = (db: Database, io: Pick<Io, "now">): Promise<void> =>
  inEachAgency(db, async (tx, agencyId) => {
    const now = io.now();
    const wished = await tx.execute<{ id: string }>(sql`
      insert into due_work (kind, agency_id, subject_id, due_at)
      select 'forget', agency_id, id, to_timestamp(${now}::float8 / 1000) from channels
      where agency_id = ${agencyId}::uuid
        and coalesce(actors_until, '-infinity') < to_timestamp(${forgottenBefore(now)}::float8 / 1000)
      on conflict do nothing returning subject_id as id`);
    if (wished.length > 0) await tx.execute(sql`select pg_notify(${workTopic}, '')`);
  });
