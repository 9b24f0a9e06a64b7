import { z } from "zod";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { readJson, request } from "../../http/request.ts";
import { type BlueskySession, refreshSession } from "./session.ts";
import { xrpcMeaning } from "./xrpc-meaning.ts";

export const publicAppView = "https://public.api.bsky.app";

export const blueskyConfigSchema = z.object({
  did: z.string(),
  /** Origin that is asked: the public AppView, or the account's own server when a session exists. */
  origin: z.string(),
});

/** Who is asked, and as whom. The session is replaced when the server renews it. */
export interface XrpcClient {
  origin: string;
  session: BlueskySession | null;
}

export interface XrpcInput<T> {
  method: string;
  query: Readonly<Record<string, string>> | URLSearchParams;
  schema: z.ZodType<T>;
  /** What a procedure is given; a query where it is left out. */
  send?: { type: string; body: string | Uint8Array };
  signal?: AbortSignal;
}

/**
 * One query or procedure (atproto.com/specs/xrpc, read in November 2026). An access token lives two hours: when the server says that it
 * is over, the session is renewed once and saved before it is used. Throws ConnectorError.
 */
export async function xrpcQuery<T>(ctx: ConnectorContext, client: XrpcClient, input: XrpcInput<T>): Promise<T> {
  try {
    return await ask(ctx, client, input);
  } catch (error) {
    if (client.session === null || !isConnectorError(error) || error.code !== "unauthorized") throw error;
    client.session = await refreshSession(ctx, client.origin, client.session);
    return ask(ctx, client, input);
  }
}

async function ask<T>(
  ctx: ConnectorContext,
  { origin, session }: XrpcClient,
  { method, query, schema, send, signal }: XrpcInput<T>,
): Promise<T> {
  const url = new URL(`/xrpc/${method}`, origin);
  url.search = new URLSearchParams(query instanceof URLSearchParams ? query : { ...query }).toString();
  const headers = session === null ? {} : { authorization: `Bearer ${session.accessJwt}` };
  const sent = send === undefined ? {} : { method: "POST" as const, body: send.body };
  const response = await request(ctx, {
    networkId: "bluesky",
    url,
    headers: { ...headers, ...(send !== undefined && { "content-type": send.type }) },
    ...sent,
    ...(signal !== undefined && { signal }),
    meaning: xrpcMeaning,
  });
  return readJson(schema, { networkId: "bluesky", response });
}
