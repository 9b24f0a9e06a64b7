import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { InboundKind, SignalRecord } from "../../contract/records.ts";
import type { Reactions, ReactionsInput } from "../../pull/timeline.ts";
import { digest, signalKey } from "../../text/stable-id.ts";
import { instantOf, likesSchema, type PostView, quotesSchema, type ThreadNode, threadSchema } from "./bluesky-views.ts";
import type { BlueskyAccount } from "./pull-bluesky.ts";
import { xrpcQuery } from "./xrpc.ts";

/** Pages of likes or quotes read for one post in one pull; what lies beyond stays a number. */
const pageLimit = 5;
const pageSize = 100;
/** How deep answers to answers are read. */
const threadDepth = 6;

/**
 * Who reacted to one post. Reposts are named without an instant (lexicon getRepostedBy), so they stay a total; a quote is a
 * repost with words and has one.
 */
export async function readReactions(
  ctx: ConnectorContext,
  account: BlueskyAccount,
  { post, changed, since }: ReactionsInput,
): Promise<Reactions> {
  const uri = post.nativeId;
  const quoted = changed.has("reshare") && (account.quotes.get(uri) ?? 0) > 0;
  const likes = changed.has("like") ? await readLikes(ctx, account, { uri, since }) : [];
  const quotes = quoted ? await readQuotes(ctx, account, { uri, since }) : [];
  const replies = changed.has("comment") ? await readReplies(ctx, account, uri) : null;
  const others = (replies ?? []).filter(({ author }) => author.did !== account.did);
  return {
    signals: [
      ...likes,
      ...quotes,
      ...others.map((reply) => signalOf(ctx, { kind: "comment", view: reply, postNativeId: uri })),
    ],
    ownComments:
      replies === null
        ? undefined
        : replies.filter(({ author, record }) => author.did === account.did && record.reply?.parent?.uri === uri)
            .length,
  };
}

interface ListInput {
  uri: string;
  /** Epoch milliseconds up to which the list was read before; null for never. */
  since: number | null;
}

async function readLikes(
  ctx: ConnectorContext,
  account: BlueskyAccount,
  { uri, since }: ListInput,
): Promise<SignalRecord[]> {
  const found: SignalRecord[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < pageLimit; page += 1) {
    const query = { uri, limit: String(pageSize), ...(cursor ? { cursor } : {}) };
    const answer = await orGone(
      xrpcQuery(ctx, account.client, { method: "app.bsky.feed.getLikes", query, schema: likesSchema }),
    );
    const likes = answer?.likes ?? [];
    for (const like of likes) {
      const actor = ctx.hashActor("bluesky", like.actor.did);
      // A like has no address here; one account likes a post once.
      const nativeKey = signalKey("like", digest(`${uri} ${actor}`));
      if (like.actor.did !== account.did)
        found.push({ nativeKey, kind: "like", at: instantOf(like), count: 1, actor, postNativeId: uri });
    }
    const oldest = Date.parse(likes.at(-1)?.indexedAt ?? "");
    cursor = answer?.cursor;
    if (!cursor || Number.isNaN(oldest) || (since !== null && oldest < since)) break;
  }
  return found.filter(({ at }) => since === null || at >= since - clockSlackMs);
}

/** Clients date likes by their own clocks; what is told again is recognised by its key. */
const clockSlackMs = 3_600_000;

async function readQuotes(
  ctx: ConnectorContext,
  account: BlueskyAccount,
  { uri, since }: ListInput,
): Promise<SignalRecord[]> {
  const found: PostView[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < pageLimit; page += 1) {
    const query = { uri, limit: String(pageSize), ...(cursor ? { cursor } : {}) };
    const answer = await orGone(
      xrpcQuery(ctx, account.client, { method: "app.bsky.feed.getQuotes", query, schema: quotesSchema }),
    );
    const posts = answer?.posts ?? [];
    found.push(...posts.filter(({ author }) => author.did !== account.did));
    const oldest = Date.parse(posts.at(-1)?.indexedAt ?? "");
    cursor = answer?.cursor;
    if (!cursor || Number.isNaN(oldest) || (since !== null && oldest < since)) break;
  }
  return found.map((view) => signalOf(ctx, { kind: "reshare", view, postNativeId: uri }));
}

async function readReplies(ctx: ConnectorContext, account: BlueskyAccount, uri: string): Promise<PostView[] | null> {
  const query = { uri, depth: String(threadDepth), parentHeight: "0" };
  const answer = await orGone(
    xrpcQuery(ctx, account.client, { method: "app.bsky.feed.getPostThread", query, schema: threadSchema }),
  );
  return answer === null ? null : below(answer.thread);
}

const below = ({ replies }: ThreadNode): PostView[] =>
  (replies ?? []).flatMap((reply) => [...(reply.post === undefined ? [] : [reply.post]), ...below(reply)]);

function signalOf(
  ctx: ConnectorContext,
  { kind, view, postNativeId }: { kind: InboundKind; view: PostView; postNativeId: string },
): SignalRecord {
  return {
    // The address of a post names its author.
    nativeKey: signalKey(kind, digest(view.uri)),
    kind,
    at: instantOf({ createdAt: view.record.createdAt, indexedAt: view.indexedAt }),
    count: 1,
    actor: ctx.hashActor("bluesky", view.author.did),
    postNativeId,
  };
}

/** Null for a post that was deleted since the page was read. */
const orGone = <T>(answer: Promise<T>): Promise<T | null> =>
  answer.catch((error: unknown) => {
    if (isConnectorError(error) && error.code === "not-found") return null;
    throw error;
  });
