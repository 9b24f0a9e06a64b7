import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import Provider from "oidc-provider";

const redirectUri = "https://headroom.example/sign-in/answer";

/** Two apps of the same server: one that shows who it is in a header, one that does in the body. */
const apps = {
  basic: { id: "basic-app", secret: "a secret: +50 % & more" },
  post: { id: "post-app", secret: "a secret: +50 % & more" },
} as const;

export interface OidcServer {
  issuer: string;
  provider: Provider;
  redirectUri: string;
  apps: typeof apps;
  /** What was asked at the token endpoint, as "grant type". */
  tokenRequests: string[];
  /** The person's part: opens the address in a browser, and agrees or does not. Returns the answer's parameters. */
  signIn: (url: string, agrees?: boolean) => Promise<URLSearchParams>;
  close: () => Promise<void>;
}

/** A real OpenID provider (npm `oidc-provider`) on loopback, which asks for PKCE and rotates refresh tokens. */
export async function startOidcServer(): Promise<OidcServer> {
  const tokenRequests: string[] = [];
  const handler: { serve: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown } = { serve: () => {} };
  const server = createServer((incoming, outgoing) => handler.serve(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider got no port");
  const issuer = `http://127.0.0.1:${address.port}`;
  const provider = providerAt(issuer);
  provider.on("grant.success", ({ oidc }) => tokenRequests.push(String(oidc.params?.grant_type)));
  provider.on("grant.error", ({ oidc }) => tokenRequests.push(String(oidc.params?.grant_type)));
  const callback = provider.callback();
  handler.serve = (incoming, outgoing) =>
    incoming.url?.startsWith("/interaction/") === true
      ? agree(provider, { incoming, outgoing })
      : callback(incoming, outgoing);
  return {
    issuer,
    provider,
    redirectUri,
    apps,
    tokenRequests,
    signIn: (url, agrees = true) => follow(url, agrees),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const providerAt = (issuer: string): Provider =>
  new Provider(issuer, {
    clients: (["basic", "post"] as const).map((name) => ({
      client_id: apps[name].id,
      client_secret: apps[name].secret,
      token_endpoint_auth_method: `client_secret_${name}`,
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
    })),
    scopes: ["channel.read"],
    pkce: { required: () => true },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: 7_200,
      RefreshToken: 86_400,
      AuthorizationCode: 30,
      Grant: 86_400,
      Session: 600,
      Interaction: 600,
    },
    cookies: { keys: ["of this test alone"] },
    features: { devInteractions: { enabled: false } },
    findAccount: async (_, accountId) => ({ accountId, claims: async () => ({ sub: accountId }) }),
  });

interface Exchange {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}

/** What the sign-in page of a network does when its button is pressed. */
async function agree(provider: Provider, { incoming, outgoing }: Exchange): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(incoming, outgoing);
  const result = incoming.headers["x-agrees"] === "no" ? { error: "access_denied" } : await consent();
  await provider.interactionFinished(incoming, outgoing, result);

  async function consent() {
    if (prompt.name === "login") return { login: { accountId: "alice" } };
    const grant = new provider.Grant({ accountId: session?.accountId ?? "", clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    return { consent: { grantId: await grant.save() } };
  }
}

/** Follows redirects with cookies, as a browser does, up to the one that leads back to Headroom. */
async function follow(start: string, agrees: boolean): Promise<URLSearchParams> {
  const cookies = new Map<string, string>();
  for (let url = start; ; ) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie, ...(agrees ? {} : { "x-agrees": "no" }) },
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const next = answer.headers.get("location");
    if (next === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
    url = new URL(next, url).href;
    if (url.startsWith(redirectUri)) return new URL(url).searchParams;
  }
}
