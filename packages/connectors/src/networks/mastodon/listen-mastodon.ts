import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { Listen, Touch } from "../../contract/push.ts";
import { request } from "../../http/request.ts";
import { readServerSentEvents } from "../../push/server-sent-events.ts";
import { stableId } from "../../text/stable-id.ts";
import { getJson, mastodonConfigSchema, notificationSchema } from "./mastodon-api.ts";

/**
 * Hears an account's notifications over a connection that is held open (docs.joinmastodon.org/methods/streaming, read in
 * November 2026). Of all streams this one has only what others do with the account's posts; without a token there is none.
 */
export const listenMastodon: Listen = async function* (ctx, channel, signal) {
  const { origin, accountId } = readConfig(mastodonConfigSchema, { networkId: "mastodon", channel });
  const token = channel.secret;
  if (token === undefined || signal.aborted) return;
  try {
    const response = await request(
      { ...ctx, fetch: ctx.stream ?? ctx.fetch },
      {
        networkId: "mastodon",
        url: new URL("/api/v1/streaming/user/notification", await streamingOrigin(ctx, { origin, token })),
        headers: { accept: "text/event-stream", authorization: `Bearer ${token}` },
        signal,
      },
    );
    for await (const { event, data } of readServerSentEvents("mastodon", response)) {
      const postNativeIds = event === "notification" ? postsTold(data, accountId) : null;
      if (postNativeIds !== null) yield { channelNativeId: channel.nativeId, postNativeIds };
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

const instanceSchema = z.object({
  configuration: z
    .object({
      urls: z.object({ streaming: z.string().nullish() }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

/**
 * Where the streams are: many servers have a host of their own for them and name it (docs.joinmastodon.org/entities/Instance,
 * `configuration.urls.streaming`). Servers that speak the client API only may not have the page that says so.
 */
async function streamingOrigin(
  ctx: ConnectorContext,
  { origin, token }: { origin: string; token: string },
): Promise<string> {
  const input = { origin, token, path: "/api/v2/instance", schema: instanceSchema };
  const answer = await getJson(ctx, input).catch((error: unknown) => {
    if (isConnectorError(error) && (error.code === "not-found" || error.code === "malformed")) return null;
    throw error;
  });
  const named = URL.parse(answer?.data.configuration?.urls?.streaming?.replace(/^ws/, "http") ?? "");
  // The token goes there: never over an open line, unless that is how the account's own server is read.
  return named !== null && (named.protocol === "https:" || named.origin === origin) ? named.origin : origin;
}

/** Types of notification that mean an answer to something of the account (docs.joinmastodon.org/entities/Notification). */
const telling: ReadonlySet<string> = new Set(["favourite", "reblog", "mention", "follow", "quote"]);

/** The posts that were answered; null where nothing of the account changed. What cannot be read is passed over: it is a nudge. */
function postsTold(data: string, accountId: string): Touch["postNativeIds"] | null {
  const notification = notificationSchema.safeParse(parsed(data)).data;
  if (notification === undefined || !telling.has(notification.type)) return null;
  const { status } = notification;
  if (status == null) return [];
  if (status.account.id === accountId) return [stableId(status.id)];
  const answered = status.in_reply_to_account_id === accountId ? status.in_reply_to_id : null;
  return answered == null ? [] : [stableId(answered)];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
