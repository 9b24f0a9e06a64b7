import { describe, expect, it } from "vitest";
import { freshToken } from "../../src/http/oauth2.ts";
import { x } from "../../src/networks/x/x.ts";
import { xSignIn } from "../../src/networks/x/x-sign-in.ts";
import { startXStandIn } from "../../src/stand-ins/index.ts";
import { subject } from "../networks/x/subjects.ts";
import { day, errorOf, stage } from "../subject.ts";

const signedIn = async () => {
  const set = await stage({ ...subject, network: x, start: startXStandIn });
  const { signIn } = x.connect;
  if (signIn === undefined || set.ctx.app === undefined) throw new Error("X has no sign-in");
  const attempt = { app: set.ctx.app, redirectUri: "https://headroom.example/answer", state: "state" };
  const { url, keep } = await signIn.start(set.ctx, attempt);
  const answer = await fetch(url, { method: "POST", redirect: "manual" });
  const params = new URL(answer.headers.get("location") ?? "").searchParams;
  const finish = () => signIn.finish(set.ctx, { ...attempt, keep, params });
  return { ...set, finish };
};

/** What a real provider did (oidc-provider 9.13, test/real/oauth.test.ts), the sign-in of the stand-ins does too. */
describe("the stand-ins' sign-in", () => {
  it("asks an app with a wrong secret for its credentials in a header, and we say so in words", async () => {
    const { ctx, clock, standIn, finish } = await signedIn();
    const { secret } = await finish();
    clock.now += day;
    const wrong = {
      ...ctx,
      renewSecret: async (renew: (text: string) => Promise<string | null>) => (await renew(secret)) ?? "",
    };
    const error = await errorOf(
      freshToken({ ...wrong, app: { id: ctx.app?.id ?? "", secret: "no" } }, { network: xSignIn, secret }),
    );
    expect(error).toMatchObject({ code: "invalid-input", needsReconnect: false });
    const asked = await fetch(`${standIn.url}/2/oauth2/token`, {
      method: "POST",
      headers: { authorization: "Basic bm86bm8=" },
    });
    expect([asked.status, asked.headers.get("www-authenticate")]).toEqual([401, 'Basic realm="stand-in"']);
    await standIn.close();
  });

  it("ends the grant of a code that comes a second time", async () => {
    const { ctx, clock, standIn, finish } = await signedIn();
    const { secret } = await finish();
    expect(await errorOf(finish())).toMatchObject({ code: "unauthorized" });
    clock.now += day;
    const renewing = {
      ...ctx,
      renewSecret: async (renew: (text: string) => Promise<string | null>) => (await renew(secret)) ?? "",
    };
    expect(await errorOf(freshToken(renewing, { network: xSignIn, secret }))).toMatchObject({ code: "unauthorized" });
    await standIn.close();
  });
});
