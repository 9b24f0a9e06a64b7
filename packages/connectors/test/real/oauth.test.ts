import { guardedFetch } from "@headroom/net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshToken, type OAuth2, oauth2SignIn } from "../../src/http/oauth2.ts";
import { openTokenSession, renewOnce } from "../../src/http/renew-once.ts";
import { readTokens } from "../../src/http/tokens.ts";
import { type ConnectorContext, ConnectorError } from "../../src/index.ts";
import { errorOf } from "../subject.ts";
import { type OidcServer, startOidcServer } from "./oidc-server.ts";

const hour = 3_600_000;

let server: OidcServer;
beforeAll(async () => {
  server = await startOidcServer();
});
afterAll(() => server.close());

const networkOf = (clientAuth: OAuth2["clientAuth"]): OAuth2 => ({
  networkId: "x",
  title: "Example",
  app: { registerAt: "-", idLabel: "-", secretLabel: "-", help: "-" },
  scopes: ["channel.read"],
  authorizeUrl: () => `${server.issuer}/auth`,
  tokenUrl: () => `${server.issuer}/token`,
  clientAuth,
});

/** A connection whose secret is kept under a lock, as services keeps it, and a clock that the test moves. */
function connection(clientAuth: OAuth2["clientAuth"] = "basic") {
  const network = networkOf(clientAuth);
  const clock = { ahead: 0 };
  const stored: string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const ctx: ConnectorContext = {
    fetch: guardedFetch({ allowedPrivateHosts: ["127.0.0.1"] }),
    now: () => Date.now() + clock.ahead,
    hashActor: (_, id) => id,
    saveSecret: async (secret) => void stored.push(secret),
    renewSecret: (renew) => {
      const turn = last.then(async () => {
        const next = await renew(stored.at(-1) ?? "");
        if (next !== null) stored.push(next);
        return stored.at(-1) ?? "";
      });
      last = turn.catch(() => {});
      return turn;
    },
    app: server.apps[clientAuth],
  };
  const attempt = { app: server.apps[clientAuth], redirectUri: server.redirectUri, state: "state-of-this-attempt" };
  const start = () => oauth2SignIn(network).start(ctx, attempt);
  const finish = (answer: { keep: string; params: URLSearchParams }) =>
    oauth2SignIn(network).finish(ctx, { ...attempt, ...answer });
  const signedIn = async () => {
    const { url, keep } = await start();
    const grant = await finish({ keep, params: await server.signIn(url) });
    stored.push(grant.secret);
    return grant;
  };
  return { network, clock, stored, ctx, start, finish, signedIn };
}

const tokensIn = (secret: string | undefined) => readTokens("x", secret);
/** Whether the server still knows an access token. */
const isAlive = async (token: string): Promise<boolean> =>
  (await server.provider.AccessToken.find(token)) !== undefined;

describe.each(["basic", "post"] as const)(
  "signing in at a real provider, with the app's secret by %s",
  (clientAuth) => {
    it("gives a token that the server knows, of the person who agreed, and a refresh token", async () => {
      const { signedIn } = connection(clientAuth);
      const { secret } = await signedIn();
      const { accessToken, refreshToken, expiresAt, issuedAt } = tokensIn(secret);
      const known = await server.provider.AccessToken.find(accessToken);
      expect(known).toMatchObject({ accountId: "alice", scope: "channel.read" });
      expect(refreshToken).not.toBeNull();
      expect((expiresAt ?? 0) - issuedAt).toBe(2 * hour);
    });

    it("is renewed with a refresh token that changes each time", async () => {
      const { network, ctx, clock, stored, signedIn } = connection(clientAuth);
      const first = tokensIn((await signedIn()).secret);
      clock.ahead = 2 * hour;
      const token = await freshToken(ctx, { network, secret: stored[0] });
      const second = tokensIn(stored[1]);
      expect([token, await isAlive(token)]).toEqual([second.accessToken, true]);
      expect(second.refreshToken).not.toBe(first.refreshToken);
      clock.ahead = 4 * hour;
      expect(await isAlive(await freshToken(ctx, { network, secret: stored[1] }))).toBe(true);
    });
  },
);

describe("a sign-in that is not to be trusted", () => {
  it("with another attempt's state is refused before anything is asked", async () => {
    const { start, finish } = connection();
    const { url, keep } = await start();
    const params = await server.signIn(url);
    params.set("state", "state-of-another-attempt");
    const asked = server.tokenRequests.length;
    expect(await errorOf(finish({ keep, params }))).toMatchObject({ networkId: "x", retryable: false });
    expect(server.tokenRequests.length).toBe(asked);
  });

  it("without the verifier that it began with is refused by the server", async () => {
    const { start, finish } = connection();
    const { url } = await start();
    const keep = (await start()).keep;
    expect(await errorOf(finish({ keep, params: await server.signIn(url) }))).toMatchObject({ code: "unauthorized" });
  });

  it("whose code was used before ends the grant of the first use too", async () => {
    const { start, finish } = connection();
    const { url, keep } = await start();
    const params = await server.signIn(url);
    const { secret } = await finish({ keep, params });
    expect(await errorOf(finish({ keep, params }))).toMatchObject({ code: "unauthorized", needsReconnect: true });
    expect(await isAlive(tokensIn(secret).accessToken)).toBe(false);
  });

  it("that the person declined is told in words", async () => {
    const { start, finish } = connection();
    const { url, keep } = await start();
    expect(await errorOf(finish({ keep, params: await server.signIn(url, false) }))).toMatchObject({
      code: "invalid-input",
      message: "Example was not allowed to share this account.",
    });
  });

  it("with a wrong secret of the app points to the settings", async () => {
    const { ctx, network, stored, clock, signedIn } = connection();
    await signedIn();
    clock.ahead = 2 * hour;
    const wrong = { ...ctx, app: { ...server.apps.basic, secret: "wrong" } };
    expect(await errorOf(freshToken(wrong, { network, secret: stored[0] }))).toMatchObject({
      code: "invalid-input",
      message: "Example does not accept the app's credentials. Check them in the settings.",
    });
  });
});

describe("a refresh token that changes hands", () => {
  it("used again after it was changed kills the whole grant: a person has to connect again", async () => {
    const { network, ctx, clock, stored, signedIn } = connection();
    const old = (await signedIn()).secret;
    clock.ahead = 2 * hour;
    const newer = await freshToken(ctx, { network, secret: old });
    const forgetful = {
      ...ctx,
      renewSecret: async (renew: (text: string) => Promise<string | null>) => (await renew(old)) ?? old,
    };
    expect(await errorOf(freshToken(forgetful, { network, secret: old }))).toMatchObject({
      code: "unauthorized",
      needsReconnect: true,
      retryable: false,
    });
    expect(await isAlive(newer)).toBe(false);
    clock.ahead = 4 * hour;
    expect(await errorOf(freshToken(ctx, { network, secret: stored.at(-1) }))).toMatchObject({ code: "unauthorized" });
  });

  it("is used once by two readings at the same time, and the grant lives on", async () => {
    const { network, ctx, clock, stored, signedIn } = connection();
    const { secret } = await signedIn();
    clock.ahead = 2 * hour;
    const asked = server.tokenRequests.length;
    const [one, two] = await Promise.all([1, 2].map(() => freshToken(ctx, { network, secret })));
    expect(one).toBe(two);
    expect([server.tokenRequests.slice(asked), stored.length]).toEqual([["refresh_token"], 2]);
    clock.ahead = 4 * hour;
    expect(await isAlive(await freshToken(ctx, { network, secret }))).toBe(true);
  });

  it("is stored before the token that came with it is used", async () => {
    const { network, ctx, stored, signedIn } = connection();
    const { secret } = await signedIn();
    const session = await openTokenSession(ctx, { network, secret });
    const dead = session.token;
    await renewOnce(ctx, { network, session }, async (token) => {
      if (token === dead) throw new ConnectorError({ networkId: "x", code: "unauthorized", message: "No." });
      expect(tokensIn(stored.at(-1)).accessToken).toBe(token);
    });
    expect(stored).toHaveLength(2);
  });

  it("of a person who took her permission back asks to connect again", async () => {
    const { network, ctx, clock, signedIn } = connection();
    const { secret } = await signedIn();
    const known = await server.provider.AccessToken.find(tokensIn(secret).accessToken);
    await server.provider.RefreshToken.revokeByGrantId(known?.grantId ?? "");
    clock.ahead = 2 * hour;
    expect(await errorOf(freshToken(ctx, { network, secret }))).toMatchObject({
      code: "unauthorized",
      needsReconnect: true,
    });
  });
});
