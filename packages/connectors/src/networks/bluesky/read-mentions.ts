import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import type { JsonValue, SignalRecord } from "../../contract/records.ts";
import { digest, signalKey } from "../../text/stable-id.ts";
import { notificationsSchema } from "./bluesky-views.ts";
import type { BlueskyAccount } from "./pull-bluesky.ts";
import { xrpcQuery } from "./xrpc.ts";

/** Pages of notifications read in one pull: the newest thousand mentions. */
const pageLimit = 10;
const pageSize = 100;

const stateSchema = z.object({ newestAt: z.number() });

/** Mentions from the notifications, newest first, down to those that were told before. */
export async function* readMentions(
  ctx: ConnectorContext,
  account: BlueskyAccount,
  state: JsonValue,
): AsyncGenerator<{ signals: SignalRecord[]; state: JsonValue }> {
  const told = stateSchema.safeParse(state).data?.newestAt ?? Number.NEGATIVE_INFINITY;
  const signals: SignalRecord[] = [];
  let newestAt = told;
  let cursor: string | null | undefined;
  for (let page = 0; page < pageLimit; page += 1) {
    const query = { reasons: "mention", limit: String(pageSize), ...(cursor ? { cursor } : {}) };
    const answer = await xrpcQuery(ctx, account.client, {
      method: "app.bsky.notification.listNotifications",
      query,
      schema: notificationsSchema,
    });
    const dated = answer.notifications.map((one) => ({ ...one, at: Date.parse(one.indexedAt) }));
    const fresh = dated.filter(
      ({ reason, author, at }) => reason === "mention" && author.did !== account.did && at > told,
    );
    for (const { uri, author, at } of fresh) {
      signals.push({
        // The address of a post names its author.
        nativeKey: signalKey("mention", digest(uri)),
        kind: "mention",
        at,
        count: 1,
        actor: ctx.hashActor("bluesky", author.did),
      });
      newestAt = Math.max(newestAt, at);
    }
    cursor = answer.cursor;
    const oldest = dated.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (!cursor || oldest <= told) break;
  }
  if (signals.length > 0) yield { signals, state: { newestAt } };
}
