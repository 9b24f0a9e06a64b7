import { and, clients, type Database, dueWork, eq, sql } from "@headroom/db";
import { nextMonday, weekOf } from "@headroom/insights";
import { scheduleWork, workTopic } from "../channels/schedule-sync.ts";
import type { Io, SystemContext } from "../context/context.ts";
import { inEachAgency } from "../context/in-each-agency.ts";
import { makeReport } from "./make-report.ts";

/** Every client's report is made on Monday at this hour in the client's own zone. */
const weeklyHour = 6;

/**
 * A client's weekly turn: freezes the week just finished and sets the next Monday. The work's subject is the client; a
 * second run finds the report made.
 */
export const makeWeeklyReport = async (ctx: SystemContext, clientId: string): Promise<void> => {
  const [client] = await ctx.db
    .select()
    .from(clients)
    .where(and(eq(clients.agencyId, ctx.agencyId), eq(clients.id, clientId)));
  if (client === undefined) return;
  const now = ctx.io.now();
  const running = weekOf(now, client.timeZone);
  const finished = weekOf(running.from - 1, client.timeZone);
  if (client.createdAt.getTime() < finished.to) await makeReport(ctx, { client, week: finished });
  await scheduleWork(ctx, { kind: "report", subjectId: client.id, dueAt: nextTurn(client.timeZone, now) });
};

/** Sets the next Monday for every client who has none yet: new ones, and those of a restored or seeded database. */
export const planWeeklyReports = (db: Database, io: Pick<Io, "now">): Promise<void> =>
  inEachAgency(db, (tx, agencyId) => planAgency(tx, { agencyId, now: io.now() }));

const planAgency = async (
  db: SystemContext["db"],
  { agencyId, now }: { agencyId: string; now: number },
): Promise<void> => {
  const unplanned = await db
    .select({ id: clients.id, timeZone: clients.timeZone })
    .from(clients)
    .where(
      and(
        eq(clients.agencyId, agencyId),
        sql`not exists (select from ${dueWork} w where w.kind = 'report' and w.agency_id = ${clients.agencyId} and w.subject_id = ${clients.id})`,
      ),
    );
  if (unplanned.length === 0) return;
  await db
    .insert(dueWork)
    .values(
      unplanned.map(({ id, timeZone }) => ({
        kind: "report" as const,
        agencyId,
        subjectId: id,
        dueAt: new Date(nextTurn(timeZone, now)),
      })),
    )
    .onConflictDoNothing();
  await db.execute(sql`select pg_notify(${workTopic}, '')`);
};

const nextTurn = (zone: string, after: number): number => nextMonday(after, { zone, hour: weeklyHour });
