import { parseFeed } from "feedsmith";
import { decodeBytes } from "../src/networks/blog/decode-bytes.ts";
import { readFeed } from "../src/networks/blog/read-feed.ts";

/** How fast feeds of one form are read, and the speed of the bare parser in the same run. */
export interface FeedSpeed {
  form: string;
  bytesPerSecond: number;
  /** Ours ÷ the bare parser's. */
  ratio: number;
}

const rounds = 9;

/**
 * From bytes to items with absolute addresses, instants, ids and titles without markup, against the bare parser on the same
 * text. The least of several rounds in turn: what a busy machine adds is nobody's.
 */
export const measureFeeds = (): FeedSpeed[] =>
  feeds.map(({ form, text, items }) => {
    const bytes = new TextEncoder().encode(text);
    const ours = () => readFeed(decodeBytes(bytes, "application/xml"), "https://blog.example/feed").items.length;
    const bare = () => parseFeed(new TextDecoder().decode(bytes)) !== undefined;
    if (ours() !== items || !bare()) throw new Error(`the feed of ${form} is not read whole`);
    let [oursMs, bareMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < rounds; round += 1) {
      bareMs = Math.min(bareMs, timed(bare));
      oursMs = Math.min(oursMs, timed(ours));
    }
    return { form, bytesPerSecond: (bytes.length / oursMs) * 1_000, ratio: bareMs / oursMs };
  });

const timed = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

const paragraph =
  '<p>Grüße &amp; mehr von <a href="https://else.example/x">nebenan</a>: sed diam nonumy eirmod tempor invidunt ut labore.</p>\n';

const rss = (items: number, paragraphs: number): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>Blog</title><link>https://blog.example/</link>${Array.from(
    { length: items },
    (_, n) =>
      `<item><title>Fish &amp;amp; chips ${n}</title><link>https://blog.example/${n}</link><pubDate>Tue, 03 Nov 2026 12:00:00 GMT</pubDate><dc:creator><![CDATA[Ann]]></dc:creator><guid isPermaLink="false">https://blog.example/?p=${n}</guid><description><![CDATA[${paragraph}]]></description><content:encoded><![CDATA[${paragraph.repeat(paragraphs)}]]></content:encoded><slash:comments>${n % 7}</slash:comments></item>`,
  ).join("\n")}</channel></rss>`;

const atom = (items: number, paragraphs: number): string =>
  `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/"><id>urn:blog</id><title>Blog</title><updated>2026-11-03T12:00:00Z</updated><link rel="alternate" href="/"/>${Array.from(
    { length: items },
    (_, n) =>
      `<entry><id>urn:post:${n}</id><title>Post ${n}</title><link rel="alternate" href="${n}"/><published>2026-11-03T12:00:00+01:00</published><updated>2026-11-03T12:00:00Z</updated><author><name>Ann</name></author><content type="html">${paragraph.repeat(paragraphs).replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</content></entry>`,
  ).join("\n")}</feed>`;

const feeds = [
  { form: "RSS with short items", text: rss(2_000, 1), items: 2_000 },
  { form: "RSS with whole articles", text: rss(500, 30), items: 500 },
  { form: "Atom with whole articles", text: atom(500, 30), items: 500 },
];
