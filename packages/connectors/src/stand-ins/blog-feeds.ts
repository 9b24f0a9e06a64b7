import type { StandInComment, StandInPost } from "./store.ts";

export interface FeedSource {
  /** Base URL of the site. */
  url: string;
  title: string;
  owner: string;
  posts: readonly StandInPost[];
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The body of a post as its page shows it. */
export const postHtml = (post: StandInPost): string =>
  `<p>${escapeXml(post.text)}</p>${post.link === null ? "" : `<p><a href="${escapeXml(post.link)}">More</a></p>`}`;

const rfc822 = (at: number): string => new Date(at).toUTCString();
const rfc3339 = (at: number): string => new Date(at).toISOString();
const pageOf = ({ url }: FeedSource, post: StandInPost): string => `${url}/?p=${post.id}`;
const commentFeedOf = ({ url }: FeedSource, post: StandInPost): string => `${url}/comments/${post.id}/feed/`;

/** RSS 2.0 with the modules that WordPress writes (rssboard.org/rss-specification; feed of WordPress 6.1.9, Nov 2026). */
export const rssFeed = (source: FeedSource): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/">
<channel><title>${escapeXml(source.title)}</title><link>${source.url}/</link><description>Invented for tests</description>
${source.posts
  .map(
    (post) => `<item><title>${escapeXml(post.text)}</title><link>${pageOf(source, post)}</link>
<guid isPermaLink="false">${pageOf(source, post)}</guid><pubDate>${rfc822(post.at)}</pubDate>
<dc:creator><![CDATA[${source.owner}]]></dc:creator><content:encoded><![CDATA[${postHtml(post)}]]></content:encoded>
<wfw:commentRss>${commentFeedOf(source, post)}</wfw:commentRss><slash:comments>${post.comments.length}</slash:comments></item>`,
  )
  .join("\n")}
</channel></rss>`;

/** The comments of one post, as WordPress's comment feeds give them. */
export const commentFeed = (source: FeedSource, comments: readonly StandInComment[]): string => `<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Comments</title><link>${source.url}/</link>
${comments
  .map(
    (
      comment,
    ) => `<item><title>By: ${escapeXml(comment.by.name)}</title><link>${source.url}/#comment-${comment.id}</link>
<guid isPermaLink="false">${source.url}/#comment-${comment.id}</guid><dc:creator><![CDATA[${comment.by.name}]]></dc:creator>
<pubDate>${rfc822(comment.at)}</pubDate><description>${escapeXml(comment.text)}</description></item>`,
  )
  .join("\n")}
</channel></rss>`;

/** Atom with the threading extension (RFC 4287, RFC 4685). */
export const atomFeed = (source: FeedSource): string => `<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:base="${source.url}/">
<id>${source.url}/</id><title>${escapeXml(source.title)}</title><link href="./"/><updated>${rfc3339(source.posts[0]?.at ?? 0)}</updated>
${source.posts
  .map(
    (post) => `<entry><id>${pageOf(source, post)}</id><title>${escapeXml(post.text)}</title><link href="?p=${post.id}"/>
<updated>${rfc3339(post.at)}</updated><author><name>${escapeXml(source.owner)}</name></author>
<content type="html">${escapeXml(postHtml(post))}</content><thr:total>${post.comments.length}</thr:total>
<link rel="replies" type="application/rss+xml" href="comments/${post.id}/feed/"/></entry>`,
  )
  .join("\n")}
</feed>`;

/** RSS 1.0 (web.resource.org/rss/1.0/spec): no comments at all. */
export const rdfFeed = (source: FeedSource): string => `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="${source.url}/"><title>${escapeXml(source.title)}</title><link>${source.url}/</link><description>-</description></channel>
${source.posts
  .map(
    (
      post,
    ) => `<item rdf:about="${pageOf(source, post)}"><title>${escapeXml(post.text)}</title><link>${pageOf(source, post)}</link>
<description>${escapeXml(postHtml(post))}</description><dc:date>${rfc3339(post.at)}</dc:date></item>`,
  )
  .join("\n")}
</rdf:RDF>`;

/** JSON Feed 1.1 (jsonfeed.org/version/1.1). */
export const jsonFeed = (source: FeedSource): string =>
  JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: source.title,
    home_page_url: `${source.url}/`,
    items: source.posts.map((post) => ({
      id: pageOf(source, post),
      url: pageOf(source, post),
      title: post.text,
      content_html: postHtml(post),
      date_published: rfc3339(post.at),
    })),
  });
