import { parseFeed as parseLeniently } from "@rowanmanning/feed-parser";
import { type AnyFeed, parseFeed, parseJsonFeed } from "feedsmith";
import { parseJson } from "../../http/parse-json.ts";
import type { RawFeed, RawItem } from "./feed.ts";

/** What feedsmith reads, else what the more lenient parser reads, else null. */
export function parseRawFeed(source: string): RawFeed | null {
  return source.trimStart().startsWith("{")
    ? attempt(() => fromFeedsmith({ format: "json", feed: parseJsonFeed(parseJson(source)) }))
    : (attempt(() => fromFeedsmith(parseFeed(source))) ?? attempt(() => fromLenient(source)));
}

function attempt<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}

type FeedOf<Format extends AnyFeed["format"]> = Extract<AnyFeed, { format: Format }>["feed"];
type Item<List> = List extends readonly (infer One)[] ? One : never;

function fromFeedsmith(parsed: AnyFeed): RawFeed {
  switch (parsed.format) {
    case "rss":
      return {
        title: parsed.feed.title,
        link: parsed.feed.link,
        base: parsed.feed.xml?.base,
        items: (parsed.feed.items ?? []).map(fromRssItem),
      };
    case "rdf":
      return {
        title: parsed.feed.title,
        link: parsed.feed.link,
        base: parsed.feed.xml?.base,
        items: (parsed.feed.items ?? []).map(fromRdfItem),
      };
    case "atom":
      return {
        title: parsed.feed.title?.value,
        link: alternate(parsed.feed.links),
        base: parsed.feed.xml?.base,
        items: (parsed.feed.entries ?? []).map(fromAtomEntry),
      };
    case "json":
      return {
        title: parsed.feed.title,
        link: parsed.feed.home_page_url,
        base: undefined,
        items: (parsed.feed.items ?? []).map(fromJsonItem),
      };
  }
}

function fromRssItem(item: Item<NonNullable<FeedOf<"rss">["items"]>>): RawItem {
  const guid = item.guid?.value;
  const guidIsLink = item.guid?.isPermaLink !== false && guid !== undefined && /^https?:/i.test(guid);
  return {
    id: guid ?? item.atom?.id,
    link: item.link ?? alternate(item.atom?.links) ?? (guidIsLink ? guid : undefined),
    base: item.xml?.base,
    title: item.title,
    html: item.content?.encoded ?? item.description,
    date: item.pubDate ?? item.dc?.dates?.[0] ?? item.atom?.published ?? item.atom?.updated,
    author: item.dc?.creators?.[0] ?? item.authors?.[0]?.name,
    commentTotal: item.slash?.comments ?? item.thr?.total,
    commentFeed: item.wfw?.commentRss,
  };
}

function fromRdfItem(item: Item<NonNullable<FeedOf<"rdf">["items"]>>): RawItem {
  return {
    id: item.rdf?.about,
    link: item.link ?? item.rdf?.about,
    base: undefined,
    title: item.title,
    html: item.content?.encoded ?? item.description,
    date: item.dc?.dates?.[0],
    author: item.dc?.creators?.[0],
    commentTotal: item.slash?.comments,
    commentFeed: item.wfw?.commentRss,
  };
}

function fromAtomEntry(entry: Item<NonNullable<FeedOf<"atom">["entries"]>>): RawItem {
  const replies = entry.links?.find(({ rel, type }) => rel === "replies" && type !== "text/html");
  return {
    id: entry.id,
    link: alternate(entry.links),
    base: entry.xml?.base,
    title: entry.title?.value,
    html: atomText(entry.content) ?? atomText(entry.summary),
    date: entry.published ?? entry.updated,
    author: entry.authors?.[0]?.name,
    commentTotal: entry.thr?.total ?? replies?.thr?.count ?? entry.slash?.comments,
    commentFeed: entry.wfw?.commentRss ?? replies?.href,
  };
}

function fromJsonItem(item: Item<NonNullable<FeedOf<"json">["items"]>>): RawItem {
  return {
    id: item.id,
    link: item.url ?? item.external_url,
    base: undefined,
    title: item.title,
    html: item.content_html ?? escaped(item.content_text ?? item.summary),
    date: item.date_published ?? item.date_modified,
    author: item.authors?.[0]?.name,
    commentTotal: undefined,
    commentFeed: undefined,
  };
}

function fromLenient(source: string): RawFeed {
  const feed = parseLeniently(source);
  return {
    title: feed.title ?? undefined,
    link: feed.url ?? undefined,
    base: undefined,
    items: feed.items.map((item) => ({
      id: item.id ?? undefined,
      link: item.url ?? undefined,
      base: undefined,
      title: item.title ?? undefined,
      html: item.content ?? item.description ?? undefined,
      date: (item.published ?? item.updated)?.toISOString(),
      author: item.authors[0]?.name ?? undefined,
      commentTotal: undefined,
      commentFeed: undefined,
    })),
  };
}

const alternate = (links: readonly { href?: string; rel?: string }[] | undefined): string | undefined =>
  links?.find(({ rel }) => rel === undefined || rel === "alternate")?.href;

/** Atom text is plain unless it says html or xhtml (RFC 4287, section 3.1.1). */
const atomText = (text: { value?: string; type?: string } | undefined): string | undefined =>
  text?.type === undefined || text.type === "text" || text.type === "text/plain" ? escaped(text?.value) : text.value;

const escaped = (text: string | undefined): string | undefined =>
  text?.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
