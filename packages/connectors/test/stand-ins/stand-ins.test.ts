import { afterEach, describe, expect, it } from "vitest";
import { feedSchema, likesSchema } from "../../src/networks/bluesky/bluesky-views.ts";
import {
  type ChaosMode,
  type StandIn,
  type StandInOptions,
  startBlogStandIn,
  startBlueskyStandIn,
  startMastodonStandIn,
} from "../../src/stand-ins/index.ts";
import { minute, startOfTest } from "../subject.ts";

const open: StandIn[] = [];
afterEach(() => Promise.all(open.splice(0).map((standIn) => standIn.close())));

const starters = { blog: startBlogStandIn, mastodon: startMastodonStandIn, bluesky: startBlueskyStandIn };
type Name = keyof typeof starters;
const names: readonly Name[] = ["blog", "mastodon", "bluesky"];
const start = async (name: Name, options: StandInOptions = {}): Promise<StandIn> => {
  const standIn = await starters[name]({ now: () => startOfTest, ...options });
  open.push(standIn);
  return standIn;
};
/** An address that each of them answers. */
const home: Record<Name, string> = {
  blog: "/feed/",
  mastodon: "/api/v1/accounts/lookup?acct=alice",
  bluesky: "/xrpc/app.bsky.actor.getProfile?actor=alice.test",
};

describe.each(names)("the stand-in for %s", (name) => {
  it("listens on loopback, on a port of its own, until it is closed", async () => {
    const [one, two] = [await start(name), await start(name)];
    expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(one.url).not.toBe(two.url);
    expect((await fetch(one.url + home[name])).status).toBe(200);
    await one.close();
    await expect(fetch(one.url + home[name])).rejects.toThrow("fetch failed");
  });

  it("remembers what it was asked", async () => {
    const standIn = await start(name);
    await fetch(standIn.url + home[name]);
    expect(standIn.requests).toEqual([`GET ${home[name]}`]);
  });

  it.each<[ChaosMode, readonly number[]]>([
    ["server-error", [502, 503]],
    ["unauthorized", [401]],
    ["forbidden", [400, 403]],
    ["not-found", [400, 404]],
    ["rate-limited", [429]],
    ["html", [200]],
    ["truncated", [200]],
  ])("has the accident %s as often as it was told to", async (mode, statuses) => {
    const standIn = await start(name);
    const whole = await (await fetch(standIn.url + home[name])).text();
    standIn.chaos(mode, 1);
    const broken = await fetch(standIn.url + home[name]);
    expect(statuses).toContain(broken.status);
    expect(await broken.text()).not.toBe(whole);
    expect(await (await fetch(standIn.url + home[name])).text()).toBe(whole);
  });

  it("goes on having an accident until it is told to stop", async () => {
    const standIn = await start(name);
    standIn.chaos("rate-limited");
    for (let n = 0; n < 3; n += 1) expect((await fetch(standIn.url + home[name])).status).toBe(429);
    standIn.chaos(null);
    expect((await fetch(standIn.url + home[name])).status).toBe(200);
  });

  it("says nothing when it is slow", async () => {
    const standIn = await start(name);
    standIn.chaos("slow");
    await expect(fetch(standIn.url + home[name], { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/i);
  });

  it("has a limit per window, if it is given one", async () => {
    const clock = { now: startOfTest };
    const standIn = await start(name, { now: () => clock.now, limit: { requests: 2, windowMs: minute } });
    const statusOf = async () => (await fetch(standIn.url + home[name])).status;
    expect([await statusOf(), await statusOf(), await statusOf()]).toEqual([200, 200, 429]);
    clock.now += minute;
    expect(await statusOf()).toBe(200);
  });

  it("does not know what is not there", async () => {
    const standIn = await start(name);
    expect((await fetch(`${standIn.url}/nowhere`)).status).toBeGreaterThanOrEqual(400);
  });
});

describe("limits are told as each network tells them", () => {
  const headersOf = async (name: Name) => {
    const standIn = await start(name, { limit: { requests: 1, windowMs: minute } });
    const first = await fetch(standIn.url + home[name]);
    const second = await fetch(standIn.url + home[name]);
    return { first: first.headers, second: second.headers };
  };

  it("Mastodon gives the reset as an ISO instant", async () => {
    const { first, second } = await headersOf("mastodon");
    expect(first.get("x-ratelimit-remaining")).toBe("0");
    expect(first.get("x-ratelimit-reset")).toBe(new Date(startOfTest + minute).toISOString());
    expect(second.get("x-ratelimit-reset")).toBe(new Date(startOfTest + minute).toISOString());
  });

  it("Bluesky gives it as Unix seconds", async () => {
    const { first, second } = await headersOf("bluesky");
    expect(first.get("ratelimit-policy")).toBe("1;w=300");
    expect(second.get("ratelimit-reset")).toBe(String((startOfTest + minute) / 1_000));
  });

  it("a blog gives the seconds to wait", async () => {
    expect((await headersOf("blog")).second.get("retry-after")).toBe("60");
  });
});

describe("what happens shows up where the network lists it", () => {
  const jsonOf = async (url: string) => (await fetch(url)).json();

  it("on Mastodon: counts, answers, and a Link to older posts", async () => {
    const { store, url } = await start("mastodon", { pageSize: 1 });
    const old = store.publish({ text: "Old", at: startOfTest - minute });
    const post = store.publish({ text: "New", link: "https://a.example" });
    store.like(post.id, { by: "Zoe" });
    store.reshare(post.id, { by: "Zoe" });
    store.quote(post.id, { by: "Zoe", text: "Look" });
    store.comment(post.id, { by: "Zoe", text: "Hi <b>" });
    const list = await fetch(`${url}/api/v1/accounts/109000000000000001/statuses`);
    expect(await list.json()).toMatchObject([
      { id: post.id, favourites_count: 1, reblogs_count: 1, replies_count: 1, quotes_count: 1 },
    ]);
    const next = /<([^>]+)>; rel="next"/.exec(list.headers.get("link") ?? "")?.[1] ?? "";
    const last = await fetch(next);
    expect(await last.json()).toMatchObject([{ id: old.id }]);
    expect(last.headers.get("link")).toBeNull();
    expect(await jsonOf(`${url}/api/v1/statuses/${post.id}/context`)).toMatchObject({
      ancestors: [],
      descendants: [{ in_reply_to_id: post.id, content: "<p>Hi &lt;b></p>", account: { display_name: "Zoe" } }],
    });
    store.unlike(post.id, "Zoe");
    expect(await jsonOf(`${url}/api/v1/statuses/${post.id}`)).toMatchObject({ favourites_count: 0 });
    store.remove(post.id);
    expect((await fetch(`${url}/api/v1/statuses/${post.id}`)).status).toBe(404);
  });

  it("on Bluesky: counts, likes with their instants, and a cursor that ends", async () => {
    const { store, url } = await start("bluesky", { pageSize: 2 });
    const post = store.publish({ text: "New" });
    for (const by of ["Zoe", "Yuri", "Xaver"]) store.like(post.id, { by });
    store.save(post.id, { by: "Zoe" });
    const { feed } = feedSchema.parse(await jsonOf(`${url}/xrpc/app.bsky.feed.getAuthorFeed?actor=alice.test`));
    expect(feed).toMatchObject([{ post: { likeCount: 3, bookmarkCount: 1, repostCount: 0 } }]);
    const list = `${url}/xrpc/app.bsky.feed.getLikes?uri=${encodeURIComponent(feed[0]?.post.uri ?? "")}`;
    const first = likesSchema.parse(await jsonOf(list));
    const second = likesSchema.parse(await jsonOf(`${list}&cursor=${first.cursor}`));
    expect([first.likes.length, second.likes.length, second.cursor]).toEqual([2, 1, undefined]);
    expect(first.likes[0]?.indexedAt).toBe(new Date(startOfTest).toISOString());
  });

  it("on a blog: the feed, its tag, and the feed of comments", async () => {
    const { store, url } = await start("blog");
    const post = store.publish({ text: "New & <old>" });
    store.comment(post.id, { by: "Zoe", text: "Hi" });
    const feed = await fetch(`${url}/feed/`);
    expect(await feed.text()).toContain("<title>New &amp; &lt;old&gt;</title>");
    const tag = feed.headers.get("etag") ?? "";
    expect((await fetch(`${url}/feed/`, { headers: { "if-none-match": tag } })).status).toBe(304);
    store.comment(post.id, { by: "Yuri", text: "Ho" });
    expect((await fetch(`${url}/feed/`, { headers: { "if-none-match": tag } })).status).toBe(200);
    expect(await (await fetch(`${url}/comments/${post.id}/feed/`)).text()).toMatch(/Zoe[\s\S]*Yuri/);
  });

  it("on WordPress: pages with their number, and a 400 behind the last", async () => {
    const standIn = await startBlogStandIn({ flavour: "wordpress", pageSize: 2, now: () => startOfTest });
    open.push(standIn);
    for (const n of [1, 2, 3]) standIn.store.publish({ text: `Post ${n}`, at: startOfTest - n * minute });
    const page = (n: number) => fetch(`${standIn.url}/wp-json/wp/v2/posts?per_page=100&page=${n}`);
    const first = await page(1);
    expect([first.headers.get("x-wp-total"), first.headers.get("x-wp-totalpages")]).toEqual(["3", "2"]);
    expect((await page(3)).status).toBe(400);
  });

  it("and nothing reacts to a post that is not there", async () => {
    const { store } = await start("blog");
    expect(() => store.like("404", { by: "Zoe" })).toThrow("the stand-in has no post 404");
  });
});
