import { sql } from "@headroom/db";
import { workTopic } from "../channels/schedule-sync.ts";
import type { SystemContext } from "../context/context.ts";

/** Between two readings that a network's word brings about, ms: hundreds of deliveries about one channel make one reading. */
const leastBetweenMs = 60_000;
/** What happens at once comes in several deliveries; a reading waits for the rest of them, ms. */
const gatherMs = 3_000;

/** Has a channel read soon, never later than it was going to be. One that is being read right now is read once more. */
export const hastenSync = async ({ db, agencyId, io }: SystemContext, channelId: string): Promise<void> => {
  const soon = sql`to_timestamp(${io.now() + gatherMs}::float8 / 1000)`;
  await db.execute(sql`
    with earlier as (
      insert into due_work (kind, agency_id, subject_id, due_at)
      select 'sync', agency_id, id, greatest(${soon}, synced_at + make_interval(secs => ${leastBetweenMs / 1_000}::float8))
      from channels where agency_id = ${agencyId}::uuid and id = ${channelId}::uuid
      on conflict (kind, agency_id, subject_id) do update set due_at = excluded.due_at
      where due_work.due_at > excluded.due_at or due_work.leased_until is not null
      returning subject_id
    )
    select pg_notify(${workTopic}, '') from earlier`);
};
