import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { foundById } from "../../pull/found-by-id.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { excerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { readMentions } from "./read-mentions.ts";
import {
  ask,
  deliveredPosts,
  foundPostsSchema,
  openSession,
  postsSchema,
  userSchema,
  type XPost,
  type XSession,
} from "./x-api.ts";
import { postRead, userRead } from "./x-prices.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The most that X gives in one page, and by id. */
const pageSize = 100;
/** Older posts are not bought: what they drew has faded from the score. */
export const historyMs = 90 * dayMs;
/** Half of the reactions come within the hour; nine readings tell a post's story, and none is bought after three days. */
export const rhythm = { firstMs: 15 * minuteMs, factor: 2, untilMs: 3 * dayMs };
/** A number that moves slowly, and costs. */
export const followersEveryMs = dayMs;

export const postFields = "created_at,author_id,in_reply_to_user_id,referenced_tweets,entities,public_metrics";

/** Pulls an account's own posts: reposts are other people's, and answers to others belong to their conversations. */
export async function* pullX(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const session = await openSession(ctx, channel);
  yield* pullTimeline(
    {
      page: (token, known) => readPage(ctx, session, { token, known }),
      lookup: { size: pageSize, rhythm, read: (ids) => lookUp(ctx, session, ids) },
      namedKinds: [],
      followers: () => readFollowers(ctx, session),
      followersEveryMs,
      tail: (state) => readMentions(ctx, session, state),
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

async function readPage(
  ctx: ConnectorContext,
  session: XSession,
  { token, known }: { token: string | null; known: string | null },
): Promise<TimelinePage> {
  const since = known === null ? { start_time: secondsOf(ctx.now() - historyMs) } : { since_id: known };
  const { data, meta } = await ask(ctx, session, {
    path: `/users/${session.userId}/tweets`,
    query: {
      max_results: String(pageSize),
      exclude: "retweets",
      "tweet.fields": postFields,
      ...since,
      ...(token === null ? {} : { pagination_token: token }),
    },
    schema: postsSchema,
    price: postRead,
    atMost: pageSize,
    count: deliveredPosts,
  });
  return { posts: (data ?? []).flatMap((post) => timelinePost(post, session)), next: meta?.next_token ?? null };
}

/** `2026-11-23T10:00:00Z`: X refuses fractions of a second. */
const secondsOf = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

/** docs.x.com/x-api/fundamentals/response-codes-and-errors, read in November 2026: any other problem is no deletion. */
const goneTypes = /\/(resource-not-found|not-authorized-for-resource)$/;

async function lookUp(ctx: ConnectorContext, session: XSession, ids: readonly string[]): Promise<TimelinePost[]> {
  const { data, errors } = await ask(ctx, session, {
    path: "/tweets",
    query: { ids: ids.join(","), "tweet.fields": postFields },
    schema: foundPostsSchema,
    price: postRead,
    atMost: ids.length,
    count: (answer) => answer.data?.length ?? 0,
  });
  return foundById({
    networkId: "x",
    ids,
    items: data ?? [],
    troubled: (errors ?? []).filter(({ type }) => !goneTypes.test(type)).map(({ resource_id: id }) => id),
    read: (post) => timelinePost(post, session),
  });
}

async function readFollowers(ctx: ConnectorContext, session: XSession): Promise<number | undefined> {
  const { data } = await ask(ctx, session, {
    path: `/users/${session.userId}`,
    query: { "user.fields": "public_metrics" },
    schema: userSchema,
    price: userRead,
    atMost: 1,
    count: () => 1,
  });
  return data.public_metrics?.followers_count ?? undefined;
}

function timelinePost(post: XPost, { userId }: XSession): TimelinePost[] {
  const at = Date.parse(post.created_at);
  const answersOthers = post.in_reply_to_user_id != null && post.in_reply_to_user_id !== userId;
  const isOthers = post.author_id != null && post.author_id !== userId;
  const isRepost = post.referenced_tweets?.some(({ type }) => type === "retweeted") === true;
  if (isOthers || answersOthers || isRepost || Number.isNaN(at)) return [];
  const { retweet_count, quote_count, like_count, reply_count, bookmark_count, impression_count } =
    post.public_metrics ?? {};
  const total = (kind: string, count: number | null | undefined) => (count == null ? {} : { [kind]: count });
  return [
    {
      post: {
        nativeId: stableId(post.id),
        at,
        url: `https://x.com/i/status/${encodeURIComponent(post.id)}`,
        text: excerpt(post.text),
        carriesLink: (post.entities?.urls ?? []).some(({ expanded_url: link }) => leadsElsewhere(link)),
      },
      totals: {
        ...total("like", like_count),
        ...total("reshare", retweet_count == null || quote_count == null ? null : retweet_count + quote_count),
        ...total("comment", reply_count),
        ...total("save", bookmark_count),
        ...total("view", impression_count),
      },
      ...answered(post),
    },
  ];
}

const answered = ({ referenced_tweets: referenced }: XPost): { answers?: string } => {
  const to = referenced?.find(({ type }) => type === "replied_to")?.id;
  return to === undefined ? {} : { answers: stableId(to) };
};

/** Pictures and quoted posts are links of X to itself. */
const leadsElsewhere = (link: string | null | undefined): boolean => {
  const host = URL.parse(link ?? "")?.hostname ?? null;
  return host !== null && !/(^|\.)(x|twitter)\.com$/.test(host);
};
