import { afterEach, describe, expect, it } from "vitest";
import { reddit } from "../../../src/networks/reddit/reddit.ts";
import { redditSignIn } from "../../../src/networks/reddit/reddit-sign-in.ts";
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

const secret = JSON.stringify({
  accessToken: "tok",
  refreshToken: "ref",
  expiresAt: startOfTest + day,
  refreshExpiresAt: null,
  issuedAt: startOfTest,
});
const channel = { nativeId: "t2_a", config: { username: "Alice" }, secret };

/** A post as Reddit gives it, with what a test changes. */
const post = (change: object = {}) => ({
  name: "t3_15bfi0",
  author: "Alice",
  title: "Harbour",
  selftext: "",
  permalink: "/r/boats/comments/15bfi0/harbour/",
  url: "https://www.reddit.com/r/boats/comments/15bfi0/harbour/",
  is_self: true,
  created_utc: startOfTest / 1_000 - 120,
  likes: true,
  score: 8,
  num_comments: 0,
  num_crossposts: 1,
  removed_by_category: null,
  ...change,
});

const listing = (children: readonly object[], after: string | null = null) => ({
  kind: "Listing",
  data: { after, children },
});
const t3 = (data: object) => ({ kind: "t3", data });
const submitted = "/user/Alice/submitted";

type Paths = Readonly<Record<string, (query: URLSearchParams) => Answer>>;

const served = async (posts: readonly object[], paths: Paths = {}) => {
  const usual: Paths = {
    "/api/v1/me": () => ({ json: { id: "a", name: "Alice", subreddit: { subscribers: 3 } } }),
    [submitted]: () => ({ json: listing(posts.map(t3)) }),
    "/api/info": () => ({ json: listing(posts.map(t3)) }),
  };
  const server = await jsonServer(({ url }) => (paths[url.pathname] ?? usual[url.pathname])?.(url.searchParams));
  const ctx = { ...server.ctx, app: { id: "app", secret: "s" }, baseUrls: { reddit: server.origin } };
  return { ...server, ctx, pull: () => collect(reddit.pull(ctx, channel, null)) };
};

describe("signing in at Reddit", () => {
  it("asks to stay, and for no private messages", async () => {
    const { ctx, standIn } = await staged();
    const app = standIn.app ?? { id: "", secret: "" };
    const { url } = await redditSignIn.start(ctx, { app, redirectUri: "https://h.example/answer", state: "s" });
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      duration: "permanent",
      scope: "identity history read submit",
    });
  });

  it("says in every request which program asks, for whom", async () => {
    const { ctx, connect, pullable } = await staged();
    const agents: (string | undefined)[] = [];
    const heard: typeof ctx.fetch = (url, init) => {
      agents.push(Object.entries(init?.headers ?? {}).find(([name]) => name.toLowerCase() === "user-agent")?.[1]);
      return ctx.fetch(url, init);
    };
    const hearing = { ...ctx, fetch: heard };
    await signInAt(hearing, redditSignIn);
    const connected = await connect();
    await collect(reddit.pull(hearing, pullable(connected), null));
    expect(new Set(agents)).toEqual(new Set(["web:stand-in-app:0.1", "web:stand-in-app:0.1 (by /u/alice)"]));
  });

  it("is over where Reddit says so, though with status 200", async () => {
    const { connect, pull, standIn, clock } = await staged();
    const connected = await connect();
    standIn.revoke?.();
    clock.now += 2 * day;
    expect(await errorOf(pull(connected))).toMatchObject({ code: "unauthorized", needsReconnect: true });
    expect(standIn.requests.at(-1)).toBe("POST /api/v1/access_token");
  });

  it("keeps the refresh token, which Reddit does not change, and names no end", async () => {
    const { ctx, connect, pull, clock, secrets } = await staged();
    expect((await signInAt(ctx, redditSignIn)).expiresAt).toBeNull();
    const connected = await connect();
    const before = JSON.parse(secrets.at(-1) ?? "");
    clock.now += 2 * day;
    await pull(connected);
    const after = JSON.parse(secrets.at(-1) ?? "");
    expect([after.refreshToken, after.accessToken === before.accessToken]).toEqual([before.refreshToken, false]);
  });

  it("is renewed once where the token dies in the middle of a pull", async () => {
    const { connect, ctx, pullable, clock, standIn } = await staged();
    standIn.store.publish({ text: "one", at: startOfTest - minute });
    standIn.store.followers = 5;
    const stream = reddit.pull(ctx, pullable(await connect()), null)[Symbol.asyncIterator]();
    expect((await stream.next()).value?.audience).toHaveLength(1);
    clock.now += 2 * day;
    expect((await stream.next()).value?.posts).toHaveLength(1);
    expect(standIn.requests.filter((line) => line.startsWith("POST /api/v1/access_token"))).toHaveLength(2);
  });
});

describe("the account behind a sign-in", () => {
  it("goes by its id, with its name for people", async () => {
    const me = { id: "a1", name: "Alice_B", icon_img: "javascript:alert(1)", subreddit: null };
    const { ctx } = await served([], { "/api/v1/me": () => ({ json: me }) });
    const { channels } = await reddit.discover(ctx, {}, { secret });
    expect(channels).toMatchObject([
      {
        nativeId: "t2_a1",
        title: "u/Alice_B",
        url: "https://www.reddit.com/user/Alice_B/",
        config: { username: "Alice_B" },
      },
    ]);
    expect(channels[0]).not.toHaveProperty("avatarUrl");
  });

  it.each([
    [{ subscribers: 12 }, [12]],
    [{ subscribers: null }, []],
    [{}, []],
    [null, []],
    [undefined, []],
  ])("with the profile %j has %j followers", async (subreddit, followers) => {
    const { pull } = await served([], { "/api/v1/me": () => ({ json: { id: "a", name: "Alice", subreddit } }) });
    expect(together(await pull()).audience.map((one) => one.followers)).toEqual(followers);
  });
});

describe("posts", () => {
  const read = async (...posts: object[]) => together(await (await served(posts)).pull());

  it("are read without the author's own vote and without how the account itself voted", async () => {
    const { posts, observations } = await read(post({ selftext: "At\n\ndawn &amp; dusk" }));
    expect(posts).toEqual([
      {
        nativeId: "t3_15bfi0",
        at: startOfTest - 2 * minute,
        url: "https://www.reddit.com/r/boats/comments/15bfi0/harbour/",
        text: "Harbour — At dawn &amp; dusk",
        carriesLink: false,
      },
    ]);
    expect(observations.map(({ kind, total }) => [kind, total])).toEqual([
      ["like", 7],
      ["reshare", 1],
      ["comment", 0],
    ]);
  });

  it.each([
    [{ score: 1 }, 0],
    [{ score: 0 }, 0],
    [{ score: -12 }, 0],
    [{ score: 41 }, 40],
    [{ score: null }, undefined],
    [{ score: "many" }, undefined],
    [{ score: undefined, likes: true }, undefined],
  ])("with %j have %j likes", async (change, likes) => {
    const { observations } = await read(post(change));
    expect(observations.find(({ kind }) => kind === "like")?.total).toBe(likes);
  });

  it("ask for text as it was written", async () => {
    const { pull, asked } = await served([post()]);
    await pull();
    expect(asked.map(({ url }) => url.searchParams.get("raw_json"))).toEqual(["1", "1"]);
  });

  it.each([
    ["a page elsewhere", { is_self: false, url: "https://blog.example/a" }, true],
    ["a picture on Reddit", { is_self: false, url: "https://i.redd.it/a.jpg" }, false],
    ["a video on Reddit", { is_self: false, url: "https://v.redd.it/a" }, false],
    ["a crosspost", { is_self: false, url: "/r/boats/comments/1/" }, false],
    ["text with a link", { selftext: "see [it](https://blog.example/a)" }, true],
    ["text with a link to Reddit", { selftext: "https://old.reddit.com/r/boats" }, false],
    ["no address", { is_self: false, url: null }, false],
  ])("of %s link elsewhere: %j", async (_name, change, expected) => {
    expect((await read(post(change))).posts.map(({ carriesLink }) => carriesLink)).toEqual([expected]);
  });

  it("with times of half seconds are dated to the millisecond", async () => {
    expect((await read(post({ created_utc: 1_793_620_680.5 }))).posts[0]?.at).toBe(1_793_620_680_500);
  });

  it("that somebody took away or cannot be read are passed over", async () => {
    const { posts } = await read(
      post({ removed_by_category: "moderator" }),
      post({ name: "t3_2", author: "[deleted]" }),
      post({ name: "t3_3", created_utc: "yesterday" }),
      post({ name: "t3_4", author: "alice" }),
    );
    expect(posts.map(({ nativeId }) => nativeId)).toEqual(["t3_4"]);
  });

  it("are read page by page until there is no next", async () => {
    const pages: Record<string, object> = {
      "": listing([t3(post())], "t3_15bfi0"),
      t3_15bfi0: listing([t3(post({ name: "t3_2", created_utc: startOfTest / 1_000 - 300 }))]),
    };
    const { pull, asked } = await served([], { [submitted]: (query) => ({ json: pages[query.get("after") ?? ""] }) });
    expect(together(await pull()).posts.map(({ nativeId }) => nativeId)).toEqual(["t3_15bfi0", "t3_2"]);
    expect(asked.filter(({ url }) => url.pathname === submitted)).toHaveLength(2);
  });

  it("that lost their author are removed, though they can still be asked for", async () => {
    const first = await (await served([post(), post({ name: "t3_2" })])).pull();
    const { ctx, asked } = await served([], {
      "/api/info": () => ({ json: listing([t3(post({ author: "[deleted]" })), t3(post({ name: "t3_2", score: 9 }))]) }),
    });
    const later = { ...ctx, now: () => startOfTest + 30 * minute };
    const second = together(await collect(reddit.pull(later, channel, lastCursor(first))));
    expect(second.removals).toEqual([{ nativeKey: "post:t3_15bfi0" }]);
    expect(second.observations.map(({ postNativeId, total }) => [postNativeId, total])).toEqual([
      ["t3_2", 7],
      ["t3_2", 8],
    ]);
    expect(asked.at(-1)?.url.searchParams.get("id")).toBe("t3_15bfi0,t3_2");
  });
});

describe("comments", () => {
  const t1 = (name: string, author: string, replies: unknown = "", change: object = {}) => ({
    kind: "t1",
    data: {
      name: `t1_${name}`,
      author,
      author_fullname: `t2_${author}`,
      created_utc: startOfTest / 1_000 - 60,
      body: "never read",
      replies,
      ...change,
    },
  });
  const more = { kind: "more", data: { count: 40, children: ["x", "y"] } };
  const commented = async (children: readonly object[], count = 9) =>
    served([post({ num_comments: count })], {
      "/comments/15bfi0": () => ({ json: [listing([t3(post())]), listing(children)] }),
    });

  it("are told with their answers, however deep, the owner's taken out, folded ones counted alone", async () => {
    const deep = listing([t1("c", "zoe", listing([t1("d", "yuri", listing([more]))])), more]);
    const { pull } = await commented([t1("a", "zoe"), t1("b", "Alice", deep), more]);
    const { signals, observations } = together(await pull());
    expect(signals.map(({ nativeKey, postNativeId }) => [nativeKey, postNativeId]).toSorted()).toEqual([
      ["comment:t1_a", "t3_15bfi0"],
      ["comment:t1_c", "t3_15bfi0"],
      ["comment:t1_d", "t3_15bfi0"],
    ]);
    expect(observations.find(({ kind }) => kind === "comment")?.total).toBe(8);
    expect(JSON.stringify(signals)).not.toMatch(/zoe|yuri|never read/);
  });

  it("of one person are one person's, and nobody's where the account is gone", async () => {
    const gone = { author_fullname: undefined };
    const { pull } = await commented([t1("a", "zoe"), t1("b", "zoe"), t1("c", "[deleted]", "", gone)]);
    const actors = together(await pull()).signals.map(({ actor }) => actor);
    expect(actors[0]).toBe(actors[1]);
    expect(actors.filter((actor) => actor === undefined)).toHaveLength(1);
  });

  it("that are no comments are passed over", async () => {
    const { pull } = await commented([{ kind: "t1", data: { name: 7 } }, { kind: "t9" }, t1("a", "zoe", null)]);
    expect(together(await pull()).signals).toHaveLength(1);
  });

  it.each([404, 403])("of a thread that answers %d are counted alone", async (status) => {
    const { pull } = await served([post({ num_comments: 2 })], {
      "/comments/15bfi0": () => ({ status, json: { message: "", error: status, reason: "private" } }),
    });
    const { signals, observations } = together(await pull());
    expect([signals, observations.find(({ kind }) => kind === "comment")?.total]).toEqual([[], 2]);
  });
});

describe("a refusal", () => {
  const failed = (code: string, ratelimit?: number): Answer => ({
    json: {
      json: { errors: [[code, "words that may change", "field"]], ...(ratelimit === undefined ? {} : { ratelimit }) },
    },
  });

  it.each<[string, Answer, object]>([
    ["RATELIMIT with its seconds", failed("RATELIMIT", 12.25), { code: "rate-limited", retryAfterMs: 12_250 }],
    ["RATELIMIT without", failed("RATELIMIT"), { code: "rate-limited", retryAfterMs: 5 * minute }],
    ["USER_REQUIRED", failed("USER_REQUIRED"), { code: "unauthorized", needsReconnect: true }],
    ["USER_DOESNT_EXIST", failed("USER_DOESNT_EXIST"), { code: "not-found" }],
    ["a code of the future", failed("NEW_CODE"), { code: "malformed", retryable: false }],
  ])("with status 200 and %s is classified by its code", async (_name, answer, expected) => {
    const { pull } = await served([], { "/api/v1/me": () => answer });
    expect(await errorOf(pull())).toMatchObject({ networkId: "reddit", ...expected });
  });

  it.each<[number, Record<string, string>, object]>([
    [429, { "x-ratelimit-reset": "311.0" }, { code: "rate-limited", retryAfterMs: 311_000 }],
    [429, { "x-ratelimit-reset": "0.4" }, { code: "rate-limited", retryAfterMs: 400 }],
    [429, { "retry-after": "9", "x-ratelimit-reset": "311" }, { code: "rate-limited", retryAfterMs: 9_000 }],
    [429, {}, { code: "rate-limited", retryAfterMs: 5 * minute }],
    [503, { "x-ratelimit-reset": "200.0" }, { code: "unavailable", retryAfterMs: 200_000 }],
    [401, {}, { code: "unauthorized", needsReconnect: true }],
    [403, {}, { code: "forbidden", needsReconnect: false }],
    [404, {}, { code: "not-found" }],
  ])("with status %d and headers %j is classified by both", async (status, headers, expected) => {
    const { pull } = await served([], {
      "/api/v1/me": () => ({ status, headers, json: { message: "", error: status } }),
    });
    expect(await errorOf(pull())).toMatchObject(expected);
  });
});
