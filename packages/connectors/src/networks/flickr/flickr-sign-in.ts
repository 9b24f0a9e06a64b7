import { randomBytes } from "node:crypto";
import { z } from "zod";
import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { AppCredentials, AppVerdict, Grant, SignIn, SignInAttempt } from "../../contract/sign-in.ts";
import { signInOrigin } from "../../http/base-url.ts";
import { classifyResponse } from "../../http/classify-response.ts";
import { type OAuth1Token, oauth1Header } from "../../http/oauth1.ts";
import { readText, request } from "../../http/request.ts";
import { writeSecret } from "./flickr-secret.ts";
import { limitWaitMs, problemOf, problems } from "./oauth-problem.ts";

/**
 * OAuth 1.0a (flickr.com/services/api/auth.oauth.html, read in November 2026): a request token, the person's consent on
 * Flickr's page, an access token that does not end. The protocol has no state of its own: it travels in the callback's
 * query, which Flickr keeps (RFC 5849, section 2.2). Not documented is what Flickr sends when the person declines; an
 * answer without a verifier is taken as that.
 */
export const flickrSignIn: SignIn = {
  app: {
    registerAt: "https://www.flickr.com/services/apps/create/",
    idLabel: "Key",
    secretLabel: "Secret",
    help: "Ask for a commercial key: an agency's use counts as commercial, and Flickr has to permit it.",
  },
  scopes: ["write"],
  start,
  finish,
  testApp,
};

async function start(ctx: ConnectorContext, { app, redirectUri, state }: SignInAttempt) {
  const callback = new URL(redirectUri);
  callback.searchParams.set("state", state);
  const token = await requestToken(ctx, { app, callback: callback.href });
  const url = new URL("/services/oauth/authorize", flickrOrigin(ctx));
  url.searchParams.set("oauth_token", token.token);
  url.searchParams.set("perms", flickrSignIn.scopes.join(","));
  return { url: url.href, keep: JSON.stringify(token) };
}

const keepSchema = z.object({ token: z.string(), secret: z.string() });

async function finish(
  ctx: ConnectorContext,
  { app, state, keep, params }: SignInAttempt & { keep: string; params: URLSearchParams },
): Promise<Grant> {
  const token = keepSchema.parse(JSON.parse(keep));
  const verifier = params.get("oauth_verifier");
  if (params.get("state") !== state || (params.has("oauth_token") && params.get("oauth_token") !== token.token)) {
    throw refusal("Flickr did not sign you in. Try again.");
  }
  if (verifier === null) throw refusal("Flickr was not allowed to share this account.");
  const answer = await step(ctx, { path: "access_token", app, token, extra: { oauth_verifier: verifier } });
  const secret = { ...tokenOf(answer), nsid: fieldOf(answer, "user_nsid") };
  return { secret: writeSecret(secret), expiresAt: null };
}

/** A request token costs nothing and is what only a known app gets; `oob` names no address to come back to. */
async function testApp(ctx: ConnectorContext, app: AppCredentials): Promise<AppVerdict> {
  try {
    await requestToken(ctx, { app, callback: "oob" });
    return { accepted: true };
  } catch (error) {
    if (!isConnectorError(error) || error.code !== "invalid-input") throw error;
    return { accepted: false, reason: error.message };
  }
}

const requestToken = async (
  ctx: ConnectorContext,
  { app, callback }: { app: AppCredentials; callback: string },
): Promise<OAuth1Token> =>
  tokenOf(await step(ctx, { path: "request_token", app, extra: { oauth_callback: callback } }));

interface Step {
  path: "request_token" | "access_token";
  app: AppCredentials;
  token?: OAuth1Token;
  extra: Readonly<Record<string, string>>;
}

/** One step of the exchange; Flickr answers with a form. */
async function step(ctx: ConnectorContext, { path, app, token, extra }: Step): Promise<URLSearchParams> {
  const url = new URL(`/services/oauth/${path}`, flickrOrigin(ctx));
  const nonce = randomBytes(16).toString("hex");
  const authorization = oauth1Header({ method: "GET", url, app, token, now: ctx.now(), nonce, extra });
  const response = await request(ctx, {
    networkId: "flickr",
    url,
    headers: { authorization },
    accept: [400, 401, 429],
  });
  const body = await readText("flickr", response);
  if (response.ok) return new URLSearchParams(body);
  const { status, headers } = response;
  const problem = problemOf(body);
  if (status === 429) throw limited(status);
  if (problem !== null && problems[problem] === "app") {
    throw refusal("Flickr does not accept the app's credentials. Check them in the settings.");
  }
  if (problem !== null && problems[problem] === "token") throw refusal("This sign-in took too long. Try again.");
  const code = problem === null ? undefined : problems[problem];
  const meaning = () => (code === "unavailable" ? code : undefined);
  throw classifyResponse({ networkId: "flickr", status, headers, body, now: ctx.now(), meaning });
}

const tokenOf = (answer: URLSearchParams): OAuth1Token => ({
  token: fieldOf(answer, "oauth_token"),
  secret: fieldOf(answer, "oauth_token_secret"),
});

function fieldOf(answer: URLSearchParams, name: string): string {
  const value = answer.get(name);
  if (value !== null && value !== "") return value;
  const message = "Flickr answered the sign-in with something that cannot be read.";
  throw new ConnectorError({ networkId: "flickr", code: "malformed", message });
}

const refusal = (message: string): ConnectorError =>
  new ConnectorError({ networkId: "flickr", code: "invalid-input", message });

const limited = (status: number): ConnectorError =>
  new ConnectorError({
    networkId: "flickr",
    code: "rate-limited",
    status,
    retryAfterMs: limitWaitMs,
    message: "Flickr asks for a pause. Try again later.",
  });

const flickrOrigin = (ctx: ConnectorContext): string => signInOrigin(ctx, "flickr", "https://www.flickr.com");
