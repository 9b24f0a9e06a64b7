import { describe, expect, it } from "vitest";
import type { Cursor } from "../../../src/index.ts";
import { facebook } from "../../../src/networks/facebook/facebook.ts";
import { type Asked, jsonServer } from "../../json-server.ts";
import { collect, errorOf, lastCursor, minute, startOfTest, together } from "../../subject.ts";

/** A page's settings and a grant for it. */
const pageOf = (origin: string) => ({
  channel: {
    nativeId: "1",
    config: { pageId: "1" },
    secret: JSON.stringify({
      accessToken: "person",
      refreshToken: null,
      expiresAt: null,
      refreshExpiresAt: null,
      issuedAt: 0,
      pages: { "1": "page" },
    }),
  },
  baseUrls: { facebook: origin },
});

/** Answers for one page; the rest is empty. */
const served = async (answers: Readonly<Record<string, object | ((asked: Asked) => object)>>) => {
  const server = await jsonServer((asked) => {
    const path = asked.url.pathname.replace("/v26.0", "");
    const answer = answers[path] ?? { data: [] };
    const json = typeof answer === "function" ? answer(asked) : answer;
    return { json, ...("error" in json && { status: 400 }) };
  });
  const { channel, baseUrls } = pageOf(server.origin);
  const app = { id: "app", secret: "secret-of-the-app" };
  const pull = (cursor: Cursor | null = null) =>
    collect(facebook.pull({ ...server.ctx, baseUrls, app }, channel, cursor));
  return { ...server, pull };
};

describe("answers that differ from the documentation", () => {
  const post = { id: "1_9007199254740993", created_time: "2026-11-02T11:59:00+0000" };

  it.each([
    ["nothing but an id and a time", {}, {}],
    [
      "counts in quotes",
      { reactions: { summary: { total_count: "12" } }, shares: { count: "3" } },
      { like: 12, reshare: 3 },
    ],
    ["nulls", { message: null, shares: null, reactions: null, insights: null, attachments: null }, {}],
    ["hidden counts", { reactions: { data: [] }, comments: { data: [], summary: {} } }, {}],
    ["fields that nobody knows", { hologram: { data: [1] }, reactions: { summary: { total_count: 1 } } }, { like: 1 }],
    ["a negative count", { shares: { count: -1 } }, {}],
  ])("are read as far as they go: %s", async (_, more, totals) => {
    const { pull } = await served({ "/1/posts": { data: [{ ...post, ...more }] }, "/1": { followers_count: null } });
    const { posts, observations, audience } = together(await pull());
    expect(posts).toMatchObject([{ nativeId: "1_9007199254740993", at: startOfTest - minute }]);
    expect(Object.fromEntries(observations.map(({ kind, total }) => [kind, total]))).toEqual(totals);
    expect(audience).toEqual([]);
  });

  it("an error with status 200 is an error", async () => {
    const { origin, ctx } = await jsonServer(() => ({ json: { error: { code: 190, error_subcode: 460 } } }));
    const { channel, baseUrls } = pageOf(origin);
    const error = await errorOf(collect(facebook.pull({ ...ctx, baseUrls }, channel, null)));
    expect(error).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });

  it("comments without a name count all the same, and the page's own do not", async () => {
    const { pull } = await served({
      "/1": { followers_count: 1 },
      "/1/posts": { data: [{ ...post, comments: { summary: { total_count: 3 } } }] },
      "/1_9007199254740993/comments": {
        data: [
          { id: "c1", created_time: "2026-11-02T11:59:30+0000" },
          { id: "c2", created_time: "2026-11-02T11:59:40+0000", from: null },
          { id: "c3", created_time: "2026-11-02T11:59:50+0000", from: { id: "1" } },
        ],
      },
    });
    const { signals, observations } = together(await pull());
    expect(signals.map(({ nativeKey, actor }) => [nativeKey, actor])).toEqual([
      ["comment:c1", undefined],
      ["comment:c2", undefined],
    ]);
    expect(observations).toMatchObject([{ kind: "comment", total: 2 }]);
  });

  it("comments of a post that was deleted meanwhile are none", async () => {
    const { pull } = await served({
      "/1": { followers_count: 1 },
      "/1/posts": { data: [{ ...post, comments: { summary: { total_count: 3 } } }] },
      "/1_9007199254740993/comments": { error: { code: 100, error_subcode: 33 } },
    });
    expect(together(await pull()).signals).toEqual([]);
  });

  it.each([
    ["is not there", { code: 100, error_subcode: 33 }],
    ["may not be read", { code: 10 }],
  ])("a post that the list no longer holds and that %s is gone", async (_, error) => {
    const posts: { data: object[] } = { data: [post] };
    const later = { id: "1_2", created_time: "2026-11-02T11:58:00+0000" };
    posts.data.push(later);
    const { pull } = await served({
      "/1": { followers_count: 1 },
      "/1/posts": () => posts,
      "/1_9007199254740993": { error },
    });
    const first = await pull();
    posts.data.shift();
    expect(together(await pull(lastCursor(first))).removals).toEqual([{ nativeKey: "post:1_9007199254740993" }]);
  });

  it("a post that the list left out and that is still there stays", async () => {
    const posts: { data: object[] } = { data: [post, { id: "1_2", created_time: "2026-11-02T11:58:00+0000" }] };
    const { pull } = await served({
      "/1": { followers_count: 1 },
      "/1/posts": () => posts,
      "/1_9007199254740993": { id: "1_9007199254740993" },
    });
    const first = await pull();
    posts.data.shift();
    expect(together(await pull(lastCursor(first))).removals).toEqual([]);
  });

  it("a post without words of its own is told in Facebook's", async () => {
    const { pull } = await served({
      "/1": { followers_count: 1 },
      "/1/posts": { data: [{ ...post, story: "Alice updated her cover photo." }] },
    });
    expect(together(await pull()).posts[0]?.text).toBe("Alice updated her cover photo.");
  });

  it.each([
    ["to a shared page", { attachments: { data: [{ unshimmed_url: "https://news.example/a" }] } }, true],
    ["in its text", { message: "See https://news.example/a" }, true],
    ["to its own picture", { attachments: { data: [{ unshimmed_url: "https://www.facebook.com/photo" }] } }, false],
    ["nowhere", { message: "Good morning" }, false],
  ])("a post leads out or not: %s", async (_, more, carriesLink) => {
    const { pull } = await served({ "/1": { followers_count: 1 }, "/1/posts": { data: [{ ...post, ...more }] } });
    expect(together(await pull()).posts[0]?.carriesLink).toBe(carriesLink);
  });

  it("a storm of comments is read up to a thousand, a hundred at a time", async () => {
    const { pull, asked } = await served({
      "/1": { followers_count: 1 },
      "/1/posts": { data: [{ ...post, comments: { summary: { total_count: 5_000 } } }] },
      "/1_9007199254740993/comments": ({ url }) => {
        const from = Number(url.searchParams.get("after") ?? 0);
        const data = Array.from({ length: Number(url.searchParams.get("limit")) }, (__, n) => ({
          id: `c${from + n}`,
          created_time: post.created_time,
        }));
        return { data, paging: { cursors: { after: String(from + data.length) }, next: "https://graph.example/" } };
      },
    });
    expect(together(await pull()).signals).toHaveLength(1_000);
    expect(asked.filter(({ url }) => url.pathname.endsWith("/comments"))).toHaveLength(10);
  });

  it("mentions older than those told last are not paged through again", async () => {
    const mention = (id: string, minutes: number) => ({
      id,
      created_time: new Date(startOfTest - minutes * minute).toISOString(),
      from: { id: "77" },
    });
    const { pull, asked } = await served({
      "/1": { followers_count: 1 },
      "/1/tagged": ({ url }) =>
        url.searchParams.has("after")
          ? { data: [mention("1_12", 2_000)] }
          : {
              data: [mention("1_11", 1), mention("1_10", 3)],
              paging: { cursors: { after: "A" }, next: "https://graph.example/" },
            },
    });
    const first = await pull();
    expect(together(first).signals).toHaveLength(3);
    const before = asked.length;
    expect(together(await pull(lastCursor(first))).signals).toEqual([]);
    expect(asked.slice(before).filter(({ url }) => url.pathname.endsWith("/tagged"))).toHaveLength(1);
  });

  it("a page's own posts that tag it are no mentions", async () => {
    const own = { id: "1_3", created_time: post.created_time, from: { id: "1" } };
    const { pull } = await served({ "/1": { followers_count: 1 }, "/1/tagged": { data: [own] } });
    expect(together(await pull()).signals).toEqual([]);
  });

  it("a page of posts that is too much for the network is asked for in small ones", async () => {
    const { pull, asked } = await served({
      "/1": { followers_count: 1 },
      "/1/posts": ({ url }) => (Number(url.searchParams.get("limit")) > 10 ? { error: { code: 1 } } : { data: [post] }),
    });
    expect(together(await pull()).posts).toHaveLength(1);
    expect(asked.filter(({ url }) => url.pathname.endsWith("/posts"))).toHaveLength(2);
  });

  it("mentions that the network withholds stop nothing", async () => {
    const { pull } = await served({ "/1": { followers_count: 1 }, "/1/tagged": { error: { code: 10 } } });
    expect((await pull()).at(-1)?.done).toBe(true);
  });

  it("pages are followed by their cursor, signed, with the token in no address", async () => {
    const next = "https://graph.example/?access_token=page&after=B";
    const { pull, asked } = await served({
      "/1": { followers_count: 1 },
      "/1/posts": ({ url }) =>
        url.searchParams.get("after") === "B"
          ? { data: [post] }
          : { data: [], paging: { cursors: { before: "A", after: "B" }, next } },
    });
    expect(together(await pull()).posts).toHaveLength(1);
    for (const { url, authorization } of asked) {
      expect(url.href).not.toMatch(/access_token|=page\b/);
      expect(url.pathname).toMatch(/^\/v26\.0\//);
      // echo -n page | openssl dgst -sha256 -hmac secret-of-the-app
      expect(url.searchParams.get("appsecret_proof")).toBe(
        "33b77290664d1568bcb3409d5a979ef1a39e63560b0eccc38440c04753741bfe",
      );
      expect(authorization).toBe("Bearer page");
    }
  });
});
