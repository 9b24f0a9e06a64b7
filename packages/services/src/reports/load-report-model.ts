import { and, eq, reports, sql } from "@headroom/db";
import type { WeeklyReport } from "@headroom/insights";
import type { SystemContext } from "../context/context.ts";

export interface ReportToDraw {
  model: WeeklyReport;
  /** Whether it was drawn already. */
  isDrawn: boolean;
}

/** What a report shows, as it was frozen; null when there is no such report. */
export const loadReportModel = async (
  { db, agencyId }: SystemContext,
  reportId: string,
): Promise<ReportToDraw | null> => {
  const [row] = await db
    .select({ model: reports.model, isDrawn: sql<boolean>`${reports.pdf} is not null` })
    .from(reports)
    .where(and(eq(reports.agencyId, agencyId), eq(reports.id, reportId)));
  return row === undefined ? null : { model: asModel(row.model), isDrawn: row.isDrawn };
};

/** Written by us from a WeeklyReport and read back unchanged; the model is plain JSON. */
const asModel = (json: unknown): WeeklyReport => json as WeeklyReport;
