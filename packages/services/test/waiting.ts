import { type Database, sql } from "@headroom/db";

/** Until `count` connections to this test's database wait for a lock: the two sides of a race have met. */
export const untilWaiting = async (db: Database, count = 1): Promise<void> => {
  for (;;) {
    const waiting = await db.global.execute(sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    if (waiting.length >= count) return;
  }
};
