import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { OutgoingImage, Published, PublishInput, PublishRules } from "../../contract/publish.ts";
import { definePublishing } from "../../publish/define-publishing.ts";
import { multipart } from "../../publish/multipart.ts";
import { outgoingText } from "../../publish/outgoing-text.ts";
import { pollUntil } from "../../publish/poll-until.ts";
import { httpUrl } from "../../text/http-url.ts";
import { stableId } from "../../text/stable-id.ts";
import { getJson, mastodonConfigSchema, statusSchema } from "./mastodon-api.ts";

/**
 * What a server takes as it comes (docs.joinmastodon.org/entities/V2_Instance and user/posting, read in November 2026); an
 * address counts 23 whatever its length. Servers may allow more, and refuse what they do not. Keys are remembered for an hour.
 */
const rules: PublishRules = {
  text: { required: false, most: 500, countedIn: "graphemes", linkCountsAs: 23 },
  link: "in-text",
  images: {
    least: 0,
    most: 4,
    bytesMost: 16_000_000,
    types: ["image/jpeg", "image/png", "image/webp", "image/gif"],
    altMost: 1_500,
  },
  thread: true,
  repeatable: true,
};

export const mastodonPublishing = definePublishing("mastodon", { rules, publish });

interface Account {
  origin: string;
  token: string;
}

/** docs.joinmastodon.org/methods/statuses, "create", and /methods/media, read in November 2026. */
async function publish(
  ctx: ConnectorContext,
  channel: PullChannel,
  { post, before, idempotencyKey, beforeSend }: PublishInput,
): Promise<Published> {
  const { origin } = readConfig(mastodonConfigSchema, { networkId: "mastodon", channel });
  const { secret: token } = channel;
  if (token === undefined) {
    const message = "Publishing needs an access token. Connect the channel again with one.";
    throw new ConnectorError({ networkId: "mastodon", code: "unauthorized", message });
  }
  const account = { origin, token };
  const pictures: string[] = [];
  for (const image of post.images) pictures.push(await uploaded(ctx, account, image));
  const answered = before.at(-1)?.nativeId;
  const status = {
    status: outgoingText(rules, post),
    visibility: "public",
    ...(pictures.length > 0 && { media_ids: pictures }),
    ...(answered !== undefined && { in_reply_to_id: answered }),
  };
  await beforeSend();
  const { data } = await getJson(ctx, {
    ...account,
    path: "/api/v1/statuses",
    send: {
      headers: { "content-type": "application/json", "idempotency-key": idempotencyKey },
      body: JSON.stringify(status),
    },
    schema: statusSchema,
  });
  return { nativeId: stableId(data.id), url: httpUrl(data.url) ?? httpUrl(data.uri) };
}

const mediaSchema = z.object({ id: statusSchema.shape.id, url: z.string().nullish() });

/** The id of a picture that the server is done with: until then it has no address and cannot be attached. */
async function uploaded(ctx: ConnectorContext, account: Account, image: OutgoingImage): Promise<string> {
  const send = await multipart({ fields: { description: image.alt }, file: { name: "file", image } });
  const { data } = await getJson(ctx, { ...account, path: "/api/v2/media", send, schema: mediaSchema });
  if (data.url != null) return data.id;
  const path = `/api/v1/media/${encodeURIComponent(data.id)}`;
  const ready = await pollUntil(ctx, async () => {
    const { data: now } = await getJson(ctx, { ...account, path, schema: mediaSchema });
    return now.url == null ? null : now.id;
  });
  if (ready !== null) return ready;
  const message = "The server is still busy with the picture. The post can go out later.";
  throw new ConnectorError({ networkId: "mastodon", code: "unavailable", message });
}
