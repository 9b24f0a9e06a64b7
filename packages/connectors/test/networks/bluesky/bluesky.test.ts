import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { bluesky } from "../../../src/networks/bluesky/bluesky.ts";
import { parseActor } from "../../../src/networks/bluesky/discover-bluesky.ts";
import { carriesLink, postUrl } from "../../../src/networks/bluesky/post-record.ts";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { type Answer, type Asked, jsonServer } from "../../json-server.ts";
import { collect, errorOf, lastCursor, minute, stage as setStage, startOfTest, together } from "../../subject.ts";
import { fullFeedItem } from "./samples.ts";
import { subject } from "./subjects.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const did = "did:plc:alice234567alice234567ab";
const hour = 60 * minute;

const open: StandIn[] = [];
afterEach(() => Promise.all(open.splice(0).map((standIn) => standIn.close())));
const stage = async () => {
  const set = await setStage(subject);
  open.push(set.standIn);
  return set;
};

describe("what a person types", () => {
  it.each([
    ["alice.bsky.social", "alice.bsky.social"],
    [" @Alice.Example.com ", "alice.example.com"],
    ["\u202aalice.test\u202c", "alice.test"],
    ["https://bsky.app/profile/alice.test/post/3l", "alice.test"],
    [did, did],
    ["did:web:alice.example", "did:web:alice.example"],
  ])("%j is understood", (typed, actor) => expect(parseActor(typed)).toBe(actor));

  it.each([undefined, "", "alice", "@alice", "alice@bsky.social", "did:plc:UPPER", "-a.test", "a.1"])(
    "%j is refused in words",
    (typed) => {
      expect(() => parseActor(typed)).toThrow("Enter the handle, such as name.bsky.social");
    },
  );
});

describe("a link in a post", () => {
  const feature = (uri: string) => ({ facets: [{ features: [{ $type: "app.bsky.richtext.facet#link", uri }] }] });
  it.each([
    ["in the text", feature("https://a.example"), true],
    ["on a card", { embed: { external: { uri: "https://a.example" } } }, true],
    ["on a card beside a quoted post", { embed: { media: { external: { uri: "https://a.example" } } } }, true],
    ["to no web page", feature("mailto:a@b.example"), false],
    ["nowhere", {}, false],
    ["beside a mention", { facets: [{ features: [{ $type: "app.bsky.richtext.facet#mention" }] }] }, false],
  ])("%s", (_, record, expected) => expect(carriesLink(record)).toBe(expected));
});

describe("an address that is no web page", () => {
  it("is neither the link of a channel nor of its picture", async () => {
    const { ctx, origin } = await jsonServer(() => ({
      json: { did, handle: "javascript:alert(1)", avatar: "javascript:alert(1)" },
    }));
    const { channels } = await bluesky.discover(ctx, { account: "alice.test", service: origin });
    expect(new URL(channels[0]?.url ?? "").origin).toBe("https://bsky.app");
    expect(channels[0]?.avatarUrl).toBeUndefined();
  });

  it("does not become the link of a post by its key", () => {
    expect(new URL(postUrl(did, "javascript:alert(1)")).origin).toBe("https://bsky.app");
  });
});

describe("a session", () => {
  it("is sealed instead of the app password, and the config holds neither", async () => {
    const { connect, secrets, standIn } = await stage();
    const channel = await connect(true);
    expect(secrets).toEqual([JSON.stringify({ accessJwt: "access-1", refreshJwt: "refresh-2" })]);
    expect(JSON.stringify([channel, secrets])).not.toContain(standIn.connectFieldsWithSecret.appPassword);
  });

  it("serves every pull for two hours without signing in again", async () => {
    const { connect, pull, standIn, clock } = await stage();
    const channel = await connect(true);
    let cursor = lastCursor(await pull(channel));
    clock.now += 2 * hour - minute;
    cursor = lastCursor(await pull(channel, cursor));
    expect(standIn.requests.filter((request) => request.includes("Session"))).toEqual([
      "POST /xrpc/com.atproto.server.createSession",
    ]);
  });

  it("is renewed once when it is over, and saved before it is used", async () => {
    const { connect, pull, secrets, standIn, clock, ctx, pullable } = await stage();
    const channel = await connect(true);
    const cursor = lastCursor(await pull(channel));
    clock.now += 2 * hour;
    const before = pullable(channel);
    const order: string[] = [];
    const { renewSecret: _, ...alone } = ctx;
    const saveSecret = async (secret: string): Promise<void> => {
      order.push(`saved after ${standIn.requests.at(-1)}`);
      await ctx.saveSecret(secret);
    };
    await collect(bluesky.pull({ ...alone, saveSecret }, before, cursor));
    expect(order).toEqual(["saved after POST /xrpc/com.atproto.server.refreshSession"]);
    expect(secrets).toHaveLength(2);
    // The old refresh token died with its use; the new one goes on.
    clock.now += 2 * hour;
    expect(await errorOf(collect(bluesky.pull(alone, before, cursor)))).toMatchObject({
      code: "unauthorized",
      needsReconnect: true,
    });
    await pull(channel, cursor);
  });

  it("that somebody else renewed meanwhile is taken as it is stored, since renewing the old one would end it for both", async () => {
    const { connect, pull, secrets, standIn, clock, ctx, pullable } = await stage();
    const channel = await connect(true);
    const cursor = lastCursor(await pull(channel));
    const before = pullable(channel);
    clock.now += 2 * hour;
    await collect(bluesky.pull(ctx, before, cursor));
    await collect(bluesky.pull(ctx, before, cursor));
    expect(standIn.requests.filter((line) => line.includes("refreshSession"))).toHaveLength(1);
    expect(secrets).toHaveLength(2);
  });

  it("that cannot be renewed asks a person to connect again", async () => {
    const { connect, pull, clock } = await stage();
    const channel = await connect(true);
    clock.now += 91 * 24 * hour;
    expect(await errorOf(pull(channel))).toMatchObject({
      code: "unauthorized",
      needsReconnect: true,
      retryable: false,
    });
  });

  it("is not made with a wrong password, and the words say so", async () => {
    const { ctx, standIn, secrets } = await stage();
    const error = await errorOf(bluesky.discover(ctx, { ...standIn.connectFields, appPassword: "wrong" }));
    expect(error).toMatchObject({
      code: "unauthorized",
      message: "Bluesky does not accept this app password. Make a new one and enter it here.",
    });
    expect(secrets).toEqual([]);
  });

  it("that was stored in another form asks a person to connect again", async () => {
    const { connect, ctx } = await stage();
    const channel = await connect();
    const error = await errorOf(collect(bluesky.pull(ctx, { ...channel, secret: "not json" }, null)));
    expect(error).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });
});

const view = (rkey: string, change: object = {}) => ({
  uri: `at://${did}/app.bsky.feed.post/${rkey}`,
  author: { did },
  record: { text: rkey, createdAt: new Date(startOfTest - minute).toISOString() },
  indexedAt: new Date(startOfTest - minute).toISOString(),
  ...change,
});
const other = (rkey: string, by: string, change: object = {}) => ({
  ...view(rkey),
  uri: `at://${by}/app.bsky.feed.post/${rkey}`,
  author: { did: by },
  ...change,
});

const pulled = async (feed: readonly object[], more: (asked: Asked) => Answer | undefined = () => undefined) => {
  const server = await jsonServer((asked) => {
    const method = asked.url.pathname.replace("/xrpc/app.bsky.", "");
    if (method === "actor.getProfile") return { json: { did, handle: "alice.test" } };
    return method === "feed.getAuthorFeed" ? { json: { feed } } : more(asked);
  });
  const channel = { nativeId: did, config: { did, origin: server.origin } };
  return { ...server, channel, records: together(await collect(bluesky.pull(server.ctx, channel, null))) };
};

describe("posts", () => {
  it("are read out of all the fields that the network gives", async () => {
    const { records } = await pulled([fullFeedItem]);
    expect(records.posts).toEqual([
      {
        nativeId: fullFeedItem.post.uri,
        at: Date.UTC(2026, 10, 2, 11),
        url: `https://bsky.app/profile/${did}/post/3lb2invented2a`,
        text: "Grüße 🍂 alice.example/autumn",
        carriesLink: true,
      },
    ]);
    expect(records.observations.map(({ kind, total }) => [kind, total])).toEqual([
      ["like", 0],
      ["save", 2],
      ["reshare", 3],
      ["comment", 0],
    ]);
  });

  it("are the owner's own and threads; reposts and answers to others are not", async () => {
    const replyTo = (uri: string) => ({
      record: { text: "", createdAt: "2026-01-01T00:00:00Z", reply: { parent: { uri } } },
    });
    const { records } = await pulled([
      { post: view("1") },
      { post: view("2"), reason: { $type: "app.bsky.feed.defs#reasonRepost" } },
      { post: other("3", "did:plc:bob") },
      { post: view("4", replyTo("at://did:plc:bob/app.bsky.feed.post/9")) },
      { post: view("5", replyTo(`at://${did}/app.bsky.feed.post/1`)) },
    ]);
    expect(records.posts.map(({ text, url }) => [text, url])).toEqual([
      ["1", `https://bsky.app/profile/${did}/post/1`],
      ["", `https://bsky.app/profile/${did}/post/5`],
    ]);
  });

  it("are dated when the network saw them, where they claim to be from the future, and by their claim where it is older", async () => {
    const record = (createdAt: string) => ({ record: { text: "", createdAt } });
    const { records } = await pulled([
      { post: view("1", record("2030-01-01T00:00:00Z")) },
      { post: view("2", record("2020-01-01T00:00:00Z")) },
    ]);
    expect(records.posts.map(({ at }) => at)).toEqual([startOfTest - minute, Date.UTC(2020, 0, 1)]);
  });

  it("without counts have no observations; without followers there is no audience", async () => {
    const { records } = await pulled([{ post: view("1") }]);
    expect([records.observations, records.audience]).toEqual([[], []]);
  });

  it("are read though a record in between is odd", async () => {
    const { records } = await pulled([
      { post: view("1", { record: "?" }) },
      { post: view("2", { likeCount: "many", embed: 5 }) },
    ]);
    expect(records.posts).toHaveLength(2);
  });
});

describe("reactions", () => {
  it("by quote have an instant and are reshares, together with reposts in one total", async () => {
    const { records } = await pulled([{ post: view("1", { repostCount: 4, quoteCount: 2 }) }], ({ url }) =>
      url.pathname.endsWith("getQuotes")
        ? { json: { posts: [other("q", "did:plc:bob"), other("own", did)] } }
        : undefined,
    );
    expect(records.observations).toMatchObject([{ kind: "reshare", total: 6 }]);
    expect(records.signals).toEqual([
      {
        nativeKey: `reshare:${sha256("at://did:plc:bob/app.bsky.feed.post/q")}`,
        kind: "reshare",
        at: startOfTest - minute,
        count: 1,
        actor: expect.stringMatching(/^[\da-f]{64}$/),
        postNativeId: view("1").uri,
      },
    ]);
  });

  it("of a post that was never quoted cost no request", async () => {
    const { asked } = await pulled([{ post: view("1", { repostCount: 4, quoteCount: 0 }) }]);
    expect(asked.some(({ url }) => url.pathname.endsWith("getQuotes"))).toBe(false);
  });

  it("below answers are found too; blocked and deleted ones are passed over", async () => {
    const thread = {
      post: view("1"),
      replies: [
        {
          post: other("a", "did:plc:bob"),
          replies: [{ post: other("own", did) }, { post: other("b", "did:plc:eve"), replies: null }],
        },
        { $type: "app.bsky.feed.defs#blockedPost", uri: "x", blocked: true },
        { $type: "app.bsky.feed.defs#notFoundPost", uri: "y", notFound: true },
      ],
    };
    const { records } = await pulled([{ post: view("1", { replyCount: 2 }) }], ({ url }) =>
      url.pathname.endsWith("getPostThread") ? { json: { thread } } : undefined,
    );
    expect(records.signals.map(({ nativeKey }) => nativeKey)).toEqual([
      `comment:${sha256("at://did:plc:bob/app.bsky.feed.post/a")}`,
      `comment:${sha256("at://did:plc:eve/app.bsky.feed.post/b")}`,
    ]);
  });

  it("by like are read page by page down to the last reading, five pages at most", async () => {
    const like = (n: number) => ({
      actor: { did: `did:plc:${n}` },
      createdAt: new Date(startOfTest - n * hour).toISOString(),
      indexedAt: new Date(startOfTest - n * hour).toISOString(),
    });
    const pages: string[] = [];
    const post = view("1", { likeCount: 900 });
    const answer = ({ url }: Asked): Answer | undefined => {
      if (!url.pathname.endsWith("getLikes")) return undefined;
      const from = Number(url.searchParams.get("cursor") ?? 0);
      pages.push(String(from));
      return { json: { likes: [like(from), like(from + 1)], cursor: String(from + 2) } };
    };
    const { records, ctx, channel } = await pulled([{ post }], answer);
    expect(records.signals).toHaveLength(10);
    expect(pages.splice(0)).toEqual(["0", "2", "4", "6", "8"]);
    const cursor = lastCursor(await collect(bluesky.pull(ctx, channel, null)));
    pages.length = 0;
    Object.assign(post, { likeCount: 901 });
    await collect(bluesky.pull({ ...ctx, now: () => startOfTest + minute }, channel, cursor));
    expect(pages).toEqual(["0"]);
  });
});

describe("what the network answers", () => {
  it.each([
    [{ status: 400, json: { error: "InvalidRequest", message: "Profile not found" } }, "not-found"],
    [
      { status: 400, json: { error: "InvalidRequest", message: "Error: actor must be a valid did or a handle" } },
      "invalid-input",
    ],
    [{ status: 400, json: { error: "AccountTakedown", message: "Account has been suspended" } }, "forbidden"],
    [{ status: 400, json: { error: "ExpiredToken", message: "Token has expired" } }, "unauthorized"],
    [{ status: 400, json: { error: "SomethingNew" } }, "malformed"],
    [{ status: 400, json: "text" }, "malformed"],
    [{ status: 502, json: { error: "UpstreamFailure" } }, "unavailable"],
  ])("%j means %s", async (answer, code) => {
    const { origin, ctx } = await jsonServer(() => answer);
    const asked = { ...ctx, baseUrls: { bluesky: origin } };
    expect(await errorOf(bluesky.discover(asked, { account: "alice.test" }))).toMatchObject({ code });
  });

  it("comes from the public AppView unless somebody names a server", async () => {
    const { ctx } = await jsonServer(() => undefined);
    const hosts: string[] = [];
    const fetch: typeof ctx.fetch = async (url) => {
      hosts.push(new URL(url).origin);
      return Object.defineProperty(Response.json({ did, handle: "alice.test" }), "url", { value: String(url) });
    };
    await bluesky.discover({ ...ctx, fetch }, { account: "alice.test" });
    await bluesky.discover(
      { ...ctx, fetch, baseUrls: { bluesky: "https://proxy.example" } },
      { account: "alice.test" },
    );
    await bluesky.discover({ ...ctx, fetch }, { account: "alice.test", service: "pds.example" });
    expect(hosts).toEqual(["https://public.api.bsky.app", "https://proxy.example", "https://pds.example"]);
  });
});

describe("a server of one's own, without an app password", () => {
  const personal = () => jsonServer(() => ({ status: 401, json: { error: "AuthMissing", message: "No token" } }));

  it("tells nothing itself, so what is public is read from the AppView, now and later", async () => {
    const { standIn, ctx, pull } = await stage();
    const { origin, asked } = await personal();
    const outside = { ...ctx, baseUrls: { bluesky: standIn.url } };
    const fields = { account: standIn.connectFields.account ?? "", service: origin };
    const [channel] = (await bluesky.discover(outside, fields)).channels;
    expect(channel).toMatchObject({ config: { origin: standIn.url }, note: expect.stringMatching(/app password/) });
    standIn.store.publish({ text: "Rye" });
    if (channel === undefined) throw new Error("nothing was found");
    expect(together(await pull(channel)).posts.map(({ text }) => text)).toEqual(["Rye"]);
    expect(asked).toHaveLength(1);
  });

  it("asks for an app password in words where the AppView does not know the account", async () => {
    const { origin, ctx } = await personal();
    const unknown = { status: 400, json: { error: "InvalidRequest", message: "Profile not found" } };
    const { origin: appView } = await jsonServer(() => unknown);
    const found = bluesky.discover(
      { ...ctx, baseUrls: { bluesky: appView } },
      { account: "alice.test", service: origin },
    );
    expect(await errorOf(found)).toMatchObject({
      code: "invalid-input",
      message: `${new URL(origin).host} tells nothing without signing in. Enter an app password.`,
    });
  });

  it("says that the AppView cannot be reached, when that is all that is wrong", async () => {
    const { origin, ctx } = await personal();
    const { origin: appView } = await jsonServer(() => ({ status: 502, json: {} }));
    const asked = { ...ctx, baseUrls: { bluesky: appView } };
    const found = bluesky.discover(asked, { account: "alice.test", service: origin });
    expect(await errorOf(found)).toMatchObject({ code: "unavailable", retryable: true });
  });
});
