import { and, clients, eq, reports } from "@headroom/db";
import { z } from "zod";
import { visibleClients } from "../clients/visible-clients.ts";
import type { Call } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";

export const GetReportInput = z.object({ reportId: z.uuid() });
export type GetReportInput = z.infer<typeof GetReportInput>;

export interface ReportStatus {
  clientId: string;
  clientName: string;
  /** The Monday, e.g. 2026-11-23. */
  weekOf: string;
  revision: number;
  /** Null while it is being drawn. */
  pdf: Uint8Array | null;
  pages: number | null;
  standard: string | null;
}

/** A report as far as it is; only of a client whom the actor sees. */
export const getReport = async ({ ctx, input }: Call<GetReportInput>): Promise<ReportStatus> => {
  const rows = await ctx.db
    .select({
      clientId: reports.clientId,
      clientName: clients.name,
      weekOf: reports.weekOf,
      revision: reports.revision,
      pdf: reports.pdf,
      pages: reports.pages,
      standard: reports.standard,
    })
    .from(reports)
    .innerJoin(clients, and(eq(clients.agencyId, reports.agencyId), eq(clients.id, reports.clientId)))
    .where(and(visibleClients(ctx), eq(reports.id, input.reportId)));
  return firstOr404(rows, "This report");
};
