import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { ChaosMode, StandIn, StandInOptions } from "./stand-in.ts";

export interface StandInRequest {
  method: string;
  /** Decoded path without the query. */
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
  /** The body as it came. */
  bytes: Uint8Array;
  /** The body where it is a form with files, else empty. */
  form: FormData;
}

export interface StandInReply {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body: string;
  /** The answer stays open: `write` adds to it until the other side goes. Returns what to do then. */
  open?: (write: (text: string) => void) => () => void;
}

export interface ServerInput {
  options: StandInOptions;
  /** Undefined is answered with `failure("not-found")`. */
  handle: (request: StandInRequest) => StandInReply | undefined | Promise<StandInReply | undefined>;
  /** The network's own answer to each failure. */
  failure: (mode: FailureMode, wait: { resetAt: number; now: number; path: string }) => StandInReply;
  /** The headers in which the network tells how much of its limit is left. */
  limitHeaders?: (left: { limit: number; remaining: number; resetAt: number }) => Readonly<Record<string, string>>;
}

export type FailureMode = Exclude<ChaosMode, "slow" | "truncated" | "html">;

/** How long a client that hit a limit has to wait when the stand-in has no limit of its own, in milliseconds. */
const chaosWaitMs = 60_000;

/** A server on loopback with limits and accidents; what it serves is the network's part. */
export async function startServer(
  input: ServerInput,
): Promise<Pick<StandIn, "url" | "chaos" | "requests" | "refused" | "close">> {
  const { options } = input;
  const now = options.now ?? Date.now;
  const requests: string[] = [];
  const accident: { mode: ChaosMode | null; left: number } = { mode: null, left: 0 };
  const limit = { used: 0, resetAt: 0, refused: 0 };

  const spend = (): Readonly<Record<string, string>> | "exhausted" => {
    if (options.limit === undefined) return {};
    if (now() >= limit.resetAt) Object.assign(limit, { used: 0, resetAt: now() + options.limit.windowMs });
    limit.used += 1;
    const remaining = Math.max(0, options.limit.requests - limit.used);
    if (limit.used > options.limit.requests) {
      limit.refused += 1;
      return "exhausted";
    }
    return input.limitHeaders?.({ limit: options.limit.requests, remaining, resetAt: limit.resetAt }) ?? {};
  };

  const server = createServer(async (incoming, outgoing) => {
    // Instants that an answer names are by the clock of the answer.
    outgoing.setHeader("date", new Date(now()).toUTCString());
    const request = await readRequest(incoming);
    requests.push(`${request.method} ${incoming.url ?? "/"}`);
    const mode = accident.left > 0 ? accident.mode : null;
    if (mode !== null) accident.left -= 1;
    if (mode === "slow") return;
    if (options.latencyMs !== undefined) await setTimeout(options.latencyMs);
    const headers = spend();
    const fail = (failure: FailureMode, resetAt: number) =>
      send(outgoing, input.failure(failure, { resetAt, now: now(), path: request.path }));
    if (headers === "exhausted") return fail("rate-limited", limit.resetAt);
    if (mode === "html") return send(outgoing, { headers: { "content-type": "text/html" }, body: errorPage });
    if (mode !== null && mode !== "truncated") return fail(mode, now() + chaosWaitMs);
    const reply = await input.handle(request);
    if (reply === undefined) return fail("not-found", 0);
    if (reply.open !== undefined) return keepOpen(outgoing, reply, reply.open);
    const body = mode === "truncated" ? reply.body.slice(0, Math.floor(reply.body.length / 2)) : reply.body;
    send(outgoing, { ...reply, body, headers: { ...reply.headers, ...headers } });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stand-in got no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    refused: () => limit.refused,
    chaos: (mode, times = Number.POSITIVE_INFINITY) =>
      Object.assign(accident, { mode, left: mode === null ? 0 : times }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const errorPage = "<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>Something broke</h1></body></html>";

async function readRequest(incoming: IncomingMessage): Promise<StandInRequest> {
  const url = new URL(incoming.url ?? "/", "http://stand-in");
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]),
  );
  return {
    method: incoming.method ?? "GET",
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers,
    body: bytes.toString(),
    bytes,
    form: await formOf(bytes, headers["content-type"] ?? ""),
  };
}

const formOf = async (bytes: Buffer<ArrayBuffer>, type: string): Promise<FormData> =>
  type.startsWith("multipart/form-data")
    ? new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => new FormData())
    : new FormData();

function send(outgoing: ServerResponse, { status = 200, headers = {}, body }: StandInReply): void {
  outgoing.writeHead(status, { ...headers });
  outgoing.end(status === 304 ? undefined : body);
}

function keepOpen(
  outgoing: ServerResponse,
  { status = 200, headers = {} }: StandInReply,
  open: NonNullable<StandInReply["open"]>,
): void {
  outgoing.writeHead(status, { ...headers });
  outgoing.flushHeaders();
  outgoing.on(
    "close",
    open((text) => void outgoing.write(text)),
  );
}

/** A JSON answer. */
export const json = (value: unknown, reply: Omit<StandInReply, "body"> = {}): StandInReply => ({
  ...reply,
  headers: { "content-type": "application/json; charset=utf-8", ...reply.headers },
  body: JSON.stringify(value),
});
