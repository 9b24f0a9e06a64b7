import { and, eq, isNull, reports } from "@headroom/db";
import { announce } from "../channels/announce.ts";
import type { SystemContext } from "../context/context.ts";

export interface DrawnReport {
  reportId: string;
  pdf: Uint8Array;
  pages: number;
  standard: string;
}

/** Keeps the PDF of a report and tells those who wait for it. One that is there stays as it is. */
export const storeReportPdf = async (
  ctx: SystemContext,
  { reportId, pdf, pages, standard }: DrawnReport,
): Promise<void> => {
  const [stored] = await ctx.db
    .update(reports)
    .set({ pdf, pages, standard })
    .where(and(eq(reports.agencyId, ctx.agencyId), eq(reports.id, reportId), isNull(reports.pdf)))
    .returning({ clientId: reports.clientId });
  if (stored !== undefined) await announce(ctx, { what: "report", clientId: stored.clientId, subjectId: reportId });
};
