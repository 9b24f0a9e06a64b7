import { createServer } from "node:http";
import type { Database } from "@headroom/db";
import { onTestFinished } from "vitest";
import type { Io } from "../src/context/context.ts";
import { answerHandshake, type PushAddress, type Reception, receivePush } from "../src/push/receive-push.ts";

export interface PushRoute {
  /** What became of each message, in the order in which they came. */
  receptions: Reception[];
  close: () => Promise<void>;
}

/** The address at which networks reach us, on loopback; from now on the agency's channels name it to them. */
export const startPushRoute = async (db: Database, io: Io): Promise<PushRoute> => {
  const receptions: Reception[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://us");
    const address = addressOf(url.pathname);
    if (request.method === "GET") {
      const answer = await answerHandshake({ db, io }, address, url.searchParams);
      response.writeHead(answer?.status ?? 404, { "content-type": answer?.contentType ?? "text/plain" });
      return void response.end(answer?.body);
    }
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
    );
    const reception = await receivePush({ db, io }, address, { headers, body: Buffer.concat(pieces) });
    receptions.push(reception);
    response.writeHead(reception === "taken" ? 200 : 400).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("no port was given");
  Object.assign(io, { publicUrl: `http://127.0.0.1:${at.port}` });
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(close);
  return { receptions, close };
};

const addressOf = (path: string): PushAddress => {
  const [, , network = "", whose = "", channelId] = path.split("/");
  return { network, whose, channelId: channelId ?? null };
};
