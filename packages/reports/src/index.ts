export type { RenderedReport } from "./compile-report.ts";
export { measureReports } from "./measure-reports.ts";
export { type ReportRenderer, renderWeeklyReport, startRenderer } from "./render-weekly-report.ts";
