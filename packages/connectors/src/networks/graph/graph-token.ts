import { z } from "zod";
import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { readJson, readText, request } from "../../http/request.ts";
import { readTokens, type Tokens, writeTokens } from "../../http/tokens.ts";
import { graphFailure } from "./graph-failure.ts";

export interface TokenRequest {
  method: "GET" | "POST";
  url: string;
  /** In the address of a GET, as the documentation has it, and in the body of a POST. Holds secrets: never kept. */
  query: Readonly<Record<string, string>>;
}

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().nullish() });
/** Instagram's documentation shows the first token inside a list, its servers give it bare. */
const answerSchema = z.union([
  tokenSchema,
  z.object({ data: z.tuple([tokenSchema]) }).transform(({ data }) => data[0]),
]);

const failureStatuses = [400, 401, 403, 404, 429, 500, 502, 503];

/** One call of a door's token endpoints. */
export async function askForToken(
  ctx: ConnectorContext,
  { networkId }: { networkId: string },
  { method, url, query }: TokenRequest,
): Promise<Tokens> {
  const form = new URLSearchParams(query);
  const response = await request(ctx, {
    networkId,
    method,
    url: method === "GET" ? `${url}?${form}` : url,
    headers: method === "GET" ? {} : { "content-type": "application/x-www-form-urlencoded" },
    ...(method === "POST" && { body: form.toString() }),
    accept: failureStatuses,
  });
  const { status, headers } = response;
  if (!response.ok)
    throw graphFailure({ networkId, status, headers, body: await readText(networkId, response), now: ctx.now() });
  const { access_token: accessToken, expires_in: seconds } = await readJson(answerSchema, { networkId, response });
  const now = ctx.now();
  return {
    accessToken,
    refreshToken: null,
    expiresAt: seconds == null ? null : now + seconds * 1_000,
    refreshExpiresAt: null,
    issuedAt: now,
  };
}

const dayMs = 86_400_000;
/** A token may be renewed from its second day on; once a week leaves it seven weeks to try again. */
const renewAfterMs = 7 * dayMs;

export interface FreshToken {
  networkId: string;
  title: string;
  secret: string | undefined;
  /** The request that renews a token which is a day old and alive. */
  renewal: (ctx: ConnectorContext, token: string) => TokenRequest;
  /** The network has just refused this one. It cannot be renewed, but another reading may have stored a new one. */
  stale?: string;
}

/**
 * A token of Instagram or Threads, which renews itself while it lives: renewed weekly under the grant's lock. One whose
 * renewal fails for the moment is used on; one that has ended asks a person to sign in.
 */
export async function freshGraphToken(ctx: ConnectorContext, input: FreshToken): Promise<string> {
  const { networkId, secret, stale } = input;
  const held = readTokens(networkId, secret);
  const isWanted = stale !== undefined || isDue(held, ctx.now());
  if (ctx.renewSecret === undefined || !isWanted) return held.accessToken;
  const stored = await ctx.renewSecret(async (text) => {
    const tokens = readTokens(networkId, text);
    return stale !== undefined || !isDue(tokens, ctx.now()) ? null : renewed(ctx, { ...input, tokens });
  });
  return readTokens(networkId, stored).accessToken;
}

const isDue = ({ issuedAt }: Tokens, now: number): boolean => now - issuedAt >= renewAfterMs;

async function renewed(
  ctx: ConnectorContext,
  { networkId, title, tokens, renewal }: FreshToken & { tokens: Tokens },
): Promise<string | null> {
  if (tokens.expiresAt !== null && tokens.expiresAt <= ctx.now()) {
    const message = `The sign-in at ${title} is over. Connect the channel again.`;
    throw new ConnectorError({ networkId, code: "unauthorized", message });
  }
  try {
    return writeTokens(await askForToken(ctx, { networkId }, renewal(ctx, tokens.accessToken)));
  } catch (error) {
    if (isConnectorError(error) && error.retryable) return null;
    throw error;
  }
}
