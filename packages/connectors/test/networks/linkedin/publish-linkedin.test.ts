import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { littleText, plainCommentary } from "../../../src/networks/linkedin/commentary.ts";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { picture, publisher } from "../../publishing.ts";
import { day, errorOf } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const link = "https://bakery.example/news_2026";
const organization = "urn:li:organization:2414183";
const steps = (sent: readonly { method: string; url: URL }[]) =>
  sent.map(({ method, url }) => `${method} ${url.pathname}${url.search}`);

/** A publisher that sent nothing yet, and what its last request said. */
async function connected() {
  const set = await publisher(subject, open);
  return { ...set, lastBody: () => JSON.parse(set.sent.at(-1)?.body ?? "") };
}

describe("the text of a LinkedIn post", () => {
  it.each([
    ["Rye (fresh) | 50% * [now] <3", "Rye \\(fresh\\) \\| 50% \\* \\[now\\] \\<3"],
    ["a_b ~c~ {d} \\e mail@bakery.example", "a\\_b \\~c\\~ \\{d\\} \\\\e mail\\@bakery.example"],
    ["#rye and #Käse_1, (#buns)", "{hashtag|\\#|rye} and {hashtag|\\#|Käse\\_1}, \\({hashtag|\\#|buns}\\)"],
    ["we are #1, C# too", "we are \\#1, C\\# too"],
    [
      "https://a.example/page#part and https://a.example/#top",
      "https://a.example/page\\#part and https://a.example/\\#top",
    ],
    ["@[Nobody](urn:li:person:abc)", "\\@\\[Nobody\\]\\(urn:li:person:abc\\)"],
    ["", ""],
  ])("escapes what is reserved and keeps hashtags: %s", (text, little) => {
    expect(littleText(text)).toBe(little);
  });

  it("is read again as it was written, whatever it is", () => {
    const anyText = fc.string({ unit: fc.constantFrom(..."ab1 \n#{|}\\@[](urn:li:person)<>*_~é👩") });
    fc.assert(fc.property(anyText, (text) => plainCommentary(littleText(text)) === text));
  });
});

describe("publishing on LinkedIn", () => {
  it("posts for the page, in public, by one request of the version in use", async () => {
    const { publish, sent, lastBody } = await connected();
    const { nativeId, url } = await publish();
    expect(steps(sent)).toEqual(["POST /rest/posts"]);
    expect(sent[0]?.headers["linkedin-version"]).toMatch(/^\d{6}$/);
    expect(lastBody()).toEqual({
      author: organization,
      commentary: "Rye bread",
      visibility: "PUBLIC",
      distribution: { feedDistribution: "MAIN_FEED", targetEntities: [], thirdPartyDistributionChannels: [] },
      lifecycleState: "PUBLISHED",
      isReshareDisabledByAuthor: false,
    });
    expect(nativeId).toMatch(/^urn:li:share:\d+$/);
    expect(url).toBe(`https://www.linkedin.com/feed/update/${nativeId}/`);
  });

  it("shows a link as a card under its host, and with pictures in the text", async () => {
    const { publish, lastBody } = await connected();
    await publish({ link });
    expect(lastBody().content).toEqual({ article: { source: link, title: "bakery.example" } });
    await publish({ text: "Buns", link, images: [picture] });
    expect(lastBody()).toMatchObject({ commentary: "Buns\n\nhttps://bakery.example/news\\_2026" });
    expect(Object.keys(lastBody().content)).toEqual(["media"]);
  });

  it("uploads a picture before it announces the post, and describes it in the post", async () => {
    const { publish, sent, standIn, lastBody } = await connected();
    const before: number[] = [];
    await publish({ images: [picture] }, { beforeSend: async () => void before.push(sent.length) });
    expect(steps(sent)).toEqual([
      "POST /rest/images?action=initializeUpload",
      "PUT /dms-uploads/C4D1?ca=vector&sig=abc",
      "POST /rest/posts",
    ]);
    expect(before).toEqual([2]);
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual({ initializeUploadRequest: { owner: organization } });
    expect(lastBody().content).toEqual({ media: { id: "urn:li:image:C4D1", altText: "A loaf" } });
    expect(standIn.store.posts[0]?.images).toEqual([{ alt: "A loaf", mediaType: "image/jpeg", size: 6 }]);
  });

  it("sends several pictures in one post, each with its words or none", async () => {
    const { publish, lastBody } = await connected();
    await publish({ images: [picture, { ...picture, alt: "" }] });
    expect(lastBody().content).toEqual({
      multiImage: { images: [{ id: "urn:li:image:C4D1", altText: "A loaf" }, { id: "urn:li:image:C4D2" }] },
    });
  });

  it.each([
    "https://evil.example/dms-uploads/x",
    "https://linkedin.com.evil.example/x",
    "https://notlinkedin.com/x",
    "http://www.linkedin.com/x",
    "nonsense",
  ])("takes its token to no other place for a picture: %s", async (uploadUrl) => {
    const { publish, ctx, sent } = await connected();
    const { fetch } = ctx;
    const misled: typeof fetch = async (url, init) => {
      const response = await fetch(url, init);
      if (!String(url).includes("initializeUpload")) return response;
      const answer = new Response(JSON.stringify({ value: { uploadUrl, image: "urn:li:image:1" } }));
      return Object.defineProperty(answer, "url", { value: response.url });
    };
    const error = await errorOf(publish({ images: [picture] }, {}, { ...ctx, fetch: misled }));
    expect(error).toMatchObject({ code: "malformed", retryable: false });
    expect(steps(sent)).toEqual(["POST /rest/images?action=initializeUpload"]);
  });

  it("refuses the same text twice in a row, in words", async () => {
    const { publish, standIn } = await connected();
    await publish();
    expect(await errorOf(publish())).toMatchObject({
      code: "invalid-input",
      retryable: false,
      message: "LinkedIn has this post already.",
    });
    expect(standIn.store.posts).toHaveLength(1);
  });

  it.each([
    [422, "{}", "invalid-input"],
    [422, "<html>", "invalid-input"],
    [400, '{"code":"INVALID_REQUEST"}', "invalid-input"],
    [426, '{"code":"NONEXISTENT_VERSION"}', "invalid-input"],
    [500, "{}", "unavailable"],
    [201, "", "malformed"],
  ])("tells an answer %i %s as %s", async (status, body, code) => {
    const { publish, ctx } = await connected();
    const fetch = async () => new Response(body, { status });
    expect(await errorOf(publish({}, {}, { ...ctx, fetch }))).toMatchObject({ code });
  });

  it("says that Headroom has to be updated, where LinkedIn has switched off the version that it speaks", async () => {
    const { publish, ctx } = await connected();
    const fetch = async () => new Response('{"code":"NONEXISTENT_VERSION"}', { status: 426 });
    expect(await errorOf(publish({}, {}, { ...ctx, fetch }))).toMatchObject({
      message: expect.stringMatching(/^LinkedIn has switched off version \d{6} .*Headroom has to be updated\.$/),
      needsReconnect: false,
    });
  });

  it("does not know whether a post is out that LinkedIn names in no way it knows", async () => {
    const { publish, ctx } = await connected();
    const fetch = async () => new Response("", { status: 201, headers: { "x-restli-id": "urn:li:activity:1" } });
    expect(await errorOf(publish({}, {}, { ...ctx, fetch }))).toMatchObject({ code: "malformed" });
  });

  it("renews a token that ended between the pictures and the post, and announces itself once", async () => {
    const { publish, clock, standIn } = await connected();
    let calls = 0;
    const beforeSend = async () => {
      calls += 1;
      clock.now += 61 * day;
    };
    await publish({ images: [picture] }, { beforeSend });
    expect([calls, standIn.store.posts.length]).toEqual([1, 1]);
  });

  it("asks for the permission to post as a page", () => {
    expect(subject.network.connect.signIn?.scopes).toContain("w_organization_social");
  });
});
