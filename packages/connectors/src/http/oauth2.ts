import * as oauth from "oauth4webapi";
import { ConnectorError } from "../contract/connector-error.ts";
import type { ConnectorContext } from "../contract/network.ts";
import type { AppCredentials, AppForm, SignIn } from "../contract/sign-in.ts";
import { classifyResponse } from "./classify-response.ts";
import { asConnectorError } from "./request.ts";
import { grantEnd, readTokens, type Tokens, writeTokens } from "./tokens.ts";

/** What is a network's own in OAuth 2 (RFC 6749, with PKCE of RFC 7636). */
export interface OAuth2 {
  networkId: string;
  title: string;
  app: AppForm;
  scopes: readonly string[];
  /** As in `SignIn`. */
  wider?: string;
  /** Between scopes; a space where it is left out. */
  scopeSeparator?: string;
  authorizeUrl: (ctx: ConnectorContext) => string;
  tokenUrl: (ctx: ConnectorContext) => string;
  /** How the app shows who it is at the token endpoint. */
  clientAuth: "basic" | "post";
  /** The name of the app's id in requests, where it is not `client_id`. */
  idName?: string;
  /** How the challenge of PKCE is written; as the standard says where it is left out. `none`: the network refuses it. */
  challenge?: "hex" | "none";
  /** What else the network wants when the person is sent there. */
  extra?: Readonly<Record<string, string>>;
  /** Where the first token is short-lived: what makes a longer one of it. */
  lengthen?: (ctx: ConnectorContext, given: { app: AppCredentials; tokens: Tokens }) => Promise<Tokens>;
  /** Where renewing is not the standard's: what makes new tokens of old ones. */
  renew?: (ctx: ConnectorContext, given: { app: AppCredentials; tokens: Tokens }) => Promise<Tokens>;
}

export function oauth2SignIn(network: OAuth2): SignIn {
  return {
    app: network.app,
    scopes: network.scopes,
    ...(network.wider !== undefined && { wider: network.wider }),
    start: async (ctx, { app, redirectUri, state }) => {
      const verifier = oauth.generateRandomCodeVerifier();
      const url = new URL(network.authorizeUrl(ctx));
      const asked = {
        response_type: "code",
        [network.idName ?? "client_id"]: app.id,
        redirect_uri: redirectUri,
        scope: network.scopes.join(network.scopeSeparator ?? " "),
        state,
        ...(await challengeOf(verifier, network)),
        ...network.extra,
      };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      return { url: url.href, keep: verifier };
    },
    finish: async (ctx, { app, redirectUri, state, keep, params }) => {
      const { server, client, auth, options } = setUp(ctx, { network, app });
      const answer = await inWords(network, async () => {
        const valid = oauth.validateAuthResponse(server, client, params, state);
        const response = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          auth,
          valid,
          redirectUri,
          network.challenge === "none" ? oauth.nopkce : keep,
          options,
        );
        return oauth.processAuthorizationCodeResponse(server, client, response);
      });
      const first = tokensOf(answer, { now: ctx.now(), before: null });
      const tokens = network.lengthen === undefined ? first : await network.lengthen(ctx, { app, tokens: first });
      return { secret: writeTokens(tokens), expiresAt: grantEnd(tokens) };
    },
  };
}

async function challengeOf(verifier: string, { challenge }: OAuth2): Promise<Readonly<Record<string, string>>> {
  if (challenge === "none") return {};
  const standard = await oauth.calculatePKCECodeChallenge(verifier);
  const code_challenge = challenge === "hex" ? Buffer.from(standard, "base64url").toString("hex") : standard;
  return { code_challenge, code_challenge_method: "S256" };
}

/** Renewed this long before the end, ms: no request of a reading that has begun meets a dead token. */
const aheadMs = 5 * 60_000;

/**
 * An access token that is good for a reading. Renewed ahead of its end, under the grant's lock: several networks rotate
 * refresh tokens, and using an old one kills the grant. `stale`: the network has just refused the token that it had.
 */
export async function freshToken(
  ctx: ConnectorContext,
  { network, secret, stale }: { network: OAuth2; secret: string | undefined; stale?: string },
): Promise<string> {
  const { networkId } = network;
  const held = readTokens(networkId, secret);
  if (isGood(held, { now: ctx.now(), stale }) || ctx.renewSecret === undefined) return held.accessToken;
  const stored = await ctx.renewSecret(async (text) => {
    const tokens = readTokens(networkId, text);
    return isGood(tokens, { now: ctx.now(), stale }) ? null : writeTokens(await renewed(ctx, { network, tokens }));
  });
  return readTokens(networkId, stored).accessToken;
}

const isGood = (
  { accessToken, expiresAt }: Tokens,
  { now, stale }: { now: number; stale: string | undefined },
): boolean => accessToken !== stale && (expiresAt === null || expiresAt - aheadMs > now);

async function renewed(
  ctx: ConnectorContext,
  { network, tokens }: { network: OAuth2; tokens: Tokens },
): Promise<Tokens> {
  const { app } = ctx;
  if (app === undefined)
    throw refused(
      network,
      "The app through which this channel was connected is no longer set up. Connect the channel again.",
    );
  if (network.renew !== undefined) return network.renew(ctx, { app, tokens });
  const { refreshToken } = tokens;
  if (refreshToken === null)
    throw refused(network, `The sign-in at ${network.title} is over. Connect the channel again.`);
  const { server, client, auth, options } = setUp(ctx, { network, app });
  const answer = await inWords(network, async () => {
    const response = await oauth.refreshTokenGrantRequest(server, client, auth, refreshToken, options);
    return oauth.processRefreshTokenResponse(server, client, response);
  });
  return tokensOf(answer, { now: ctx.now(), before: tokens });
}

const refused = ({ networkId }: OAuth2, message: string): ConnectorError =>
  new ConnectorError({ networkId, code: "unauthorized", message });

/** What a token endpoint answers; a refresh token that is not named again stays the one that was there. */
export function tokensOf(
  answer: oauth.TokenEndpointResponse,
  { now, before }: { now: number; before: Tokens | null },
): Tokens {
  const end = (seconds: unknown): number | null => {
    const given = typeof seconds === "string" ? Number(seconds) : seconds;
    return typeof given === "number" && given > 0 ? now + given * 1_000 : null;
  };
  const isNew = answer.refresh_token !== undefined && answer.refresh_token !== "";
  return {
    accessToken: answer.access_token,
    refreshToken: isNew ? (answer.refresh_token ?? null) : (before?.refreshToken ?? null),
    expiresAt: end(answer.expires_in),
    refreshExpiresAt:
      end(answer.refresh_expires_in ?? answer.refresh_token_expires_in) ??
      (isNew ? null : (before?.refreshExpiresAt ?? null)),
    issuedAt: now,
  };
}

function setUp(ctx: ConnectorContext, { network, app }: { network: OAuth2; app: AppCredentials }) {
  const tokenUrl = network.tokenUrl(ctx);
  // Who names itself in its answer (RFC 9207) names where people signed in, not where tokens are fetched.
  const issuer = new URL(network.authorizeUrl(ctx)).origin;
  const server: oauth.AuthorizationServer = { issuer, token_endpoint: tokenUrl };
  const client: oauth.Client = { client_id: app.id };
  const secretAuth =
    network.clientAuth === "basic" ? oauth.ClientSecretBasic(app.secret) : oauth.ClientSecretPost(app.secret);
  const auth: oauth.ClientAuth = async (as, of, body, headers) => {
    await secretAuth(as, of, body, headers);
    if (network.idName === undefined) return;
    body.delete("client_id");
    body.set(network.idName, app.id);
  };
  const options = {
    [oauth.customFetch]: guarded(ctx, network),
    [oauth.allowInsecureRequests]: tokenUrl.startsWith("http:"),
  };
  return { server, client, auth, options };
}

type TokenFetch = (url: string, init: oauth.CustomFetchOptions<"POST", URLSearchParams>) => Promise<Response>;

const guarded =
  (ctx: ConnectorContext, { networkId }: OAuth2): TokenFetch =>
  async (url, { body, headers, method }) => {
    const response = await ctx.fetch(url, { method, headers, body: body.toString() }).catch((error: unknown) => {
      throw asConnectorError(networkId, error);
    });
    const text = await response.text();
    const { status } = response;
    if (status === 429 || status >= 500 || (!response.ok && !isOAuthError(text))) {
      throw classifyResponse({ networkId, status, headers: response.headers, body: text, now: ctx.now() });
    }
    // TikTok may refuse with status 200.
    const told = response.ok && isOAuthError(text) ? 400 : status;
    const headersRead = new Headers(response.headers);
    // The refusal of an app's credentials asks for them in this header (RFC 6749, 5.2); the body says it better.
    headersRead.delete("www-authenticate");
    return new Response(withTokenType(text), { status: told, headers: headersRead });
  };

/** What the standard says goes wrong; anything else is the network's own trouble. */
function isOAuthError(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null && "error" in answer && typeof answer.error === "string";
  } catch {
    return false;
  }
}

/** The standard requires a type, several networks leave it out; all of them mean "bearer". */
function withTokenType(text: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    const isAnswer = typeof answer === "object" && answer !== null && "access_token" in answer;
    return isAnswer ? JSON.stringify({ ...answer, token_type: "bearer", ...secondsOf(answer) }) : text;
  } catch {
    return text;
  }
}

/** Seconds in quotes are seconds. */
const secondsOf = (answer: object): { expires_in?: number } =>
  "expires_in" in answer && typeof answer.expires_in === "string" ? { expires_in: Number(answer.expires_in) } : {};

/** What went wrong between us and the sign-in server, in words for the person who signs in. */
async function inWords<T>(network: OAuth2, work: () => Promise<T>): Promise<T> {
  const { networkId, title } = network;
  const refusal = (code: "invalid-input" | "unauthorized" | "malformed", message: string, cause: unknown) =>
    new ConnectorError({ networkId, code, message, cause, ...(code === "malformed" ? { retryable: false } : {}) });
  try {
    return await work();
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) {
      const message =
        error.error === "access_denied"
          ? `${title} was not allowed to share this account.`
          : `${title} did not sign you in. Try again.`;
      throw refusal("invalid-input", message, error);
    }
    if (error instanceof oauth.ResponseBodyError) {
      if (appErrors.has(error.error)) {
        throw refusal(
          "invalid-input",
          `${title} does not accept the app's credentials. Check them in the settings.`,
          error,
        );
      }
      throw refusal("unauthorized", `${title} no longer accepts this sign-in. Connect the channel again.`, error);
    }
    if (error instanceof oauth.OperationProcessingError) {
      throw refusal("malformed", `${title} answered the sign-in with something that cannot be read.`, error);
    }
    throw error;
  }
}

const appErrors: ReadonlySet<string> = new Set(["invalid_client", "unauthorized_client"]);
