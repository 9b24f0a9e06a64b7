import { createServer } from "node:http";
import { guardedFetch } from "@headroom/net";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { isConnectorError } from "../../../src/index.ts";
import { blog } from "../../../src/networks/blog/blog.ts";
import { decodeBytes } from "../../../src/networks/blog/decode-bytes.ts";
import { pageLinks } from "../../../src/networks/blog/page-links.ts";
import { readFeed } from "../../../src/networks/blog/read-feed.ts";
import { collect, errorOf, startOfTest } from "../../subject.ts";

const address = "https://feeds.example/blog.xml";
const rss = (items: string, head = "<link>https://blog.example/</link>"): string =>
  `<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>T</title>${head}${items}</channel></rss>`;
const item = (inside: string): string => rss(`<item><guid>g</guid>${inside}</item>`);
const told = (text: string) => readFeed(text, address).items;
const outcome = (text: string): string => {
  try {
    return `${told(text).length} items`;
  } catch (error) {
    return isConnectorError(error) && error.code === "malformed" ? error.message : `a bug: ${String(error)}`;
  }
};

describe("bytes", () => {
  const text = (label: string): string => `<?xml version="1.0" encoding="${label}"?><a>Grüße</a>`;
  const wide = (label: string): Buffer<ArrayBuffer> => Buffer.from(text(label), "utf16le");
  const accident = Buffer.concat([Buffer.from("<a>Grüße</a>"), Buffer.from([0xe9])]);
  it.each<[string, Uint8Array, string | null]>([
    ["of two each without a mark, little end first", wide("utf-16"), "text/xml"],
    ["of two each without a mark, big end first", wide("utf-16").swap16(), "text/xml; charset=utf-8"],
    ["that only say that they are two each", Buffer.from(text("UTF-16")), "text/xml"],
    ["that HTTP says are two each", Buffer.from(`${text("utf-8")} `), "text/xml; charset=ucs-2"],
    ["of a page that names them", Buffer.from('<meta charset="windows-1252"><a>Grüße</a>', "latin1"), "text/html"],
    ["of UTF-8 but for one", accident, "text/xml; charset=utf-8"],
  ])("%s are read", (_, bytes, type) => expect(decodeBytes(bytes, type)).toContain("<a>Grüße</a>"));

  it("called ISO-8859-1 have the quotation marks that Windows writes there", () => {
    const bytes = Buffer.from("<a>\u0093hi\u0094 \u0080</a>", "latin1");
    expect(decodeBytes(bytes, "text/xml; charset=iso-8859-1")).toBe("<a>“hi” €</a>");
  });
});

describe("an item", () => {
  it.each([
    ["with names of HTML that XML does not know", "<title>caf&eacute;&nbsp;&hellip;</title>", "café …"],
    ["with numbers of signs", "<title>it&#8217;s &#x2019;</title>", "it’s ’"],
    ["escaped twice", "<title>R&amp;amp;D &amp;eacute;</title>", "R&D é"],
    ["with a name that nobody knows", "<title>a &bogus; b</title>", "a &bogus; b"],
    ["in CDATA", "<title><![CDATA[a & b <i>c</i> &eacute;]]></title>", "a & b c é"],
    ["with signs that XML forbids", "<title>a\u0000b\u000bc</title>", "a b c"],
    ["with a bare &", "<title>a & b</title>", "a & b"],
  ])("is read %s", (_, inside, title) => expect(told(item(inside))).toMatchObject([{ id: "g", title }]));

  it.each([
    ["many", undefined],
    ["", undefined],
    ["-3", undefined],
    ["1.5", undefined],
    ["99999999999999999999", undefined],
    ["0", 0],
    ["12", 12],
  ])("that counts %j comments has a total of %j", (count, total) => {
    const text = item(`<title>a</title><slash:comments>${count}</slash:comments>`);
    expect(told(text)[0]?.commentTotal).toBe(total);
  });

  it("keeps an id of many digits as it was written, in XML and in JSON", () => {
    const ids = ["12345678901234567890", "9007199254740993", "007", "1e5"];
    expect(
      told(rss(ids.map((id) => `<item><guid>${id}</guid><title>t</title></item>`).join(""))).map((i) => i.id),
    ).toEqual(ids);
    const json = (id: string) =>
      `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":${id},"content_text":"x"}]}`;
    expect(told(json("9007199254740993"))[0]?.id).toBe("9007199254740993");
    expect(told(json("7"))[0]?.id).toBe("7");
  });

  it("is found below the base of the channel, of the item and of the feed", () => {
    const text = item("<title>a</title><link>p</link>")
      .replace("<rss", '<rss xml:base="https://a.example/x/"')
      .replace("<item", '<item xml:base="../i/"');
    expect(told(text)[0]?.url).toBe("https://a.example/i/p");
  });
});

describe("a document", () => {
  const page = "feeds.example answered with a web page where its feed was expected.";
  const unreadable = "feeds.example gives a feed that cannot be read.";
  const broken = "feeds.example gives a feed that breaks off in the middle.";
  const entities = "feeds.example gives a feed with entities of its own, which is not safe to read.";
  const whole = item("<title>a</title>");
  const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';
  const json = '{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[';
  it.each<[string, string, string]>([
    ["with words of its server before it", `\n\nWarning: <b>x.php</b>\n<?xml version="1.0"?>${whole}`, "1 items"],
    ["with a script behind it", `${whole}<script>x</script>`, "1 items"],
    ["with a mark and lines before it", `\uFEFF\n  <?xml version='1.0'?>${whole}`, "1 items"],
    ["with a comment about pages before it", `<!-- <html> -->${whole}`, "1 items"],
    ["with an article about document types", item(`<title><![CDATA[${laughs}]]></title>`), "1 items"],
    ["without items", rss(""), "0 items"],
    ["of JSON without items", '{"version":"https://jsonfeed.org/version/1.1","title":"x"}', "0 items"],
    ["of JSON with odd items", `${json}null,1,{"id":1,"title":"a"},"x"]}`, "1 items"],
    ["that is a page", `<!-- hi --><?php ?><HTML lang="de"><body></body></HTML>`, page],
    ["that is a page with a document type", "\n<!doctype html>\n<title>x</title>", page],
    ["that is a piece of a page", "<body><p>x", unreadable],
    ["that is words", "Too many requests", unreadable],
    ["that is a list in JSON", "[]", unreadable],
    ["that is half of JSON", `${json}{"id":"1","tit`, unreadable],
    ["that ends inside an item", whole.slice(0, -30), broken],
    ["that ends inside CDATA", item("<title><![CDATA[a").slice(0, -24), broken],
    ["that laughs a billion times", laughs + item("<title>&b;</title>"), entities],
    [
      "that names a file",
      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${item("<title>&a;</title>")}`,
      entities,
    ],
    ["whose document type has no end", `<!DOCTYPE x [<!ENTITY % a "x]y">]>${whole}`, unreadable],
  ])("%s gives its items or one reason", (_, text, expected) => expect(outcome(text)).toBe(expected));

  it("with one id for several articles without a link tells the first of them", () => {
    const twins = ["a", "b"].map((title) => `<item><guid>g</guid><title>${title}</title></item>`).join("");
    expect(told(rss(twins)).map(({ title }) => title)).toEqual(["a"]);
  });

  it("of any bytes at all gives items or one reason", () => {
    const pieces = [
      "<rss>",
      "</rss>",
      "<channel>",
      "<item>",
      "<title>",
      "<![CDATA[",
      "]]>",
      "<!--",
      "-->",
      "&#0;",
      "<?",
      "?>",
    ];
    const noise = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 12 });
    fc.assert(
      fc.property(noise, (parts) => {
        for (const text of [parts.join(""), rss(parts.join(""))]) expect(outcome(text)).not.toMatch(/^a bug/);
      }),
    );
  });

  // Each of these takes hours where a search begins anew at every place; a second is generous for a busy machine.
  it.each([
    ["comments before the feed", `${"<!---->".repeat(100_000)}${whole}`],
    ["open comments", "<!--".repeat(300_000)],
    ["document types", "<!DOCTYPE".repeat(300_000)],
    ["instructions", "<?xml".repeat(300_000)],
    ["roots", "<rss ".repeat(300_000)],
    ["a name", `<${"a".repeat(2_000_000)}`],
    ["elements in elements", item("<a>".repeat(300_000))],
    ["lines in a title", item(`<title>${"&lt;br ".repeat(300_000)}</title>`)],
    ["blanks", `${" \n".repeat(1_000_000)}${whole}`],
  ])("of %s without end is done with soon", (_, text) => {
    const start = performance.now();
    expect(outcome(text)).not.toMatch(/^a bug/);
    expect(performance.now() - start).toBeLessThan(4_000);
  });
});

it("a page of titles without end is done with soon", () => {
  const start = performance.now();
  expect(pageLinks({ html: "<title ".repeat(300_000), url: address, linkHeader: null }).title).toBeNull();
  expect(performance.now() - start).toBeLessThan(4_000);
});

describe("a feed of 20 MB", () => {
  const sent = { bytes: 0 };
  const server = createServer((_, response) => {
    sent.bytes = 0;
    const piece = `<item><title>${"x".repeat(60_000)}</title></item>`;
    const write = (): void => {
      while (sent.bytes < 20_000_000) {
        sent.bytes += piece.length;
        if (!response.write(piece)) return void response.once("drain", write);
      }
      response.end("</channel></rss>");
    };
    response.write('<rss version="2.0"><channel><title>T</title>');
    write();
  });
  afterAll(() => void server.close());

  it("is left where it grew too large, and one reason says so", async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    const feedUrl = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}/`;
    const ctx = {
      fetch: guardedFetch({ allowedPrivateHosts: ["127.0.0.1"] }),
      now: () => startOfTest,
      hashActor: () => "",
      saveSecret: async () => {},
    };
    const config = { reader: "feed", feedUrl, comments: false };
    const error = await errorOf(collect(blog.pull(ctx, { nativeId: "b", config }, null)));
    expect(error).toMatchObject({ code: "malformed", message: expect.stringMatching(/larger than 10,000,000 bytes/) });
    expect(sent.bytes).toBeLessThan(20_000_000);
  });
});
