import { z } from "zod";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { SignalRecord } from "../../contract/records.ts";
import type { Reactions } from "../../pull/timeline.ts";
import { signalKey } from "../../text/stable-id.ts";
import type { RedditSession } from "./pull-reddit.ts";
import { ask, commentSchema, threadSchema } from "./reddit-api.ts";

/** The most that Reddit gives of one thread in one answer; what it folds away is counted without names. */
const mostComments = 500;

type Comment = z.infer<typeof commentSchema>["data"];

/** The comments under a post, whatever they answer, newest first: one request. */
export async function readComments(
  ctx: ConnectorContext,
  { session, username }: RedditSession,
  postName: string,
): Promise<Reactions> {
  const id = postName.replace(/^t3_/, "");
  const thread = await ask(ctx, session, {
    path: `/comments/${encodeURIComponent(id)}`,
    query: { sort: "new", limit: String(mostComments) },
    schema: threadSchema,
  }).catch((error: unknown) => {
    // Of a post that went away meanwhile, or whose community closed.
    if (isConnectorError(error) && (error.code === "not-found" || error.code === "forbidden")) return null;
    throw error;
  });
  if (thread === null) return { signals: [], ownComments: undefined };
  const all = commentsOf(thread[1]);
  const others = all.filter(({ author }) => author?.toLowerCase() !== username.toLowerCase());
  return {
    signals: others.map((comment) => signalOf(ctx, { comment, postName })),
    ownComments: all.length - others.length,
  };
}

const listingSchema = z.object({ data: z.object({ children: z.array(z.unknown()) }) });

/** All comments of a tree; stubs that stand for more of them, and what is none, are passed over. */
function commentsOf(tree: unknown): Comment[] {
  const found: Comment[] = [];
  const left = [tree];
  while (left.length > 0) {
    const listing = listingSchema.safeParse(left.pop());
    if (!listing.success) continue;
    for (const child of listing.data.data.children) {
      const comment = commentSchema.safeParse(child);
      if (!comment.success) continue;
      found.push(comment.data.data);
      left.push(comment.data.data.replies);
    }
  }
  return found;
}

/** Who deleted the account, or the comment, has no name any more. */
function signalOf(ctx: ConnectorContext, { comment, postName }: { comment: Comment; postName: string }): SignalRecord {
  const actor = comment.author_fullname ?? (comment.author === "[deleted]" ? null : comment.author);
  return {
    nativeKey: signalKey("comment", comment.name),
    kind: "comment",
    at: Math.round(comment.created_utc * 1_000),
    count: 1,
    ...(actor == null ? {} : { actor: ctx.hashActor("reddit", actor) }),
    postNativeId: postName,
  };
}
