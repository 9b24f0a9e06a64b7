import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { guardedFetch } from "@headroom/net";
import { afterEach } from "vitest";
import type { ConnectorContext } from "../src/index.ts";
import { startOfTest } from "./subject.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

export interface Asked {
  method: string;
  url: URL;
  authorization: string | undefined;
  body: string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  json: unknown;
}

/** A server that answers each path as told, for what a well-behaved stand-in never says. Undefined is a 404. */
export async function jsonServer(answer: (asked: Asked, origin: string) => Answer | undefined) {
  const asked: Asked[] = [];
  const server = createServer(async (incoming, outgoing) => {
    let body = "";
    for await (const piece of incoming) body += String(piece);
    const origin = `http://${incoming.headers.host}`;
    const request = {
      method: incoming.method ?? "",
      url: new URL(incoming.url ?? "/", origin),
      authorization: incoming.headers.authorization,
      body,
    };
    asked.push(request);
    const {
      status = 200,
      headers = {},
      json,
    } = answer(request, origin) ?? { status: 404, json: { error: "Record not found" } };
    const date = new Date(startOfTest).toUTCString();
    outgoing.writeHead(status, { "content-type": "application/json", date, ...headers }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.close());
  const address = server.address();
  const origin = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
  const saved: string[] = [];
  const ctx: ConnectorContext = {
    fetch: guardedFetch({ allowedPrivateHosts: ["127.0.0.1"] }),
    now: () => startOfTest,
    hashActor: (networkId, actorId) => createHash("sha256").update(`${networkId}/${actorId}`).digest("hex"),
    saveSecret: async (secret) => {
      saved.push(secret);
    },
  };
  return { origin, asked, ctx, saved };
}
