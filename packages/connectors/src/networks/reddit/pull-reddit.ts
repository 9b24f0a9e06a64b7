import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { openTokenSession, type TokenSession } from "../../http/renew-once.ts";
import { foundById } from "../../pull/found-by-id.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { httpUrl } from "../../text/http-url.ts";
import { fromMarkdown } from "../../text/markdown.ts";
import { excerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { readComments } from "./read-comments.ts";
import { asReddit } from "./reddit-agent.ts";
import { accountSchema, ask, foundPostsSchema, postsSchema, type RedditPost } from "./reddit-api.ts";
import { redditOAuth } from "./reddit-sign-in.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The most that Reddit gives in one page, and by id. */
const pageSize = 100;
/** A post's day is long over after a week: some fifteen readings, a hundred posts each. */
export const rhythm = { firstMs: 15 * minuteMs, factor: 1.5, untilMs: 7 * dayMs };
/** A number that moves slowly. */
export const followersEveryMs = 6 * hourMs;

export const configSchema = z.object({ username: z.string() });

export interface RedditSession {
  username: string;
  session: TokenSession;
}

/** Pulls what an account submitted, wherever it did. */
export async function* pullReddit(
  given: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const { username } = readConfig(configSchema, { networkId: "reddit", channel });
  const ctx = asReddit(given, username);
  const source = { username, session: await openTokenSession(ctx, { network: redditOAuth, secret: channel.secret }) };
  yield* pullTimeline(
    {
      page: (token) => readPage(ctx, source, token),
      lookup: { size: pageSize, rhythm, read: (ids) => lookUp(ctx, source, ids) },
      namedKinds: ["comment"],
      reactions: ({ post }) => readComments(ctx, source, post.nativeId),
      followers: () => readFollowers(ctx, source),
      followersEveryMs,
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

async function readPage(ctx: ConnectorContext, source: RedditSession, token: string | null): Promise<TimelinePage> {
  const { data } = await ask(ctx, source.session, {
    path: `/user/${encodeURIComponent(source.username)}/submitted`,
    query: { sort: "new", limit: String(pageSize), ...(token === null ? {} : { after: token }) },
    schema: postsSchema,
  });
  return { posts: data.children.flatMap((child) => timelinePost(child.data, source)), next: data.after ?? null };
}

async function lookUp(ctx: ConnectorContext, source: RedditSession, ids: readonly string[]): Promise<TimelinePost[]> {
  const { data } = await ask(ctx, source.session, {
    path: "/api/info",
    query: { id: ids.join(",") },
    schema: foundPostsSchema,
  });
  const read = (child: { data: RedditPost }) => timelinePost(child.data, source);
  return foundById({ networkId: "reddit", ids, items: data.children, read });
}

async function readFollowers(ctx: ConnectorContext, { session }: RedditSession): Promise<number | undefined> {
  const account = await ask(ctx, session, { path: "/api/v1/me", schema: accountSchema });
  return account.subreddit?.subscribers ?? undefined;
}

/** A deleted post stays readable by its id, but has lost its author. */
function timelinePost(post: RedditPost, { username }: RedditSession): TimelinePost[] {
  const isThere = post.author?.toLowerCase() === username.toLowerCase() && post.removed_by_category == null;
  if (!isThere) return [];
  const total = (kind: string, count: number | null | undefined) => (count == null ? {} : { [kind]: count });
  return [
    {
      post: {
        nativeId: stableId(post.name),
        at: Math.round(post.created_utc * 1_000),
        url: httpUrl(post.permalink, "https://www.reddit.com"),
        text: excerpt([post.title, fromMarkdown(post.selftext ?? "")].filter((part) => part.trim() !== "").join(" — ")),
        carriesLink: linksOf(post).some(leadsElsewhere),
      },
      totals: {
        ...total("like", post.score == null ? null : Math.max(0, Math.round(post.score) - ownVote)),
        ...total("reshare", post.num_crossposts),
        ...total("comment", post.num_comments),
      },
    },
  ];
}

/** Reddit gives each post its author's upvote. */
const ownVote = 1;

const linksOf = ({ is_self: isText, url, selftext }: RedditPost): string[] => [
  ...(isText === true || url == null ? [] : [url]),
  ...((selftext ?? "").match(/https?:\/\/[^\s<>"()[\]]+/gi) ?? []),
];

const leadsElsewhere = (link: string): boolean => {
  const host = URL.parse(link)?.hostname ?? "";
  return host !== "" && !/(^|\.)(reddit\.com|redd\.it|redditmedia\.com)$/.test(host);
};
