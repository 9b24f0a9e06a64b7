import { and, clientRunways, desc, eq, reports } from "@headroom/db";
import { type Week, weeklyReport } from "@headroom/insights";
import { scheduleWork } from "../channels/schedule-sync.ts";
import type { ClientRecord } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Context, SystemContext } from "../context/context.ts";
import { weeklyFacts } from "./weekly-facts.ts";

/** While a week runs its report is made anew after this, ms: the score moves with time alone. */
const freshForMs = 15 * 60_000;

export interface ReportQuestion {
  client: ClientRecord;
  week: Week;
}

/** The week's report: the one that stands, or a new revision, frozen now and drawn by the worker. */
export const makeReport = async (
  ctx: Context | SystemContext,
  { client, week }: ReportQuestion,
): Promise<{ reportId: string; isNew: boolean }> => {
  const newest = await newestRevision(ctx, { client, week });
  if (newest !== null && (await stands(ctx, { newest, client, week }))) return { reportId: newest.id, isNew: false };
  const made = {
    agencyId: ctx.agencyId,
    id: crypto.randomUUID(),
    clientId: client.id,
    weekOf: week.monday,
    revision: (newest?.revision ?? 0) + 1,
    model: weeklyReport(await weeklyFacts(ctx, { client, week })),
    createdAt: new Date(ctx.io.now()),
  };
  const [inserted] = await ctx.db.insert(reports).values(made).onConflictDoNothing().returning({ id: reports.id });
  if (inserted === undefined) return { reportId: await madeMeanwhile(ctx, { client, week }), isNew: false };
  await record(ctx, {
    action: "report.made",
    subject: "client",
    subjectId: client.id,
    after: { reportId: made.id, weekOf: made.weekOf, revision: made.revision },
  });
  await scheduleWork(ctx, { kind: "report", subjectId: made.id, dueAt: ctx.io.now() });
  return { reportId: made.id, isNew: true };
};

interface Revision {
  id: string;
  revision: number;
  createdAt: Date;
}

const newestRevision = async (
  { db, agencyId }: SystemContext,
  { client, week }: ReportQuestion,
): Promise<Revision | null> => {
  const [newest] = await db
    .select({ id: reports.id, revision: reports.revision, createdAt: reports.createdAt })
    .from(reports)
    .where(and(eq(reports.agencyId, agencyId), eq(reports.clientId, client.id), eq(reports.weekOf, week.monday)))
    .orderBy(desc(reports.revision))
    .limit(1);
  return newest ?? null;
};

/** What was made after its week had ended is frozen for good; before, it stands as long as nothing is newer. */
const stands = async (
  { db, agencyId, io }: SystemContext,
  { newest, client, week }: ReportQuestion & { newest: Revision },
): Promise<boolean> => {
  const madeAt = newest.createdAt.getTime();
  if (madeAt >= week.to) return true;
  if (io.now() >= week.to || io.now() - madeAt > freshForMs) return false;
  const [state] = await db
    .select({ asOf: clientRunways.asOf })
    .from(clientRunways)
    .where(and(eq(clientRunways.agencyId, agencyId), eq(clientRunways.clientId, client.id)));
  return state === undefined || state.asOf.getTime() <= madeAt;
};

/** Another request was quicker: its revision is the answer. */
const madeMeanwhile = async (ctx: SystemContext, question: ReportQuestion): Promise<string> => {
  const newest = await newestRevision(ctx, question);
  if (newest === null) throw new Error("A report of the week stood in the way and is gone.");
  return newest.id;
};
