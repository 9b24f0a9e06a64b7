import { z } from "zod";
import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { readJson, request } from "../../http/request.ts";
import { xrpcMeaning } from "./xrpc-meaning.ts";

const sessionSchema = z.object({ accessJwt: z.string(), refreshJwt: z.string() });
export type BlueskySession = z.infer<typeof sessionSchema>;

/** The session in a connection's secret; null when there is none. */
export function readSession(secret: string | undefined): BlueskySession | null {
  if (secret === undefined) return null;
  try {
    return sessionSchema.parse(JSON.parse(secret));
  } catch (cause) {
    const message = "The stored sign-in cannot be read. Connect the channel again.";
    throw new ConnectorError({ networkId: "bluesky", code: "unauthorized", message, cause });
  }
}

const createdSchema = sessionSchema.extend({
  did: z.string(),
  didDoc: z
    .object({ service: z.array(z.object({ id: z.string(), serviceEndpoint: z.unknown().optional() })).nullish() })
    .nullish()
    .catch(null),
});

export interface SignInInput {
  origin: string;
  identifier: string;
  appPassword: string;
}

/**
 * Signs in once; the app password is not kept (lexicon com.atproto.server.createSession: 30 sign-ins in five minutes, 300
 * a day, read in November 2026). `origin` comes back as the server on which the account really lives.
 */
export async function signIn(
  ctx: ConnectorContext,
  { origin, identifier, appPassword }: SignInInput,
): Promise<{ did: string; origin: string; session: BlueskySession }> {
  const created = await post(ctx, {
    url: new URL("/xrpc/com.atproto.server.createSession", origin),
    body: JSON.stringify({ identifier, password: appPassword }),
    schema: createdSchema,
  }).catch((error: unknown) => {
    if (!isConnectorError(error) || error.code !== "unauthorized") throw error;
    const message = "Bluesky does not accept this app password. Make a new one and enter it here.";
    throw new ConnectorError({
      networkId: "bluesky",
      code: "unauthorized",
      status: error.status ?? 401,
      message,
      cause: error,
    });
  });
  const session = await save(ctx, created);
  const home = created.didDoc?.service?.find(({ id }) => id.endsWith("#atproto_pds"))?.serviceEndpoint;
  const lives = typeof home === "string" ? URL.parse(home)?.origin : undefined;
  return { did: created.did, origin: lives ?? origin, session };
}

/**
 * A new session for the old one. The refresh token dies with its use, so the new session is saved before it is used, and
 * where somebody else renewed it meanwhile theirs is taken.
 */
export async function refreshSession(
  ctx: ConnectorContext,
  origin: string,
  session: BlueskySession,
): Promise<BlueskySession> {
  if (ctx.renewSecret === undefined) return save(ctx, await renewedSession(ctx, { origin, session }));
  const secret = await ctx.renewSecret(async (stored) => {
    const held = readSession(stored) ?? session;
    if (held.refreshJwt !== session.refreshJwt) return null;
    return JSON.stringify(await renewedSession(ctx, { origin, session }));
  });
  return readSession(secret) ?? session;
}

const renewedSession = (
  ctx: ConnectorContext,
  { origin, session }: { origin: string; session: BlueskySession },
): Promise<BlueskySession> =>
  post(ctx, {
    url: new URL("/xrpc/com.atproto.server.refreshSession", origin),
    headers: { authorization: `Bearer ${session.refreshJwt}` },
    schema: sessionSchema,
  });

async function save(ctx: ConnectorContext, { accessJwt, refreshJwt }: BlueskySession): Promise<BlueskySession> {
  const session = { accessJwt, refreshJwt };
  await ctx.saveSecret(JSON.stringify(session));
  return session;
}

interface PostInput<T> {
  url: URL;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  schema: z.ZodType<T>;
}

async function post<T>(ctx: ConnectorContext, { url, headers = {}, body, schema }: PostInput<T>): Promise<T> {
  const response = await request(ctx, {
    networkId: "bluesky",
    url,
    method: "POST",
    headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
    meaning: xrpcMeaning,
  });
  return readJson(schema, { networkId: "bluesky", response });
}
