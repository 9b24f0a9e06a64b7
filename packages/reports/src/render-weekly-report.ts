import { Worker } from "node:worker_threads";
import type { WeeklyReport } from "@headroom/insights";
import type { RenderedReport } from "./compile-report.ts";

export interface ReportRenderer {
  render: (model: WeeklyReport) => Promise<RenderedReport>;
  /** Ends the thread; a later report starts a new one. */
  stop: () => Promise<void>;
}

/** Typst's memory grows a little with every report: after so many the thread is replaced. */
const reportsPerThread = 500;
/** A report takes some 30 ms; a thread that has not answered by then hangs, ms. */
const longestMs = 30_000;

/** Renders reports one after the other in a thread of its own, started when the first one is asked for. */
export const startRenderer = ({ reportsEach = reportsPerThread } = {}): ReportRenderer => {
  let thread: Worker | undefined;
  let left = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const stop = async () => {
    const ending = thread;
    thread = undefined;
    await ending?.terminate();
  };
  const renderNow = async (model: WeeklyReport): Promise<RenderedReport> => {
    if (left === 0) await stop();
    if (thread === undefined) {
      thread = new Worker(new URL("./typst-thread.ts", import.meta.url));
      thread.unref();
      left = reportsEach;
    }
    left--;
    try {
      return await ask(thread, model);
    } catch (error) {
      if (!(error instanceof NotRendered)) await stop();
      throw error;
    }
  };
  return {
    render: (model) => {
      const rendered = queue.then(() => renderNow(model));
      queue = rendered.catch(() => {});
      return rendered;
    },
    stop: async () => {
      await queue;
      await stop();
    },
  };
};

/** The thread is well, the report is not. */
class NotRendered extends Error {
  override readonly name = "NotRendered";
}

type Answer = RenderedReport | { error: string };

const ask = (thread: Worker, model: WeeklyReport): Promise<RenderedReport> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(() => reject(new Error("The report took too long to draw."))), longestMs);
    const onAnswer = (answer: Answer) =>
      finish(() => ("error" in answer ? reject(new NotRendered(answer.error)) : resolve(answer)));
    const onError = (error: Error) => finish(() => reject(error));
    const onExit = () => finish(() => reject(new Error("The thread that draws reports ended.")));
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      thread.off("message", onAnswer).off("error", onError).off("exit", onExit);
      settle();
    };
    thread.on("message", onAnswer).on("error", onError).on("exit", onExit);
    thread.postMessage(model);
  });

const shared = startRenderer();

/** Renders through the process's own renderer. */
export const renderWeeklyReport = (model: WeeklyReport): Promise<RenderedReport> => shared.render(model);
