import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type StandIn,
  type StandInOptions,
  startFacebookStandIn,
  startInstagramStandIn,
  startThreadsStandIn,
} from "../../../src/stand-ins/index.ts";
import { day, minute, startOfTest } from "../../subject.ts";

/** What a test reads of any answer. */
const answerSchema = z.looseObject({
  access_token: z.string().default(""),
  data: z.array(z.looseObject({ access_token: z.string().default("") })).default([]),
  error: z.object({ code: z.number() }).optional(),
});

const open: StandIn[] = [];
afterEach(() => Promise.all(open.splice(0).map((standIn) => standIn.close())));

const starters = { instagram: startInstagramStandIn, threads: startThreadsStandIn };
type Name = keyof typeof starters;
const names: readonly Name[] = ["instagram", "threads"];
const prefix: Record<Name, string> = { instagram: "ig", threads: "th" };
const version: Record<Name, string> = { instagram: "v26.0", threads: "v1.0" };

const started = async (name: Name, options: StandInOptions = {}) => {
  const clock = { now: startOfTest };
  const standIn = await starters[name]({ now: () => clock.now, ...options });
  open.push(standIn);
  const get = async (path: string) => {
    const answer = await fetch(standIn.url + path);
    return { status: answer.status, headers: answer.headers, json: answerSchema.parse(await answer.json()) };
  };
  const authorize = async () => {
    const redirect = encodeURIComponent("https://headroom.example/a");
    const page = `${standIn.url}/oauth/authorize?client_id=stand-in-app&redirect_uri=${redirect}&state=s`;
    const answer = await fetch(page, { method: "POST", redirect: "manual" });
    return new URL(answer.headers.get("location") ?? "about:blank").searchParams.get("code") ?? "";
  };
  const exchange = async (code: string) => {
    const body = new URLSearchParams({
      grant_type: "authorization_code",
      client_id: "stand-in-app",
      client_secret: "stand-in-app-secret",
      redirect_uri: "https://headroom.example/a",
      code,
    });
    const answer = await fetch(`${standIn.url}/oauth/access_token`, { method: "POST", body });
    const json = answerSchema.parse(await answer.json());
    return { status: answer.status, token: (json.data[0] ?? json).access_token };
  };
  const lengthen = async (token: string, secret = "stand-in-app-secret") =>
    get(`/access_token?grant_type=${prefix[name]}_exchange_token&client_secret=${secret}&access_token=${token}`);
  const renew = async (token: string) =>
    get(`/refresh_access_token?grant_type=${prefix[name]}_refresh_token&access_token=${token}`);
  const me = async (token: string) => get(`/${version[name]}/me?access_token=${token}`);
  return { standIn, clock, get, authorize, exchange, lengthen, renew, me };
};

describe.each(names)("the stand-in for %s", (name) => {
  it("gives a token of an hour", async () => {
    const { authorize, exchange, me, clock } = await started(name);
    const { token } = await exchange(await authorize());
    expect((await me(token)).status).toBe(200);
    clock.now += 60 * minute;
    expect(await me(token)).toMatchObject({ status: 400, json: { error: { code: 190 } } });
  });

  it("takes a code once, and ends what it gave when somebody brings it again", async () => {
    const { authorize, exchange, me } = await started(name);
    const code = await authorize();
    const { token } = await exchange(code);
    expect((await exchange(code)).status).toBe(400);
    expect(await me(token)).toMatchObject({ status: 400, json: { error: { code: 190 } } });
  });

  it("makes a token of sixty days for who knows the app's secret", async () => {
    const { authorize, exchange, lengthen, me, clock } = await started(name);
    const { token } = await exchange(await authorize());
    expect((await lengthen(token, "wrong")).status).toBe(400);
    const long = (await lengthen(token)).json;
    expect(long).toMatchObject({ token_type: "bearer", expires_in: 5_184_000 });
    clock.now += 60 * day - 1;
    expect((await me(long.access_token)).status).toBe(200);
    clock.now += 1;
    expect((await me(long.access_token)).status).toBe(400);
  });

  it("renews a token from its second day on, while it lives", async () => {
    const { authorize, exchange, lengthen, renew, clock } = await started(name);
    const long = (await lengthen((await exchange(await authorize())).token)).json.access_token;
    clock.now += day - 1;
    expect((await renew(long)).status).toBe(400);
    clock.now += 1;
    const next = await renew(long);
    expect(next).toMatchObject({ status: 200, json: { expires_in: 5_184_000 } });
    clock.now += 60 * day;
    expect((await renew(next.json.access_token)).status).toBe(400);
  });

  it("tells its limit in per cent, and the wait in minutes with a 400", async () => {
    const { get } = await started(name, { limit: { requests: 1, windowMs: 5 * minute } });
    const usage = async () => {
      const { status, headers } = await get("/access_token");
      const [share] = Object.values(JSON.parse(headers.get("x-business-use-case-usage") ?? "{}")).flat();
      return [status, share];
    };
    await get("/refresh_access_token");
    expect(await usage()).toEqual([
      400,
      expect.objectContaining({ type: name, call_count: 100, estimated_time_to_regain_access: 5 }),
    ]);
  });
});

describe("the stand-in for facebook", () => {
  it("answers signed calls alone", async () => {
    const standIn = await startFacebookStandIn({ now: () => startOfTest });
    open.push(standIn);
    const call = (query: string) =>
      fetch(`${standIn.url}/v26.0/me/accounts${query}`, { headers: { authorization: "Bearer unknown" } });
    const codeOf = async (answer: Response) => answerSchema.parse(await answer.json()).error?.code;
    expect(await codeOf(await call(""))).toBe(100);
    const proof = createHmac("sha256", "stand-in-app-secret").update("unknown").digest("hex");
    expect(await codeOf(await call(`?appsecret_proof=${proof}`))).toBe(190);
  });

  it("knows no other version", async () => {
    const standIn = await startFacebookStandIn();
    open.push(standIn);
    expect((await fetch(`${standIn.url}/v19.0/me/accounts`)).status).toBe(400);
  });
});
