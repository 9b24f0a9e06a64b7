import { describe, expect, it } from "vitest";
import { openTokenSession, renewOnce } from "../src/http/renew-once.ts";
import { ConnectorError, type ConnectorErrorCode } from "../src/index.ts";
import { pinterestSignIn } from "../src/networks/pinterest/pinterest-sign-in.ts";
import { jsonServer } from "./json-server.ts";
import { day, errorOf, minute, startOfTest } from "./subject.ts";

const network = pinterestSignIn;

const tokens = (accessToken: string, expiresAt: number) =>
  JSON.stringify({
    accessToken,
    refreshToken: "refresh",
    expiresAt,
    refreshExpiresAt: startOfTest + 60 * day,
    issuedAt: startOfTest - day,
  });

const refusal = (code: ConnectorErrorCode) => new ConnectorError({ networkId: "pinterest", code, message: "No." });

/** A token server that gives `new-1`, `new-2` …, and a connection that keeps what it is given. */
const staged = async (stored: string) => {
  let given = 0;
  const server = await jsonServer(() => {
    given += 1;
    return {
      json: { access_token: `new-${given}`, refresh_token: "refresh-2", expires_in: 3600, token_type: "bearer" },
    };
  });
  const kept = [stored];
  const ctx = {
    ...server.ctx,
    app: { id: "app", secret: "app-secret" },
    baseUrls: { pinterest: server.origin },
    renewSecret: async (renew: (text: string) => Promise<string | null>) => {
      const next = await renew(kept.at(-1) ?? "");
      if (next !== null) kept.push(next);
      return kept.at(-1) ?? "";
    },
  };
  return { ...server, ctx, kept };
};

describe("a session", () => {
  it.each([
    ["far from its end", 6 * minute, "old", 0],
    ["five minutes from its end", 5 * minute, "new-1", 1],
    ["dead", -day, "new-1", 1],
  ])("with a token that is %s is opened with %4$s", async (_name, left, token, renewals) => {
    const secret = tokens("old", startOfTest + left);
    const { ctx, asked, kept } = await staged(secret);
    expect((await openTokenSession(ctx, { network, secret })).token).toBe(token);
    expect([asked.length, kept.length - 1]).toEqual([renewals, renewals]);
  });

  it.each([undefined, "", "not json", "{}"])("of the secret %j is not opened", async (secret) => {
    const { ctx } = await staged("");
    expect(await errorOf(openTokenSession(ctx, { network, secret }))).toMatchObject({
      code: "unauthorized",
      needsReconnect: true,
    });
  });
});

describe("work whose token is refused", () => {
  const secret = tokens("old", startOfTest + day);

  it("is done once more, with a token that was kept before, and the session goes on with it", async () => {
    const { ctx, kept } = await staged(secret);
    const session = await openTokenSession(ctx, { network, secret });
    const used: string[] = [];
    const work = async (token: string) => {
      used.push(token);
      if (token === "old") throw refusal("unauthorized");
      expect(kept.at(-1)).toContain(token);
      return "done";
    };
    expect(await renewOnce(ctx, { network, session }, work)).toBe("done");
    expect([used, session.token]).toEqual([["old", "new-1"], "new-1"]);
    await renewOnce(ctx, { network, session }, work);
    expect(used).toEqual(["old", "new-1", "new-1"]);
  });

  it("takes the token that somebody else renewed meanwhile, and asks for none", async () => {
    const { ctx, asked } = await staged(tokens("by-another", startOfTest + day));
    const session = { secret, token: "old" };
    const work = async (token: string) => {
      if (token === "old") throw refusal("unauthorized");
      return token;
    };
    expect(await renewOnce(ctx, { network, session }, work)).toBe("by-another");
    expect(asked).toEqual([]);
  });

  it("fails where the new token is refused as well: there is no third time", async () => {
    const { ctx, asked } = await staged(secret);
    let times = 0;
    const work = async () => {
      times += 1;
      throw refusal("unauthorized");
    };
    const error = await errorOf(renewOnce(ctx, { network, session: { secret, token: "old" } }, work));
    expect([error, times, asked.length]).toMatchObject([{ code: "unauthorized" }, 2, 1]);
  });

  it.each<ConnectorErrorCode>(["forbidden", "rate-limited", "unavailable", "not-found"])(
    "is not done again where it failed because of %s",
    async (code) => {
      const { ctx, asked } = await staged(secret);
      const work = async () => {
        throw refusal(code);
      };
      const error = await errorOf(renewOnce(ctx, { network, session: { secret, token: "old" } }, work));
      expect([error, asked]).toMatchObject([{ code }, []]);
    },
  );

  it("is not done again where nothing can be renewed, as while connecting", async () => {
    const { ctx, asked } = await staged(secret);
    const { renewSecret: _, ...without } = ctx;
    const work = async () => {
      throw refusal("unauthorized");
    };
    const error = await errorOf(renewOnce(without, { network, session: { secret, token: "old" } }, work));
    expect([error, asked]).toMatchObject([{ code: "unauthorized" }, []]);
  });
});
