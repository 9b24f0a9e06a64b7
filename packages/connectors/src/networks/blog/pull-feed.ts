import { z } from "zod";
import { type ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { Batch, Cursor, JsonValue, SignalRecord } from "../../contract/records.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { Reactions, TimelinePost } from "../../pull/timeline.ts";
import { readCursor } from "../../pull/timeline-cursor.ts";
import { isElsewhere, linksElsewhere } from "../../text/html-tags.ts";
import { htmlExcerpt } from "../../text/plain-text.ts";
import type { BlogConfig } from "./blog-config.ts";
import { commentSignal } from "./comment-signal.ts";
import type { Feed, FeedItem } from "./feed.ts";
import { fetchDocument } from "./fetch-document.ts";
import { readFeed } from "./read-feed.ts";

const validatorsSchema = z.object({
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  /** When the feed was last read in full, epoch milliseconds. */
  readAt: z.number(),
  /** Items without a date: when each was first seen after the first reading, or null for one that was there before. */
  undated: z.record(z.string(), z.number().nullable()),
});
type Validators = z.infer<typeof validatorsSchema>;

/** WordPress's validators follow posts alone, so a feed that counts comments is read in full at least this often. */
const commentRereadMs = 6 * 3_600_000;

/** Pulls a feed: one page, asked for only when it changed. */
export async function* pullFeed(
  ctx: ConnectorContext,
  config: Extract<BlogConfig, { reader: "feed" }>,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const before = validatorsSchema.safeParse(readCursor(cursor).tail).data ?? null;
  const document = await fetchDocument(ctx, config.feedUrl, conditions({ before, config, now: ctx.now() }));
  if (document.status === 304) {
    yield { posts: [], observations: [], signals: [], audience: [], removals: [], cursor, done: true };
    return;
  }
  const feed = readFeed(document.text, document.url);
  const undated = datesFor({ feed, before, now: ctx.now() });
  const after: Validators = {
    etag: document.headers.get("etag"),
    lastModified: document.headers.get("last-modified"),
    readAt: ctx.now(),
    undated,
  };
  const posts = timelinePosts(feed, undated);
  const items = new Map(feed.items.map((item) => [item.id, item]));
  yield* pullTimeline(
    {
      page: async () => ({ posts, next: null, total: posts.length }),
      namedKinds: config.comments ? ["comment"] : [],
      reactions: ({ post }) => readComments(ctx, items.get(post.nativeId)),
      tail: async function* () {
        yield { signals: [], state: after satisfies JsonValue };
      },
    },
    { now: ctx.now, cursor },
  );
}

interface ConditionsInput {
  before: Validators | null;
  config: { comments: boolean };
  now: number;
}

function conditions({ before, config, now }: ConditionsInput): Record<string, string> {
  if (before === null || (config.comments && now - before.readAt >= commentRereadMs)) return {};
  return {
    ...(before.etag === null ? {} : { "if-none-match": before.etag }),
    ...(before.lastModified === null ? {} : { "if-modified-since": before.lastModified }),
  };
}

/** An undated item that was there before us cannot be placed in time; one that appears later is dated when first seen. */
function datesFor({
  feed,
  before,
  now,
}: {
  feed: Feed;
  before: Validators | null;
  now: number;
}): Validators["undated"] {
  const undated = feed.items.filter(({ at }) => at === null);
  return Object.fromEntries(
    undated.map(({ id }) => [id, before === null ? null : (before.undated[id] ?? (id in before.undated ? null : now))]),
  );
}

function timelinePosts(feed: Feed, undated: Validators["undated"]): TimelinePost[] {
  return feed.items
    .flatMap((item) => {
      const at = item.at ?? undated[item.id] ?? null;
      return at === null ? [] : [timelinePost(item, { at, siteUrl: feed.siteUrl })];
    })
    .toSorted((a, b) => b.post.at - a.post.at);
}

function timelinePost(item: FeedItem, { at, siteUrl }: { at: number; siteUrl: string }): TimelinePost {
  const isLinkBlog = item.url !== null && isElsewhere(item.url, siteUrl);
  return {
    post: {
      nativeId: item.id,
      at,
      url: item.url,
      text: htmlExcerpt(item.html, item.title),
      carriesLink: isLinkBlog || linksElsewhere(item.html, siteUrl),
    },
    totals: item.commentTotal === undefined ? {} : { comment: item.commentTotal },
  };
}

/** All that the comment feed lists is told again: one that waited for approval is dated before the last reading. */
async function readComments(ctx: ConnectorContext, item: FeedItem | undefined): Promise<Reactions> {
  if (item === undefined || item.commentFeed === null) return { signals: [], ownComments: undefined };
  const comments = await commentItems(ctx, item.commentFeed);
  const owner = item.author?.toLowerCase();
  const others = comments.filter(({ author }) => owner === undefined || author?.toLowerCase() !== owner);
  const signals: SignalRecord[] = others.flatMap(({ id, at, author }) =>
    at === null ? [] : [commentSignal(ctx.hashActor, { id, postNativeId: item.id, at, author: cleanName(author) })],
  );
  return { signals, ownComments: comments.length - others.length };
}

/** Feeds write the author as "mail (name)" or "name"; the name alone is what other sources tell too. */
const cleanName = (author: string | null): string | null => /\(([^)]+)\)\s*$/.exec(author ?? "")?.[1] ?? author;

/** A comment feed that is gone or broken costs the names, not the pull: the total is known all the same. */
async function commentItems(ctx: ConnectorContext, url: string): Promise<FeedItem[]> {
  try {
    const document = await fetchDocument(ctx, url);
    return readFeed(document.text, document.url).items;
  } catch (error) {
    const tolerable: readonly ConnectorError["code"][] = [
      "not-found",
      "forbidden",
      "unauthorized",
      "malformed",
      "blocked",
    ];
    if (isConnectorError(error) && tolerable.includes(error.code)) return [];
    throw error;
  }
}
