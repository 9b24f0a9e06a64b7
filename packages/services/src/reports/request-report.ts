import { z } from "zod";
import { seenClient } from "../clients/client-access.ts";
import type { Call } from "../context/context.ts";
import { makeReport } from "./make-report.ts";
import { reportWeek } from "./report-week.ts";

export const RequestReportInput = z.object({
  clientId: z.uuid("This client was not found."),
  /** Any day of the week that is wanted, e.g. 2026-11-25, in the client's zone. */
  weekOf: z.iso.date("This is not a day. Example: 2026-11-23").optional(),
});
export type RequestReportInput = z.infer<typeof RequestReportInput>;

/** The report of a client's week; one that is not there yet is frozen now, and the worker draws it. */
export const requestReport = async ({ ctx, input }: Call<RequestReportInput>): Promise<{ reportId: string }> => {
  const client = await seenClient(ctx, input.clientId);
  const week = await reportWeek(ctx, { client, day: input.weekOf });
  const { reportId } = await makeReport(ctx, { client, week });
  return { reportId };
};
