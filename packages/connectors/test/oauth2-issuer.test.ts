import { describe, expect, it, onTestFinished } from "vitest";
import { startXStandIn } from "../src/stand-ins/index.ts";
import { subject } from "./networks/x/subjects.ts";
import { errorOf, stage } from "./subject.ts";

describe("an answer that names who gave it (RFC 9207)", () => {
  const answer = async (issOf: (authorizeUrl: URL) => string) => {
    const { ctx, standIn } = await stage({ ...subject, start: startXStandIn });
    onTestFinished(() => standIn.close());
    const { signIn } = subject.network.connect;
    if (signIn === undefined || ctx.app === undefined) throw new Error("nobody signs in here");
    const attempt = { app: ctx.app, redirectUri: "https://headroom.example/answer", state: "state" };
    const { url, keep } = await signIn.start(ctx, attempt);
    const sentBack = await fetch(url, { method: "POST", redirect: "manual" });
    const params = new URL(sentBack.headers.get("location") ?? "about:blank").searchParams;
    params.set("iss", issOf(new URL(url)));
    return signIn.finish(ctx, { ...attempt, keep, params });
  };

  it("is taken where it is the place at which the person signed in", async () => {
    expect((await answer(({ origin }) => origin)).secret).toContain("access-");
  });

  it("is refused where it is anybody else", async () => {
    expect(await errorOf(answer(() => "https://evil.example"))).toMatchObject({ code: "malformed", retryable: false });
  });
});
