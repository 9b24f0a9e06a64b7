import { type Database, dueWork, sql } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";

/** Asks for a channel to be read at an instant (epoch ms); an earlier wish for the same channel is replaced. */
export const scheduleSync = (
  { db, agencyId }: Pick<SystemContext, "db" | "agencyId">,
  wish: { channelId: string; dueAt: number },
): Promise<unknown> => scheduleWork({ db, agencyId }, { kind: "sync", subjectId: wish.channelId, dueAt: wish.dueAt });

/** The PostgreSQL channel that wakes workers when something became due. */
export const workTopic = "headroom_work";

export const scheduleWork = async (
  { db, agencyId }: { db: SystemContext["db"] | Database["global"]; agencyId: string },
  { kind, subjectId, dueAt }: { kind: typeof dueWork.$inferInsert.kind; subjectId: string; dueAt: number },
): Promise<void> => {
  await db
    .insert(dueWork)
    .values({ kind, agencyId, subjectId, dueAt: new Date(dueAt) })
    .onConflictDoUpdate({
      target: [dueWork.kind, dueWork.agencyId, dueWork.subjectId],
      set: { dueAt: sql`excluded.due_at` },
    });
  await db.execute(sql`select pg_notify(${workTopic}, '')`);
};
