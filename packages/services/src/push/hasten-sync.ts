import { and, channels, dueWork, eq, sql } from "@headroom/db";
import { workTopic } from "../channels/schedule-sync.ts";
import type { SystemContext } from "../context/context.ts";

/** Between two readings that a network's word brings about, ms: hundreds of deliveries about one channel make one reading. */
const leastBetweenMs = 60_000;
/** What happens at once comes in several deliveries; a reading waits for the rest of them, ms. */
const gatherMs = 3_000;

/** Has a channel read soon, never later than it was going to be. */
export const hastenSync = async ({ db, agencyId, io }: SystemContext, channelId: string): Promise<void> => {
  const [channel] = await db
    .select({ syncedAt: channels.syncedAt })
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), eq(channels.id, channelId)));
  if (channel === undefined) return;
  const dueAt = Math.max(io.now() + gatherMs, (channel.syncedAt?.getTime() ?? 0) + leastBetweenMs);
  const earlier = await db
    .insert(dueWork)
    .values({ kind: "sync", agencyId, subjectId: channelId, dueAt: new Date(dueAt) })
    .onConflictDoUpdate({
      target: [dueWork.kind, dueWork.agencyId, dueWork.subjectId],
      set: { dueAt: sql`excluded.due_at` },
      // One that is being read right now keeps the wish for the reading after it.
      setWhere: sql`${dueWork.dueAt} > excluded.due_at or ${dueWork.leasedUntil} is not null`,
    })
    .returning({ subjectId: dueWork.subjectId });
  if (earlier.length > 0) await db.execute(sql`select pg_notify(${workTopic}, '')`);
};
