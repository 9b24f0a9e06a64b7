import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Push, SubscribeInput } from "../../contract/push.ts";
import { tolerantList } from "../../http/tolerant.ts";
import { readDelivery, type Told, touchesOf } from "../../push/read-delivery.ts";
import { stableId } from "../../text/stable-id.ts";
import { askGraph, type GraphSession } from "../graph/graph-api.ts";
import { graphReceiving, successSchema } from "../graph/graph-push.ts";
import { facebookDoor } from "./facebook-door.ts";
import { pageToken } from "./page-token.ts";

const fields = "feed,mention";
const configSchema = z.object({ pageId: z.string() });

/** docs/graph-api/webhooks/reference/page (fields feed and mention), read in November 2026. */
const changeSchema = z.object({
  field: z.string(),
  value: z.object({ item: z.string().nullish(), verb: z.string().nullish(), post_id: z.string().nullish() }).nullish(),
});
const deliverySchema = z.object({
  object: z.string(),
  entry: tolerantList(z.object({ id: z.string(), changes: tolerantList(changeSchema).nullish() })),
});

/**
 * Webhooks of pages (docs/graph-api/webhooks/getting-started/webhooks-for-pages and reference/app/subscriptions, read in
 * November 2026): the app names its address once, each page then installs the app. Up to a thousand entries come at once.
 */
export const pushFacebook: Push = {
  ...graphReceiving,
  address: "app",
  parse: (delivery) => {
    const { object, entry } = readDelivery(deliverySchema, { networkId: "facebook", body: delivery.body });
    if (object !== "page") return [];
    return touchesOf(entry.flatMap(({ id, changes }) => (changes ?? []).flatMap((change) => toldBy(id, change))));
  },
  subscribe: async (ctx, channel, input) => {
    await nameAddress(ctx, input);
    const { session, pageId } = await open(ctx, channel);
    const path = `/${pageId}/subscribed_apps`;
    await askGraph(ctx, session, { method: "POST", path, query: { subscribed_fields: fields }, schema: successSchema });
    return { leaseUntil: null };
  },
  unsubscribe: async (ctx, channel) => {
    const { session, pageId } = await open(ctx, channel);
    await askGraph(ctx, session, { method: "DELETE", path: `/${pageId}/subscribed_apps`, schema: successSchema });
  },
};

/** A mention is in a post of somebody else, a like without a post one of the page: both are for the next reading to find. */
function toldBy(channelNativeId: string, { field, value }: z.infer<typeof changeSchema>): Told[] {
  if (field === "mention") return [{ channelNativeId }];
  if (field !== "feed" || value == null) return [];
  return [{ channelNativeId, postNativeId: value.post_id == null ? undefined : stableId(value.post_id) }];
}

/** Facebook asks the address at once, and again whenever it is named. */
async function nameAddress(ctx: ConnectorContext, { callbackUrl, secrets }: SubscribeInput): Promise<void> {
  const { app, verifyToken } = secrets;
  const session: GraphSession = { door: facebookDoor, token: `${app.id}|${app.secret}` };
  await askGraph({ ...ctx, app }, session, {
    method: "POST",
    path: `/${app.id}/subscriptions`,
    query: { object: "page", callback_url: callbackUrl, fields, verify_token: verifyToken },
    schema: successSchema,
  });
}

async function open(ctx: ConnectorContext, channel: PullChannel): Promise<{ session: GraphSession; pageId: string }> {
  const { pageId } = readConfig(configSchema, { networkId: "facebook", channel });
  const { secret } = channel;
  const token = await pageToken(ctx, { pageId, secret });
  const renew = (stale: string) => pageToken(ctx, { pageId, secret, stale });
  return { pageId, session: { door: facebookDoor, token, renew } };
}
