import { createHmac } from "node:crypto";
import { htmlToText } from "../text/plain-text.ts";
import { type FeedSource, postHtml } from "./blog-feeds.ts";
import { imagesIn, linkIn } from "./blog-wordpress-editor.ts";
import { json, type StandInReply, type StandInRequest } from "./server.ts";
import type { StandInComment, StandInImage, StandInPost, StandInStore } from "./store.ts";

/** The keys of every stand-in that is Ghost: one that reads and writes, one that reads. */
export const ghostKeys = {
  admin: `${"6a".repeat(12)}:${"0f".repeat(32)}`,
  content: "c0".repeat(13),
};

export type GhostSite = (request: StandInRequest) => StandInReply | undefined;

interface GhostOptions {
  source: () => FeedSource;
  /** Epoch milliseconds. */
  now: () => number;
  pageSize: number;
}

/**
 * Ghost's Admin and Content API, docs.ghost.org/admin-api and /content-api, and the comments that its pages read under
 * /members/api, all read in November 2026. Clicks are those that the newsletter counted; here they are a post's views.
 */
export function ghostSite(store: StandInStore, options: GhostOptions): GhostSite {
  const { source } = options;
  const pictures = new Map<string, StandInImage>();

  const list = (posts: readonly StandInPost[], { query }: StandInRequest, isAdmin: boolean): StandInReply => {
    const { items, meta } = paged(posts, { query, pageSize: options.pageSize });
    return json({ posts: items.map((post) => postView(source(), { post, isAdmin })), meta });
  };
  const readPosts = (request: StandInRequest, { id, isAdmin }: { id: string | undefined; isAdmin: boolean }) => {
    const { posts } = source();
    if (id === undefined) return list(posts, request, isAdmin);
    const post = posts.find((one) => ghostId(one.id) === id);
    return post === undefined
      ? refusal("Resource not found error, cannot read post.", "NotFoundError", 404)
      : list([post], request, isAdmin);
  };
  const addPost = ({ body }: StandInRequest): StandInReply => {
    const { posts }: { posts: GhostDraft[] } = JSON.parse(body);
    const { title, html = "", feature_image, feature_image_alt = "" } = posts[0] ?? {};
    if (!title) return refusal("Validation error, cannot save post.", "ValidationError", 422);
    const above = feature_image === undefined ? [] : [{ url: feature_image, alt: feature_image_alt }];
    const images = [...above, ...imagesIn(html)].flatMap(({ url, alt }) => {
      const picture = pictures.get(url);
      return picture === undefined ? [] : [{ ...picture, alt }];
    });
    const post = store.publish({ title, text: htmlToText(html), link: linkIn(html, source().url), images });
    return json({ posts: [postView(source(), { post, isAdmin: true })] }, { status: 201 });
  };
  const addPicture = ({ form }: StandInRequest): StandInReply => {
    const file = form.get("file");
    if (!(file instanceof File)) return refusal("Please select an image.", "ValidationError", 422);
    const url = `${source().url}/content/images/${pictures.size + 1}.jpg`;
    pictures.set(url, { alt: "", mediaType: file.type, size: file.size });
    return json({ images: [{ url, ref: null }] }, { status: 201 });
  };
  const readComments = ({ query }: StandInRequest, id: string): StandInReply => {
    const post = source().posts.find((one) => ghostId(one.id) === id);
    const { items, meta } = paged(post?.comments ?? [], { query, pageSize: options.pageSize });
    return json({ comments: items.map(commentView), meta });
  };
  const countComments = ({ query }: StandInRequest): StandInReply => {
    const ids = (query.get("ids") ?? "").split(",");
    const asked = source().posts.filter(({ id, comments }) => ids.includes(ghostId(id)) && comments.length > 0);
    return json(Object.fromEntries(asked.map(({ id, comments }) => [ghostId(id), comments.length])));
  };

  return (request) => {
    const { path, method, query } = request;
    if (path === "/ghost/api/admin/site/") {
      return json({ site: { title: source().title, url: `${source().url}/`, version: "6.0" } });
    }
    if (path === "/members/api/comments/counts/") return countComments(request);
    const [, api, rest = ""] = /^\/(ghost\/api\/admin|ghost\/api\/content|members\/api)\/(.*)$/.exec(path) ?? [];
    const isAdmin = api === "ghost/api/admin";
    if (isAdmin && !isSigned(request, options.now())) {
      return refusal("Invalid token: jwt malformed", "UnauthorizedError", 401);
    }
    if (api === "ghost/api/content" && query.get("key") !== ghostKeys.content) {
      return refusal("Unknown Content API Key", "UnauthorizedError", 401);
    }
    if (isAdmin && method === "POST") return rest === "images/upload/" ? addPicture(request) : addPost(request);
    const commented = /^comments\/post\/([^/]+)\/$/.exec(rest)?.[1];
    if (commented !== undefined && api !== "ghost/api/content") return readComments(request, commented);
    const [, id] = /^posts\/(?:([^/]+)\/)?$/.exec(rest) ?? [null];
    return rest.startsWith("posts/") ? readPosts(request, { id: id ?? undefined, isAdmin }) : undefined;
  };
}

interface GhostDraft {
  title?: string;
  html?: string;
  feature_image?: string;
  feature_image_alt?: string;
}

const refusal = (message: string, type: string, status: number): StandInReply =>
  json({ errors: [{ message, type, context: null }] }, { status });

/** Ids of Ghost are 24 hexadecimal digits. */
const ghostId = (id: string): string => Number(id).toString(16).padStart(24, "6");

/** A token of the Admin key that is at most five minutes old. */
function isSigned({ headers }: StandInRequest, now: number): boolean {
  const [id = "", secret = ""] = ghostKeys.admin.split(":");
  const [head = "", body = "", signature = ""] = headers.authorization?.replace(/^Ghost /, "").split(".") ?? [];
  const expected = createHmac("sha256", Buffer.from(secret, "hex")).update(`${head}.${body}`).digest("base64url");
  if (signature !== expected) return false;
  const { kid }: { kid?: string } = decode(head);
  const { exp = 0, iat = 0, aud }: { exp?: number; iat?: number; aud?: string } = decode(body);
  const seconds = Math.floor(now / 1_000);
  return kid === id && aud === "/admin/" && iat <= seconds && exp > seconds && exp - iat <= 300;
}

const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());

function paged<T>(all: readonly T[], { query, pageSize }: { query: URLSearchParams; pageSize: number }) {
  const limit = Math.min(pageSize, Number(query.get("limit") ?? 15));
  const page = Number(query.get("page") ?? 1);
  const pages = Math.max(1, Math.ceil(all.length / limit));
  const pagination = { page, limit, pages, total: all.length, next: page < pages ? page + 1 : null, prev: null };
  return { items: all.slice((page - 1) * limit, page * limit), meta: { pagination } };
}

const postView = (source: FeedSource, { post, isAdmin }: { post: StandInPost; isAdmin: boolean }) => ({
  id: ghostId(post.id),
  title: post.title || post.text,
  html: postHtml(post),
  url: `${source.url}/${post.id}/`,
  published_at: new Date(post.at).toISOString(),
  authors: [{ id: "1", name: source.owner }],
  ...(isAdmin ? { status: "published", count: { clicks: post.views } } : {}),
});

const commentView = ({ id, at, by, text }: StandInComment) => ({
  id: ghostId(id),
  created_at: new Date(at).toISOString(),
  status: "published",
  html: `<p>${text}</p>`,
  member: { id: by.id, uuid: by.id, name: by.name },
  replies: [],
});
