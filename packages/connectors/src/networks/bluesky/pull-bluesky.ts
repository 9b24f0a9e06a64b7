import { readConfig } from "../../contract/channel-config.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor } from "../../contract/records.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import type { TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { excerpt } from "../../text/plain-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { feedSchema, instantOf, type PostView, postsSchema, postViewsSchema, profileSchema } from "./bluesky-views.ts";
import { carriesLink, postUrl } from "./post-record.ts";
import { readMentions } from "./read-mentions.ts";
import { readReactions } from "./read-reactions.ts";
import { readSession } from "./session.ts";
import { blueskyConfigSchema, type XrpcClient, xrpcQuery } from "./xrpc.ts";

/** The most that the AppView gives in one page. */
const pageSize = 100;
/** The most that `getPosts` takes (lexicon app.bsky.feed.getPosts, read in November 2026). */
const postsAtATime = 25;

export interface BlueskyAccount {
  client: XrpcClient;
  did: string;
  /** Quotes of the posts read so far, by their address: only a post that was quoted is asked for its quotes. */
  quotes: Map<string, number>;
}

/** Pulls an account: its posts and its own threads; reposts and answers to others are not posts of the channel. */
export async function* pullBluesky(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const { did, origin } = readConfig(blueskyConfigSchema, { networkId: "bluesky", channel });
  const session = readSession(channel.secret);
  const account: BlueskyAccount = { client: { origin, session }, did, quotes: new Map() };
  yield* pullTimeline(
    {
      page: (token) => readPage(ctx, account, token),
      again: { size: postsAtATime, read: (uris) => readPosts(ctx, account, uris) },
      namedKinds: ["like", "reshare", "comment"],
      reactions: (input) => readReactions(ctx, account, input),
      followers: async () => {
        const query = { method: "app.bsky.actor.getProfile", query: { actor: did }, schema: profileSchema };
        return (await xrpcQuery(ctx, account.client, query)).followersCount ?? undefined;
      },
      gone: (ids) => goneOf(ctx, account, ids),
      ...(session === null ? {} : { tail: (state) => readMentions(ctx, account, state) }),
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

async function readPage(ctx: ConnectorContext, account: BlueskyAccount, token: string | null): Promise<TimelinePage> {
  const { feed, cursor } = await xrpcQuery(ctx, account.client, {
    method: "app.bsky.feed.getAuthorFeed",
    query: {
      actor: account.did,
      limit: String(pageSize),
      filter: "posts_and_author_threads",
      ...(token === null ? {} : { cursor: token }),
    },
    schema: feedSchema,
  });
  const own = feed.filter(({ post, reason }) => reason == null && post.author.did === account.did);
  for (const { post } of own) account.quotes.set(stableId(post.uri), post.quoteCount ?? 0);
  return { posts: own.flatMap(({ post }) => timelinePost(post, account.did)), next: cursor || null };
}

async function readPosts(
  ctx: ConnectorContext,
  account: BlueskyAccount,
  uris: readonly string[],
): Promise<TimelinePost[]> {
  const own = uris.filter((uri) => uri.startsWith(`at://${account.did}/`));
  if (own.length === 0) return [];
  const query = new URLSearchParams();
  for (const uri of own) query.append("uris", uri);
  const method = "app.bsky.feed.getPosts";
  const { posts } = await xrpcQuery(ctx, account.client, { method, query, schema: postViewsSchema });
  for (const post of posts) account.quotes.set(stableId(post.uri), post.quoteCount ?? 0);
  return posts.flatMap((post) => timelinePost(post, account.did));
}

function timelinePost(view: PostView, did: string): TimelinePost[] {
  const parent = view.record.reply?.parent?.uri;
  const at = instantOf({ createdAt: view.record.createdAt, indexedAt: view.indexedAt });
  if ((parent !== undefined && !parent.startsWith(`at://${did}/`)) || Number.isNaN(at)) return [];
  const { likeCount, repostCount, quoteCount, replyCount, bookmarkCount } = view;
  return [
    {
      post: {
        nativeId: stableId(view.uri),
        at,
        url: postUrl(did, view.uri.split("/").at(-1) ?? ""),
        text: excerpt(view.record.text ?? ""),
        carriesLink: carriesLink(view.record),
      },
      totals: {
        ...(likeCount == null ? {} : { like: likeCount }),
        ...(repostCount == null || quoteCount == null ? {} : { reshare: repostCount + quoteCount }),
        ...(replyCount == null ? {} : { comment: replyCount }),
        ...(bookmarkCount == null ? {} : { save: bookmarkCount }),
      },
    },
  ];
}

/** Posts that are gone are simply left out of the answer. */
async function goneOf(ctx: ConnectorContext, { client }: BlueskyAccount, uris: readonly string[]): Promise<string[]> {
  const query = new URLSearchParams();
  for (const uri of uris) query.append("uris", uri);
  const { posts } = await xrpcQuery(ctx, client, { method: "app.bsky.feed.getPosts", query, schema: postsSchema });
  const present = new Set(posts.map(({ uri }) => uri));
  return uris.filter((uri) => !present.has(uri));
}
