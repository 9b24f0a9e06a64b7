import { type Database, dueWork, sql } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";

export interface SyncWish {
  channelId: string;
  /** Epoch ms. */
  dueAt: number;
  /** Epoch ms: a wish for an instant later than this was made meanwhile, and stands where it is the earlier one. */
  since?: number;
}

/** Asks for a channel to be read at an instant; the wish that was there for the same channel is replaced. */
export const scheduleSync = (
  { db, agencyId }: Pick<SystemContext, "db" | "agencyId">,
  { channelId, ...wish }: SyncWish,
): Promise<unknown> => scheduleWork({ db, agencyId }, { kind: "sync", subjectId: channelId, ...wish });

/** The PostgreSQL channel that wakes workers when something became due. */
export const workTopic = "headroom_work";

interface WorkWish {
  kind: typeof dueWork.$inferInsert.kind;
  subjectId: string;
  dueAt: number;
  since?: number;
}

export const scheduleWork = async (
  { db, agencyId }: { db: SystemContext["db"] | Database["global"]; agencyId: string },
  { kind, subjectId, dueAt, since }: WorkWish,
): Promise<void> => {
  const madeMeanwhile =
    since === undefined ? sql`false` : sql`${dueWork.dueAt} > to_timestamp(${since}::float8 / 1000)`;
  await db
    .insert(dueWork)
    .values({ kind, agencyId, subjectId, dueAt: new Date(dueAt) })
    .onConflictDoUpdate({
      target: [dueWork.kind, dueWork.agencyId, dueWork.subjectId],
      set: {
        dueAt: sql`case when ${madeMeanwhile} then least(${dueWork.dueAt}, excluded.due_at) else excluded.due_at end`,
      },
    });
  await db.execute(sql`select pg_notify(${workTopic}, '')`);
};
