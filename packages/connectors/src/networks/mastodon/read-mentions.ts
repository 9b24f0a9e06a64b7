import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import type { JsonValue, SignalRecord } from "../../contract/records.ts";
import { signalKey } from "../../text/stable-id.ts";
import { getJson, notificationsSchema } from "./mastodon-api.ts";
import type { Session } from "./pull-mastodon.ts";

const pageSize = 40;

const stateSchema = z.object({ newestId: z.string() });

/**
 * Mentions from the notifications, oldest first (`min_id` gives the page right behind an id), so that each page ends where
 * the next pull may go on. Private messages are left out; an answer to the owner's own post is a comment.
 */
export async function* readMentions(
  ctx: ConnectorContext,
  session: Session,
  state: JsonValue,
): AsyncGenerator<{ signals: SignalRecord[]; state: JsonValue }> {
  let newestId = stateSchema.safeParse(state).data?.newestId ?? "0";
  for (;;) {
    const { data } = await getJson(ctx, {
      ...session,
      path: "/api/v1/notifications",
      query: { "types[]": "mention", limit: String(pageSize), min_id: newestId },
      schema: notificationsSchema,
    });
    const newest = data[0];
    if (newest === undefined || newest.id === newestId) return;
    newestId = newest.id;
    yield { signals: data.flatMap((one) => mentionOf(ctx, session, one)), state: { newestId } };
    if (data.length < pageSize) return;
  }
}

type Notification = z.infer<typeof notificationsSchema>[number];

function mentionOf(
  ctx: ConnectorContext,
  session: Session,
  { type, account, status, created_at }: Notification,
): SignalRecord[] {
  const at = Date.parse(created_at);
  const isPrivate = status?.visibility === "direct" || status?.visibility === "private";
  if (type !== "mention" || status == null || isPrivate || account.id === session.accountId || Number.isNaN(at))
    return [];
  const kind = status.in_reply_to_account_id === session.accountId ? "comment" : "mention";
  const actor = ctx.hashActor("mastodon", account.url ?? account.acct ?? account.id);
  return [{ nativeKey: signalKey(kind, status.id), kind, at, count: 1, actor }];
}
