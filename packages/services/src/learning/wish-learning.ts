import { and, channelHabits, channels, dueWork, eq, sql } from "@headroom/db";
import { workTopic } from "../channels/schedule-sync.ts";
import type { SystemContext } from "../context/context.ts";

/** More often than this habits do not change enough to be learned anew, ms. */
export const learnEveryMs = 3_600_000;

/** Asks for a client's habits to be learned anew: at once the first time, later at most once an hour. */
export const wishLearning = async ({ db, agencyId, io }: SystemContext, clientId: string): Promise<void> => {
  const [last] = await db
    .select({ asOf: sql<number | null>`(extract(epoch from max(${channelHabits.asOf})) * 1000)::float8` })
    .from(channelHabits)
    .innerJoin(channels, and(eq(channels.agencyId, channelHabits.agencyId), eq(channels.id, channelHabits.channelId)))
    .where(and(eq(channelHabits.agencyId, agencyId), eq(channels.clientId, clientId)));
  const now = io.now();
  const learned = last?.asOf ?? Number.NEGATIVE_INFINITY;
  const dueAt = new Date(Math.max(now, learned + learnEveryMs));
  await db
    .insert(dueWork)
    .values({ kind: "learn", agencyId, subjectId: clientId, dueAt })
    .onConflictDoUpdate({
      target: [dueWork.kind, dueWork.agencyId, dueWork.subjectId],
      // What is being learned just now may have been read before this came: then once more, an hour later.
      set: {
        dueAt: sql`case when ${dueWork.leasedUntil} is null then ${dueWork.dueAt}
          else to_timestamp(${now + learnEveryMs}::float8 / 1000) end`,
      },
    });
  await db.execute(sql`select pg_notify(${workTopic}, '')`);
};
