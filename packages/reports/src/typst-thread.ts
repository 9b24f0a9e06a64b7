import { parentPort } from "node:worker_threads";
import type { WeeklyReport } from "@headroom/insights";
import { compileReport } from "./compile-report.ts";

/** Typst is synchronous: it lives in a thread of its own, which is asked for one report at a time. */
parentPort?.on("message", (model: WeeklyReport) => {
  try {
    const { pdf, pages, standard } = compileReport(model);
    parentPort?.postMessage({ pdf, pages, standard }, [pdf.buffer]);
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
