import { dueWork, sql } from "@headroom/db";
import { workTopic } from "../channels/schedule-sync.ts";
import type { SystemContext } from "../context/context.ts";

/** So long after the first news a mail waits for more, ms: what stops together is told together. */
export const gatherMs = 2 * 60_000;

export interface MailWish {
  memberId: string;
  /** Epoch ms: when the news is due. */
  dueAt: number;
}

/** Asks for a member to be mailed what she will not have seen by then; an earlier wish stands. */
export const wishMail = async ({ db, agencyId, io }: SystemContext, { memberId, dueAt }: MailWish): Promise<void> => {
  if (io.mail === undefined) return;
  const at = new Date(dueAt + gatherMs);
  await db
    .insert(dueWork)
    .values({ kind: "mail", agencyId, subjectId: memberId, dueAt: at })
    .onConflictDoUpdate({
      target: [dueWork.kind, dueWork.agencyId, dueWork.subjectId],
      // A mail being written just now may not hold this yet: then there is one more.
      set: {
        dueAt: sql`case when ${dueWork.leasedUntil} is null then least(${dueWork.dueAt}, excluded.due_at)
          else excluded.due_at end`,
      },
    });
  await db.execute(sql`select pg_notify(${workTopic}, '')`);
};
