import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { instantText, nativeId, tolerantCount } from "../../http/tolerant.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import { readEach } from "../../pull/read-each.ts";
import type { Reactions, TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { signalKey } from "../../text/stable-id.ts";
import { askInPages, type PageSize } from "../graph/ask-in-pages.ts";
import { gonePosts } from "../graph/gone-posts.ts";
import { askGraph, type GraphSession } from "../graph/graph-api.ts";
import { edgeOf } from "../graph/graph-edge.ts";
import { isWithheld } from "../graph/graph-failure.ts";
import { askWithMetrics, type Metrics } from "../graph/read-insights.ts";
import { type Mention, readMentions } from "../graph/read-mentions.ts";
import { walkEdge } from "../graph/walk-edge.ts";
import { facebookDoor } from "./facebook-door.ts";
import { postFields, postMetrics, postSchema, timelinePost } from "./facebook-posts.ts";
import { pageToken } from "./page-token.ts";

/** The network gives a hundred, but may refuse to count the reactions of so many at once. */
const pageSizes = { now: 50, least: 10 };
/** Comments and mentions come a hundred at a time; a storm is read up to a thousand. */
const manyAtATime = { limit: "100", most: 10 };

export const configSchema = z.object({ pageId: z.string() });

/** A comment or a post of somebody else; who it was is told only to apps with permission to read what people write. */
const writtenSchema = z.object({
  id: nativeId,
  created_time: instantText,
  from: z.object({ id: z.string() }).nullish(),
});

interface Page extends GraphSession {
  pageId: string;
  size: PageSize;
}

/** Pulls a page's own posts, with every reaction as a like: a heart is no weaker a sign. */
export async function* pullFacebook(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const { pageId } = readConfig(configSchema, { networkId: "facebook", channel });
  const { secret } = channel;
  const token = await pageToken(ctx, { pageId, secret });
  const renew = (stale: string) => pageToken(ctx, { pageId, secret, stale });
  const page: Page = { pageId, door: facebookDoor, token, renew, size: { ...pageSizes } };
  const metrics: Metrics = { alive: postMetrics };
  yield* pullTimeline(
    {
      page: (after) => readPage(ctx, page, { after, metrics }),
      again: { size: 1, read: (ids) => readEach(ids, (id) => readPost(ctx, page, { id, metrics })) },
      namedKinds: ["comment"],
      reactions: ({ post }) => readComments(ctx, page, post.nativeId),
      followers: () => readFollowers(ctx, page),
      // The list was read with the same token, so what is missing there and refused here is no longer public.
      gone: (ids) => gonePosts(ctx, page, { ids, means: ["not-found", "forbidden"] }),
      tail: (state) =>
        readMentions(ctx, { networkId: "facebook", list: (since) => listTagged(ctx, page, since) }, state),
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

async function readPage(
  ctx: ConnectorContext,
  page: Page,
  { after, metrics }: { after: string | null; metrics: Metrics },
): Promise<TimelinePage> {
  const { items, next } = await askWithMetrics(metrics, (names) =>
    askInPages(ctx, page, {
      path: `/${page.pageId}/posts`,
      query: { fields: postFields(names), after },
      size: page.size,
      schema: edgeOf(postSchema),
    }),
  );
  return { posts: items.flatMap(timelinePost), next };
}

/** Nothing of a post that is none of the page's: its id then begins otherwise, or somebody else wrote it. */
async function readPost(
  ctx: ConnectorContext,
  page: Page,
  { id, metrics }: { id: string; metrics: Metrics },
): Promise<TimelinePost[]> {
  if (!id.startsWith(`${page.pageId}_`)) return [];
  const post = await askWithMetrics(metrics, (names) =>
    askGraph(ctx, page, { path: `/${id}`, query: { fields: postFields(names) }, schema: postSchema }),
  );
  return post.from == null || post.from.id === page.pageId ? timelinePost(post) : [];
}

const followersSchema = z.object({ followers_count: tolerantCount });

async function readFollowers(ctx: ConnectorContext, page: Page): Promise<number | undefined> {
  const query = { fields: "followers_count" };
  const { followers_count: count } = await askGraph(ctx, page, {
    path: `/${page.pageId}`,
    query,
    schema: followersSchema,
  });
  return count ?? undefined;
}

/** Everything that was written below a post, answers to answers among it. */
async function readComments(ctx: ConnectorContext, page: Page, postId: string): Promise<Reactions> {
  const comments = await walkEdge(ctx, page, {
    path: `/${postId}/comments`,
    query: { fields: "id,created_time,from{id}", filter: "stream", limit: manyAtATime.limit },
    schema: edgeOf(writtenSchema),
    most: manyAtATime.most,
  }).catch((error: unknown) => {
    // Deleted since the page was read, or comments are switched off.
    if (isConnectorError(error) && error.code === "not-found") return [];
    throw error;
  });
  const isOwn = ({ from }: z.infer<typeof writtenSchema>): boolean => from?.id === page.pageId;
  return {
    signals: comments
      .filter((comment) => !isOwn(comment) && !Number.isNaN(Date.parse(comment.created_time)))
      .map(({ id, created_time: time, from }) => ({
        nativeKey: signalKey("comment", id),
        kind: "comment",
        at: Date.parse(time),
        count: 1,
        postNativeId: postId,
        ...(from == null ? {} : { actor: ctx.hashActor("facebook", from.id) }),
      })),
    ownComments: comments.filter(isOwn).length,
  };
}

/** Public posts in which the page is tagged, newest first; a network that withholds them leaves mentions unknown. */
async function listTagged(ctx: ConnectorContext, page: Page, since: number | null): Promise<Mention[]> {
  const tagged = await walkEdge(ctx, page, {
    path: `/${page.pageId}/tagged`,
    query: { fields: "id,created_time,from{id}", limit: manyAtATime.limit },
    schema: edgeOf(writtenSchema),
    most: manyAtATime.most,
    goOn: (items) => since === null || items.every(({ created_time: time }) => Date.parse(time) >= since),
  }).catch((error: unknown) => {
    if (isWithheld(error)) return [];
    throw error;
  });
  return tagged
    .filter(({ from }) => from?.id !== page.pageId)
    .map(({ id, created_time: time, from }) => ({ id, at: Date.parse(time), by: from?.id }));
}
