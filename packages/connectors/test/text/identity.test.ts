import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlTags, isElsewhere, linksElsewhere } from "../../src/text/html-tags.ts";
import { signalKey, stableId } from "../../src/text/stable-id.ts";

describe("an id", () => {
  it.each([
    ["115000000000000000001", "115000000000000000001"],
    ["at://did:plc:a/app.bsky.feed.post/3l", "at://did:plc:a/app.bsky.feed.post/3l"],
    ["x".repeat(200), "x".repeat(200)],
  ])("that is short ASCII stays as it is: %s", (raw, expected) => expect(stableId(raw)).toBe(expected));

  it.each(["x".repeat(201), "größe", "two words", "line\nbreak", "", "nul\u0000"])(
    "that is not becomes a digest: %j",
    (raw) => {
      expect(stableId(raw)).toMatch(/^sha256:[\da-f]{64}$/);
    },
  );

  it("is short ASCII in any case, the same for the same and different for different ones", () => {
    const raw = fc.string({ unit: "binary", maxLength: 300 });
    fc.assert(
      fc.property(raw, raw, (a, b) => {
        expect(stableId(a)).toMatch(/^[\x21-\x7e]{1,200}$/);
        expect(stableId(a) === stableId(b)).toBe(a === b);
      }),
    );
  });

  it("of a signal holds its parts, as long as they fit", () => {
    expect(signalKey("comment", "7")).toBe("comment:7");
    expect(signalKey("comment", "https://blog.example/?p=1#comment-7")).toBe(
      "comment:https://blog.example/?p=1#comment-7",
    );
    expect(signalKey("comment", "x".repeat(300))).toMatch(/^sha256:/);
  });
});

describe("tags of a page", () => {
  it("are found in their order with their attributes, however they are written", () => {
    const html = `<HEAD><LINK REL=alternate HREF='/a'><base href="/b"></HEAD><body><a\nhref="/c"\ntitle="x">c</a><p>no</p><a>none</a>`;
    expect(htmlTags(html, ["link", "base", "a"])).toEqual([
      { name: "link", attributes: { rel: "alternate", href: "/a" } },
      { name: "base", attributes: { href: "/b" } },
      { name: "a", attributes: { href: "/c", title: "x" } },
      { name: "a", attributes: {} },
    ]);
  });

  it("inside comments and scripts are none", () => {
    expect(htmlTags('<!-- <a href="/x"> --><script>"<a href=/y>"</script>', ["a"])).toEqual([]);
  });

  it("have their entities read", () => {
    expect(htmlTags('<a href="/?a=1&amp;b=2">x</a>', ["a"])[0]?.attributes.href).toBe("/?a=1&b=2");
  });
});

describe("a link elsewhere", () => {
  it.each([
    ["https://other.example/", true],
    ["//other.example/x", true],
    ["https://sub.blog.example/", true],
    ["/own", false],
    ["own", false],
    ["https://www.blog.example/own", false],
    ["http://blog.example:8080/own", false],
    ["mailto:a@other.example", false],
    ["javascript:void(0)", false],
    ["https://[broken", false],
    ["", false],
  ])("%j: %j", (href, expected) => {
    expect(isElsewhere(href, "https://blog.example/post")).toBe(expected);
    expect(linksElsewhere(`<p><a href="${href}">x</a></p>`, "https://blog.example/post")).toBe(expected);
  });
});
