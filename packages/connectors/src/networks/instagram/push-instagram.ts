import { z } from "zod";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Push } from "../../contract/push.ts";
import { tolerantList } from "../../http/tolerant.ts";
import { readDelivery, type Told, touchesOf } from "../../push/read-delivery.ts";
import { stableId } from "../../text/stable-id.ts";
import { askGraph, type GraphSession } from "../graph/graph-api.ts";
import { graphReceiving, successSchema } from "../graph/graph-push.ts";
import { instagramDoor } from "./instagram-door.ts";
import { freshInstagramToken } from "./instagram-sign-in.ts";

const changeSchema = z.object({
  field: z.string().nullish(),
  value: z.object({ media: z.object({ id: z.string() }).nullish() }).nullish(),
});
/** The documentation shows changes both in a list and bare in the entry. */
const entrySchema = changeSchema.extend({ id: z.string(), changes: tolerantList(changeSchema).nullish() });
const deliverySchema = z.object({ object: z.string(), entry: tolerantList(entrySchema) });

/**
 * Webhooks (documentation/instagram-platform/webhooks and webhooks/examples, read in November 2026): comments and mentions
 * alone; likes are never told. Accounts that are private send nothing.
 */
export const pushInstagram: Push = {
  ...graphReceiving,
  address: "app",
  setUp:
    "In the app's dashboard, under Instagram → API setup with Instagram login → Configure webhooks, enter the address and " +
    "the verify token shown here, and subscribe to comments and mentions.",
  parse: (delivery) => {
    const { object, entry } = readDelivery(deliverySchema, { networkId: "instagram", body: delivery.body });
    if (object !== "instagram") return [];
    return touchesOf(
      entry.flatMap(({ id, changes, ...bare }) => [bare, ...(changes ?? [])].flatMap((change) => toldBy(id, change))),
    );
  },
  subscribe: async (ctx, channel) => {
    const query = { subscribed_fields: "comments,mentions" };
    await askGraph(ctx, await open(ctx, channel), { method: "POST", path, query, schema: successSchema });
    return { leaseUntil: null };
  },
  unsubscribe: async (ctx, channel) => {
    await askGraph(ctx, await open(ctx, channel), { method: "DELETE", path, schema: successSchema });
  },
};

const path = "/me/subscribed_apps";

/** A mention is under media of somebody else. */
function toldBy(channelNativeId: string, { field, value }: z.infer<typeof changeSchema>): Told[] {
  if (field === "mentions") return [{ channelNativeId }];
  if (field !== "comments" && field !== "live_comments") return [];
  return [{ channelNativeId, postNativeId: value?.media == null ? undefined : stableId(value.media.id) }];
}

async function open(ctx: ConnectorContext, { secret }: PullChannel): Promise<GraphSession> {
  return {
    door: instagramDoor,
    token: await freshInstagramToken(ctx, { secret }),
    renew: (stale) => freshInstagramToken(ctx, { secret, stale }),
  };
}
