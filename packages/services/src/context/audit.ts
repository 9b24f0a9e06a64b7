import { auditLog } from "@headroom/db";
import type { Context, SystemContext } from "./context.ts";

export interface AuditEntry {
  /** Verb in the past, e.g. `target.set`. */
  action: string;
  subject: string;
  subjectId: string;
  before?: unknown;
  after?: unknown;
}

/** Records a change in the transaction that makes it. Secrets never go in. */
export const record = async (ctx: Context | SystemContext, entry: AuditEntry): Promise<void> => {
  await ctx.db.insert(auditLog).values({
    agencyId: ctx.agencyId,
    at: new Date(ctx.io.now()),
    // What came through a link was done by somebody else than the member who made it.
    userId: "actor" in ctx && ctx.actor.throughLink === undefined ? ctx.actor.userId : null,
    action: entry.action,
    subject: entry.subject,
    subjectId: entry.subjectId,
    before: entry.before ?? null,
    after: entry.after ?? null,
  });
};
