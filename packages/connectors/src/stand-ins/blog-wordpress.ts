import { type FeedSource, postHtml } from "./blog-feeds.ts";
import type { WordpressEditor } from "./blog-wordpress-editor.ts";
import { json, type StandInReply, type StandInRequest } from "./server.ts";
import type { StandInComment, StandInPost } from "./store.ts";

export interface RouteInput {
  source: FeedSource;
  route: string;
  request: StandInRequest;
  pageSize: number;
  /** Answers what only a user of the site may ask. */
  editor: WordpressEditor;
}

/**
 * WordPress's public routes: developer.wordpress.org/rest-api/reference/posts, /comments and /using-the-rest-api/pagination,
 * read in November 2026. The fields are those that Headroom may ask for; the site's clock runs on UTC.
 */
export function wordpressRoutes({ source, route, request, pageSize, editor }: RouteInput): StandInReply | undefined {
  const { query } = request;
  if (request.method === "POST" || route === "/wp/v2/users/me") return editor(route, request);
  if (route === "/") return json({ name: source.title, url: source.url, home: source.url });
  const single = /^\/wp\/v2\/posts\/(\d+)$/.exec(route)?.[1];
  if (single !== undefined) {
    const post = source.posts.find(({ id }) => id === single);
    return post === undefined
      ? json({ code: "rest_post_invalid_id", message: "Invalid post ID.", data: { status: 404 } }, { status: 404 })
      : json(postView(source, post));
  }
  if (route === "/wp/v2/posts")
    return paged(
      source.posts.map((post) => postView(source, post)),
      { query, pageSize },
    );
  if (route === "/wp/v2/comments") return paged(commentViews(source, query), { query, pageSize });
  return undefined;
}

function paged(
  all: readonly unknown[],
  { query, pageSize }: { query: URLSearchParams; pageSize: number },
): StandInReply {
  const size = Math.min(pageSize, Number(query.get("per_page") ?? 10));
  const page = Number(query.get("page") ?? 1);
  const pages = Math.ceil(all.length / size);
  if (page > Math.max(1, pages)) {
    return json({ code: "rest_post_invalid_page_number", data: { status: 400 } }, { status: 400 });
  }
  return json(all.slice((page - 1) * size, page * size), {
    headers: { "x-wp-total": String(all.length), "x-wp-totalpages": String(pages) },
  });
}

const gmt = (at: number): string => new Date(at).toISOString().slice(0, 19);

const postView = (source: FeedSource, post: StandInPost) => ({
  id: Number(post.id),
  date_gmt: gmt(post.at),
  link: `${source.url}/?p=${post.id}`,
  author: 1,
  title: { rendered: post.text },
  content: { rendered: postHtml(post), protected: false },
  excerpt: { rendered: "", protected: false },
});

function commentViews(source: FeedSource, query: URLSearchParams): unknown[] {
  const after = query.get("after");
  const since = after === null ? Number.NEGATIVE_INFINITY : Date.parse(`${after}Z`);
  const all = source.posts.flatMap((post) => post.comments.map((comment) => ({ post, comment })));
  return all
    .filter(({ comment }) => comment.at > since)
    .toSorted((a, b) => a.comment.at - b.comment.at)
    .map(({ post, comment }) => commentView(source, { post, comment }));
}

const commentView = (source: FeedSource, { post, comment }: { post: StandInPost; comment: StandInComment }) => ({
  id: Number(comment.id),
  post: Number(post.id),
  parent: 0,
  author: comment.by.name === source.owner ? 1 : 0,
  author_name: comment.by.name,
  author_url: "",
  date_gmt: gmt(comment.at),
  content: { rendered: comment.text },
  status: "approved",
  type: "comment",
});
