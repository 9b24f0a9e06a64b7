import { createCaller, refusalTo } from "@headroom/api";
import { requestContext } from "../../../../../composition/request-context.ts";
import { type AwaitedReport, awaitReport } from "./await-report.ts";

type Props = { params: Promise<{ agency: string; client: string }> };

/** A report is drawn in well under a second; a worker that is down is told after this, ms. */
const longestWaitMs = 30_000;

/** The client's weekly report as a PDF; `?week=2026-11-23` names a week by any of its days. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { agency, client: clientId } = await params;
  const weekOf = new URL(request.url).searchParams.get("week") ?? undefined;
  const answered = new AbortController();
  const signal = AbortSignal.any([request.signal, answered.signal, AbortSignal.timeout(longestWaitMs)]);
  try {
    const caller = createCaller(await requestContext(agency), { signal });
    const report = await awaitReport({
      request: () => caller.report.request({ clientId, weekOf }),
      get: (reportId) => caller.report.get({ reportId }),
      changes: await caller.live.changes(),
      signal,
    });
    if (report !== null) return download(report);
    return plain("The report is not drawn yet: the worker may be busy or not running. Try again in a minute.", 503);
  } catch (error) {
    const { message, status } = refusalTo(error);
    return plain(message, status);
  } finally {
    answered.abort();
  }
}

const download = ({ clientName, weekOf, pdf }: AwaitedReport): Response => {
  const name = `${clientName.toWellFormed().replace(/[\p{C}/\\]/gu, " ")} week of ${weekOf}.pdf`;
  return new Response(new Uint8Array(pdf), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Length": String(pdf.byteLength),
      "Content-Disposition": `attachment; filename="${asciiName(name)}"; filename*=UTF-8''${encodedName(name)}`,
      "Cache-Control": "private, no-store",
    },
  });
};

/** For clients that do not read RFC 5987. */
const asciiName = (name: string): string => name.replace(/[^\x20-\x7e]|["%]/g, "_");

const encodedName = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}`);

const plain = (line: string, status: number): Response =>
  new Response(`${line}\n`, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "private, no-store" },
  });
