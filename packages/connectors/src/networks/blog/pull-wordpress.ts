import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import type { Batch, Cursor, JsonValue } from "../../contract/records.ts";
import { readJson, request } from "../../http/request.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { linksElsewhere } from "../../text/html-tags.ts";
import { httpUrl } from "../../text/http-url.ts";
import { htmlExcerpt, htmlToText } from "../../text/plain-text.ts";
import type { BlogConfig } from "./blog-config.ts";
import { parseFeedDate } from "./feed-date.ts";
import { pullWordpressComments } from "./pull-wordpress-comments.ts";
import { postFields, type WordpressPost, wordpressPostsSchema, wordpressRoute } from "./wordpress-routes.ts";

export type WordpressConfig = Extract<BlogConfig, { reader: "wordpress" }>;

/** The most that WordPress gives in one page. */
const pageSize = 100;

const tailSchema = z.object({ authors: z.array(z.string()), comments: z.json() });

/** Pulls a WordPress site: posts by page, then comments of the whole site in order of their dates. */
export async function* pullWordpress(
  ctx: ConnectorContext,
  config: WordpressConfig,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const authors = new Set<string>();
  yield* pullTimeline(
    {
      page: (token) => readPage(ctx, { config, page: Number(token ?? 1), authors }),
      namedKinds: [],
      gone: (ids) => goneOf(ctx, config, ids),
      tail: (state) => comments(ctx, { config, state, authors }),
    },
    { now: ctx.now, cursor },
  );
}

interface PageInput {
  config: WordpressConfig;
  page: number;
  authors: Set<string>;
}

async function readPage(ctx: ConnectorContext, { config, page, authors }: PageInput): Promise<TimelinePage> {
  const query = { per_page: String(pageSize), page: String(page), orderby: "date", order: "desc", _fields: postFields };
  const response = await request(ctx, {
    networkId: "blog",
    url: wordpressRoute(config.api, "/wp/v2/posts", query),
    // A page behind the last one is a 400: posts were deleted since the page before was read.
    accept: page > 1 ? [400] : [],
  });
  if (response.status === 400) return { posts: [], next: null };
  const posts = await readJson(wordpressPostsSchema, { networkId: "blog", response });
  for (const { author } of posts) if (author != null) authors.add(author);
  const pages = Number(response.headers.get("x-wp-totalpages") ?? 1);
  const total = Number(response.headers.get("x-wp-total") ?? Number.NaN);
  return {
    posts: posts.flatMap((post) => timelinePost(post, config.siteUrl)),
    next: page < pages ? String(page + 1) : null,
    ...(Number.isInteger(total) ? { total } : {}),
  };
}

function timelinePost(post: WordpressPost, siteUrl: string): TimelinePost[] {
  const at = parseFeedDate(post.date_gmt);
  if (at === null) return [];
  const html = post.content?.rendered || post.excerpt?.rendered || "";
  return [
    {
      post: {
        nativeId: post.id,
        at,
        url: httpUrl(post.link, siteUrl),
        text: htmlExcerpt(html, htmlToText(post.title?.rendered ?? "")),
        carriesLink: linksElsewhere(html, siteUrl),
      },
      totals: {},
    },
  ];
}

/** A post that became private or a draft answers 401 to strangers; it is gone for readers too. */
const goneStatuses = [401, 403, 404, 410];

async function goneOf(ctx: ConnectorContext, config: WordpressConfig, ids: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  for (const id of ids) {
    const url = wordpressRoute(config.api, `/wp/v2/posts/${id}`, { _fields: "id" });
    const response = await request(ctx, { networkId: "blog", url, accept: goneStatuses });
    await response.body?.cancel();
    if (goneStatuses.includes(response.status)) gone.push(id);
  }
  return gone;
}

/** Site authors answer comments; who they are is collected from posts and kept. */
async function* comments(
  ctx: ConnectorContext,
  { config, state, authors }: { config: WordpressConfig; state: JsonValue; authors: Set<string> },
) {
  if (!config.comments) return;
  const before = tailSchema.safeParse(state).data ?? { authors: [], comments: null };
  const known = new Set([...before.authors, ...authors]);
  for await (const step of pullWordpressComments(ctx, { config, state: before.comments, authors: known })) {
    yield { signals: step.signals, state: { authors: [...known], comments: step.state } };
  }
}
