import { afterEach, describe, expect, it } from "vitest";
import type { OutgoingImage } from "../../../src/index.ts";
import { blog } from "../../../src/networks/blog/blog.ts";
import { escapeHtml, paragraphs } from "../../../src/networks/blog/post-html.ts";
import { ghostKeys } from "../../../src/stand-ins/blog-ghost.ts";
import { type BlogFlavour, type StandIn, startBlogStandIn } from "../../../src/stand-ins/index.ts";
import { errorOf, stage } from "../../subject.ts";
import { subjects } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(() => Promise.all(open.splice(0).map((standIn) => standIn.close())));

const picture = (alt: string): OutgoingImage => ({
  bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xd9]),
  mediaType: "image/jpeg",
  width: 2,
  height: 2,
  alt,
  publicUrl: "https://headroom.example/p.jpg",
});
const given = (images: OutgoingImage[] = []) => ({
  post: { text: "Text", title: "Tom & Jerry <3", link: null, images },
  before: [],
  idempotencyKey: "key",
  beforeSend: async () => {},
});

/** A connected blog, and what it is sent. */
const staged = async (flavour: BlogFlavour, fields: Record<string, string> = {}) => {
  const [any] = subjects;
  if (any === undefined) throw new Error("there are no subjects");
  const set = await stage({ ...any, start: (options) => startBlogStandIn({ ...options, flavour }) });
  open.push(set.standIn);
  const { channels } = await blog.discover(set.ctx, { ...set.standIn.connectFields, ...fields });
  const [channel] = channels;
  if (channel === undefined) throw new Error("no channel");
  const publish = (images: OutgoingImage[] = []) =>
    blog.publishing?.publish(set.ctx, set.pullable(channel), given(images));
  return { ...set, publish };
};

describe("a text becomes paragraphs", () => {
  it.each([
    ["One\n\nTwo", "<p>One</p>\n<p>Two</p>"],
    ["One\nstill one\n \n\n\nTwo\n", "<p>One<br>still one</p>\n<p>Two</p>"],
    ['1 < 2 & 3 "x" [gallery]', "<p>1 &lt; 2 &amp; 3 &quot;x&quot; &#91;gallery]</p>"],
    [
      "See https://a.example/?x=1&y=2. Bye",
      '<p>See <a href="https://a.example/?x=1&amp;y=2">https://a.example/?x=1&amp;y=2</a>. Bye</p>',
    ],
    ["(https://a.example/b)", '<p>(<a href="https://a.example/b">https://a.example/b</a>)</p>'],
    ["<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"],
  ])("%j", (text, html) => expect(paragraphs(text)).toBe(html));

  it("and never holds a tag that the text brought", () =>
    expect(escapeHtml('<a href="x">')).toBe("&lt;a href=&quot;x&quot;&gt;"));
});

describe("a blog that is only read", () => {
  it.each<[string, BlogFlavour, Record<string, string>, RegExp]>([
    ["a feed", "rss", {}, /only read/],
    ["WordPress without a password", "wordpress", {}, /application password/],
    ["Ghost with a Content API key", "ghost", { key: ghostKeys.content }, /Admin API key/],
  ])("is not written to, and the reason is said: %s", async (_, flavour, fields, words) => {
    const { publish, standIn } = await staged(flavour, fields);
    const error = await errorOf(publish() ?? Promise.resolve());
    expect(error).toMatchObject({ code: "unauthorized", needsReconnect: true, message: expect.stringMatching(words) });
    expect(standIn.store.posts).toEqual([]);
  });
});

describe("a title", () => {
  it.each<[BlogFlavour, Record<string, string>]>([
    ["wordpress", { user: "alice", key: "abcd EFGH ijkl MNOP qrst UVWX" }],
    ["wordpress-plain", { user: "alice", key: "abcdEFGHijklMNOPqrstUVWX" }],
    ["ghost", { key: ghostKeys.admin }],
  ])("arrives as it was written on %s", async (flavour, fields) => {
    const { publish, standIn } = await staged(flavour, fields);
    await publish();
    expect(standIn.store.posts[0]?.title).toBe("Tom & Jerry <3");
  });
});

describe("a picture whose description is too long for Ghost's place above a post", () => {
  it("goes into the text, with all its words", async () => {
    const { publish, standIn } = await staged("ghost", { key: ghostKeys.admin });
    await publish([picture("a".repeat(192))]);
    expect(standIn.store.posts[0]?.images.map(({ alt }) => alt.length)).toEqual([192]);
  });
});

describe("a password that WordPress does not know", () => {
  it("is refused while connecting, in words", async () => {
    const error = await errorOf(staged("wordpress", { user: "alice", key: "wrong" }));
    expect(error).toMatchObject({ code: "invalid-input", message: expect.stringMatching(/does not accept/) });
  });
});
