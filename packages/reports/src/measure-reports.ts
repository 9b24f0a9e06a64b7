import type { WeeklyReport } from "@headroom/insights";
import { startRenderer } from "./render-weekly-report.ts";

/** Median milliseconds to render one report, thread and check included, the first one (fonts are read) left out. */
export const measureReports = async (model: WeeklyReport, { rounds = 50 } = {}): Promise<number> => {
  const renderer = startRenderer();
  await renderer.render(model);
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await renderer.render(model);
    times.push(performance.now() - start);
  }
  await renderer.stop();
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
};
