import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Batch, Cursor, InboundKind } from "../../contract/records.ts";
import { parseLinkHeader } from "../../http/link-header.ts";
import { tolerantList } from "../../http/tolerant.ts";
import { pullTimeline } from "../../pull/pull-timeline.ts";
import { readEach } from "../../pull/read-each.ts";
import type { Reactions, TimelinePage, TimelinePost } from "../../pull/timeline.ts";
import { httpUrl } from "../../text/http-url.ts";
import { htmlExcerpt } from "../../text/plain-text.ts";
import { signalKey, stableId } from "../../text/stable-id.ts";
import {
  accountSchema,
  contextSchema,
  getJson,
  type MastodonConfig,
  type MastodonStatus,
  mastodonConfigSchema,
  statusSchema,
} from "./mastodon-api.ts";
import { readMentions } from "./read-mentions.ts";
import { carriesLink } from "./status-text.ts";

/** The most that Mastodon gives in one page. */
const pageSize = 40;

/** Who is asked, and as whom. */
export interface Session extends MastodonConfig {
  token: string | undefined;
}

/**
 * Pulls an account: its public posts and its own threads. Boosts are other people's posts, and answers to others belong
 * to their conversations, so neither is a post of the channel.
 */
export async function* pullMastodon(
  ctx: ConnectorContext,
  channel: PullChannel,
  cursor: Cursor | null,
): AsyncGenerator<Batch> {
  const session: Session = {
    ...readConfig(mastodonConfigSchema, { networkId: "mastodon", channel }),
    token: channel.secret,
  };
  yield* pullTimeline(
    {
      page: (token) => readPage(ctx, session, token),
      again: { size: 1, read: (ids) => readEach(ids, (id) => readStatus(ctx, session, id)) },
      namedKinds: ["comment"],
      reactions: ({ post, changed }) => readReplies(ctx, { session, postId: post.nativeId, changed }),
      followers: async () => {
        const path = `/api/v1/accounts/${session.accountId}`;
        return (await getJson(ctx, { ...session, path, schema: accountSchema })).data.followers_count ?? undefined;
      },
      gone: (ids) => goneOf(ctx, session, ids),
      ...(session.token === undefined ? {} : { tail: (state) => readMentions(ctx, session, state) }),
    },
    { now: ctx.now, cursor, touched: channel.touched },
  );
}

async function readPage(ctx: ConnectorContext, session: Session, token: string | null): Promise<TimelinePage> {
  const { data, headers } = await getJson(ctx, {
    ...session,
    path: `/api/v1/accounts/${session.accountId}/statuses`,
    query: {
      limit: String(pageSize),
      exclude_reblogs: "true",
      exclude_replies: "true",
      ...(token === null ? {} : { max_id: token }),
    },
    schema: tolerantList(statusSchema),
  });
  // Only the id is taken from the link: following an address out of an answer would hand the token to any host.
  const next = parseLinkHeader(headers.get("link") ?? "").find(({ rel }) => rel === "next")?.href ?? "";
  return {
    posts: data.flatMap((status) => timelinePost(status, session)),
    next: URL.parse(next, session.origin)?.searchParams.get("max_id") ?? null,
  };
}

async function readStatus(ctx: ConnectorContext, session: Session, id: string): Promise<TimelinePost[]> {
  const path = `/api/v1/statuses/${encodeURIComponent(id)}`;
  const { data } = await getJson(ctx, { ...session, path, schema: statusSchema });
  return timelinePost(data, session);
}

const publicVisibilities: readonly unknown[] = ["public", "unlisted", undefined, null];

function timelinePost(status: MastodonStatus, { accountId }: Session): TimelinePost[] {
  const at = Date.parse(status.created_at);
  const answersOthers = status.in_reply_to_id != null && status.in_reply_to_account_id !== accountId;
  const isOwn = status.account.id === accountId && status.reblog == null;
  if (!isOwn || answersOthers || Number.isNaN(at) || !publicVisibilities.includes(status.visibility)) return [];
  const { favourites_count: likes, reblogs_count: boosts, replies_count: replies, quotes_count: quotes } = status;
  const html = status.content ?? "";
  return [
    {
      post: {
        nativeId: stableId(status.id),
        at,
        url: httpUrl(status.url) ?? httpUrl(status.uri),
        text: htmlExcerpt(html),
        carriesLink: carriesLink(html),
      },
      totals: {
        ...(likes == null ? {} : { like: likes }),
        // Servers that know no quotes leave their count out.
        ...(boosts == null || quotes === null ? {} : { reshare: boosts + (quotes ?? 0) }),
        ...(replies == null ? {} : { comment: replies }),
      },
    },
  ];
}

interface RepliesInput {
  session: Session;
  postId: string;
  changed: ReadonlySet<InboundKind>;
}

/** Who answered, anywhere below the post. Strangers are given the first 60 answers (methods/statuses, "context"). */
async function readReplies(ctx: ConnectorContext, { session, postId }: RepliesInput): Promise<Reactions> {
  const path = `/api/v1/statuses/${postId}/context`;
  const answer = await getJson(ctx, { ...session, path, schema: contextSchema }).catch((error: unknown) => {
    // Deleted since the page was read.
    if (isConnectorError(error) && error.code === "not-found") return null;
    throw error;
  });
  const replies = answer?.data.descendants ?? [];
  const isOwners = ({ account }: MastodonStatus): boolean => account.id === session.accountId;
  return {
    signals: replies.filter((reply) => !isOwners(reply)).flatMap((reply) => commentOf(ctx, reply, postId)),
    ownComments: replies.filter((reply) => isOwners(reply) && reply.in_reply_to_id === postId).length,
  };
}

const commentOf = (ctx: ConnectorContext, reply: MastodonStatus, postNativeId: string): Reactions["signals"] => {
  const at = Date.parse(reply.created_at);
  const actor = ctx.hashActor("mastodon", reply.account.url ?? reply.account.acct ?? reply.account.id);
  if (Number.isNaN(at)) return [];
  return [{ nativeKey: signalKey("comment", reply.id), kind: "comment", at, count: 1, actor, postNativeId }];
};

async function goneOf(ctx: ConnectorContext, session: Session, ids: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  for (const id of ids) {
    try {
      await getJson(ctx, { ...session, path: `/api/v1/statuses/${id}`, schema: z.object({}) });
    } catch (error) {
      if (!isConnectorError(error) || error.code !== "not-found") throw error;
      gone.push(id);
    }
  }
  return gone;
}
