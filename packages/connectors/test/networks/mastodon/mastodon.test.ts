import { afterEach, describe, expect, it } from "vitest";
import { mastodon } from "../../../src/networks/mastodon/mastodon.ts";
import { parseAccount } from "../../../src/networks/mastodon/parse-account.ts";
import { carriesLink } from "../../../src/networks/mastodon/status-text.ts";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { type Asked, jsonServer } from "../../json-server.ts";
import { collect, errorOf, lastCursor, minute, stage, startOfTest, together } from "../../subject.ts";
import { fullStatus, sparseStatus } from "./samples.ts";
import { subject } from "./subjects.ts";

const owner = "109000000000000001";
const account = (id: string) => ({
  id,
  acct: id === owner ? "alice" : `user${id}`,
  url: `https://s.example/${id}`,
  followers_count: 3,
});

/** A status as servers give it, with what a test changes. */
const status = (id: string, change: object = {}) => ({
  id,
  created_at: new Date(startOfTest - minute).toISOString(),
  url: `https://s.example/@alice/${id}`,
  visibility: "public",
  content: "<p>hello</p>",
  in_reply_to_id: null,
  in_reply_to_account_id: null,
  reblog: null,
  account: account(owner),
  favourites_count: 1,
  reblogs_count: 2,
  replies_count: 0,
  ...change,
});

const pulled = async (statuses: readonly object[], more: (asked: Asked) => object | undefined = () => undefined) => {
  const server = await jsonServer((asked) => {
    const { pathname } = asked.url;
    if (pathname === `/api/v1/accounts/${owner}`) return { json: account(owner) };
    if (pathname === `/api/v1/accounts/${owner}/statuses`) return { json: statuses };
    const json = more(asked);
    return json === undefined ? undefined : { json };
  });
  const channel = { nativeId: "x", config: { origin: server.origin, accountId: owner } };
  return { ...server, channel, records: together(await collect(mastodon.pull(server.ctx, channel, null))) };
};

describe("what a person types", () => {
  it.each([
    ["@alice@social.example", "https://social.example", "alice", "social.example"],
    ["alice@social.example", "https://social.example", "alice", "social.example"],
    [" acct:Alice.B@Social.Example:8443 ", "https://social.example:8443", "Alice.B", "social.example:8443"],
    ["https://social.example/@alice", "https://social.example", "alice", null],
    ["https://social.example/users/alice/", "https://social.example", "alice", null],
    ["https://social.example/@bob@other.example", "https://social.example", "bob@other.example", null],
    ["http://127.0.0.1:3000/@alice", "http://127.0.0.1:3000", "alice", null],
  ])("%j is understood", (typed, origin, name, handleHost) => {
    expect(parseAccount(typed)).toEqual({ origin, name, handleHost });
  });

  it.each([
    undefined,
    "",
    "alice",
    "@alice",
    "alice@",
    "https://social.example/",
    "https://social.example/about",
    "@a b@c.example",
  ])("%j is refused in words", (typed) =>
    expect(() => parseAccount(typed)).toThrow("Enter the full handle, such as @name@server.example"),
  );
});

describe("a link in a status", () => {
  it.each([
    ['<a href="https://blog.example">blog.example</a>', true],
    ['<span class="h-card"><a href="https://o.example/@bob" class="u-url mention">@bob</a></span>', false],
    ['<a href="https://s.example/tags/a" class="mention hashtag" rel="tag">#a</a>', false],
    ['<a class="mention" href="x">@a</a> <a href="http://b.example">b</a>', true],
    ["<p>https://not-a-link.example</p>", false],
  ])("%j: %j", (html, expected) => expect(carriesLink(html)).toBe(expected));
});

describe("posts", () => {
  it("are read out of all the fields that a server gives, and out of few", async () => {
    const { records } = await pulled([fullStatus, sparseStatus]);
    const at = Date.UTC(2026, 10, 2, 11);
    expect(records.posts).toEqual([
      {
        nativeId: "115480000000000001",
        at,
        url: "https://social.example/@alice/115480000000000001",
        text: "New on the blog: https://alice.example/autumn #autumn",
        carriesLink: true,
      },
      { nativeId: sparseStatus.id, at, url: sparseStatus.uri, text: "Short", carriesLink: false },
    ]);
    expect(records.observations.map(({ kind, total }) => [kind, total])).toEqual([
      ["like", 9],
      ["reshare", 5],
      ["comment", 0],
    ]);
  });

  it("are the owner's public ones and threads; boosts, answers to others and private ones are not", async () => {
    const { records } = await pulled([
      status("1"),
      status("2", { in_reply_to_id: "1", in_reply_to_account_id: owner }),
      status("3", { in_reply_to_id: "9", in_reply_to_account_id: "8" }),
      status("4", { reblog: status("99") }),
      status("5", { visibility: "private" }),
      status("6", { visibility: "direct" }),
      status("7", { visibility: "unlisted" }),
      status("8", { in_reply_to_id: "77" }),
    ]);
    expect(records.posts.map(({ nativeId }) => nativeId)).toEqual(["1", "2", "7"]);
  });

  it("keep every digit of their ids", async () => {
    const { records } = await pulled([status("115000000000000000001")]);
    expect(records.posts[0]?.nativeId).toBe("115000000000000000001");
  });

  it("of servers that leave counts out or give null have no such observation", async () => {
    const { records } = await pulled([
      status("1", { favourites_count: null, reblogs_count: undefined, replies_count: -1 }),
    ]);
    expect(records.observations).toEqual([]);
  });

  it("count a quote as a reshare", async () => {
    const { records } = await pulled([status("1", { quotes_count: 5 })]);
    expect(records.observations.find(({ kind }) => kind === "reshare")?.total).toBe(7);
  });
});

describe("an address that is no web page", () => {
  const link = "javascript:alert(1)";

  it("is not the link of a post, whichever of its two it is", async () => {
    const uri = "https://s.example/users/alice/statuses/2";
    const { records } = await pulled([status("1", { url: link, uri: link }), status("2", { url: link, uri })]);
    expect(records.posts.map(({ url }) => url)).toEqual([null, uri]);
  });

  it("is not the link of a channel or of its picture", async () => {
    const { origin, ctx } = await jsonServer(() => ({ json: { ...account(owner), url: link, avatar: link } }));
    const { channels } = await mastodon.discover(ctx, { account: `${origin}/@alice` });
    expect(channels[0]?.url).toBe(`${origin}/@alice`);
    expect(channels[0]?.avatarUrl).toBeUndefined();
  });
});

describe("replies", () => {
  it("anywhere below a post are comments, the owner's are not, and only direct ones leave the total", async () => {
    const reply = (id: string, by: string, to: string) => status(id, { account: account(by), in_reply_to_id: to });
    const { records } = await pulled([status("1", { replies_count: 3 })], ({ url }) =>
      url.pathname === "/api/v1/statuses/1/context"
        ? {
            ancestors: [],
            descendants: [
              reply("11", "5", "1"),
              reply("12", owner, "1"),
              reply("13", owner, "11"),
              reply("14", "6", "13"),
            ],
          }
        : undefined,
    );
    expect(records.signals.map(({ nativeKey, kind, postNativeId }) => [nativeKey, kind, postNativeId])).toEqual([
      ["comment:11", "comment", "1"],
      ["comment:14", "comment", "1"],
    ]);
    expect(records.observations.find(({ kind }) => kind === "comment")?.total).toBe(2);
  });

  it("of a post that vanished meanwhile are passed over", async () => {
    const { records } = await pulled([status("1", { replies_count: 3 })]);
    expect(records.posts).toHaveLength(1);
    expect(records.signals).toEqual([]);
  });
});

describe("the server", () => {
  it("that a handle's host names by WebFinger is the one that is asked", async () => {
    const home = await jsonServer(({ url }) =>
      url.pathname === "/api/v1/accounts/lookup" ? { json: account(owner) } : undefined,
    );
    const front = await jsonServer(({ url }) =>
      url.pathname === "/.well-known/webfinger"
        ? { json: { links: [{ rel: "self", type: "application/activity+json", href: `${home.origin}/users/alice` }] } }
        : undefined,
    );
    // Handles mean https; the stand-ins speak http.
    const fetch: typeof home.ctx.fetch = (url, init) => home.ctx.fetch(String(url).replace("https:", "http:"), init);
    const { channels } = await mastodon.discover(
      { ...home.ctx, fetch },
      { account: `@alice@${new URL(front.origin).host}` },
    );
    expect(channels[0]?.config).toEqual({ origin: home.origin, accountId: owner });
    expect(front.asked.map(({ url }) => url.searchParams.get("resource"))).toEqual([
      `acct:alice@${new URL(front.origin).host}`,
    ]);
  });

  it("cannot lead the token to another host by its links", async () => {
    const stranger = await jsonServer(() => ({ json: [] }));
    const server = await jsonServer(({ url }) => {
      if (url.pathname !== `/api/v1/accounts/${owner}/statuses`)
        return { json: url.pathname.endsWith("notifications") ? [] : account(owner) };
      const link = `<${stranger.origin}/steal?max_id=5>; rel="next"`;
      return { json: [], headers: url.searchParams.has("max_id") ? {} : { link } };
    });
    const channel = { nativeId: "x", config: { origin: server.origin, accountId: owner }, secret: "token" };
    await collect(mastodon.pull(server.ctx, channel, null));
    expect(stranger.asked).toEqual([]);
    expect(server.asked.map(({ authorization }) => authorization)).toEqual(server.asked.map(() => "Bearer token"));
    expect(server.asked.some(({ url }) => url.searchParams.get("max_id") === "5")).toBe(true);
  });
});

describe("an access token", () => {
  const open: StandIn[] = [];
  afterEach(() => Promise.all(open.splice(0).map((standIn) => standIn.close())));

  it("is sealed, and kept out of the config", async () => {
    const { connect, secrets, standIn } = await stage(subject);
    open.push(standIn);
    const channel = await connect(true);
    expect(secrets).toEqual(["stand-in-token"]);
    expect(JSON.stringify(channel)).not.toContain("stand-in-token");
  });

  it("of another account is refused before it is kept", async () => {
    const { origin, ctx, saved } = await jsonServer(({ url }) => ({
      json: account(url.pathname.endsWith("verify_credentials") ? "5" : owner),
    }));
    const error = await errorOf(mastodon.discover(ctx, { account: `${origin}/@alice`, token: "t" }));
    expect(error).toMatchObject({
      code: "invalid-input",
      message: "The access token belongs to @user5, not to @alice.",
    });
    expect(saved).toEqual([]);
  });

  it("shows mentions, without private messages, and answers to old posts as comments", async () => {
    const mention = (id: string, change: object = {}) => ({
      id,
      type: "mention",
      created_at: new Date(startOfTest - minute).toISOString(),
      account: account("5"),
      status: status(`s${id}`, { account: account("5"), ...change }),
    });
    const pages = [
      [mention("3", { visibility: "direct" }), mention("2", { in_reply_to_account_id: owner }), mention("1")],
    ];
    const { origin, ctx } = await jsonServer(({ url }) => {
      if (url.pathname === "/api/v1/notifications")
        return { json: url.searchParams.get("min_id") === "0" ? pages[0] : [] };
      return { json: url.pathname.endsWith("statuses") ? [] : account(owner) };
    });
    const channel = { nativeId: "x", config: { origin, accountId: owner }, secret: "token" };
    const first = await collect(mastodon.pull(ctx, channel, null));
    expect(together(first).signals.map(({ kind, nativeKey }) => [kind, nativeKey])).toEqual([
      ["comment", "comment:s2"],
      ["mention", "mention:s1"],
    ]);
    expect(together(await collect(mastodon.pull(ctx, channel, lastCursor(first)))).signals).toEqual([]);
  });
});
