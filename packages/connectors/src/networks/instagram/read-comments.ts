import { z } from "zod";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { SignalRecord } from "../../contract/records.ts";
import { instantText, nativeId, tolerantList } from "../../http/tolerant.ts";
import type { Reactions } from "../../pull/timeline.ts";
import { signalKey } from "../../text/stable-id.ts";
import { edgeOf } from "../graph/graph-edge.ts";
import { walkEdge } from "../graph/walk-edge.ts";
import type { Account } from "./pull-instagram.ts";

/** reference/ig-comment, read in November 2026. `from` is missing for some, the name for accounts that are private. */
const authorFields = {
  id: nativeId,
  timestamp: instantText,
  username: z.string().nullish(),
  from: z.object({ id: z.string(), username: z.string().nullish() }).nullish(),
};
const replySchema = z.object(authorFields);
const commentSchema = z.object({
  ...authorFields,
  replies: z.object({ data: tolerantList(replySchema).nullish() }).nullish(),
});
type Written = z.infer<typeof replySchema>;

/** Comments of one medium in pages, with the answers below each; a storm is read up to five hundred. */
const pageSize = "50";
const mostPages = 10;

export async function readComments(ctx: ConnectorContext, account: Account, mediaId: string): Promise<Reactions> {
  const comments = await walkEdge(ctx, account, {
    path: `/${mediaId}/comments`,
    query: {
      fields: "id,timestamp,username,from{id,username},replies.limit(50){id,timestamp,username,from{id,username}}",
      limit: pageSize,
    },
    schema: edgeOf(commentSchema),
    most: mostPages,
  }).catch((error: unknown) => {
    // Deleted since the page was read.
    if (isConnectorError(error) && error.code === "not-found") return [];
    throw error;
  });
  const written = comments.flatMap((comment): Written[] => [comment, ...(comment.replies?.data ?? [])]);
  return {
    signals: written.filter((one) => !isOwn(one, account)).flatMap((one) => commentOf(ctx, one, mediaId)),
    ownComments: written.filter((one) => isOwn(one, account)).length,
  };
}

const isOwn = ({ from, username }: Written, account: Account): boolean =>
  from?.id === account.userId || (account.username !== undefined && username === account.username);

/** People are told apart by name, since mentions give no number. */
function commentOf(ctx: ConnectorContext, { id, timestamp, username, from }: Written, mediaId: string): SignalRecord[] {
  const at = Date.parse(timestamp);
  if (Number.isNaN(at)) return [];
  const by = username ?? from?.username ?? from?.id;
  return [
    {
      nativeKey: signalKey("comment", id),
      kind: "comment",
      at,
      count: 1,
      postNativeId: mediaId,
      ...(by === undefined ? {} : { actor: ctx.hashActor("instagram", by) }),
    },
  ];
}
