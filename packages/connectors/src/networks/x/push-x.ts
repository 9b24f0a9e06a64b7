import { z } from "zod";
import type { Push } from "../../contract/push.ts";
import { tolerantList } from "../../http/tolerant.ts";
import { readDelivery, type Told, touchesOf } from "../../push/read-delivery.ts";
import { isChallenge, isSame, signatureOf } from "../../push/signature.ts";
import { stableId } from "../../text/stable-id.ts";
import { anyAnswer, asApp, asPerson, type Caller } from "./x-activity-api.ts";
import { openSession } from "./x-api.ts";
import { postRead } from "./x-prices.ts";

/**
 * Events that are asked for. Likes and reposts are left to the next reading of totals: each event is billed, and a post that
 * is read a few times tells as much for less.
 */
const eventTypes = [
  "post.create",
  "post.delete",
  "post.reply.create",
  "post.quote.create",
  "post.mention.create",
] as const;

/** docs.x.com/x-api/activity/event-payloads, read in November 2026. */
const payloadSchema = z.object({
  id: z.string().nullish(),
  in_reply_to_tweet_id: z.string().nullish(),
  referenced_tweets: z.array(z.object({ type: z.string(), id: z.string() })).nullish(),
  liked_tweet_id: z.string().nullish(),
  liked_tweet_author_id: z.string().nullish(),
});
const deliverySchema = z.object({
  data: z.object({
    event_type: z.string(),
    filter: z.object({ user_id: z.string().nullish() }).nullish(),
    payload: payloadSchema.nullish().catch(null),
  }),
});
type Event = z.infer<typeof deliverySchema>["data"];

/**
 * X Activity API over webhooks (docs.x.com/x-api/activity, /x-api/webhooks, read in November 2026). An app that has a client
 * secret signs with it under a header of its own; the older header is looked at only where that one is missing.
 */
export const pushX: Push = {
  address: "app",
  price: postRead,
  keyLabel: "Bearer token",
  setUp:
    "Enter the app's bearer token, from Keys and tokens in X's console, as push key. X bills each event that it sends, " +
    "and takes addresses that begin with https and name no port.",
  handshake: ({ app }, { query }) => {
    const token = query.get("crc_token");
    if (!isChallenge(token)) return null;
    const body = JSON.stringify({ response_token: `sha256=${signatureOf(keyed(app.secret), token)}` });
    return { status: 200, contentType: "application/json", body };
  },
  verify: ({ app }, { headers, body }) => {
    const given = headers["x-twitter-webhooks-signature-oauth2"] ?? headers["x-twitter-webhooks-signature"];
    return isSame(given, `sha256=${signatureOf(keyed(app.secret), body)}`);
  },
  parse: (delivery) => touchesOf(toldBy(readDelivery(deliverySchema, { networkId: "x", body: delivery.body }).data)),
  subscribe: async (ctx, channel, input) => {
    const app = asApp(ctx, input.secrets);
    if (app === null) return null;
    const session = await openSession(ctx, channel);
    const webhookId = await webhookAt(app, input.callbackUrl);
    const held = await subscriptionsOf(app, session.userId);
    const person = asPerson(ctx, session);
    for (const event_type of eventTypes) {
      if (held.some((one) => one.event_type === event_type && one.webhook_id === webhookId)) continue;
      const body = { event_type, filter: { user_id: session.userId }, webhook_id: webhookId };
      await person({ method: "POST", path: "/activity/subscriptions", body, schema: anyAnswer });
    }
    return { leaseUntil: null };
  },
  unsubscribe: async (ctx, channel, { secrets }) => {
    const app = asApp(ctx, secrets);
    if (app === null) return;
    const { userId } = await openSession(ctx, channel);
    for (const { subscription_id: id } of await subscriptionsOf(app, userId)) {
      await app({ method: "DELETE", path: `/activity/subscriptions/${encodeURIComponent(id)}`, schema: anyAnswer });
    }
  },
};

const keyed = (secret: string) => ({ algorithm: "sha256", secret, encoding: "base64" }) as const;

function toldBy({ event_type: type, filter, payload }: Event): Told[] {
  const channelNativeId = filter?.user_id;
  if (channelNativeId == null) return [];
  const about = (id: string | null | undefined): Told[] => [
    { channelNativeId, postNativeId: id == null ? undefined : stableId(id) },
  ];
  const referenced = (kind: string) => payload?.referenced_tweets?.find((one) => one.type === kind)?.id;
  switch (type) {
    case "post.create":
    case "post.delete":
      return about(payload?.id);
    case "post.reply.create":
      return about(referenced("replied_to") ?? payload?.in_reply_to_tweet_id);
    case "post.quote.create":
      return about(referenced("quoted"));
    case "post.repost.create":
      return about(referenced("retweeted"));
    case "like.create":
      // What the person likes herself changes nothing of hers.
      return payload?.liked_tweet_author_id === channelNativeId ? about(payload.liked_tweet_id) : [];
    case "post.mention.create":
    case "follow.follow":
    case "follow.unfollow":
      return about(null);
    default:
      return [];
  }
}

const webhooksSchema = z.object({
  data: tolerantList(z.object({ id: z.string(), url: z.string(), valid: z.boolean().nullish() })).nullish(),
});
const madeSchema = z.object({ data: z.object({ id: z.string() }) });

/** The app's webhook at this address: made where there is none, asked again where X stopped trusting it. */
async function webhookAt(app: Caller, url: string): Promise<string> {
  const { data } = await app({ method: "GET", path: "/webhooks", schema: webhooksSchema });
  const held = data?.find((one) => one.url === url);
  if (held === undefined) {
    const made = await app({ method: "POST", path: "/webhooks", body: { url }, schema: madeSchema });
    return made.data.id;
  }
  if (held.valid === false)
    await app({ method: "PUT", path: `/webhooks/${encodeURIComponent(held.id)}`, schema: anyAnswer });
  return held.id;
}

const subscriptionsSchema = z.object({
  data: tolerantList(
    z.object({
      subscription_id: z.string(),
      event_type: z.string(),
      filter: z.object({ user_id: z.string().nullish() }).nullish(),
      webhook_id: z.string().nullish(),
    }),
  ).nullish(),
});

async function subscriptionsOf(app: Caller, userId: string) {
  const { data } = await app({ method: "GET", path: "/activity/subscriptions", schema: subscriptionsSchema });
  return (data ?? []).filter(({ filter }) => filter?.user_id === userId);
}
