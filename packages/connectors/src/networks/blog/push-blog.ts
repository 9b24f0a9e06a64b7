import { isConnectorError } from "../../contract/connector-error.ts";
import type { Push } from "../../contract/push.ts";
import { malformedDelivery } from "../../push/read-delivery.ts";
import { webSub } from "../../push/websub.ts";
import { blogConfigSchema } from "./blog-config.ts";
import { decodeBytes } from "./decode-bytes.ts";
import { readFeed } from "./read-feed.ts";

/**
 * New posts of blogs whose feed names a hub. What a hub sends is the feed itself, or nothing but the word that it changed:
 * the feed is read as always, so no post is named.
 */
export const pushBlog: Push = webSub({
  networkId: "blog",
  subjectOf: (_, { config }) => blogConfigSchema.safeParse(config).data?.push ?? null,
  parse: ({ headers, body }, { channelNativeId }) => {
    const text = decodeBytes(body, headers["content-type"] ?? null);
    if (text.trim() !== "") refuseGarbage(text);
    return channelNativeId === null ? [] : [{ channelNativeId, postNativeIds: [] }];
  },
});

function refuseGarbage(text: string): void {
  try {
    readFeed(text, "https://feed.invalid/");
  } catch (error) {
    throw isConnectorError(error) ? malformedDelivery("blog", error) : error;
  }
}
