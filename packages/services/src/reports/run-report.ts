import { type Database, inAgency } from "@headroom/db";
import type { WeeklyReport } from "@headroom/insights";
import type { Io, SystemContext } from "../context/context.ts";
import { loadReportModel } from "./load-report-model.ts";
import { storeReportPdf } from "./store-report-pdf.ts";
import { makeWeeklyReport } from "./weekly-rhythm.ts";

export interface RunReport {
  db: Database;
  io: Io;
  agencyId: string;
  /** A report that is to be drawn, or a client whose weekly turn it is. */
  subjectId: string;
  /** Draws a model; throws when the PDF is not right. */
  render: (model: WeeklyReport) => Promise<{ pdf: Uint8Array; pages: number; standard: string }>;
}

/** Draws a frozen report and keeps the PDF, or makes a client's weekly one. Running it again changes nothing. */
export const runReport = async ({ db, io, agencyId, subjectId, render }: RunReport): Promise<void> => {
  const enter = <T>(work: (ctx: SystemContext) => Promise<T>) =>
    inAgency(db, { agencyId }, (tx) => work({ db: tx, agencyId, io }));
  const found = await enter((ctx) => loadReportModel(ctx, subjectId));
  if (found === null) return enter((ctx) => makeWeeklyReport(ctx, subjectId));
  if (found.isDrawn) return;
  // Outside of any transaction: drawing takes its time.
  const drawn = await render(found.model);
  await enter((ctx) => storeReportPdf(ctx, { reportId: subjectId, ...drawn }));
};
