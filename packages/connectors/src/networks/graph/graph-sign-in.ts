import { z } from "zod";
import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { AppCredentials, AppForm, AppVerdict, SignIn, SignInAttempt } from "../../contract/sign-in.ts";
import { grantEnd, type Tokens, writeTokens } from "../../http/tokens.ts";
import { askForToken, type TokenRequest } from "./graph-token.ts";

/** What is one door's own when a person signs in. */
export interface GraphSignIn {
  networkId: string;
  title: string;
  app: AppForm;
  scopes: readonly string[];
  /** As in `SignIn`. */
  wider?: string;
  authorizeUrl: (ctx: ConnectorContext) => string;
  /** Takes the code. */
  tokenUrl: (ctx: ConnectorContext) => string;
  /** What makes a token of sixty days of the first one, which lives an hour or two. */
  lengthen: (ctx: ConnectorContext, given: { app: AppCredentials; token: string }) => TokenRequest;
  /** What is stored of the grant, where it is more than the tokens. */
  complete?: (ctx: ConnectorContext, given: { app: AppCredentials; tokens: Tokens }) => Promise<string>;
  testApp?: (ctx: ConnectorContext, app: AppCredentials) => Promise<AppVerdict>;
}

/**
 * Sign-in at the Graph's doors. It is OAuth 2 without PKCE, whose errors and tokens are the Graph's own: the first token
 * is exchanged for one of sixty days at once.
 */
export const graphSignIn = (door: GraphSignIn): SignIn => ({
  app: door.app,
  scopes: door.scopes,
  ...(door.wider !== undefined && { wider: door.wider }),
  ...(door.testApp && { testApp: door.testApp }),
  start: async (ctx, { app, redirectUri, state }) => {
    const url = new URL(door.authorizeUrl(ctx));
    const asked = {
      client_id: app.id,
      redirect_uri: redirectUri,
      response_type: "code",
      scope: door.scopes.join(","),
      state,
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return { url: url.href, keep: "" };
  },
  finish: (ctx, { app, redirectUri, state, params }) =>
    inWords(door, async () => {
      const code = codeOf(door, { state, params });
      const first = await askForToken(ctx, door, firstRequest(ctx, door, { app, redirectUri, state }, code));
      const { accessToken: token } = first;
      const tokens = await askForToken(ctx, door, door.lengthen(ctx, { app, token }));
      const secret = (await door.complete?.(ctx, { app, tokens })) ?? writeTokens(tokens);
      return { secret, expiresAt: door.complete === undefined ? grantEnd(tokens) : null };
    }),
});

const answerSchema = z.object({ state: z.string(), code: z.string().min(1) });

function codeOf(
  { networkId, title }: GraphSignIn,
  { state, params }: { state: string; params: URLSearchParams },
): string {
  const answer = answerSchema.safeParse(Object.fromEntries(params)).data;
  if (answer !== undefined && answer.state === state) return answer.code;
  const message =
    params.get("error") === "access_denied"
      ? `${title} was not allowed to share this account.`
      : `${title} did not sign you in. Try again.`;
  throw new ConnectorError({ networkId, code: "invalid-input", message });
}

const firstRequest = (
  ctx: ConnectorContext,
  door: GraphSignIn,
  { app, redirectUri }: SignInAttempt,
  code: string,
): TokenRequest => ({
  method: "POST",
  url: door.tokenUrl(ctx),
  query: {
    client_id: app.id,
    client_secret: app.secret,
    grant_type: "authorization_code",
    redirect_uri: redirectUri,
    code,
  },
});

/** A refusal while somebody signs in is theirs to answer, not a broken connection. */
async function inWords<T>({ networkId, title }: GraphSignIn, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isConnectorError(error) || error.retryable || !refusals.has(error.code)) throw error;
    const message = `${title} refused this sign-in. Try again, and check the app's credentials in the settings.`;
    throw new ConnectorError({ networkId, code: "invalid-input", message, cause: error });
  }
}

const refusals: ReadonlySet<string> = new Set(["unauthorized", "forbidden", "not-found", "malformed"]);
