import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { publisher } from "../../publishing.ts";
import { day, errorOf, minute } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const title = "Rye bread from seven";
const link = "https://bakery.example/rye_bread?a=1&b=2";

const formOf = (body = "") => Object.fromEntries(new URLSearchParams(body));

describe("publishing on Reddit", () => {
  it("sends a text to the account's own profile by one request that says who asks", async () => {
    const { publish, sent } = await publisher(subject, open);
    await publish({ title });
    expect(sent.map((one) => `${one.method} ${one.url.pathname}`)).toEqual(["POST /api/submit"]);
    expect(formOf(sent[0]?.body)).toEqual({
      sr: "u_alice",
      kind: "self",
      title,
      text: "Rye bread",
      resubmit: "true",
      sendreplies: "true",
      api_type: "json",
    });
    expect(sent[0]?.headers).toMatchObject({ "user-agent": "web:stand-in-app:0.1 (by /u/alice)" });
  });

  it("sends a link with its text beside it, as it is", async () => {
    const { publish, sent } = await publisher(subject, open);
    await publish({ title, link, text: "Still *warm*" });
    expect(formOf(sent[0]?.body)).toMatchObject({ kind: "link", url: link, text: "Still \\*warm\\*" });
  });

  it("leaves a text out that is empty", async () => {
    const { publish, sent } = await publisher(subject, open);
    await publish({ title, link, text: " " });
    await publish({ title, text: "" });
    expect(sent.map(({ body }) => new URLSearchParams(body).get("text"))).toEqual([null, null]);
  });

  it("tells the id, the address, the title and the text that the next pull tells", async () => {
    const { publish, pull, connect } = await publisher(subject, open);
    const { nativeId, url } = await publish({ title, text: "Käse_Brot #1\nat <seven>" });
    expect(nativeId).toMatch(/^t3_/);
    expect(url).toMatch(/^https:\/\/www\.reddit\.com\/user\/alice\/comments\//);
    const batches = await pull(await connect());
    expect(batches.flatMap(({ posts }) => posts)).toMatchObject([
      { nativeId, url, text: `${title} — Käse_Brot #1 at <seven>`, carriesLink: false },
    ]);
  });

  it.each([
    ["no title", { title: "" }, "Write a title."],
    ["a title of 301 characters", { title: "é".repeat(301) }, "1 character too long: at most 300 are allowed"],
    ["a text of 40,001 characters", { title, text: "a".repeat(40_001) }, "at most 40,000 are allowed"],
    ["signs that make 40,000 characters more", { title, text: "*".repeat(20_001) }, "2 characters too long for Reddit"],
  ])("refuses %s in words, and asks nothing", async (_, post, words) => {
    const { publish, sent } = await publisher(subject, open);
    expect(await errorOf(publish(post))).toMatchObject({
      code: "invalid-input",
      retryable: false,
      message: expect.stringContaining(words),
    });
    expect(sent).toEqual([]);
  });

  it("takes a title of 300 characters, an emoji counting as one", async () => {
    const { publish, standIn } = await publisher(subject, open);
    await publish({ title: "🍞".repeat(300) });
    expect(standIn.store.posts).toHaveLength(1);
  });

  const refuse = async (errors: readonly string[], more: object = {}) => {
    const { publish, ctx } = await publisher(subject, open);
    const json = { errors: errors.map((code) => [code, "words that may change", "field"]), ...more };
    const fetch: typeof ctx.fetch = async (url) =>
      Object.defineProperty(Response.json({ json }), "url", { value: String(url) });
    const { renewSecret: _, ...without } = ctx;
    return errorOf(publish({ title }, {}, { ...without, fetch }));
  };

  it.each<[string, object, object, RegExp?]>([
    ["RATELIMIT", { ratelimit: 547.25 }, { code: "forbidden", retryable: true, retryAfterMs: 547_250 }],
    ["RATELIMIT", {}, { code: "forbidden", retryable: true, retryAfterMs: 10 * minute }],
    ["SUBREDDIT_RATELIMIT", {}, { code: "forbidden", retryable: true, retryAfterMs: 10 * minute }],
    ["QUOTA_FILLED", {}, { code: "forbidden", retryable: true, retryAfterMs: 60 * minute }],
    ["SUBREDDIT_NOTALLOWED", {}, { code: "forbidden", retryable: false }, /not let this account post/],
    ["SUBREDDIT_NOEXIST", {}, { code: "forbidden", retryable: false }, /no profile/],
    ["VERIFIED_USER_REQUIRED", {}, { code: "forbidden", retryable: false }, /e-mail/],
    ["USER_REQUIRED", {}, { code: "unauthorized", needsReconnect: true }],
    ["NO_TEXT", {}, { code: "invalid-input" }, /wants a title/],
    ["TOO_LONG", {}, { code: "invalid-input" }, /too long/],
    ["BAD_URL", {}, { code: "invalid-input" }, /this link/],
    ["DOMAIN_BANNED", {}, { code: "invalid-input" }, /no links to this site/],
    ["ALREADY_SUB", {}, { code: "invalid-input" }, /already/],
    ["A_CODE_OF_THE_FUTURE", {}, { code: "invalid-input" }, /^The network refused this post\.$/],
  ])(
    "tells %s with %j, which comes with status 200, by its code and never as unknown",
    async (code, more, expected, words = /^[A-Z].*\.$/) => {
      const error = await refuse([code], more);
      expect(error).toMatchObject({ networkId: "reddit", wasAsked: true, ...expected });
      expect(error).toHaveProperty("message", expect.stringMatching(words));
      expect(error).toHaveProperty("message", expect.not.stringContaining("words that may change"));
    },
  );

  it.each([
    [429, "rate-limited", "The network takes no more posts for now. The post can go out later."],
    [
      403,
      "forbidden",
      "The network does not allow this. Where the channel was connected for reading only, connect it again.",
    ],
    [500, "unavailable", "The network did not say whether it took the post."],
  ])("tells status %i as %s", async (status, code, message) => {
    const { publish, ctx } = await publisher(subject, open);
    const fetch = async () => Response.json({ message: "words", error: status }, { status });
    expect(await errorOf(publish({ title }, {}, { ...ctx, fetch }))).toMatchObject({ code, message });
  });

  it("does not know whether a post is out whose answer names none", async () => {
    expect(await refuse([])).toMatchObject({ code: "malformed", wasAsked: true });
  });

  it("renews a token that ended in between, and announces itself once", async () => {
    const { publish, clock, standIn } = await publisher(subject, open);
    let calls = 0;
    const beforeSend = async () => {
      calls += 1;
      clock.now += 2 * day;
    };
    await publish({ title }, { beforeSend });
    expect([calls, standIn.store.posts.length]).toEqual([1, 1]);
  });
});

const answerSchema = z.object({ json: z.object({ errors: z.array(z.tuple([z.string()]).rest(z.unknown())) }) });

describe("the stand-in for Reddit", () => {
  const post = { api_type: "json", sr: "u_Alice", kind: "self", title, text: "Rye" };

  it.each<[string, Record<string, string>, string[]]>([
    ["a text", {}, []],
    ["a link", { kind: "link", url: link }, []],
    ["a title of 300 signs", { title: "🍞".repeat(300) }, []],
    ["a title of 301 signs", { title: "🍞".repeat(301) }, ["TOO_LONG"]],
    ["a text of 40,001 signs", { text: "a".repeat(40_001) }, ["TOO_LONG"]],
    ["no title", { title: " " }, ["NO_TEXT"]],
    ["a link without address", { kind: "link" }, ["NO_URL"]],
    ["a link that is none", { kind: "link", url: "bakery" }, ["BAD_URL"]],
    ["another kind", { kind: "image" }, ["INVALID_OPTION"]],
    ["another place", { sr: "gardening" }, ["SUBREDDIT_NOTALLOWED"]],
  ])("answers %s with %j and errors %j", async (_, change, errors) => {
    const { standIn, secrets } = await publisher(subject, open);
    const response = await fetch(`${standIn.url}/api/submit`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${JSON.parse(secrets.at(-1) ?? "").accessToken}`,
        "user-agent": "web:test:0.1",
      },
      body: new URLSearchParams({ ...post, ...change }),
    });
    const { json } = answerSchema.parse(await response.json());
    expect(json.errors.map(([code]) => code)).toEqual(errors);
    expect([response.status, standIn.store.posts.length]).toEqual([200, errors.length === 0 ? 1 : 0]);
  });
});
