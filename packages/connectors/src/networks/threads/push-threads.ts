import { z } from "zod";
import type { Push } from "../../contract/push.ts";
import { tolerantList } from "../../http/tolerant.ts";
import { readDelivery, type Told, touchesOf } from "../../push/read-delivery.ts";
import { stableId } from "../../text/stable-id.ts";
import { graphReceiving } from "../graph/graph-push.ts";

const id = z.union([z.string(), z.number().int().transform(String)]);

const changeSchema = z.object({
  field: z.string(),
  value: z
    .object({ id: id.nullish(), root_post: z.object({ id, owner_id: id.nullish() }).nullish() })
    .nullish()
    .catch(null),
});
type Change = z.infer<typeof changeSchema>;

/** The documentation shows one change, its servers may send several. */
const deliverySchema = z.object({
  target_id: id.nullish(),
  values: z.union([changeSchema.transform((change) => [change]), tolerantList(changeSchema)]),
});

/**
 * Webhooks (developers.facebook.com/documentation/threads/webhooks, 30 June 2026, read in November 2026): replies, mentions,
 * posts that appear or go. There is nothing to ask for channel by channel: whoever signed in is included.
 */
export const pushThreads: Push = {
  ...graphReceiving,
  address: "app",
  setUp:
    "In the app's dashboard, under Use cases → Threads → Settings → Webhooks, enter the address and the verify token shown " +
    "here, and subscribe to replies, mentions, publish and delete.",
  parse: (delivery) => {
    const { target_id: target, values } = readDelivery(deliverySchema, { networkId: "threads", body: delivery.body });
    return touchesOf(values.flatMap((change) => toldBy(change, target ?? undefined)));
  },
  subscribe: async () => ({ leaseUntil: null }),
  unsubscribe: async () => {},
};

/** A reply belongs to the owner of the thread's first post; everything else to the account that the delivery names. */
function toldBy({ field, value }: Change, target: string | undefined): Told[] {
  const channelNativeId = (field === "replies" ? value?.root_post?.owner_id : null) ?? target;
  if (channelNativeId === undefined) return [];
  switch (field) {
    case "replies":
      return [{ channelNativeId, postNativeId: value?.root_post == null ? undefined : stableId(value.root_post.id) }];
    case "publish":
    case "delete":
      return [{ channelNativeId, postNativeId: value?.id == null ? undefined : stableId(value.id) }];
    case "mentions":
      return [{ channelNativeId }];
    default:
      return [];
  }
}
