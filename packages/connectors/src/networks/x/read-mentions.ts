import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import type { JsonValue, SignalRecord } from "../../contract/records.ts";
import { signalKey, stableId } from "../../text/stable-id.ts";
import { postFields } from "./pull-x.ts";
import { ask, deliveredPosts, postsSchema, type XPost, type XSession } from "./x-api.ts";
import { postRead } from "./x-prices.ts";

const pageSize = 100;
/** Pages of one pull: a storm of mentions is read over several, within what it may cost. */
const mostPages = 8;
/** All that one pull can find. */
export const mostMentions = mostPages * pageSize;

const stateSchema = z.object({ newestId: z.string() });

/** Posts of others that name the account, newer than those read last; an answer to the owner's post is a comment on it. */
export async function* readMentions(
  ctx: ConnectorContext,
  session: XSession,
  state: JsonValue,
): AsyncGenerator<{ signals: SignalRecord[]; state: JsonValue }> {
  const since = stateSchema.safeParse(state).data?.newestId;
  const found: SignalRecord[] = [];
  let newestId = since;
  let token: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const { data, meta }: z.infer<typeof postsSchema> = await ask(ctx, session, {
      path: `/users/${session.userId}/mentions`,
      query: {
        max_results: String(pageSize),
        "tweet.fields": postFields,
        ...(since === undefined ? {} : { since_id: since }),
        ...(token === null ? {} : { pagination_token: token }),
      },
      schema: postsSchema,
      price: postRead,
      atMost: pageSize,
      count: deliveredPosts,
    });
    found.push(...(data ?? []).flatMap((post) => mentionOf(ctx, session, post)));
    if (page === 0) newestId = data?.[0]?.id ?? newestId;
    token = meta?.next_token ?? null;
    if (token === null) break;
  }
  // Listed newest first: only when the walk is over is everything up to the newest known.
  if (newestId !== undefined) yield { signals: found, state: { newestId } };
}

function mentionOf(ctx: ConnectorContext, { userId }: XSession, post: XPost): SignalRecord[] {
  const at = Date.parse(post.created_at);
  if (post.author_id == null || post.author_id === userId || Number.isNaN(at)) return [];
  const isAnswer = post.in_reply_to_user_id === userId;
  const answered = post.referenced_tweets?.find(({ type }) => type === "replied_to")?.id;
  const kind = isAnswer ? "comment" : "mention";
  return [
    {
      nativeKey: signalKey(kind, post.id),
      kind,
      at,
      count: 1,
      actor: ctx.hashActor("x", post.author_id),
      ...(isAnswer && answered !== undefined ? { postNativeId: stableId(answered) } : {}),
    },
  ];
}
