import type { Change } from "@headroom/api";
import { describe, expect, test } from "vitest";
import { awaitReport, type DrawnReport } from "../app/[agency]/clients/[client]/report/await-report.ts";

const pdf = new Uint8Array([37, 80, 68, 70]);
const report: DrawnReport = { clientName: "Harbour Coffee", weekOf: "2026-11-16", pdf: null };
const news = (subjectId: string): Change => ({ agencyId: "a", what: "report", clientId: "c", subjectId });

/** A stream of changes that a test speaks into; it ends with the signal. */
const stream = (signal: AbortSignal) => {
  const waiting: Change[] = [];
  let wake = () => {};
  signal.addEventListener("abort", () => wake());
  const changes = (async function* () {
    while (!signal.aborted) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  })();
  const tell = (change: Change) => {
    waiting.push(change);
    wake();
  };
  return { changes, tell };
};

describe("waiting for a report", () => {
  test("answers at once when it is drawn already", async () => {
    const { signal } = new AbortController();
    const { changes } = stream(signal);
    const found = await awaitReport({
      request: async () => ({ reportId: "r" }),
      get: async () => ({ ...report, pdf }),
      changes,
      signal,
    });
    expect(found).toEqual({ ...report, pdf });
  });

  test("answers when its own report is announced, not somebody else's", async () => {
    const { signal } = new AbortController();
    const { changes, tell } = stream(signal);
    const looks: string[] = [];
    const found = await awaitReport({
      request: async () => ({ reportId: "r" }),
      get: async (id) => {
        looks.push(id);
        if (looks.length === 1) {
          tell(news("another"));
          tell(news("r"));
          return report;
        }
        return { ...report, pdf };
      },
      changes,
      signal,
    });
    expect(found?.pdf).toEqual(pdf);
    expect(looks).toEqual(["r", "r"]);
  });

  test("does not miss an announcement made while it was still asking", async () => {
    const { signal } = new AbortController();
    const { changes, tell } = stream(signal);
    let isDrawn = false;
    const found = await awaitReport({
      request: async () => {
        tell(news("r"));
        return { reportId: "r" };
      },
      get: async () => {
        const seen = isDrawn;
        isDrawn = true;
        return seen ? { ...report, pdf } : report;
      },
      changes,
      signal,
    });
    expect(found?.pdf).toEqual(pdf);
  });

  test("gives up when the wait is ended", async () => {
    const end = new AbortController();
    const { changes } = stream(end.signal);
    const found = await awaitReport({
      request: async () => ({ reportId: "r" }),
      get: async () => {
        queueMicrotask(() => end.abort());
        return report;
      },
      changes,
      signal: end.signal,
    });
    expect(found).toBeNull();
  });

  test("passes a refusal on", async () => {
    const { signal } = new AbortController();
    const { changes } = stream(signal);
    const refused = awaitReport({
      request: () => Promise.reject(new Error("This client was not found.")),
      get: async () => report,
      changes,
      signal,
    });
    await expect(refused).rejects.toThrow("This client was not found.");
  });
});
