import { createServer } from "node:http";
import { guardedFetch } from "@headroom/net";
import { afterEach, describe, expect, it } from "vitest";
import { blog } from "../../../src/networks/blog/blog.ts";
import { collect, errorOf, lastCursor, together } from "../../subject.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface Page {
  body?: string;
  status?: number;
  headers?: Record<string, string>;
}

/** A site of these pages, and a context that reaches it. `{site}` in a body becomes its address. */
async function siteOf(pages: Record<string, Page>) {
  const asked: { url: string; condition: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    asked.push({
      url: request.url ?? "",
      condition: request.headers["if-none-match"] ?? request.headers["if-modified-since"],
    });
    const page = pages[request.url ?? ""];
    const etag = page?.headers?.etag;
    const status =
      etag !== undefined && request.headers["if-none-match"] === etag ? 304 : (page?.status ?? (page ? 200 : 404));
    response.writeHead(status, page?.headers).end(page?.body?.replaceAll("{site}", base));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.close());
  const address = server.address();
  const site = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
  const clock = { now: Date.UTC(2026, 10, 2, 12) };
  const ctx = {
    fetch: guardedFetch({ allowedPrivateHosts: ["127.0.0.1"] }),
    now: () => clock.now,
    hashActor: (_: string, actor: string) => `hash ${actor.length}`,
    saveSecret: async () => {},
  };
  return { site, ctx, asked, clock, discover: (address: string) => blog.discover(ctx, { address }) };
}

const feed = (
  items = "<item><guid>1</guid><title>One</title><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item>",
): string =>
  `<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>My blog</title><link>{site}/</link>${items}</channel></rss>`;
const html = (head: string): Page => ({
  body: `<!doctype html><html><head><title>Page</title>${head}</head><body></body></html>`,
});
const alternate = (href: string, title = ""): string =>
  `<link rel="alternate" type="application/rss+xml" title="${title}" href="${href}">`;

describe("the feed of a blog is found", () => {
  it.each<[string, Record<string, Page>, string, string]>([
    ["when its own address is entered", { "/my.xml": { body: feed() } }, "/my.xml", "/my.xml"],
    ["in the page's head", { "/": html(alternate("/a.xml")), "/a.xml": { body: feed() } }, "/", "/a.xml"],
    [
      "relative to the page's base",
      { "/": html(`<base href="/sub/">${alternate("a.xml")}`), "/sub/a.xml": { body: feed() } },
      "/",
      "/sub/a.xml",
    ],
    [
      "past the feed of comments",
      {
        "/": html(alternate("/comments/feed/", "Comments") + alternate("/posts.xml")),
        "/posts.xml": { body: feed() },
        "/comments/feed/": { body: feed() },
      },
      "/",
      "/posts.xml",
    ],
    [
      "past a feed that is broken",
      {
        "/": html(alternate("/broken.xml") + alternate("/good.xml")),
        "/broken.xml": { body: "<html></html>" },
        "/good.xml": { body: feed() },
      },
      "/",
      "/good.xml",
    ],
    [
      "in a Link header",
      {
        "/": { body: "<p>hi", headers: { link: '</h.xml>; rel="alternate"; type="application/atom+xml"' } },
        "/h.xml": { body: feed() },
      },
      "/",
      "/h.xml",
    ],
    ["at a common place", { "/": html(""), "/index.xml": { body: feed() } }, "/", "/index.xml"],
    [
      "at a common place below a folder",
      { "/me/": html(""), "/me/feed.xml": { body: feed() } },
      "/me/",
      "/me/feed.xml",
    ],
    [
      "behind a redirect",
      {
        "/": { status: 301, headers: { location: "/home" } },
        "/home": html(alternate("/a.xml")),
        "/a.xml": { body: feed() },
      },
      "/",
      "/a.xml",
    ],
  ])("%s", async (_, pages, entered, found) => {
    const { site, discover } = await siteOf(pages);
    const { channels } = await discover(site + entered);
    expect(channels).toMatchObject([
      {
        title: "My blog",
        url: `${site}/`,
        config: { reader: "feed", feedUrl: site + found, comments: false },
        knows: ["post", "linkPost"],
      },
    ]);
    expect(channels[0]?.nativeId).toBe(new URL(site).host);
  });

  it("and comments are known where the feed counts them", async () => {
    const { site, discover } = await siteOf({
      "/f": { body: feed("<item><guid>1</guid><title>a</title><slash:comments>0</slash:comments></item>") },
    });
    expect((await discover(`${site}/f`)).channels[0]?.knows).toEqual(["post", "linkPost", "comment"]);
  });

  it("and a site without one is told in words", async () => {
    const { site, discover } = await siteOf({ "/": html("") });
    const error = await errorOf(discover(site));
    expect(error).toMatchObject({ code: "not-found", retryable: false });
    expect(error).toHaveProperty(
      "message",
      `No feed was found at ${new URL(site).host}. If the blog has one, enter the feed's own address.`,
    );
  });

  it("and WordPress that shuts its routes is read by its feed", async () => {
    const pages = {
      "/": html(`<link rel="https://api.w.org/" href="/wp-json/">${alternate("/feed/")}`),
      "/feed/": { body: feed() },
    };
    const { site, discover } = await siteOf({
      ...pages,
      "/wp-json/wp/v2/posts?per_page=1": { status: 401, body: "{}" },
    });
    expect((await discover(site)).channels[0]?.config).toMatchObject({ reader: "feed" });
  });

  it.each(["", "   ", "http://", "https://user:pw@x.example"])("and %j is refused as an address", async (address) => {
    const { discover } = await siteOf({});
    expect(await errorOf(discover(address))).toMatchObject({ code: "invalid-input" });
  });
});

describe("pulling a feed", () => {
  const pullable = async (pages: Record<string, Page>) => {
    const set = await siteOf(pages);
    const { channels } = await set.discover(`${set.site}/f`);
    const channel = channels[0];
    if (channel === undefined) throw new Error("no channel");
    set.asked.length = 0;
    return { ...set, pull: (cursor: Parameters<typeof blog.pull>[2]) => collect(blog.pull(set.ctx, channel, cursor)) };
  };

  it("asks again only whether it changed, and does nothing when not", async () => {
    const { pull, asked } = await pullable({ "/f": { body: feed(), headers: { etag: '"v1"' } } });
    const first = await pull(null);
    const second = await pull(lastCursor(first));
    expect(asked.map(({ condition }) => condition)).toEqual([undefined, '"v1"']);
    expect(second).toMatchObject([{ posts: [], observations: [], done: true }]);
    expect(second[0]?.cursor).toEqual(lastCursor(first));
  });

  it("tells nothing again where the tag changes with every answer but the items do not", async () => {
    const page: Page = { body: feed(), headers: { etag: '"1"' } };
    const { pull } = await pullable({ "/f": page });
    const cursor = lastCursor(await pull(null));
    page.headers = { etag: '"2"' };
    expect(together(await pull(cursor))).toEqual({
      posts: [],
      observations: [],
      signals: [],
      audience: [],
      removals: [],
    });
  });

  it("reads a feed that counts comments in full every six hours, since validators follow posts alone", async () => {
    const counted = feed(
      "<item><guid>1</guid><title>a</title><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate><slash:comments>0</slash:comments></item>",
    );
    const { pull, asked, clock } = await pullable({ "/f": { body: counted, headers: { etag: '"v1"' } } });
    const cursor = lastCursor(await pull(null));
    clock.now += 6 * 3_600_000 - 1;
    await pull(cursor);
    clock.now += 1;
    await pull(cursor);
    expect(asked.map(({ condition }) => condition)).toEqual([undefined, '"v1"', undefined]);
  });

  it("cannot place an undated item that was there before, and dates a new one when it is first seen", async () => {
    const undated = (...ids: number[]) =>
      feed(ids.map((id) => `<item><guid>${id}</guid><title>t${id}</title></item>`).join(""));
    const page: Page = { body: undated(1) };
    const { pull, clock } = await pullable({ "/f": page });
    const first = await pull(null);
    expect(together(first).posts).toEqual([]);
    page.body = undated(2, 1);
    clock.now += 60_000;
    const second = await pull(lastCursor(first));
    expect(together(second).posts.map(({ nativeId, at }) => [nativeId, at])).toEqual([["2", clock.now]]);
    clock.now += 40 * 86_400_000;
    expect(together(await pull(lastCursor(second))).posts).toEqual([]);
  });

  it("knows a link to another host from one to its own", async () => {
    const link = (id: number, href: string) =>
      `<item><guid>${id}</guid><title>t</title><pubDate>Mon, 02 Nov 2026 10:0${id}:00 GMT</pubDate><description>&lt;a href="${href}"&gt;x&lt;/a&gt;</description></item>`;
    const { pull } = await pullable({
      "/f": {
        body: feed(
          link(1, "/own") + link(2, "https://else.example") + link(3, "mailto:a@b.example") + link(4, "{site}/own"),
        ),
      },
    });
    const { posts } = together(await pull(null));
    expect(posts.map(({ nativeId, carriesLink }) => [nativeId, carriesLink])).toEqual([
      ["4", false],
      ["3", false],
      ["2", true],
      ["1", false],
    ]);
  });

  it("loses names but not the total when the feed of comments is broken", async () => {
    const body = feed(
      "<item><guid>1</guid><title>a</title><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate><slash:comments>4</slash:comments><wfw:commentRss>{site}/c</wfw:commentRss></item>",
    ).replace("<rss", '<rss xmlns:wfw="http://wellformedweb.org/CommentAPI/"');
    const { pull, asked } = await pullable({ "/f": { body }, "/c": { body: "<html>oops</html>" } });
    const { observations, signals } = together(await pull(null));
    expect(asked.map(({ url }) => url)).toEqual(["/f", "/c"]);
    expect(observations).toMatchObject([{ kind: "comment", total: 4 }]);
    expect(signals).toEqual([]);
  });
});
