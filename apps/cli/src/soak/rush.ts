import { setTimeout } from "node:timers/promises";
import { sql } from "@headroom/db";
import type { Entry } from "@headroom/services";

const pauseMs = 100;

/** For so long, ms, every channel is due again as soon as it was read, as if people asked all the time: what keeps within limits then are the gates alone. */
export const rush = async ({ db, agencyId, io }: Entry, forMs: number): Promise<void> => {
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    await db.global.execute(sql`
      update due_work set due_at = to_timestamp(${io.now()}::float8 / 1000)
      where kind = 'sync' and agency_id = ${agencyId}::uuid`);
    await setTimeout(pauseMs);
  }
};
