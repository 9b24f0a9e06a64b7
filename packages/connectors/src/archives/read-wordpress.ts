import type { PostRecord, SignalRecord } from "../contract/records.ts";
import { commentSignal } from "../networks/blog/comment-signal.ts";
import { parseFeedDate } from "../networks/blog/feed-date.ts";
import { linksElsewhere } from "../text/html-tags.ts";
import { httpUrl } from "../text/http-url.ts";
import { htmlExcerpt, htmlToText } from "../text/plain-text.ts";
import type { ArchiveOptions, ArchiveSource } from "./archive.ts";
import { ArchiveError } from "./archive-error.ts";
import { type ArchivePart, type ArchiveReader, inBatches } from "./archive-part.ts";
import { archiveEntries } from "./entries.ts";
import { type XmlElement, xmlElements } from "./xml-elements.ts";

/**
 * Reads a WordPress export (WXR 1.2, as wp-admin/includes/export.php of WordPress 6.9 writes it, November 2026), by itself
 * or inside a zip. Ids are those that the site's REST routes give, so a later connection finds the same posts.
 */
export const readWordpress: ArchiveReader = (file, options) => inBatches(parts(file, options));

interface Site {
  url: string;
  /** Ids of the site's own users; their comments are answers. */
  users: Set<string>;
}

async function* parts(file: ArchiveSource, options: ArchiveOptions): AsyncGenerator<Partial<ArchivePart>> {
  let found = false;
  for await (const entry of archiveEntries(file, (name) => (name.endsWith(".xml") ? 0 : null))) {
    found = true;
    const place = entry.name === file.name ? file.name : `${file.name}: ${entry.name}`;
    const site: Site = { url: "https://unknown.invalid/", users: new Set() };
    let isExport = false;
    const names = ["title", "link", "wp:wxr_version", "wp:author", "item"];
    for await (const element of xmlElements({ file: place, bytes: entry.bytes, parent: "channel", names })) {
      if (element.name === "wp:wxr_version") isExport = true;
      else if (element.name === "title") yield titled(element);
      else if (element.name === "link") site.url = httpUrl(element.text) ?? site.url;
      else if (element.name === "wp:author") site.users.add(textOf(element, "wp:author_id"));
      else yield readItem(element, { place, site, options });
    }
    if (!isExport) throw new ArchiveError({ file: place, reason: "this XML file is no WordPress export" });
  }
  if (!found) throw new ArchiveError({ file: file.name, reason: "there is no XML file in it" });
}

const titled = ({ text }: XmlElement): Partial<ArchivePart> => (text.trim() === "" ? {} : { title: text.trim() });

const textOf = (element: XmlElement, name: string): string =>
  element.children.find((child) => child.name === name)?.text.trim() ?? "";

interface ItemInput {
  place: string;
  site: Site;
  options: ArchiveOptions;
}

function readItem(item: XmlElement, input: ItemInput): Partial<ArchivePart> {
  if (textOf(item, "wp:post_type") !== "post" || textOf(item, "wp:status") !== "publish") return {};
  const post = readPost(item, input);
  const comments = item.children.filter(({ name }) => name === "wp:comment");
  return { posts: [post], signals: comments.flatMap((comment) => readComment(comment, { ...input, post })) };
}

function readPost(item: XmlElement, { place, site, options }: ItemInput): PostRecord {
  const fail = (reason: string): never => {
    throw new ArchiveError({ file: place, line: item.line, reason });
  };
  const id = textOf(item, "wp:post_id");
  if (!/^\d+$/.test(id)) fail("this post has no id");
  const at = parseFeedDate(textOf(item, "wp:post_date_gmt")) ?? parseFeedDate(textOf(item, "pubDate"));
  const html = textOf(item, "content:encoded") || textOf(item, "excerpt:encoded");
  return {
    nativeId: id,
    at: Math.min(at ?? fail("this post has no readable date"), options.now()),
    url: httpUrl(textOf(item, "link"), site.url),
    text: htmlExcerpt(html, htmlToText(textOf(item, "title"))),
    carriesLink: linksElsewhere(html, site.url),
  };
}

/** Approved comments of people: spam, pingbacks and what waits for approval are passed over, and the site's own answers. */
function readComment(
  comment: XmlElement,
  { place, site, options, post }: ItemInput & { post: PostRecord },
): SignalRecord[] {
  const type = textOf(comment, "wp:comment_type");
  const user = textOf(comment, "wp:comment_user_id");
  const isPerson = type === "" || type === "comment";
  if (textOf(comment, "wp:comment_approved") !== "1" || !isPerson || (user !== "0" && site.users.has(user))) return [];
  const at = parseFeedDate(textOf(comment, "wp:comment_date_gmt"));
  const id = textOf(comment, "wp:comment_id");
  if (at === null || id === "") {
    throw new ArchiveError({ file: place, line: comment.line, reason: "this comment has no readable id or date" });
  }
  return [
    commentSignal(options.hashActor, {
      id,
      postNativeId: post.nativeId,
      at: Math.min(at, options.now()),
      author: textOf(comment, "wp:comment_author"),
      authorUrl: textOf(comment, "wp:comment_author_url"),
    }),
  ];
}
