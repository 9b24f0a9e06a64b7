import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { stableId } from "../../text/stable-id.ts";
import { askGraph, type GraphSession } from "../graph/graph-api.ts";
import { edgeOf } from "../graph/graph-edge.ts";
import { isWithheld } from "../graph/graph-failure.ts";
import { countsOf, insightsSchema, type Metrics, readInsights } from "../graph/read-insights.ts";
import { readMentions } from "../graph/read-mentions.ts";
import { listMentions, readReplies } from "./read-replies.ts";
import { threadsDoor } from "./threads-door.ts";
import { isOwnPost, type Thread, threadFields, threadMetrics, threadSchema, timelinePost } from "./threads-posts.ts";
import { freshThreadsToken } from "./threads-sign-in.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

const pageSize = "50";
/** Each reading of a post takes two calls: eighteen readings tell its story, the last after two weeks. */
export const rhythm = { firstMs: 15 * minuteMs, factor: 1.5, untilMs: 14 * dayMs };

export const configSchema = z.object({ userId: z.string(), username: z.string(), mentions: z.boolean() });

export interface Profile extends GraphSession {
  userId: string;
  username: string;
  metrics: Metrics;
}

/** Pulls a profile's own posts. Counts come post by post, so only posts that are due are read again. */
export async function* pullThreads(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const { userId, username, mentions } = readConfig(configSchema, { networkId: "threads", channel });
  const { secret } = channel;
  const profile: Profile = {
    door: threadsDoor,
    userId,
    username,
    token: await freshThreadsToken(ctx, { secret }),
    renew: (stale) => freshThreadsToken(ctx, { secret, stale }),
    metrics: { alive: threadMetrics },
  };
  yield* pullTimeline(
    {
      page: (after, known) => readPage(ctx, profile, { after, known }),
      lookup: { size: 25, rhythm, read: (ids) => lookUp(ctx, profile, ids) },
      namedKinds: ["comment"],
      reactions: ({ post }) => readReplies(ctx, profile, post.nativeId),
      followers: () => readFollowers(ctx, profile),
      ...(mentions && {
        tail: (state) =>
          readMentions(ctx, { networkId: "threads", list: (since) => listMentions(ctx, profile, since) }, state),
      }),
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

/** What is older than the newest post that was handed over is left to `lookUp`. */
async function readPage(
  ctx: ConnectorContext,
  profile: Profile,
  { after, known }: { after: string | null; known: string | null },
): Promise<TimelinePage> {
  const { items, next } = await askGraph(ctx, profile, {
    path: `/${profile.userId}/threads`,
    query: { fields: threadFields, limit: pageSize, after },
    schema: edgeOf(threadSchema),
  });
  const at = items.findIndex(({ id }) => stableId(id) === known);
  const posts: TimelinePost[] = [];
  for (const thread of items.slice(0, at === -1 ? items.length : at)) {
    if (isOwnPost(thread)) posts.push(await withCounts(ctx, profile, thread));
  }
  return { posts, next: at === -1 ? next : null };
}

async function withCounts(ctx: ConnectorContext, profile: Profile, thread: Thread): Promise<TimelinePost> {
  const isOld = Date.parse(thread.timestamp) < ctx.now() - rhythm.untilMs;
  return isOld ? timelinePost(thread, {}) : counted(ctx, profile, thread);
}

const counted = async (ctx: ConnectorContext, profile: Profile, thread: Thread): Promise<TimelinePost> =>
  timelinePost(thread, await readInsights(ctx, profile, { id: thread.id, metrics: profile.metrics }));

const isBy = ({ username }: Profile, thread: Thread): boolean =>
  thread.username == null || thread.username === username;

async function lookUp(ctx: ConnectorContext, profile: Profile, ids: readonly string[]): Promise<TimelinePost[]> {
  const posts: TimelinePost[] = [];
  for (const id of ids) {
    try {
      const query = { fields: threadFields };
      const thread = await askGraph(ctx, profile, { path: `/${id}`, query, schema: threadSchema });
      if (isOwnPost(thread) && isBy(profile, thread)) posts.push(await counted(ctx, profile, thread));
    } catch (error) {
      if (!isConnectorError(error) || error.code !== "not-found") throw error;
    }
  }
  return posts;
}

/** Where followers are withheld they are unknown, and nothing else suffers. */
async function readFollowers(ctx: ConnectorContext, profile: Profile): Promise<number | undefined> {
  const path = `/${profile.userId}/threads_insights`;
  const query = { metric: "followers_count" };
  try {
    return countsOf(await askGraph(ctx, profile, { path, query, schema: insightsSchema })).followers_count;
  } catch (error) {
    if (isWithheld(error)) return undefined;
    throw error;
  }
}
