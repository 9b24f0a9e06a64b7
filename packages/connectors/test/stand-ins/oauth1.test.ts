import { afterEach, describe, expect, it } from "vitest";
import { oauth1Header, type SignedRequest } from "../../src/http/oauth1.ts";
import { type StandIn, startFlickrStandIn } from "../../src/stand-ins/index.ts";
import { day, minute, startOfTest } from "../subject.ts";

const open: StandIn[] = [];
afterEach(() => Promise.all(open.splice(0).map((standIn) => standIn.close())));

const started = async () => {
  const standIn = await startFlickrStandIn({ now: () => startOfTest });
  open.push(standIn);
  const app = standIn.app ?? { id: "", secret: "" };
  let nonce = 0;
  const ask = async (path: string, change: Partial<SignedRequest> = {}): Promise<[number, string]> => {
    nonce += 1;
    const url = new URL(path, standIn.url);
    const signed = { method: "GET", url, app, now: startOfTest, nonce: `n${nonce}`, ...change };
    const response = await fetch(url, { headers: { authorization: oauth1Header(signed) } });
    return [response.status, await response.text()];
  };
  const tokenOf = (form: string) => {
    const fields = new URLSearchParams(form);
    return { token: fields.get("oauth_token") ?? "", secret: fields.get("oauth_token_secret") ?? "" };
  };
  const signIn = async () => {
    const [, first] = await ask("/services/oauth/request_token", {
      extra: { oauth_callback: "https://h.example/answer" },
    });
    const token = tokenOf(first);
    const page = `${standIn.url}/services/oauth/authorize?oauth_token=${token.token}`;
    const answer = await fetch(page, { method: "POST", redirect: "manual" });
    const verifier = new URL(answer.headers.get("location") ?? "").searchParams.get("oauth_verifier") ?? "";
    const extra = { oauth_verifier: verifier };
    const [, second] = await ask("/services/oauth/access_token", { token, extra });
    return { request: token, extra, access: tokenOf(second) };
  };
  return { standIn, app, ask, signIn };
};

const info = "/services/rest?method=flickr.people.getInfo&user_id=12037949754%40N01&format=json&nojsoncallback=1";

describe("the stand-in for Flickr", () => {
  it("answers what is signed with the access token, in any encoding", async () => {
    const { ask, signIn, standIn } = await started();
    const { access } = await signIn();
    const [status, body] = await ask(`${info}&extras=a%2Cb%20c%2Bd%2A%27`, { token: access });
    expect([status, JSON.parse(body).stat]).toEqual([200, "ok"]);
    expect(standIn.requests.at(-1)).not.toContain("oauth");
  });

  it.each<[string, Partial<SignedRequest>, string]>([
    ["an app that it does not know", { app: { id: "other", secret: "x" } }, "consumer_key_unknown"],
    ["the wrong secret of the app", { app: { id: "stand-in-app", secret: "typo" } }, "signature_invalid"],
    ["a clock a day off", { now: startOfTest + day }, "timestamp_refused"],
    ["a token that it never gave", { token: { token: "made-up", secret: "x" } }, "token_rejected"],
    ["a signature over another address", { url: new URL("http://127.0.0.1/services/rest") }, "signature_invalid"],
  ])("refuses %s by name", async (_name, change, problem) => {
    const { ask, signIn } = await started();
    const { access } = await signIn();
    expect(await ask(info, { token: access, ...change })).toEqual([401, `oauth_problem=${problem}`]);
  });

  it("allows clocks some minutes, and a nonce once", async () => {
    const { ask, signIn } = await started();
    const { access } = await signIn();
    const signed = { token: access, now: startOfTest + 4 * minute, nonce: "the same" };
    expect((await ask(info, signed))[0]).toBe(200);
    expect(await ask(info, signed)).toEqual([401, "oauth_problem=nonce_used"]);
  });

  it("gives an access token once for a request token, and only to who saw the verifier", async () => {
    const { ask, signIn } = await started();
    const { request, extra } = await signIn();
    expect(await ask("/services/oauth/access_token", { token: request, extra })).toEqual([
      401,
      "oauth_problem=token_rejected",
    ]);
  });

  it("says what it calls a revoked token with status 200, as Flickr does", async () => {
    const { ask, signIn, standIn } = await started();
    const { access } = await signIn();
    standIn.revoke?.();
    const [status, body] = await ask(info, { token: access });
    expect([status, JSON.parse(body)]).toMatchObject([200, { stat: "fail", code: 98 }]);
  });

  it("gives the last page again beyond the end", async () => {
    const { ask, signIn, standIn } = await started();
    const { access } = await signIn();
    for (const n of [1, 2, 3]) standIn.store.publish({ text: `n ${n}`, at: startOfTest - n * minute });
    const list = "/services/rest?method=flickr.people.getPhotos&user_id=12037949754%40N01&per_page=2&page=9";
    const { photos } = JSON.parse((await ask(list, { token: access }))[1]);
    expect([photos.page, photos.pages, photos.total, photos.photo.length]).toEqual([2, 2, 3, 1]);
  });
});
