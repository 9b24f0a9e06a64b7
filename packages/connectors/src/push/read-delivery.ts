import type { z } from "zod";
import { ConnectorError } from "../contract/connector-error.ts";
import type { Delivery, Touch } from "../contract/push.ts";
import { parseJson } from "../http/parse-json.ts";

/** The body as what `schema` reads of it. Throws ConnectorError "malformed", which waiting does not mend. */
export function readDelivery<T>(
  schema: z.ZodType<T>,
  { networkId, body }: Pick<Delivery, "body"> & { networkId: string },
): T {
  try {
    return schema.parse(parseJson(new TextDecoder("utf-8", { fatal: true }).decode(body)));
  } catch (cause) {
    throw malformedDelivery(networkId, cause);
  }
}

export const malformedDelivery = (networkId: string, cause: unknown): ConnectorError =>
  new ConnectorError({
    networkId,
    code: "malformed",
    retryable: false,
    message: "The network sent a message that cannot be read. The channel is read at intervals all the same.",
    cause,
  });

/** One thing that a delivery tells; without a post it is the channel as a whole that changed. */
export interface Told {
  channelNativeId: string;
  postNativeId?: string | undefined;
}

/** What is told, one touch for each channel, in the order of their first mention. */
export function touchesOf(told: Iterable<Told>): Touch[] {
  const posts = new Map<string, Set<string>>();
  for (const { channelNativeId, postNativeId } of told) {
    const known = posts.get(channelNativeId) ?? new Set();
    if (postNativeId !== undefined) known.add(postNativeId);
    posts.set(channelNativeId, known);
  }
  return [...posts].map(([channelNativeId, ids]) => ({ channelNativeId, postNativeIds: [...ids] }));
}
