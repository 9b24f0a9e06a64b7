import { setTimeout } from "node:timers/promises";
import { inAgency, sql } from "@headroom/db";
import type { Entry } from "@headroom/services";
import type { Connected } from "./connect-all.ts";
import type { QuickClock } from "./quick-clock.ts";

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Days pass in which nothing happens any more, until every post was read again as often as it will be. */
export const settle = async ({
  entry,
  clock,
  connected,
}: {
  entry: Entry;
  clock: QuickClock;
  connected: readonly Connected[];
}): Promise<void> => {
  for (const days of [1, 2, 3, 3, 3]) {
    clock.skip(days * dayMs);
    await readAll(entry, connected);
  }
};

const readAll = async ({ db, io, agencyId }: Entry, connected: readonly Connected[]): Promise<void> => {
  const from = io.now();
  const deadline = performance.now() + 2 * minuteMs;
  await db.global.execute(sql`
    update due_work set due_at = to_timestamp(${from}::float8 / 1000), leased_until = null
    where kind = 'sync' and agency_id = ${agencyId}::uuid`);
  while (performance.now() < deadline) {
    const [row] = await inAgency(db, { agencyId }, (tx) =>
      tx.execute<{ n: number }>(sql`
        select count(*)::int as n from channels where agency_id = ${agencyId}::uuid
          and synced_at >= to_timestamp(${from}::float8 / 1000)`),
    );
    if ((row?.n ?? 0) >= connected.length) return;
    await setTimeout(50);
  }
  const late = await inAgency(db, { agencyId }, (tx) =>
    tx.execute<{ network: string; last_error: string | null }>(sql`
      select network, last_error from channels where agency_id = ${agencyId}::uuid
        and (synced_at is null or synced_at < to_timestamp(${from}::float8 / 1000))`),
  );
  throw new Error(`some channels were never read again: ${JSON.stringify([...late])}`);
};
