import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isConnectorError, readOpml } from "../../../src/index.ts";

const opml = (outlines: string, before = '<?xml version="1.0"?>'): string =>
  `${before}<opml version="2.0"><head><title>My feeds</title></head><body>${outlines}</body></opml>`;
const blog = (n: number | string, more = ""): string =>
  `<outline type="rss" text="Blog ${n}" xmlUrl="https://b${n}.example/feed" htmlUrl="https://b${n}.example/" ${more}/>`;
const read = (text: string) => readOpml(new TextEncoder().encode(text));
const none = { twice: 0, withoutAddress: 0, beyond: 0 };
const reasonOf = (bytes: Uint8Array): string => {
  try {
    return `${readOpml(bytes).blogs.length} blogs`;
  } catch (error) {
    return isConnectorError(error) && error.code === "invalid-input" ? error.message : `a bug: ${String(error)}`;
  }
};
const reason = (text: string): string => reasonOf(new TextEncoder().encode(text));

describe("a list of blogs", () => {
  it("names each feed with its title, its site and the folders that it lies in, in the list's order", () => {
    const text = opml(
      `${blog(1)}<outline text="Food"><outline title="Sweet &amp;amp; sour">${blog(2)}</outline>${blog(3)}</outline>${blog(4)}`,
    );
    expect(read(text)).toEqual({
      blogs: [
        { title: "Blog 1", feedUrl: "https://b1.example/feed", siteUrl: "https://b1.example/", folders: [] },
        {
          title: "Blog 2",
          feedUrl: "https://b2.example/feed",
          siteUrl: "https://b2.example/",
          folders: ["Food", "Sweet & sour"],
        },
        { title: "Blog 3", feedUrl: "https://b3.example/feed", siteUrl: "https://b3.example/", folders: ["Food"] },
        { title: "Blog 4", feedUrl: "https://b4.example/feed", siteUrl: "https://b4.example/", folders: [] },
      ],
      passedOver: none,
    });
  });

  it.each([
    ["the title before the text", 'title="A" text="B" xmlUrl="https://b.example/"', "A"],
    ["the text where there is no title", 'text="Caf&#233; &lt;b&gt;x&lt;/b&gt;" xmlUrl="https://b.example/"', "Café x"],
    ["the host where there is neither", 'xmlUrl="https://b.example/f"', "b.example"],
    ["attributes in other letters", 'TEXT="A" XMLURL="https://b.example/"', "A"],
  ])("takes %s", (_, attributes, title) =>
    expect(read(opml(`<outline ${attributes}/>`)).blogs).toMatchObject([{ title }]),
  );

  it("counts what it passes over: entries named twice, and those without an address on the web", () => {
    const odd = ['xmlUrl="javascript:alert(1)"', 'xmlUrl="file:///etc/passwd"', 'xmlUrl="not an address"'];
    const twice = '<outline xmlUrl="HTTPS://b1.example:443/feed"/>';
    const text = opml(`${blog(1)}${twice}${odd.map((one) => `<outline ${one}/>`).join("")}<outline text="a note"/>`);
    expect(read(text)).toMatchObject({
      blogs: [{ title: "Blog 1" }],
      passedOver: { twice: 1, withoutAddress: 3, beyond: 0 },
    });
  });

  it("ends at two hundred blogs, and says how many are left", () => {
    const { blogs, passedOver } = read(opml(Array.from({ length: 207 }, (_, n) => blog(n)).join("")));
    expect([blogs.length, blogs.at(-1)?.title, passedOver]).toEqual([200, "Blog 199", { ...none, beyond: 7 }]);
  });

  it("may lie in any encoding that feeds lie in", () => {
    const text = opml(
      '<outline text="Grüße" xmlUrl="https://b.example/"/>',
      '<?xml version="1.0" encoding="ISO-8859-1"?>',
    );
    expect(readOpml(Buffer.from(text, "latin1")).blogs[0]?.title).toBe("Grüße");
    expect(readOpml(Buffer.from(`\uFEFF${text}`, "utf16le")).blogs[0]?.title).toBe("Grüße");
  });

  it("may be empty", () => {
    expect(read(opml(""))).toEqual({ blogs: [], passedOver: none });
  });
});

describe("a file that is no such list", () => {
  const page = "This is a web page, and no OPML file. Choose the file that the feed reader exported.";
  const other = "This is no OPML file that can be read. Feed readers export one under a name like subscriptions.opml.";
  const half = "This file breaks off in the middle. Export it again.";
  it.each<[string, string, string]>([
    ["a page", "<!doctype html><html><body></body></html>", page],
    ["a page of opml", "<html><opml></opml></html>", page],
    ["a feed", '<rss version="2.0"><channel><title>x</title></channel></rss>', other],
    ["words", "https://b.example/feed", other],
    ["nothing", "", other],
    ["half a list", opml(blog(1)).slice(0, -20), half],
    ["half an entry", opml(blog(1)).slice(0, 120), half],
    [
      "a bomb of entities",
      opml(blog(1), '<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'),
      "This file declares entities of its own, which is not safe to read.",
    ],
    ["more than 2 MB", opml(" ".repeat(2_000_000)), "This file is larger than 2 MB, which no list of blogs is."],
  ])("is refused in words: %s", (_, text, words) => expect(reason(text)).toBe(words));

  it("is never a bug of ours, whatever its bytes are", () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void expect(reasonOf(bytes)).not.toMatch(/^a bug/)));
    fc.assert(fc.property(fc.string(), (text) => void expect(reason(opml(text))).not.toMatch(/^a bug/)));
  });

  it.each([
    ["folders in folders", opml("<outline text='a'>".repeat(60_000) + "</outline>".repeat(60_000))],
    ["folders that never end", opml("<outline text='a'>".repeat(90_000))],
    ["comments", `${"<!---->".repeat(200_000)}${opml("")}`],
    ["document types", "<!DOCTYPE ".repeat(190_000)],
    ["lists", "<opml ".repeat(300_000)],
  ])("is done with soon, were it nothing but %s", (_, text) => {
    const start = performance.now();
    expect(reason(text)).not.toMatch(/^a bug/);
    expect(performance.now() - start).toBeLessThan(4_000);
  });
});
