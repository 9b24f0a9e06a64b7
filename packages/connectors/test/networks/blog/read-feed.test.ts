import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBytes } from "../../../src/networks/blog/decode-bytes.ts";
import { readFeed } from "../../../src/networks/blog/read-feed.ts";

const url = "https://feeds.example/blog.xml";
const rss = (items: string, head = "<link>https://blog.example/</link>"): string =>
  `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title>${head}${items}</channel></rss>`;
const item = (inside: string): string => rss(`<item>${inside}</item>`);
const only = (text: string) => {
  const { items } = readFeed(text, url);
  expect(items).toHaveLength(1);
  return items[0];
};
const messageOf = (text: string): string => {
  try {
    readFeed(text, url);
    return "nothing went wrong";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

describe("an item", () => {
  it.each([
    ["its guid", "<guid>g-1</guid><link>https://blog.example/1</link>", "g-1"],
    ["its link when it has no guid", "<link>https://blog.example/1</link><title>a</title>", "https://blog.example/1"],
    [
      "a digest when its id is not ASCII",
      "<guid>größe</guid><title>a</title>",
      expect.stringMatching(/^sha256:[\da-f]{64}$/),
    ],
    ["a digest of its content when it has neither", "<title>a</title>", expect.stringMatching(/^content:[\da-f]{64}$/)],
  ])("is known by %s", (_, inside, expected) => expect(only(item(inside))?.id).toEqual(expected));

  it("with the same content has the same id, with other content another", () => {
    const idOf = (title: string) => only(item(`<title>${title}</title>`))?.id;
    expect(idOf("a")).toBe(idOf("a"));
    expect(idOf("a")).not.toBe(idOf("b"));
  });

  it("that is there twice counts once; one guid for different links does not hide the second", () => {
    const twice = "<item><guid>g</guid><link>https://blog.example/1</link></item>";
    expect(readFeed(rss(twice + twice), url).items).toHaveLength(1);
    const other = "<item><guid>g</guid><link>https://blog.example/2</link></item>";
    expect(readFeed(rss(twice + other), url).items.map(({ id }) => id)).toEqual(["g", "https://blog.example/2"]);
  });

  it("has its title and text without markup and entities", () => {
    const found = only(
      item("<title>Fish &amp;amp; &lt;b&gt;chips&lt;/b&gt;</title><description>&lt;p&gt;x&lt;/p&gt;</description>"),
    );
    expect(found).toMatchObject({ title: "Fish & chips", html: "<p>x</p>" });
  });

  it("has no comment total where the feed gives none", () => {
    expect(only(item("<guid>g</guid><title>a</title>"))).toMatchObject({ commentTotal: undefined, commentFeed: null });
  });
});

describe("addresses", () => {
  it.each([
    ["relative to the site, which is not where the feed lies", item("<link>/one</link>"), "https://blog.example/one"],
    [
      "relative to xml:base",
      item("<link>one</link>").replace("<rss", '<rss xml:base="https://base.example/dir/"'),
      "https://base.example/dir/one",
    ],
    ["absolute", item("<link>https://else.example/x</link>"), "https://else.example/x"],
    [
      "a permanent guid without a link",
      item("<guid>https://blog.example/p</guid><title>t</title>"),
      "https://blog.example/p",
    ],
    ["not on the web", item("<link>javascript:alert(1)</link><title>t</title>"), null],
  ])("%s", (_, text, expected) => expect(only(text)?.url).toBe(expected));

  it("of nested xml:base in Atom are resolved step by step", () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/"><id>f</id><title>T</title>
      <entry xml:base="posts/"><id>1</id><title>E</title><link href="e"/><updated>2026-01-01T00:00:00Z</updated></entry></feed>`;
    expect(only(atom)?.url).toBe("https://a.example/posts/e");
  });
});

describe("a document that is no good feed", () => {
  it.each([
    [
      "a page",
      "<!DOCTYPE html><html><body>hi</body></html>",
      "feeds.example answered with a web page where its feed was expected.",
    ],
    [
      "a page in XML",
      '<?xml version="1.0"?><html xmlns="x"></html>',
      "feeds.example answered with a web page where its feed was expected.",
    ],
    ["nothing", "", "feeds.example gives a feed that cannot be read."],
    ["something else", '{"a":1}', "feeds.example gives a feed that cannot be read."],
    ["half a feed", item("<guid>g</guid>").slice(0, -8), "feeds.example gives a feed that breaks off in the middle."],
    [
      "a bomb of entities",
      `<!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${item("<title>&b;</title>")}`,
      "feeds.example gives a feed with entities of its own, which is not safe to read.",
    ],
  ])("is refused in words: %s", (_, text, expected) => expect(messageOf(text)).toBe(expected));

  it("but for a DOCTYPE without entities is read", () => {
    const doctype =
      '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">';
    expect(only(doctype + item("<guid>g</guid><title>a</title>"))?.id).toBe("g");
  });

  it("but for what only the lenient parser takes is read", () => {
    const odd =
      '<rss version="2.0"><channel><item><guid>g</guid><title>a</title><pubDate>Tue, 03 Nov 2026 12:00:00 GMT</pubDate></item></channel></rss>';
    expect(only(odd)).toMatchObject({ id: "g", at: Date.UTC(2026, 10, 3, 12) });
  });

  it("is never read by half, wherever it breaks off", () => {
    const whole = rss(
      Array.from({ length: 5 }, (_, n) => `<item><guid>${n}</guid><title>Title ${n}</title></item>`).join(""),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 7 }), (length) => {
        expect(messageOf(whole.slice(0, length))).not.toBe("nothing went wrong");
      }),
    );
  });
});

describe("bytes", () => {
  const text = (label: string): string => `<?xml version="1.0" encoding="${label}"?><a>Grüße</a>`;
  const latin1 = (label: string): Uint8Array => Buffer.from(text(label), "latin1");
  it.each([
    ["by their mark above all", Buffer.from(`\uFEFF${text("iso-8859-1")}`), "text/xml; charset=iso-8859-1"],
    ["as UTF-16 by their mark", Buffer.from(`\uFEFF${text("utf-16")}`, "utf16le"), "text/xml"],
    ["by what HTTP says before what they say", latin1("utf-8"), 'text/xml; charset="iso-8859-1"'],
    ["by what they say when HTTP says nothing", latin1("iso-8859-1"), "text/xml"],
    ["by what they say when HTTP is wrong", latin1("windows-1252"), "text/xml; charset=utf-8"],
    ["as UTF-8 when nobody says anything", Buffer.from("<a>Grüße</a>"), null],
    ["as Windows text when all else fails", Buffer.from("<a>Grüße</a>", "latin1"), null],
    ["passing over a name that does not exist", Buffer.from(text("klingon")), "text/xml; charset=klingon"],
  ])("are read %s", (_, bytes, contentType) => {
    expect(decodeBytes(bytes, contentType)).toContain("<a>Grüße</a>");
  });
});
