import { htmlTags } from "../text/html-tags.ts";
import { htmlToText } from "../text/plain-text.ts";
import type { FeedSource } from "./blog-feeds.ts";
import { json, type StandInReply, type StandInRequest } from "./server.ts";
import type { StandInImage, StandInStore } from "./store.ts";

export type WordpressEditor = (route: string, request: StandInRequest) => StandInReply | undefined;

/** The user of every stand-in that is WordPress, with an application password as WordPress shows it. */
export const standInWordpressUser = { name: "alice", password: "abcd EFGH ijkl MNOP qrst UVWX" };

/**
 * What a user of the site may do: developer.wordpress.org/rest-api/reference, users, media and posts, read in November 2026;
 * refusals measured on WordPress 6.1.9.
 */
export function wordpressEditor(store: StandInStore, source: () => FeedSource): WordpressEditor {
  const media = new Map<string, StandInImage & { url: string }>();

  const addMedia = ({ form }: StandInRequest, file: File): StandInReply => {
    const id = String(900 + media.size);
    const url = `${source().url}/wp-content/uploads/${id}.jpg`;
    media.set(id, { alt: String(form.get("alt_text") ?? ""), mediaType: file.type, size: file.size, url });
    return json({ id: Number(id), source_url: url, link: `${source().url}/?attachment_id=${id}` }, { status: 201 });
  };
  const addPost = ({ body }: StandInRequest): StandInReply => {
    const { title = "", content = "", status, featured_media }: WordpressDraft = JSON.parse(body);
    const inText = imagesIn(content).flatMap(({ url }) => [...media.values()].find((one) => one.url === url) ?? []);
    const featured = media.get(String(featured_media));
    if (featured_media !== undefined && featured === undefined)
      return refusal("rest_invalid_featured_media", "Invalid featured media ID.", 400);
    if (status !== "publish") return json({ id: 1, link: null }, { status: 201 });
    const post = store.publish({
      title: htmlToText(title),
      text: htmlToText(content),
      link: linkIn(content, source().url),
      images: [...(featured === undefined ? [] : [featured]), ...inText].map(({ url: _, ...image }) => image),
    });
    return json({ id: Number(post.id), link: `${source().url}/?p=${post.id}` }, { status: 201 });
  };

  return (route, request) => {
    const isUser = isKnown(request);
    if (route === "/wp/v2/users/me") {
      return isUser
        ? json({ id: 1, name: source().owner, capabilities: { publish_posts: true, upload_files: true } })
        : refusal("rest_not_logged_in", "You are not currently logged in.");
    }
    if (!isUser) return refusal("rest_cannot_create", "Sorry, you are not allowed to create posts as this user.");
    const file = request.form.get("file");
    if (route === "/wp/v2/media")
      return file instanceof File ? addMedia(request, file) : refusal("rest_upload_no_data", "No data supplied.", 400);
    return route === "/wp/v2/posts" ? addPost(request) : undefined;
  };
}

interface WordpressDraft {
  title?: string;
  content?: string;
  status?: string;
  featured_media?: number;
}

const refusal = (code: string, message: string, status = 401): StandInReply =>
  json({ code, message, data: { status } }, { status });

/** WordPress takes an application password with and without the spaces that it shows. */
function isKnown({ headers }: StandInRequest): boolean {
  const given = Buffer.from(headers.authorization?.replace(/^basic /i, "") ?? "", "base64").toString();
  const bare = (text: string): string => text.replaceAll(" ", "");
  return bare(given) === bare(`${standInWordpressUser.name}:${standInWordpressUser.password}`);
}

/** The pictures in a text, with the words that describe them. */
export const imagesIn = (html: string): { url: string; alt: string }[] =>
  htmlTags(html, ["img"]).map(({ attributes }) => ({ url: attributes.src ?? "", alt: attributes.alt ?? "" }));

/** The first page elsewhere that a text links to. */
export const linkIn = (html: string, siteUrl: string): string | null =>
  htmlTags(html, ["a"])
    .map(({ attributes }) => attributes.href ?? "")
    .find((href) => href !== "" && !href.startsWith(siteUrl)) ?? null;
