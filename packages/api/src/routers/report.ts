import { GetReportInput, getReport, RequestReportInput, requestReport } from "@headroom/services";
import { memberProcedure, router } from "../trpc.ts";

export const reportRouter = router({
  request: memberProcedure.input(RequestReportInput).mutation(requestReport),
  get: memberProcedure.input(GetReportInput).query(getReport),
});
