import { ConnectorError } from "../../contract/connector-error.ts";
import { tolerantCount } from "../../http/tolerant.ts";
import { httpUrl } from "../../text/http-url.ts";
import { htmlToText } from "../../text/plain-text.ts";
import { digest, stableId } from "../../text/stable-id.ts";
import { documentHead, withoutDoctype } from "./document-head.ts";
import type { Feed, FeedItem, RawFeed, RawItem } from "./feed.ts";
import { parseFeedDate } from "./feed-date.ts";
import { parseRawFeed } from "./parse-raw-feed.ts";

/** The feed in `text`, which was read from `url`. Throws ConnectorError "malformed" where there is none. */
export function readFeed(text: string, url: string): Feed {
  const head = documentHead(text);
  if (head.root === "html" || head.doctype?.name === "html")
    throw malformed(`${hostOf(url)} answered with a web page where its feed was expected.`);
  const source = withoutDoctype(text, head, {
    unreadable: () => malformed(`${hostOf(url)} gives a feed that cannot be read.`),
    withEntities: () => malformed(`${hostOf(url)} gives a feed with entities of its own, which is not safe to read.`),
  });
  refuseTruncated(source, url);
  const raw = parseRawFeed(source);
  if (raw === null) throw malformed(`${hostOf(url)} gives a feed that cannot be read.`);
  return resolved(raw, url);
}

const malformed = (message: string): ConnectorError =>
  new ConnectorError({ networkId: "blog", code: "malformed", message });

const hostOf = (url: string): string => new URL(url).host;

/** Lenient parsers take half a document for a whole one. */
function refuseTruncated(text: string, url: string): void {
  const root = /<((?:[\w-]+:)?(?:rss|feed|rdf))[\s>]/i.exec(text)?.[1];
  const tail = text.slice(-tailLength);
  if (root !== undefined && !tail.includes(`</${root}`) && !/<(?:rss|feed|rdf:RDF)[^>]*\/>\s*$/i.test(tail)) {
    throw malformed(`${hostOf(url)} gives a feed that breaks off in the middle.`);
  }
}

/** Caching plugins write comments behind the root element; this many characters of them are passed over. */
const tailLength = 2_000;

function resolved(raw: RawFeed, url: string): Feed {
  const feedBase = httpUrl(raw.base, url) ?? url;
  const siteUrl = httpUrl(raw.link, feedBase) ?? new URL("/", url).href;
  const items = raw.items.map((item) =>
    resolvedItem(item, httpUrl(item.base, feedBase) ?? siteBase(feedBase, siteUrl, raw.base)),
  );
  return { title: raw.title === undefined ? null : htmlToText(raw.title) || null, siteUrl, items: distinct(items) };
}

/** Without xml:base, relative links mean the site: feeds are often served from another host. */
const siteBase = (feedBase: string, siteUrl: string, base: string | undefined): string =>
  base === undefined ? siteUrl : feedBase;

function resolvedItem(item: RawItem, base: string): FeedItem {
  const url = httpUrl(item.link, base);
  const title = htmlToText(item.title ?? "");
  const html = item.html ?? "";
  return {
    id: stableId(item.id?.trim() || url || `content:${digest(`${title}\n${html}\n${item.date ?? ""}`)}`),
    url,
    title,
    html,
    at: parseFeedDate(item.date),
    author: item.author?.trim() || null,
    commentTotal: tolerantCount.parse(item.commentTotal) ?? undefined,
    commentFeed: httpUrl(item.commentFeed, base),
  };
}

/** One item per id. Where software gives one id to different links, the links tell the items apart. */
function distinct(items: FeedItem[]): FeedItem[] {
  const byId = new Map<string, FeedItem>();
  for (const item of items) {
    const twin = byId.get(item.id);
    if (twin === undefined) byId.set(item.id, item);
    else if (item.url !== null && item.url !== twin.url)
      byId.set(stableId(item.url), { ...item, id: stableId(item.url) });
  }
  return [...byId.values()];
}
