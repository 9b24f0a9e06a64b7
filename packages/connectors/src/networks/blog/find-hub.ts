import { z } from "zod";
import { parseLinkHeader } from "../../http/link-header.ts";
import type { Subject } from "../../push/websub.ts";
import { htmlTags } from "../../text/html-tags.ts";
import { httpUrl } from "../../text/http-url.ts";
import type { FetchedDocument } from "./fetch-document.ts";

/**
 * The hub that a feed names, and the address under which the hub knows the feed (W3C WebSub, section 4, read in November
 * 2026): Link headers count before the document, and a feed without an address of its own has the one it was read from.
 */
export function findHub({ url, headers, text }: Pick<FetchedDocument, "url" | "headers" | "text">): Subject | null {
  const links = [...parseLinkHeader(headers.get("link") ?? ""), ...linksIn(text)];
  const named = (rel: string): string | null =>
    httpUrl(links.find((link) => link.rel.toLowerCase().split(/\s+/).includes(rel))?.href, url);
  const hub = named("hub");
  return hub === null ? null : { hub, topic: named("self") ?? url };
}

interface FeedLink {
  rel: string;
  href: string;
}

const linksIn = (text: string): FeedLink[] => (text.trimStart().startsWith("{") ? linksInJson(text) : linksInXml(text));

/** Before the first item: links of items are none of the feed's. */
const linksInXml = (text: string): FeedLink[] =>
  htmlTags(text.split(/<(?:item|entry)[\s>]/, 1)[0] ?? "", ["link", "atom:link", "atom10:link"]).map(
    ({ attributes }) => ({
      rel: attributes.rel ?? "",
      href: attributes.href ?? "",
    }),
  );

/** jsonfeed.org/version/1.1 */
const jsonSchema = z.object({
  hubs: z.array(z.object({ type: z.string(), url: z.string() })).catch([]),
  feed_url: z.string().optional().catch(undefined),
});

function linksInJson(text: string): FeedLink[] {
  try {
    const { hubs, feed_url: self } = jsonSchema.parse(JSON.parse(text));
    const own = self === undefined ? [] : [{ rel: "self", href: self }];
    return [...hubs.filter(({ type }) => type === "WebSub").map(({ url }) => ({ rel: "hub", href: url })), ...own];
  } catch {
    return [];
  }
}
