import { createHmac } from "node:crypto";
import { z } from "zod";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { readJson, readText, request } from "../../http/request.ts";
import { failureSchema, graphFailure } from "./graph-failure.ts";

/** One of the hosts that speak the Graph API. */
export interface GraphDoor {
  networkId: string;
  title: string;
  origin: string;
  /** Named in every call: a call without one gets the app's default, which changes without a word. */
  version: string;
  /** Where the documentation of this host puts the token. */
  tokenIn: "header" | "query";
  /** Whether calls are signed with the app's secret, so that a stolen token is useless. */
  signs: boolean;
}

/** Who is asked, and with what. The token changes when it is renewed. */
export interface GraphSession {
  door: GraphDoor;
  token: string;
  /** What is stored now instead of a token that was refused; the same token where there is nothing better. */
  renew?: (stale: string) => Promise<string>;
}

export interface GraphQuery<T> {
  /** GET where it is left out, POST where something is sent. */
  method?: "GET" | "POST" | "DELETE";
  /** Begins with a slash, without the version. */
  path: string;
  query?: Readonly<Record<string, string | null>>;
  schema: z.ZodType<T>;
  send?: { headers: Readonly<Record<string, string>>; body: string | Uint8Array };
}

/** One call, a read mostly. A refused token is replaced once, where another has been stored meanwhile. */
export async function askGraph<T>(ctx: ConnectorContext, session: GraphSession, input: GraphQuery<T>): Promise<T> {
  try {
    return await askOnce(ctx, session, input);
  } catch (error) {
    if (!isConnectorError(error) || error.code !== "unauthorized" || session.renew === undefined) throw error;
    const token = await session.renew(session.token);
    if (token === session.token) throw error;
    session.token = token;
    return askOnce(ctx, session, input);
  }
}

/** Statuses whose body says what is wrong. */
const failureStatuses = [400, 401, 403, 404, 429, 500, 502, 503];

async function askOnce<T>(ctx: ConnectorContext, session: GraphSession, input: GraphQuery<T>): Promise<T> {
  const { networkId } = session.door;
  const { url, headers } = addressed(ctx, session, input);
  const { send, method = send === undefined ? "GET" : "POST" } = input;
  const response = await request(ctx, {
    networkId,
    url,
    method,
    headers: { ...headers, ...send?.headers },
    ...(send !== undefined && { body: send.body }),
    accept: failureStatuses,
  });
  const failed = { networkId, status: response.status, headers: response.headers, now: ctx.now() };
  if (!response.ok) throw graphFailure({ ...failed, body: await readText(networkId, response) });
  const answer = await readJson(answerOf(input.schema), { networkId, response });
  if ("error" in answer) throw graphFailure({ ...failed, body: JSON.stringify(answer) });
  return answer.given;
}

/** An error may come with status 200 as well. */
const answerOf = <T>(schema: z.ZodType<T>) => z.union([failureSchema, schema.transform((given) => ({ given }))]);

function addressed(
  ctx: ConnectorContext,
  { door, token }: GraphSession,
  { path, query = {} }: Pick<GraphQuery<unknown>, "path" | "query">,
): { url: URL; headers: Readonly<Record<string, string>> } {
  const url = new URL(`/${door.version}${path}`, apiOrigin(ctx, door.networkId, door.origin));
  for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value);
  if (door.signs && ctx.app !== undefined) url.searchParams.set("appsecret_proof", proofOf(token, ctx.app.secret));
  const accept = { accept: "application/json" };
  if (door.tokenIn === "header") return { url, headers: { ...accept, authorization: `Bearer ${token}` } };
  url.searchParams.set("access_token", token);
  return { url, headers: accept };
}

/** developers.facebook.com/docs/graph-api/guides/secure-requests, read in November 2026. */
const proofOf = (token: string, appSecret: string): string =>
  createHmac("sha256", appSecret).update(token).digest("hex");
