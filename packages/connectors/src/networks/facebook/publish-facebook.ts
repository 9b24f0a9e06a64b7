import { z } from "zod";
import { readConfig } from "../../contract/channel-config.ts";
import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { OutgoingImage, OutgoingPost, Published, PublishInput, PublishRules } from "../../contract/publish.ts";
import { definePublishing } from "../../publish/define-publishing.ts";
import { multipart } from "../../publish/multipart.ts";
import { isLinkInText, outgoingText } from "../../publish/outgoing-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { formBody } from "../graph/form-body.ts";
import { askGraph, type GraphSession } from "../graph/graph-api.ts";
import { GraphError } from "../graph/graph-failure.ts";
import { facebookDoor } from "./facebook-door.ts";
import { pageToken } from "./page-token.ts";
import { configSchema } from "./pull-facebook.ts";

/** docs/graph-api/reference/page/feed and /page/photos, read in November 2026; how many pictures are taken is assumed. */
const rules: PublishRules = {
  text: { required: false, most: 63_206, countedIn: "characters" },
  link: "card",
  images: {
    least: 0,
    most: 10,
    bytesMost: 10_000_000,
    types: ["image/jpeg", "image/png", "image/gif"],
    altMost: 1_000,
  },
  thread: false,
  repeatable: false,
};

export const facebookPublishing = definePublishing("facebook", { rules, publish });

const madeSchema = z.object({ id: z.string() });

/** Pictures are uploaded unpublished first, so that one request makes the whole post public. */
async function publish(
  ctx: ConnectorContext,
  channel: PullChannel,
  { post, beforeSend }: PublishInput,
): Promise<Published> {
  const { pageId } = readConfig(configSchema, { networkId: "facebook", channel });
  const { secret } = channel;
  const page: GraphSession = {
    door: facebookDoor,
    token: await pageToken(ctx, { pageId, secret }),
    renew: (stale) => pageToken(ctx, { pageId, secret, stale }),
  };
  const photos: string[] = [];
  for (const image of post.images) photos.push(await uploaded(ctx, page, { pageId, image }));
  await beforeSend();
  const send = formBody(feedFields(post, photos));
  const { id } = await askGraph(ctx, page, { path: `/${pageId}/feed`, send, schema: madeSchema }).catch(inWords);
  return { nativeId: stableId(id), url: `https://www.facebook.com/${encodeURIComponent(id)}` };
}

const feedFields = (post: OutgoingPost, photos: readonly string[]): Record<string, string | null> => ({
  message: outgoingText(rules, post),
  link: isLinkInText(rules, post.images.length) ? null : post.link,
  ...Object.fromEntries(photos.map((id, at) => [`attached_media[${at}]`, JSON.stringify({ media_fbid: id })])),
});

async function uploaded(
  ctx: ConnectorContext,
  page: GraphSession,
  { pageId, image }: { pageId: string; image: OutgoingImage },
): Promise<string> {
  const description = image.alt === "" ? {} : { alt_text_custom: image.alt };
  const send = await multipart({ fields: { published: "false", ...description }, file: { name: "source", image } });
  return (await askGraph(ctx, page, { path: `/${pageId}/photos`, send, schema: madeSchema })).id;
}

/** "Duplicate Post": the same text twice in a row (docs/graph-api/guides/error-handling). */
const duplicateCode = 506;

function inWords(error: unknown): never {
  if (!isConnectorError(error) || !(error.cause instanceof GraphError) || error.cause.code !== duplicateCode)
    throw error;
  const message = "Facebook has this post already.";
  const { networkId, status = 400 } = error;
  throw new ConnectorError({ networkId, code: "invalid-input", status, message, cause: error.cause });
}
