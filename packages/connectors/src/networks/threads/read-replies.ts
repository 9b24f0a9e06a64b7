import { z } from "zod";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { SignalRecord } from "../../contract/records.ts";
import { instantText, nativeId } from "../../http/tolerant.ts";
import type { Reactions } from "../../pull/timeline.ts";
import { signalKey } from "../../text/stable-id.ts";
import { edgeOf } from "../graph/graph-edge.ts";
import type { Mention } from "../graph/read-mentions.ts";
import { walkEdge } from "../graph/walk-edge.ts";
import type { Profile } from "./pull-threads.ts";

/**
 * documentation/threads/retrieve-and-manage-replies/replies-and-conversations, read in November 2026. Names are told of
 * public profiles alone, numbers of none.
 */
const replySchema = z.object({
  id: nativeId,
  timestamp: instantText,
  username: z.string().nullish(),
  is_reply_owned_by_me: z.boolean().nullish(),
  replied_to: z.object({ id: z.string() }).nullish(),
});
type Reply = z.infer<typeof replySchema>;

/** A storm is read up to a thousand. */
const manyAtATime = { limit: "100", most: 10 };

/** Everybody who answered, at any depth. The total counts direct answers, so of the owner's own only those are taken off. */
export async function readReplies(ctx: ConnectorContext, profile: Profile, postId: string): Promise<Reactions> {
  const replies = await walkEdge(ctx, profile, {
    path: `/${postId}/conversation`,
    query: {
      fields: "id,timestamp,username,is_reply_owned_by_me,replied_to",
      limit: manyAtATime.limit,
    },
    schema: edgeOf(replySchema),
    most: manyAtATime.most,
  }).catch((error: unknown) => {
    // Deleted since the page was read.
    if (isConnectorError(error) && error.code === "not-found") return [];
    throw error;
  });
  const isOwn = ({ is_reply_owned_by_me: isMine, username }: Reply): boolean => isMine ?? username === profile.username;
  return {
    signals: replies.filter((reply) => !isOwn(reply)).flatMap((reply) => commentOf(ctx, reply, postId)),
    ownComments: replies.filter((reply) => isOwn(reply) && (reply.replied_to?.id ?? postId) === postId).length,
  };
}

function commentOf(ctx: ConnectorContext, { id, timestamp, username }: Reply, postId: string): SignalRecord[] {
  const at = Date.parse(timestamp);
  if (Number.isNaN(at)) return [];
  return [
    {
      nativeKey: signalKey("comment", id),
      kind: "comment",
      at,
      count: 1,
      postNativeId: postId,
      ...(username == null ? {} : { actor: ctx.hashActor("threads", username) }),
    },
  ];
}

const mentionSchema = z.object({ id: nativeId, timestamp: instantText, username: z.string().nullish() });

/** Public posts of others that name the profile (documentation/threads/threads-mentions, 27 March 2025). */
export async function listMentions(ctx: ConnectorContext, profile: Profile, since: number | null): Promise<Mention[]> {
  const listed = await walkEdge(ctx, profile, {
    path: `/${profile.userId}/mentions`,
    query: { fields: "id,timestamp,username", limit: manyAtATime.limit },
    schema: edgeOf(mentionSchema),
    most: manyAtATime.most,
    goOn: (items) => since === null || items.every(({ timestamp }) => Date.parse(timestamp) >= since),
  });
  return listed
    .filter(({ username }) => username !== profile.username)
    .map(({ id, timestamp, username }) => ({ id, at: Date.parse(timestamp), by: username ?? undefined }));
}
