import type { ConnectorContext } from "../../contract/network.ts";
import type { Batch, Cursor, SignalRecord } from "../../contract/records.ts";
import { readJson, request } from "../../http/request.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { Reactions, TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { linksElsewhere } from "../../text/html-tags.ts";
import { httpUrl } from "../../text/http-url.ts";
import { htmlExcerpt } from "../../text/plain-text.ts";
import { commentSignal } from "./comment-signal.ts";
import { parseFeedDate } from "./feed-date.ts";
import {
  type Ghost,
  type GhostComment,
  type GhostPost,
  ghostCommentCountsSchema,
  ghostCommentsSchema,
  ghostPostsSchema,
  ghostQuery,
  ghostRequest,
  ghostUrl,
} from "./ghost-api.ts";

/** The most that Ghost 6 gives in one page. */
const pageSize = 100;
/** Pages of one post's comments that are read at most. */
const commentPages = 5;

interface GhostSite extends Ghost {
  comments: boolean;
  /** Names of those who write posts, by post: their comments are answers. */
  authors: Map<string, ReadonlySet<string>>;
}

/** Pulls a Ghost site with its key: posts by page, their comments and, where its newsletter counts them, clicks. */
export async function* pullGhost(
  ctx: ConnectorContext,
  { comments, ...ghost }: Ghost & { comments: boolean },
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const site: GhostSite = { ...ghost, comments, authors: new Map() };
  yield* pullTimeline(
    {
      page: (token) => readPage(ctx, site, token ?? "1"),
      namedKinds: comments ? ["comment"] : [],
      reactions: ({ post }) => readComments(ctx, site, post.nativeId),
      gone: (ids) => goneOf(ctx, site, ids),
    },
    { now: ctx.now, cursor },
  );
}

/** What is asked of posts; drafts and scheduled posts are shown to the Admin API alone. */
export const postQuery = ({ secret }: Ghost): Readonly<Record<string, string>> =>
  secret.kind === "ghost-admin"
    ? { filter: "status:published", formats: "html", include: "authors,count.clicks" }
    : { fields: "id,url,title,html,published_at", include: "authors" };

async function readPage(ctx: ConnectorContext, site: GhostSite, page: string): Promise<TimelinePage> {
  const { posts, meta } = await ghostQuery(ctx, site, {
    route: "posts/",
    query: { ...postQuery(site), order: "published_at desc", limit: String(pageSize), page },
    schema: ghostPostsSchema,
  });
  const counts = site.comments && posts.length > 0 ? await readCounts(ctx, site, posts) : {};
  const { next, total } = meta?.pagination ?? {};
  return {
    posts: posts.flatMap((post) => timelinePost(post, { site, comment: counts[post.id] })),
    next: next == null ? null : String(next),
    ...(total == null ? {} : { total }),
  };
}

/** A post without comments may be left out of the answer: the site counts comments, so that is none. */
async function readCounts(
  ctx: ConnectorContext,
  site: Ghost,
  posts: readonly GhostPost[],
): Promise<Record<string, number>> {
  const ids = posts.map(({ id }) => id);
  const url = ghostUrl(site, "members/api/comments/counts/", { ids: ids.join(",") });
  const response = await request(ctx, { networkId: "blog", url });
  const counts = await readJson(ghostCommentCountsSchema, { networkId: "blog", response });
  return Object.fromEntries(
    ids.flatMap((id) => {
      const count = id in counts ? counts[id] : 0;
      return count == null ? [] : [[id, count]];
    }),
  );
}

function timelinePost(
  post: GhostPost,
  { site, comment }: { site: GhostSite; comment: number | undefined },
): TimelinePost[] {
  const at = parseFeedDate(post.published_at ?? undefined);
  if (at === null) return [];
  const html = post.html ?? "";
  const clicks = post.count?.clicks;
  site.authors.set(post.id, new Set((post.authors ?? []).flatMap(({ name }) => name?.trim().toLowerCase() ?? [])));
  return [
    {
      post: {
        nativeId: post.id,
        at,
        url: httpUrl(post.url, site.siteUrl),
        text: htmlExcerpt(html, post.title ?? ""),
        carriesLink: linksElsewhere(html, site.siteUrl),
      },
      totals: { ...(comment === undefined ? {} : { comment }), ...(clicks == null ? {} : { click: clicks }) },
    },
  ];
}

async function readComments(ctx: ConnectorContext, site: GhostSite, postId: string): Promise<Reactions> {
  const all: GhostComment[] = [];
  for (let page = 1; page <= commentPages; page += 1) {
    const { comments, meta } = await readCommentPage(ctx, site, { postId, page });
    all.push(...comments.flatMap((comment) => [comment, ...(comment.replies ?? [])]));
    if (meta?.pagination?.next == null) break;
  }
  const shown = all.filter(({ status }) => status == null || status === "published");
  const authors = site.authors.get(postId);
  const others = shown.filter(({ member }) => !(authors?.has(member?.name?.trim().toLowerCase() ?? "") ?? false));
  const signals: SignalRecord[] = others.flatMap(({ id, created_at, member }) => {
    const at = parseFeedDate(created_at);
    const author = member?.uuid ?? member?.id ?? member?.name ?? null;
    return at === null ? [] : [commentSignal(ctx.hashActor, { id, postNativeId: postId, at, author })];
  });
  return { signals, ownComments: shown.length - others.length };
}

async function readCommentPage(ctx: ConnectorContext, site: Ghost, { postId, page }: { postId: string; page: number }) {
  const query = { limit: String(pageSize), page: String(page) };
  const response =
    site.secret.kind === "ghost-admin"
      ? await ghostRequest(ctx, site, { route: `comments/post/${encodeURIComponent(postId)}/`, query })
      : await request(ctx, {
          networkId: "blog",
          url: ghostUrl(site, `members/api/comments/post/${encodeURIComponent(postId)}/`, query),
        });
  return readJson(ghostCommentsSchema, { networkId: "blog", response });
}

async function goneOf(ctx: ConnectorContext, site: Ghost, ids: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  for (const id of ids) {
    const response = await ghostRequest(ctx, site, { route: `posts/${encodeURIComponent(id)}/`, accept: [404, 410] });
    const isThere =
      response.ok && (await readJson(ghostPostsSchema, { networkId: "blog", response })).posts.every(isShown);
    if (!response.ok) await response.body?.cancel();
    if (!isThere) gone.push(id);
  }
  return gone;
}

/** The Content API names no status: it shows nothing but what is published. */
const isShown = ({ status }: GhostPost): boolean => status == null || status === "published" || status === "sent";
