import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { OutgoingPost, Published, PublishInput, PublishRules } from "../../contract/publish.ts";
import { definePublishing } from "../../publish/define-publishing.ts";
import { isLinkInText, outgoingText } from "../../publish/outgoing-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { facetsOf } from "./facets.ts";
import { postUrl } from "./post-record.ts";
import { readSession } from "./session.ts";
import { tidOf } from "./tid.ts";
import { blueskyConfigSchema, type XrpcClient, xrpcQuery } from "./xrpc.ts";

const collection = "app.bsky.feed.post";

/** Lexicons app.bsky.feed.post, app.bsky.embed.images and app.bsky.embed.external, read in November 2026. */
const rules: PublishRules = {
  text: { required: false, most: 300, countedIn: "graphemes" },
  link: "card",
  // The lexicon bounds no description; the network's own app takes 2,000 characters.
  images: {
    least: 0,
    most: 4,
    bytesMost: 1_000_000,
    types: ["image/jpeg", "image/png", "image/webp"],
    altMost: 2_000,
  },
  thread: true,
  repeatable: true,
};

export const blueskyPublishing = definePublishing("bluesky", { rules, publish });

interface Account {
  client: XrpcClient;
  did: string;
}

/** A record is known by its key, which comes from the idempotency key: what is there already is not written again. */
async function publish(
  ctx: ConnectorContext,
  channel: PullChannel,
  { post, before, idempotencyKey, beforeSend }: PublishInput,
): Promise<Published> {
  const { did, origin } = readConfig(blueskyConfigSchema, { networkId: "bluesky", channel });
  const session = readSession(channel.secret);
  if (session === null) {
    const message = "Publishing needs an app password. Connect the channel again with one.";
    throw new ConnectorError({ networkId: "bluesky", code: "unauthorized", message });
  }
  const account: Account = { client: { origin, session }, did };
  const rkey = tidOf(idempotencyKey);
  const there = await findRecord(ctx, account, rkey);
  if (there !== null) return publishedOf(account, there);
  const record = {
    $type: collection,
    createdAt: new Date(ctx.now()).toISOString(),
    ...textOf(post),
    ...(await embedOf(ctx, account, post)),
    ...replyOf(before),
  };
  await beforeSend();
  const made = await xrpcQuery(ctx, account.client, {
    method: "com.atproto.repo.createRecord",
    query: {},
    send: { type: "application/json", body: JSON.stringify({ repo: did, collection, rkey, record }) },
    schema: madeSchema,
  });
  return publishedOf(account, made);
}

const madeSchema = z.object({ uri: z.string(), cid: z.string() });
type Made = z.infer<typeof madeSchema>;

async function findRecord(ctx: ConnectorContext, { client, did }: Account, rkey: string): Promise<Made | null> {
  try {
    const query = { repo: did, collection, rkey };
    return await xrpcQuery(ctx, client, { method: "com.atproto.repo.getRecord", query, schema: madeSchema });
  } catch (error) {
    if (isConnectorError(error) && error.code === "not-found") return null;
    throw error;
  }
}

/** An answer names the post it answers with the digest of its content. */
const publishedOf = ({ did }: Account, { uri, cid }: Made): Published => ({
  nativeId: stableId(uri),
  url: postUrl(did, uri.split("/").at(-1) ?? ""),
  thread: JSON.stringify({ uri, cid }),
});

function textOf(post: OutgoingPost): object {
  const text = outgoingText(rules, post);
  const facets = facetsOf(text);
  return { text, ...(facets.length > 0 && { facets }) };
}

function replyOf(before: readonly Published[]): object {
  const [root, parent] = [before[0], before.at(-1)].map((piece) => piece?.thread);
  if (root === undefined || parent === undefined) return {};
  return { reply: { root: madeSchema.parse(JSON.parse(root)), parent: madeSchema.parse(JSON.parse(parent)) } };
}

const blobSchema = z.object({ blob: z.looseObject({ ref: z.unknown() }) });

async function embedOf(ctx: ConnectorContext, { client }: Account, { images, link }: OutgoingPost): Promise<object> {
  if (link !== null && !isLinkInText(rules, images.length)) {
    const external = { uri: link, title: new URL(link).host, description: "" };
    return { embed: { $type: "app.bsky.embed.external", external } };
  }
  if (images.length === 0) return {};
  const embedded: object[] = [];
  for (const { bytes, mediaType, alt, width, height } of images) {
    const { blob } = await xrpcQuery(ctx, client, {
      method: "com.atproto.repo.uploadBlob",
      query: {},
      send: { type: mediaType, body: bytes },
      schema: blobSchema,
    });
    embedded.push({ image: blob, alt, aspectRatio: { width, height } });
  }
  return { embed: { $type: "app.bsky.embed.images", images: embedded } };
}
