import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { blog } from "../../../src/networks/blog/blog.ts";
import { adminToken } from "../../../src/networks/blog/ghost-api.ts";
import { type Answer, type Asked, jsonServer } from "../../json-server.ts";
import { collect, errorOf, minute, startOfTest, together } from "../../subject.ts";

const id = "5f0e6d2c5f0e6d2c5f0e6d2c";
const key = `${id}:${"ab".repeat(32)}`;
const secret = JSON.stringify({ kind: "ghost-admin", id, secret: "ab".repeat(32) });
const at = (minutesAgo: number): string => new Date(startOfTest - minutesAgo * minute).toISOString();
const post = (number: number, change: object = {}) => ({
  id: `post-${number}`,
  url: `https://ghost.example/${number}/`,
  title: `Post ${number}`,
  html: "<p>Text</p>",
  published_at: at(number),
  status: "published",
  authors: [{ name: "Alice" }],
  count: { clicks: number },
  ...change,
});
const comment = (number: number, change: object = {}) => ({
  id: `comment-${number}`,
  created_at: at(number),
  member: { uuid: `member-${number}`, name: `Guest ${number}` },
  ...change,
});

/** A site that answers as told, and what may be done with it. */
async function ghostOf(
  answers: Record<string, unknown>,
  special: (asked: Asked) => Answer | undefined = () => undefined,
) {
  const server = await jsonServer((asked, origin) => {
    const found = special(asked);
    if (found !== undefined) return found;
    if (asked.url.pathname === "/ghost/api/admin/site/")
      return { json: { site: { title: "G", url: `${origin}/`, version: "6.1" } } };
    const path = asked.url.pathname.replace(/^\/(?:ghost\/api\/\w+|members\/api)\//, "");
    if (path in answers) return { json: answers[path] };
    return asked.url.pathname === "/" ? { json: "a page", headers: { "content-type": "text/html" } } : undefined;
  });
  const config = { reader: "ghost", siteUrl: `${server.origin}/`, comments: true };
  const pull = () => collect(blog.pull(server.ctx, { nativeId: "g", config, secret }, null));
  return { ...server, pull };
}

describe("a token for Ghost", () => {
  const token = adminToken({ id, secret: "ab".repeat(32) }, startOfTest);
  const [head = "", body = "", signature] = token.split(".");
  const decoded = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());

  it("names its key and its audience and dies within five minutes", () => {
    const seconds = startOfTest / 1_000;
    expect(decoded(head)).toEqual({ alg: "HS256", typ: "JWT", kid: id });
    expect(decoded(body)).toMatchObject({ aud: "/admin/", iat: seconds });
    expect(decoded(body).exp - seconds).toBeGreaterThan(0);
    expect(decoded(body).exp - seconds).toBeLessThanOrEqual(300);
  });

  it("is signed with the bytes that the key writes in hexadecimal", () => {
    const bytes = Buffer.alloc(32, 0xab);
    expect(signature).toBe(createHmac("sha256", bytes).update(`${head}.${body}`).digest("base64url"));
  });
});

describe("connecting a Ghost site", () => {
  const open = { "posts/": { posts: [post(1)] }, "comments/counts/": {} };

  it("with an Admin API key tells comments and clicks, and keeps the key", async () => {
    const { ctx, origin, saved } = await ghostOf(open);
    const { channels } = await blog.discover(ctx, { address: origin, key });
    expect(channels).toMatchObject([
      { title: "G", knows: ["post", "linkPost", "comment", "click"], config: { reader: "ghost" } },
    ]);
    expect(saved).toEqual([secret]);
  });

  it.each([
    [
      "clicks that its newsletter does not count",
      { ...open, "posts/": { posts: [post(1, { count: {} })] } },
      ["post", "linkPost", "comment"],
    ],
    ["comments that it does not show", { "posts/": { posts: [post(1)] } }, ["post", "linkPost", "click"]],
  ])("claims no %s", async (_, answers, knows) => {
    const { ctx, origin } = await ghostOf(answers);
    const { channels } = await blog.discover(ctx, { address: origin, key });
    expect(channels[0]?.knows).toEqual(knows);
  });

  it("that is none says so, and keeps nothing", async () => {
    const { ctx, origin, saved } = await ghostOf({}, ({ url }) =>
      url.pathname.includes("/site/") ? { status: 404, json: {} } : undefined,
    );
    expect(await errorOf(blog.discover(ctx, { address: origin, key }))).toMatchObject({
      code: "invalid-input",
      message: expect.stringMatching(/^There is no Ghost at/),
    });
    expect(saved).toEqual([]);
  });

  it("whose key is unknown asks for another, and keeps nothing", async () => {
    const { ctx, origin, saved } = await ghostOf(open, ({ url }) =>
      url.pathname.endsWith("/posts/") ? { status: 401, json: { errors: [{ type: "UnauthorizedError" }] } } : undefined,
    );
    expect(await errorOf(blog.discover(ctx, { address: origin, key }))).toMatchObject({ code: "unauthorized" });
    expect(saved).toEqual([]);
  });
});

describe("reading a Ghost site", () => {
  it("counts no comments where a post has none, and knows none where the count is nothing", async () => {
    const { pull } = await ghostOf({ "posts/": { posts: [post(1), post(2)] }, "comments/counts/": { "post-2": null } });
    const { observations } = together(await pull());
    expect(observations.filter(({ kind }) => kind === "comment")).toEqual([
      { postNativeId: "post-1", kind: "comment", observedAt: startOfTest, total: 0 },
    ]);
  });

  it("tells replies too, and neither hidden comments nor those of who wrote the post", async () => {
    const comments = [
      comment(1, { replies: [comment(2), comment(3, { member: { uuid: "a", name: " alice" } })] }),
      comment(4, { status: "hidden" }),
      comment(5, { member: null }),
    ];
    const { pull } = await ghostOf({
      "posts/": { posts: [post(1)] },
      "comments/counts/": { "post-1": 4 },
      "comments/post/post-1/": { comments },
    });
    const { signals, observations } = together(await pull());
    expect(signals.map(({ nativeKey, actor }) => [nativeKey, actor !== undefined])).toEqual([
      ["comment:comment-1", true],
      ["comment:comment-2", true],
      ["comment:comment-5", false],
    ]);
    expect(observations.find(({ kind }) => kind === "comment")?.total).toBe(3);
  });

  it("passes a draft over that slipped into the list without a date", async () => {
    const { pull } = await ghostOf({
      "posts/": { posts: [post(1), post(2, { published_at: null })] },
      "comments/counts/": {},
    });
    expect(together(await pull()).posts.map(({ nativeId }) => nativeId)).toEqual(["post-1"]);
  });

  it("without its key asks to connect again", async () => {
    const { ctx, origin } = await ghostOf({});
    const config = { reader: "ghost", siteUrl: `${origin}/`, comments: true };
    const error = await errorOf(Promise.resolve().then(() => collect(blog.pull(ctx, { nativeId: "g", config }, null))));
    expect(error).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });
});
