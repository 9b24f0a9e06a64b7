import type { ConnectorContext } from "../../contract/network.ts";
import type { SignalRecord } from "../../contract/records.ts";
import type { TokenSession } from "../../http/renew-once.ts";
import type { Reactions } from "../../pull/timeline.ts";
import { signalKey } from "../../text/stable-id.ts";
import { ask, type Comment, repliesSchema, threadsSchema } from "./youtube-api.ts";

/** The most that Google gives in one page of threads or answers. */
const pageSize = 100;
/** Pages of threads of one video in one pull, a unit each; older comments are counted without names. */
const mostPages = 5;
/** Threads of one video whose answers are asked for in one pull, a unit each: Google lists about five with a thread. */
const mostThreads = 10;

/** Comments that may not be read are counted, not named: switched off, of a video that is gone, or not permitted. */
const notListed = {
  reasons: new Set(["commentsDisabled", "videoNotFound", "insufficientPermissions", "forbidden"]),
  answer: {},
};

export interface CommentSource {
  channelId: string;
  session: TokenSession;
}

/** The comments of a video and the answers to them, newest threads first. */
export async function readComments(
  ctx: ConnectorContext,
  { channelId, session }: CommentSource,
  videoId: string,
): Promise<Reactions> {
  const all: Comment[] = [];
  let token: string | null = null;
  let threadsLeft = mostThreads;
  let isListed = false;
  for (let page = 0; page < mostPages; page++) {
    const { items, nextPageToken } = await readThreads(ctx, session, { videoId, token });
    isListed ||= items != null;
    for (const { id, snippet, replies } of items ?? []) {
      const given = replies?.comments ?? [];
      const isCut = (snippet.totalReplyCount ?? 0) > given.length && threadsLeft > 0;
      if (isCut) threadsLeft -= 1;
      all.push(snippet.topLevelComment, ...(isCut ? await readReplies(ctx, session, id) : given));
    }
    token = nextPageToken ?? null;
    if (token === null) break;
  }
  const others = all.filter(({ snippet }) => snippet.authorChannelId?.value !== channelId);
  return {
    signals: others.flatMap((comment) => signalOf(ctx, { comment, videoId })),
    ownComments: isListed ? all.length - others.length : undefined,
  };
}

const readThreads = (
  ctx: ConnectorContext,
  session: TokenSession,
  { videoId, token }: { videoId: string; token: string | null },
) =>
  ask(ctx, session, {
    list: "commentThreads",
    query: {
      videoId,
      part: "snippet,replies",
      order: "time",
      textFormat: "plainText",
      maxResults: String(pageSize),
      ...(token === null ? {} : { pageToken: token }),
    },
    schema: threadsSchema,
    nothingFor: notListed,
  });

async function readReplies(ctx: ConnectorContext, session: TokenSession, parentId: string): Promise<Comment[]> {
  const { items } = await ask(ctx, session, {
    list: "comments",
    query: { parentId, part: "snippet", textFormat: "plainText", maxResults: String(pageSize) },
    schema: repliesSchema,
    nothingFor: { reasons: new Set(["commentNotFound"]), answer: {} },
  });
  return items ?? [];
}

function signalOf(ctx: ConnectorContext, { comment, videoId }: { comment: Comment; videoId: string }): SignalRecord[] {
  const at = Date.parse(comment.snippet.publishedAt);
  if (Number.isNaN(at)) return [];
  const author = comment.snippet.authorChannelId?.value;
  return [
    {
      nativeKey: signalKey("comment", comment.id),
      kind: "comment",
      at,
      count: 1,
      ...(author === undefined ? {} : { actor: ctx.hashActor("youtube", author) }),
      postNativeId: videoId,
    },
  ];
}
