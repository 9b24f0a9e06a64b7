import { afterEach, describe, expect, it } from "vitest";
import { flickr } from "../../../src/networks/flickr/flickr.ts";
import { flickrSignIn } from "../../../src/networks/flickr/flickr-sign-in.ts";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { type Answer, jsonServer } from "../../json-server.ts";
import { collect, day, errorOf, lastCursor, minute, signInAt, stage, startOfTest, together } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(() => Promise.all(open.splice(0).map((standIn) => standIn.close())));

const staged = async () => {
  const set = await stage(subject);
  open.push(set.standIn);
  return set;
};

const nsid = "12037949754@N01";
const app = { id: "key", secret: "app-secret" };
const secret = JSON.stringify({ token: "tok", secret: "sec", nsid });
const channel = { nativeId: nsid, config: { nsid }, secret };

/** A photo as Flickr gives it, with what a test changes. */
const photo = (change: object = {}) => ({
  id: "54000000001",
  owner: nsid,
  title: "Harbour",
  ispublic: 1,
  description: { _content: "" },
  dateupload: String((startOfTest - 2 * minute) / 1_000),
  views: "7",
  count_faves: "0",
  count_comments: "0",
  ...change,
});

const listing = (photos: readonly object[], where: object = {}): Answer => ({
  json: { photos: { page: 1, pages: 1, perpage: 200, total: photos.length, photo: photos, ...where }, stat: "ok" },
});

/** A server that answers each method as told, and the photo list with `photos`. */
const served = async (
  photos: readonly object[],
  methods: Readonly<Record<string, (args: URLSearchParams) => Answer>> = {},
) => {
  const server = await jsonServer(({ url }) => {
    const method = url.searchParams.get("method") ?? url.pathname;
    const answer = methods[method];
    if (answer !== undefined) return answer(url.searchParams);
    return method === "flickr.people.getPhotos" ? listing(photos) : { json: { stat: "fail", code: 112, message: "" } };
  });
  const ctx = { ...server.ctx, app, baseUrls: { flickr: server.origin } };
  const pull = () => collect(flickr.pull(ctx, channel, null));
  const asked = () => server.asked.map(({ url }) => url.searchParams.get("method"));
  return { ...server, ctx, pull, methods: asked };
};

const failing = (code: number | string): Answer => ({ json: { stat: "fail", code, message: "words that may change" } });

describe("signing in at Flickr", () => {
  it("asks for reading and adding, not for deleting, and brings the state back in the callback", async () => {
    const { ctx, standIn } = await staged();
    const attempt = { app: standIn.app ?? app, redirectUri: "https://h.example/answer?from=flickr", state: "a b&c" };
    const { url } = await flickrSignIn.start(ctx, attempt);
    expect(new URL(url).pathname).toBe("/services/oauth/authorize");
    expect(new URL(url).searchParams.get("perms")).toBe("write");
    const answer = await fetch(url, { method: "POST", redirect: "manual" });
    const back = new URL(answer.headers.get("location") ?? "");
    expect([back.searchParams.get("state"), back.searchParams.get("from")]).toEqual(["a b&c", "flickr"]);
  });

  it("sends a person nowhere with a secret in the address", async () => {
    const { ctx, standIn } = await staged();
    const { url, keep } = await flickrSignIn.start(ctx, {
      app: standIn.app ?? app,
      redirectUri: "https://h.example/answer",
      state: "s",
    });
    expect(url).not.toContain(JSON.parse(keep).secret);
    expect(standIn.requests.join()).not.toMatch(/oauth_|secret/);
  });

  it("gives a grant that never ends by itself, and knows whose account it is", async () => {
    const { ctx } = await staged();
    const grant = await signInAt(ctx, flickrSignIn);
    expect(grant.expiresAt).toBeNull();
    expect(JSON.parse(grant.secret)).toMatchObject({ nsid });
  });

  const answered = async (change: (params: URLSearchParams) => void, times = 1) => {
    const { ctx, standIn } = await staged();
    const attempt = { app: standIn.app ?? app, redirectUri: "https://h.example/answer", state: "mine" };
    const { url, keep } = await flickrSignIn.start(ctx, attempt);
    const answer = await fetch(url, { method: "POST", redirect: "manual" });
    const params = new URL(answer.headers.get("location") ?? "").searchParams;
    change(params);
    const finish = () => flickrSignIn.finish(ctx, { ...attempt, keep, params });
    for (let n = 1; n < times; n++) await finish();
    return errorOf(finish());
  };

  it.each<[string, (params: URLSearchParams) => void, string]>([
    ["of another attempt", (params) => params.set("state", "yours"), "Flickr did not sign you in. Try again."],
    ["for another token", (params) => params.set("oauth_token", "other"), "Flickr did not sign you in. Try again."],
    [
      "of a person who declined",
      (params) => params.delete("oauth_verifier"),
      "Flickr was not allowed to share this account.",
    ],
    [
      "with a guessed verifier",
      (params) => params.set("oauth_verifier", "guess"),
      "This sign-in took too long. Try again.",
    ],
  ])("refuses an answer %s", async (_name, change, message) => {
    expect(await answered(change)).toMatchObject({ code: "invalid-input", message, retryable: false });
  });

  it("takes an answer once", async () => {
    expect(await answered(() => undefined, 2)).toMatchObject({ code: "invalid-input" });
  });

  it("says of an app whether Flickr knows it", async () => {
    const { ctx, standIn } = await staged();
    const known = standIn.app ?? app;
    expect(await flickrSignIn.testApp?.(ctx, known)).toEqual({ accepted: true });
    const reason = "Flickr does not accept the app's credentials. Check them in the settings.";
    expect(await flickrSignIn.testApp?.(ctx, { ...known, secret: "typo" })).toEqual({ accepted: false, reason });
    expect(await flickrSignIn.testApp?.(ctx, { ...known, id: "typo" })).toEqual({ accepted: false, reason });
  });

  it("blames no app for a limit or an outage", async () => {
    const { ctx, standIn } = await staged();
    standIn.chaos("rate-limited", 1);
    expect(await errorOf(Promise.resolve(flickrSignIn.testApp?.(ctx, app)))).toMatchObject({
      code: "rate-limited",
      retryAfterMs: 60 * minute,
    });
    const wrongClock = { ...ctx, now: () => startOfTest + day };
    expect(await errorOf(Promise.resolve(flickrSignIn.testApp?.(wrongClock, standIn.app ?? app)))).toMatchObject({
      code: "unavailable",
      retryable: true,
    });
  });
});

describe("the channel behind a sign-in", () => {
  it("has the name, the address and the picture that Flickr gives", async () => {
    const { connect } = await staged();
    expect(await connect()).toMatchObject({
      nativeId: nsid,
      title: "alice",
      url: "https://www.flickr.com/photos/alice/",
      avatarUrl: `https://farm1.staticflickr.com/122/buddyicons/${nsid}.jpg`,
      config: { nsid },
    });
  });

  it("does without name and picture, and trusts no address that is none", async () => {
    const person = {
      nsid,
      username: { _content: "" },
      photosurl: { _content: "javascript:alert(1)" },
      iconserver: "0",
    };
    const { ctx } = await served([], { "flickr.people.getInfo": () => ({ json: { person, stat: "ok" } }) });
    const { channels } = await flickr.discover(ctx, {}, { secret });
    expect(channels).toHaveLength(1);
    expect(channels[0]).toMatchObject({ title: nsid, url: "https://www.flickr.com/photos/12037949754%40N01/" });
    expect(channels[0]).not.toHaveProperty("avatarUrl");
  });
});

describe("photos", () => {
  const postOf = async (change: object) => together(await (await served([photo(change)])).pull());

  it("are dated by their upload and read out of wrapped text and quoted numbers", async () => {
    const { posts, observations } = await postOf({ description: { _content: "<b>Low</b> tide &amp; fog" } });
    expect(posts).toEqual([
      {
        nativeId: "54000000001",
        at: startOfTest - 2 * minute,
        url: "https://www.flickr.com/photos/12037949754%40N01/54000000001/",
        text: "Harbour — Low tide & fog",
        carriesLink: false,
      },
    ]);
    expect(observations.map(({ kind, total }) => [kind, total])).toEqual([
      ["view", 7],
      ["like", 0],
      ["comment", 0],
    ]);
  });

  it.each([
    ["title wrapped, numbers bare", { title: { _content: "Harbour" }, views: 7, dateupload: 1_793_620_680 }, "Harbour"],
    ["no description at all", { description: undefined }, "Harbour"],
    ["a description of null", { description: null }, "Harbour"],
    ["more than we read", { media: "photo", tags: "a b" }, "Harbour"],
    ["no title", { title: "" }, ""],
  ])("are read with %s", async (_name, change, text) => {
    const { posts } = await postOf(change);
    expect(posts.map((post) => [post.text, post.at])).toEqual([[text, startOfTest - 2 * minute]]);
  });

  it("tell only the numbers that Flickr gave", async () => {
    const { observations } = await postOf({ views: "3", count_faves: null, count_comments: undefined });
    expect(observations.map(({ kind, total }) => [kind, total])).toEqual([["view", 3]]);
  });

  it.each([
    ["https://blog.example/a", true],
    ["see https://blog.example", true],
    ['<a href="https://blog.example">b</a>', true],
    ['<a href="https://www.flickr.com/groups/fog/">fog</a>', false],
    ["https://www.flickr.com/photos/bob/1/", false],
    ["blog.example without an address", false],
  ])("with the description %j link elsewhere: %j", async (text, expected) => {
    const { posts } = await postOf({ description: { _content: text } });
    expect(posts.map(({ carriesLink }) => carriesLink)).toEqual([expected]);
  });

  it("that cannot be read do not stop the others", async () => {
    const { posts } = together(
      await (await served([photo(), { id: 7 }, photo({ id: "2", dateupload: "soon" })])).pull(),
    );
    expect(posts.map(({ nativeId }) => nativeId)).toEqual(["54000000001"]);
  });

  it("are only those that the public may see", async () => {
    const { pull, asked } = await served([photo()]);
    await pull();
    expect(asked[0]?.url.searchParams.get("privacy_filter")).toBe("1");
  });

  it("end where Flickr says that it gave the last page, whatever was asked for", async () => {
    const { ctx, asked } = await served([], {
      "flickr.people.getPhotos": () => listing([photo()], { page: 1, pages: 1 }),
    });
    const resumed = {
      version: 1,
      known: null,
      walk: { top: null, next: "9" },
      recent: {},
      followers: null,
      tail: null,
    };
    await collect(flickr.pull(ctx, channel, resumed));
    expect(asked.map(({ url }) => url.searchParams.get("page"))).toEqual(["9", "1"]);
  });

  it("that are gone or went private are removed; those that the list merely missed are not", async () => {
    const before = await served(["1", "2", "3", "4"].map((id) => photo({ id })));
    const first = await before.pull();
    const visibility: Readonly<Record<string, number>> = { "1": 1, "2": 0 };
    const { ctx } = await served([photo({ id: "4" })], {
      "flickr.photos.getInfo": (args) => {
        const id = args.get("photo_id") ?? "";
        if (id === "3") return failing(1);
        return { json: { photo: { id, visibility: { ispublic: visibility[id] } }, stat: "ok" } };
      },
    });
    const second = await collect(flickr.pull(ctx, channel, lastCursor(first)));
    expect(together(second).removals).toEqual([{ nativeKey: "post:2" }, { nativeKey: "post:3" }]);
  });
});

describe("reactions", () => {
  const people = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => ({
      nsid: `${from + n}@N02`,
      favedate: String(startOfTest / 1_000 - n),
    }));
  const faves =
    (pages: number) =>
    (args: URLSearchParams): Answer => {
      const page = Number(args.get("page"));
      return { json: { photo: { page, pages, person: people(page * 50, page * 50 + 50) }, stat: "ok" } };
    };

  it("are read only where a count changed, faves by the page and no more than four pages", async () => {
    const { pull, methods } = await served([photo({ count_faves: "400" }), photo({ id: "2" })], {
      "flickr.photos.getFavorites": faves(8),
    });
    const { signals, observations } = together(await pull());
    expect(signals).toHaveLength(200);
    expect(observations.find(({ kind }) => kind === "like")?.total).toBe(400);
    expect(methods()).toEqual(["flickr.people.getPhotos", ...Array(4).fill("flickr.photos.getFavorites")]);
  });

  it("that are all older than the last reading end it: new ones come first", async () => {
    const old = (args: URLSearchParams): Answer => {
      const page = Number(args.get("page"));
      const person = [{ nsid: `${page}@N02`, favedate: String(startOfTest / 1_000 - 60) }];
      return { json: { photo: { page, pages: 3, person }, stat: "ok" } };
    };
    const first = await (await served([photo({ count_faves: "3" })], { "flickr.photos.getFavorites": old })).pull();
    const { ctx, methods } = await served([photo({ count_faves: "4" })], { "flickr.photos.getFavorites": old });
    const later = { ...ctx, now: () => startOfTest + minute };
    await collect(flickr.pull(later, channel, lastCursor(first)));
    expect(together(first).signals).toHaveLength(3);
    expect(methods()).toEqual(["flickr.people.getPhotos", "flickr.photos.getFavorites"]);
  });

  it("of a fan are one, however often the page moved between two questions", async () => {
    const same = (): Answer => ({ json: { photo: { page: 1, pages: 2, person: people(1, 3) }, stat: "ok" } });
    const { pull } = await served([photo({ count_faves: "2" })], { "flickr.photos.getFavorites": same });
    const keys = together(await pull()).signals.map(({ nativeKey }) => nativeKey);
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(key).toMatch(/^like:[\da-f]{64}$/);
  });

  it("of the owner are taken out of the count of comments", async () => {
    const comments = [nsid, "9@N02"].map((author, n) => ({
      id: `c${n}`,
      author,
      datecreate: "1793620000",
      _content: "x",
    }));
    const { pull } = await served([photo({ count_comments: "2" })], {
      "flickr.photos.comments.getList": () => ({
        json: { comments: { photo_id: "1", comment: comments }, stat: "ok" },
      }),
    });
    const { signals, observations } = together(await pull());
    expect(signals).toMatchObject([{ nativeKey: "comment:c1", at: 1_793_620_000_000, postNativeId: "54000000001" }]);
    expect(JSON.stringify(signals)).not.toContain("9@N02");
    expect(observations.find(({ kind }) => kind === "comment")?.total).toBe(1);
  });

  it("of a photo that went away meanwhile, or whose list is left out, are none", async () => {
    const { pull } = await served([photo({ count_faves: "2" }), photo({ id: "2", count_comments: "1" })], {
      "flickr.photos.getFavorites": () => failing(1),
      "flickr.photos.comments.getList": () => ({ json: { comments: { photo_id: "2" }, stat: "ok" } }),
    });
    const { posts, signals } = together(await pull());
    expect([posts.length, signals]).toEqual([2, []]);
  });
});

describe("a refusal", () => {
  it.each<[number | string, object]>([
    [0, { code: "unavailable", retryable: true }],
    [2, { code: "not-found", retryable: false }],
    [96, { code: "unauthorized", needsReconnect: true }],
    ["98", { code: "unauthorized", needsReconnect: true }],
    [99, { code: "forbidden", needsReconnect: false }],
    [100, { code: "unauthorized", needsReconnect: true }],
    [105, { code: "unavailable", retryable: true }],
    [112, { code: "malformed", retryable: false }],
  ])("with status 200 and the number %j is classified by it", async (code, expected) => {
    const { pull } = await served([], { "flickr.people.getPhotos": () => failing(code) });
    expect(await errorOf(pull())).toMatchObject({ networkId: "flickr", ...expected });
  });

  it.each([
    ["token_rejected", { code: "unauthorized", needsReconnect: true }],
    ["nonce_used", { code: "unavailable", retryable: true }],
    ["timestamp_refused", { code: "unavailable", retryable: true }],
    ["token_rejected&debug=nonce_used", { code: "unauthorized", needsReconnect: true }],
  ])("of a signature (%s) is read by its name", async (problem, expected) => {
    const { ctx } = await served([]);
    const refusing = { ...ctx, fetch: async () => new Response(`oauth_problem=${problem}`, { status: 401 }) };
    expect(await errorOf(collect(flickr.pull(refusing, channel, null)))).toMatchObject(expected);
  });

  it("that names a wait is obeyed, one that names none means an hour", async () => {
    const { ctx } = await served([]);
    const after = (headers: Record<string, string>) => ({
      ...ctx,
      fetch: async () => new Response("<h1>429 Too Many Requests</h1>", { status: 429, headers }),
    });
    const waits = [{ "retry-after": "90" }, {}].map((headers) =>
      errorOf(collect(flickr.pull(after(headers), channel, null))),
    );
    expect(await Promise.all(waits)).toMatchObject([{ retryAfterMs: 90_000 }, { retryAfterMs: 60 * minute }]);
  });

  it("comes where the person took the permission back, and asks to connect again", async () => {
    const { connect, pull, standIn } = await staged();
    const connected = await connect();
    standIn.revoke?.();
    expect(await errorOf(pull(connected))).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });

  it("comes before any request where the app is gone or the sign-in cannot be read", async () => {
    const { ctx, asked } = await served([]);
    const { app: _, ...without } = ctx;
    expect(await errorOf(collect(flickr.pull(without, channel, null)))).toMatchObject({ code: "unauthorized" });
    const broken = { ...channel, secret: "not json" };
    expect(await errorOf(collect(flickr.pull(ctx, broken, null)))).toMatchObject({ code: "unauthorized" });
    expect(asked).toEqual([]);
  });
});

it("signs each request anew and keeps tokens out of addresses", async () => {
  const { pull, asked } = await served([photo({ count_comments: "1" })], {
    "flickr.photos.comments.getList": () => ({ json: { comments: {}, stat: "ok" } }),
  });
  await pull();
  expect(new Set(asked.map(({ authorization }) => /oauth_nonce="(\w+)"/.exec(authorization ?? "")?.[1])).size).toBe(2);
  expect(asked.map(({ url }) => url.href).join()).not.toMatch(/oauth|tok|sec/);
});
