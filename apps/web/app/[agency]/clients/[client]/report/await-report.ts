import type { Change } from "@headroom/api";

export interface DrawnReport {
  clientName: string;
  weekOf: string;
  pdf: Uint8Array | null;
}

export interface AwaitedReport extends DrawnReport {
  pdf: Uint8Array;
}

export interface Wait {
  request: () => Promise<{ reportId: string }>;
  get: (reportId: string) => Promise<DrawnReport>;
  /** What changes in the agency, heard from the first step on; ends with the signal. */
  changes: AsyncIterable<Change>;
  signal: AbortSignal;
}

/** An announcement may be lost while a listening connection is made or remade: then the report itself is looked at, ms. */
const lookAgainMs = 3_000;

/** Asks for a report and waits until it is drawn; null when the signal ends the wait. */
export const awaitReport = async ({ request, get, changes, signal }: Wait): Promise<AwaitedReport | null> => {
  const told = changes[Symbol.asyncIterator]();
  // Listening begins before anybody is asked to draw, so that the answer is not missed.
  let next = told.next();
  const { reportId } = await request();
  while (!signal.aborted) {
    const report = await get(reportId);
    if (report.pdf !== null) return { ...report, pdf: report.pdf };
    let isNews = false;
    while (!isNews && !signal.aborted) {
      const heard = await orAfter(lookAgainMs, { promise: next, signal });
      if (heard !== null) next = told.next();
      isNews = heard === null || heard.done === true || heard.value.subjectId === reportId;
    }
  }
  return null;
};

/** What the promise brings, or null when the time is over or the signal ends the wait. */
const orAfter = async <T>(ms: number, { promise, signal }: { promise: Promise<T>; signal: AbortSignal }) => {
  let end = () => {};
  const over = new Promise<null>((resolve) => {
    end = () => resolve(null);
  });
  const timer = setTimeout(end, ms);
  signal.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
};
