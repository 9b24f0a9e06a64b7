import { describe, expect, it } from "vitest";
import { blog } from "../../../src/networks/blog/blog.ts";
import { wordpressRoute } from "../../../src/networks/blog/wordpress-routes.ts";
import { type Answer, type Asked, jsonServer } from "../../json-server.ts";
import { collect, lastCursor, minute, startOfTest, together } from "../../subject.ts";

const gmt = (at: number): string => new Date(at).toISOString().slice(0, 19);
const post = (id: number, change: object = {}) => ({
  id,
  link: `https://blog.example/${id}`,
  date_gmt: gmt(startOfTest - id * minute),
  author: 1,
  title: { rendered: `Post ${id} &amp; more` },
  content: { rendered: "<p>Text</p>" },
  ...change,
});
const comment = (id: number, change: object = {}) => ({
  id,
  post: 1,
  author: 0,
  author_name: `Guest ${id}`,
  author_url: "",
  date_gmt: gmt(startOfTest - id * minute),
  type: "comment",
  ...change,
});

/** A site that gives these posts and comments, and a way to pull it. */
async function siteOf(
  { posts = [], comments = [] }: { posts?: object[]; comments?: object[] },
  special: (asked: Asked) => Answer | undefined = () => undefined,
) {
  const server = await jsonServer((asked) => {
    const answer = special(asked);
    if (answer !== undefined) return answer;
    if (asked.url.pathname === "/wp-json/wp/v2/posts") return { json: posts };
    return asked.url.pathname === "/wp-json/wp/v2/comments" ? { json: comments } : undefined;
  });
  const config = {
    reader: "wordpress",
    api: `${server.origin}/wp-json/`,
    siteUrl: "https://blog.example/",
    comments: true,
  };
  const pull = (cursor: Parameters<typeof blog.pull>[2] = null, now = startOfTest) =>
    collect(blog.pull({ ...server.ctx, now: () => now }, { nativeId: "blog.example", config }, cursor));
  return { ...server, posts, comments, pull };
}

describe("a route of WordPress", () => {
  it.each([
    ["https://b.example/wp-json/", "https://b.example/wp-json/wp/v2/posts?page=2"],
    ["https://b.example/wp-json", "https://b.example/wp-json/wp/v2/posts?page=2"],
    ["https://b.example/sub/wp-json/", "https://b.example/sub/wp-json/wp/v2/posts?page=2"],
    ["https://b.example/index.php?rest_route=/", "https://b.example/index.php?rest_route=%2Fwp%2Fv2%2Fposts&page=2"],
    ["https://b.example/?rest_route=/&lang=de", "https://b.example/?rest_route=%2Fwp%2Fv2%2Fposts&lang=de&page=2"],
  ])("below %s", (api, expected) => expect(wordpressRoute(api, "/wp/v2/posts", { page: "2" })).toBe(expected));
});

describe("posts of a WordPress site", () => {
  it("have the title and beginning of their text, and ids as text", async () => {
    const { pull } = await siteOf({ posts: [post(1)] });
    expect(together(await pull()).posts).toEqual([
      {
        nativeId: "1",
        at: startOfTest - minute,
        url: "https://blog.example/1",
        text: "Post 1 & more — Text",
        carriesLink: false,
      },
    ]);
  });

  it.each(["javascript:alert(1)", " DATA:text/html,x", "file:///etc/passwd", ""])(
    "have no link where the site says %j",
    async (link) => {
      const { pull } = await siteOf({ posts: [post(1, { link }), post(2, { link: "/2" })] });
      expect(together(await pull()).posts.map(({ url }) => url)).toEqual([null, "https://blog.example/2"]);
    },
  );

  it("are at home where they were found, when the site's own address is no web page", async () => {
    const { origin, ctx } = await jsonServer(({ url }) => {
      if (url.pathname === "/")
        return {
          json: "",
          headers: { "content-type": "text/html", link: `<${url.origin}/wp-json/>; rel="https://api.w.org/"` },
        };
      return { json: url.pathname === "/wp-json/" ? { name: "B", home: "javascript:alert(1)" } : [] };
    });
    const { channels } = await blog.discover(ctx, { address: origin });
    expect(channels).toMatchObject([{ url: `${origin}/`, config: { reader: "wordpress", siteUrl: `${origin}/` } }]);
  });

  it("are read by their excerpt where the content is shut, and are left out without a date", async () => {
    const { pull } = await siteOf({
      posts: [
        post(1, { content: { rendered: "", protected: true }, excerpt: { rendered: "<p>Short</p>" } }),
        post(2, { date_gmt: "0000-00-00T00:00:00" }),
      ],
    });
    expect(together(await pull()).posts.map(({ text }) => text)).toEqual(["Post 1 & more — Short"]);
  });

  it("end at a page that is no longer there", async () => {
    const { pull } = await siteOf({}, ({ url }) => {
      if (!url.pathname.endsWith("/posts")) return undefined;
      if (url.searchParams.get("page") === "1")
        return { json: [post(1)], headers: { "x-wp-totalpages": "2", "x-wp-total": "1" } };
      return { status: 400, json: { code: "rest_post_invalid_page_number" } };
    });
    const batches = await pull();
    expect(together(batches).posts).toHaveLength(1);
    expect(batches.at(-1)?.done).toBe(true);
  });

  it.each([401, 403, 404, 410])("that answer %i to strangers are removed", async (status) => {
    const { pull, posts } = await siteOf({ posts: [post(1), post(2), post(3)] }, ({ url }) =>
      url.pathname.endsWith("/posts/2") ? { status, json: {} } : undefined,
    );
    const cursor = lastCursor(await pull());
    posts.splice(1, 1);
    expect(together(await pull(cursor)).removals).toEqual([{ nativeKey: "post:2" }]);
  });
});

describe("comments of a WordPress site", () => {
  it("are people's: pingbacks and answers of those who write posts are not", async () => {
    const comments = [
      comment(1),
      comment(2, { type: "pingback" }),
      comment(3, { author: 1 }),
      comment(4, { author: 7 }),
      comment(5, { type: null }),
    ];
    const { pull } = await siteOf({ posts: [post(1)], comments });
    expect(together(await pull()).signals.map(({ nativeKey }) => nativeKey)).toEqual([
      "comment:1",
      "comment:4",
      "comment:5",
    ]);
  });

  it("by one person on one page have one actor; a name alone is an actor, nobody is none", async () => {
    const comments = [
      comment(1, { author_name: "Zoe", author_url: "https://zoe.example/" }),
      comment(2, { author_name: " zoe ", author_url: "https://zoe.example" }),
      comment(3, { author_name: "Zoe", author_url: "" }),
      comment(4, { author_name: "", author_url: null }),
    ];
    const { pull } = await siteOf({ posts: [post(1)], comments });
    const actors = together(await pull()).signals.map(({ actor }) => actor);
    expect(actors[0]).toBe(actors[1]);
    expect(actors[2]).not.toBe(actors[0]);
    expect([actors[3], new Set(actors).size]).toEqual([undefined, 3]);
  });

  it("that waited two days for approval are found, and none is told twice", async () => {
    const { pull, comments, asked } = await siteOf({ posts: [post(1)], comments: [comment(5)] });
    const cursor = lastCursor(await pull());
    comments.unshift(comment(2 * 24 * 60));
    asked.length = 0;
    const { signals } = together(await pull(cursor, startOfTest + minute));
    expect(signals.map(({ nativeKey }) => nativeKey)).toEqual(["comment:2880"]);
    const after = asked.find(({ url }) => url.pathname.endsWith("/comments"))?.url.searchParams.get("after");
    expect(after).toBe(gmt(startOfTest - 5 * minute - 3 * 86_400_000));
  });

  it("come in pages, and a pull that broke off between them goes on", async () => {
    const pages = [[comment(30), comment(20)], [comment(10)]];
    const { pull } = await siteOf({}, ({ url }) => {
      if (!url.pathname.endsWith("/comments")) return url.pathname.endsWith("/posts") ? { json: [post(1)] } : undefined;
      return { json: pages[Number(url.searchParams.get("page")) - 1] ?? [], headers: { "x-wp-totalpages": "2" } };
    });
    const batches = await pull();
    expect(batches.filter(({ signals }) => signals.length > 0).map(({ signals }) => signals.length)).toEqual([2, 1]);
    const broken = batches.findIndex(({ signals }) => signals.length === 2);
    const rest = together(await pull(lastCursor(batches.slice(0, broken + 1))));
    expect(rest.signals.map(({ nativeKey }) => nativeKey)).toEqual(["comment:10"]);
  });
});
