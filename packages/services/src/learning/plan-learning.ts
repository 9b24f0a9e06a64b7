import { type Database, sql } from "@headroom/db";
import { workTopic } from "../channels/schedule-sync.ts";
import type { Io } from "../context/context.ts";
import { inEachAgency } from "../context/in-each-agency.ts";
import { textReading } from "../topics/topics-of-text.ts";

/** Asks for whatever was never learned, or was read by an older reading of texts: after an upgrade, a restore, a crash. */
export const planLearning = (db: Database, io: Pick<Io, "now">): Promise<void> =>
  inEachAgency(db, async (tx, agencyId) => {
    const wished = await tx.execute<{ id: string }>(sql`
      insert into due_work (kind, agency_id, subject_id, due_at)
      select 'learn', c.agency_id, c.id, to_timestamp(${io.now()}::float8 / 1000) from clients c
      where c.agency_id = ${agencyId}::uuid and exists (
        select from channels ch join posts p on p.agency_id = ch.agency_id and p.channel_id = ch.id
        left join post_topics t on t.agency_id = p.agency_id and t.channel_id = p.channel_id and t.post_native_id = p.native_id
        where ch.agency_id = c.agency_id and ch.client_id = c.id and coalesce(t.reading, 0) < ${textReading})
      on conflict do nothing returning subject_id as id`);
    if (wished.length > 0) await tx.execute(sql`select pg_notify(${workTopic}, '')`);
  });
