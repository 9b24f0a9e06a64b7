import { type Link, parseLinkHeader } from "../../http/link-header.ts";
import { htmlTags } from "../../text/html-tags.ts";
import { httpUrl } from "../../text/http-url.ts";

export interface PageLinks {
  /** Feeds that the page names, best first, absolute. */
  feeds: string[];
  /** The root of WordPress's REST routes; null when the page names none. */
  wordpressApi: string | null;
  title: string | null;
}

const feedTypes: ReadonlySet<string> = new Set([
  "application/rss+xml",
  "application/atom+xml",
  "application/feed+json",
  "application/rdf+xml",
]);

/** What a page says about its feeds and routes, in its head and in its Link header (RFC 8288). */
export function pageLinks({
  html,
  url,
  linkHeader,
}: {
  html: string;
  url: string;
  linkHeader: string | null;
}): PageLinks {
  const tags = htmlTags(html, ["link", "base"]);
  const baseHref = tags.find(({ name }) => name === "base")?.attributes.href;
  const base = httpUrl(baseHref, url) ?? url;
  const inPage = tags
    .filter(({ name }) => name === "link")
    .map(({ attributes }) => ({
      rel: attributes.rel ?? "",
      href: attributes.href ?? "",
      type: attributes.type ?? "",
      title: attributes.title ?? "",
    }));
  const links = [...parseLinkHeader(linkHeader ?? ""), ...inPage];
  const feeds = links
    .filter(
      ({ rel, type }) => hasRel(rel, "alternate") && feedTypes.has(type.split(";")[0]?.trim().toLowerCase() ?? ""),
    )
    .toSorted((a, b) => Number(isForComments(a)) - Number(isForComments(b)))
    .flatMap(({ href }) => httpUrl(href, base) ?? []);
  const api = links.find(({ rel }) => hasRel(rel, "https://api.w.org/"));
  return {
    feeds: [...new Set(feeds)],
    wordpressApi: httpUrl(api?.href, base),
    title: /<title[^<>]*>([^<]*)/i.exec(html)?.[1]?.trim() || null,
  };
}

const hasRel = (rel: string, wanted: string): boolean => rel.toLowerCase().split(/\s+/).includes(wanted);

const isForComments = ({ href, title }: Link): boolean => /comment|kommentar|commentaire/i.test(`${href} ${title}`);
