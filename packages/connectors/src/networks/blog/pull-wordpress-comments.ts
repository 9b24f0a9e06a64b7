import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import type { JsonValue, SignalRecord } from "../../contract/records.ts";
import { readJson, request } from "../../http/request.ts";
import { commentSignal } from "./comment-signal.ts";
import { parseFeedDate } from "./feed-date.ts";
import type { WordpressConfig } from "./pull-wordpress.ts";
import { commentFields, type WordpressComment, wordpressCommentsSchema, wordpressRoute } from "./wordpress-routes.ts";

const stateSchema = z.object({
  /** Instant of the newest comment handed over, epoch milliseconds. */
  newestAt: z.number(),
  /** Ids of the comments within `overlapMs` before it. */
  recentIds: z.array(z.string()),
});

/**
 * How far behind the newest comment is read again: `after` compares with the site's own clock, which is up to 14 hours
 * away from UTC, and a comment may wait days for approval.
 */
const overlapMs = 3 * 86_400_000;

const pageSize = 100;

interface CommentsInput {
  config: WordpressConfig;
  state: JsonValue;
  /** Ids of users who write posts; their comments are answers. */
  authors: ReadonlySet<string>;
}

/** Comments oldest first, so that every page ends at a point where the next pull may go on. */
export async function* pullWordpressComments(
  ctx: ConnectorContext,
  { config, state, authors }: CommentsInput,
): AsyncGenerator<{ signals: SignalRecord[]; state: JsonValue }> {
  const before = stateSchema.safeParse(state).data ?? null;
  const told = new Map<string, number>((before?.recentIds ?? []).map((id) => [id, before?.newestAt ?? 0]));
  let newestAt = before?.newestAt ?? 0;
  for (let page = 1; ; page += 1) {
    const { comments, pages } = await readPage(ctx, {
      config,
      page,
      after: before === null ? null : before.newestAt - overlapMs,
    });
    const dated = comments.flatMap((comment) => withDate(comment, ctx.now()));
    const fresh = dated.filter(({ comment }) => !told.has(comment.id));
    for (const { comment, at } of dated) {
      told.set(comment.id, at);
      newestAt = Math.max(newestAt, at);
    }
    const recentIds = [...told].filter(([, at]) => at >= newestAt - overlapMs).map(([id]) => id);
    const signals = fresh.filter(({ comment }) => isReaction(comment, authors)).map((one) => signalOf(ctx, one));
    if (comments.length > 0) yield { signals, state: { newestAt, recentIds } };
    if (page >= pages) return;
  }
}

const withDate = (comment: WordpressComment, now: number): { comment: WordpressComment; at: number }[] => {
  const at = parseFeedDate(comment.date_gmt);
  return at === null ? [] : [{ comment, at: Math.min(at, now) }];
};

/** Pingbacks and trackbacks are other pages, not people; user 0 is every guest. */
const isReaction = ({ type, author }: WordpressComment, authors: ReadonlySet<string>): boolean =>
  (type == null || type === "comment") && (author == null || author === "0" || !authors.has(author));

const signalOf = (ctx: ConnectorContext, { comment, at }: { comment: WordpressComment; at: number }): SignalRecord =>
  commentSignal(ctx.hashActor, {
    id: comment.id,
    postNativeId: comment.post,
    at,
    author: comment.author_name ?? null,
    authorUrl: comment.author_url ?? null,
  });

async function readPage(
  ctx: ConnectorContext,
  { config, page, after }: { config: WordpressConfig; page: number; after: number | null },
): Promise<{ comments: WordpressComment[]; pages: number }> {
  const query = {
    per_page: String(pageSize),
    page: String(page),
    orderby: "date_gmt",
    order: "asc",
    _fields: commentFields,
    ...(after === null ? {} : { after: new Date(Math.max(0, after)).toISOString().slice(0, 19) }),
  };
  const response = await request(ctx, {
    networkId: "blog",
    url: wordpressRoute(config.api, "/wp/v2/comments", query),
    accept: page > 1 ? [400] : [],
  });
  if (response.status === 400) return { comments: [], pages: 0 };
  const comments = await readJson(wordpressCommentsSchema, { networkId: "blog", response });
  return { comments, pages: Number(response.headers.get("x-wp-totalpages") ?? 1) };
}
