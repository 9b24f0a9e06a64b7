import { createServer, type ServerResponse } from "node:http";
import type { Delivery, Push, PushSecrets } from "../src/index.ts";

export interface Received extends Delivery {
  /** Whether it was taken; a refused one comes once more. */
  isTaken: boolean;
}

export interface CallbackServer {
  url: string;
  received: Received[];
  /** Handshakes that were answered, and those that were not. */
  asked: { answered: number; refused: number };
  /** From now on nobody reads the channel. */
  forget: () => void;
  /** Refuses so many of the next deliveries. */
  refuse: (times: number) => void;
  close: () => Promise<void>;
}

export interface CallbackInput {
  push: Push;
  secrets: PushSecrets;
  channel: { nativeId: string; config: NonNullable<Parameters<Push["handshake"]>[1]["channel"]>["config"] };
}

/** An address of ours on loopback, answering as the web route does, with nothing behind it. */
export async function startCallback({ push, secrets, channel }: CallbackInput): Promise<CallbackServer> {
  const received: Received[] = [];
  const asked = { answered: 0, refused: 0 };
  let toRefuse = 0;
  let isRead = true;
  const handshake = (query: URLSearchParams, response: ServerResponse): void => {
    const answer = push.handshake(secrets, { query, ...(isRead && { channel }) });
    asked[answer === null ? "refused" : "answered"] += 1;
    response.writeHead(answer?.status ?? 403, { "content-type": answer?.contentType ?? "text/plain" });
    response.end(answer?.body);
  };
  const server = createServer(async (request, response) => {
    if (request.method === "GET") return handshake(new URL(request.url ?? "/", "http://us").searchParams, response);
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
    );
    const isTaken = toRefuse === 0;
    if (!isTaken) toRefuse -= 1;
    received.push({ headers, body: Buffer.concat(pieces), isTaken });
    response.writeHead(isTaken ? 204 : 503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    url: `http://127.0.0.1:${address.port}/push`,
    received,
    asked,
    forget: () => {
      isRead = false;
    },
    refuse: (times) => {
      toRefuse = times;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
