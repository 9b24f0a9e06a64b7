import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { instantText, nativeId, tolerantCount } from "../../http/tolerant.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import { readEach } from "../../pull/read-each.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { askInPages, type PageSize } from "../graph/ask-in-pages.ts";
import { gonePosts } from "../graph/gone-posts.ts";
import { askGraph, type GraphSession } from "../graph/graph-api.ts";
import { edgeOf } from "../graph/graph-edge.ts";
import { askWithMetrics, countsOf, type Metrics, readInsights } from "../graph/read-insights.ts";
import { type Mention, readMentions } from "../graph/read-mentions.ts";
import { walkEdge } from "../graph/walk-edge.ts";
import { instagramDoor } from "./instagram-door.ts";
import { type Medium, mediaFields, mediaMetrics, mediaSchema, timelinePost } from "./instagram-media.ts";
import { freshInstagramToken } from "./instagram-sign-in.ts";
import { readComments } from "./read-comments.ts";

/** Media with their insights are much to ask for at once. */
const pageSizes = { now: 50, least: 10 };
const tagsAtATime = "50";
/** Where insights do not come with the list, only of media this young: half of the reactions come within a day. */
const singlyMs = 7 * 86_400_000;

export const configSchema = z.object({ userId: z.string(), mentions: z.boolean() });

export interface Account extends GraphSession {
  userId: string;
  /** As it is now; it may change. */
  username: string | undefined;
  /** What comes with the list, and what is asked medium by medium where the list refuses. */
  listed: Metrics;
  single: Metrics;
  size: PageSize;
}

/** Pulls a professional account's media. Likers are never named; stories are gone before they could count. */
export async function* pullInstagram(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const { userId, mentions } = readConfig(configSchema, { networkId: "instagram", channel });
  const { secret } = channel;
  const account: Account = {
    door: instagramDoor,
    userId,
    token: await freshInstagramToken(ctx, { secret }),
    renew: (stale) => freshInstagramToken(ctx, { secret, stale }),
    username: undefined,
    listed: { alive: mediaMetrics },
    single: { alive: mediaMetrics },
    size: { ...pageSizes },
  };
  yield* pullTimeline(
    {
      page: (after) => readPage(ctx, account, after),
      again: { size: 1, read: (ids) => readEach(ids, (id) => readMedium(ctx, account, id)) },
      namedKinds: ["comment"],
      reactions: ({ post }) => readComments(ctx, account, post.nativeId),
      followers: () => readFollowers(ctx, account),
      gone: (ids) => gonePosts(ctx, account, { ids, means: ["not-found"] }),
      ...(mentions && {
        tail: (state) =>
          readMentions(ctx, { networkId: "instagram", list: (since) => listTagged(ctx, account, since) }, state),
      }),
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

async function readPage(ctx: ConnectorContext, account: Account, after: string | null): Promise<TimelinePage> {
  const { items, next } = await askWithMetrics(account.listed, (names) =>
    askInPages(ctx, account, {
      path: `/${account.userId}/media`,
      query: { fields: mediaFields(names), after },
      size: account.size,
      schema: edgeOf(mediaSchema),
    }),
  );
  const posts = [];
  for (const medium of items) posts.push(...timelinePost(medium, await countsFor(ctx, account, medium)));
  return { posts, next };
}

/** Media of others cannot be read by their ids. */
async function readMedium(ctx: ConnectorContext, account: Account, id: string): Promise<TimelinePost[]> {
  if (!/^\d+$/.test(id)) return [];
  const query = { fields: mediaFields([]) };
  const medium = await askGraph(ctx, account, { path: `/${id}`, query, schema: mediaSchema });
  return timelinePost(medium, await readInsights(ctx, account, { id, metrics: account.single }));
}

/** One medium from before the account became a professional one spoils the insights of a whole list. */
async function countsFor(
  ctx: ConnectorContext,
  account: Account,
  medium: Medium,
): Promise<ReturnType<typeof countsOf>> {
  if (account.listed.alive.length > 0) return countsOf(medium.insights);
  if (!(Date.parse(medium.timestamp) > ctx.now() - singlyMs)) return {};
  return readInsights(ctx, account, { id: medium.id, metrics: account.single });
}

const meSchema = z.object({ username: z.string().nullish(), followers_count: tolerantCount });

async function readFollowers(ctx: ConnectorContext, account: Account): Promise<number | undefined> {
  const query = { fields: "username,followers_count" };
  const me = await askGraph(ctx, account, { path: `/${account.userId}`, query, schema: meSchema });
  account.username = me.username ?? undefined;
  return me.followers_count ?? undefined;
}

const taggedSchema = z.object({ id: nativeId, timestamp: instantText, username: z.string().nullish() });

async function listTagged(ctx: ConnectorContext, account: Account, since: number | null): Promise<Mention[]> {
  const tagged = await walkEdge(ctx, account, {
    path: `/${account.userId}/tags`,
    query: { fields: "id,timestamp,username", limit: tagsAtATime },
    schema: edgeOf(taggedSchema),
    most: 10,
    goOn: (items) => since === null || items.every(({ timestamp }) => Date.parse(timestamp) >= since),
  });
  return tagged
    .filter(({ username }) => username == null || username !== account.username)
    .map(({ id, timestamp, username }) => ({ id, at: Date.parse(timestamp), by: username ?? undefined }));
}
