import { readConfig } from "../../contract/channel-config.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { OutgoingImage, Published, PublishInput, PublishRules } from "../../contract/publish.ts";
import { definePublishing } from "../../publish/define-publishing.ts";
import { isLinkInText, outgoingText } from "../../publish/outgoing-text.ts";
import type { GraphSession } from "../graph/graph-api.ts";
import { type ContainerEdges, type Fields, publishContainer } from "../graph/publish-container.ts";
import { configSchema } from "./pull-threads.ts";
import { threadsDoor } from "./threads-door.ts";
import { freshThreadsToken } from "./threads-sign-in.ts";

/**
 * documentation/threads/posts and /reference/publishing, read in November 2026. Threads counts an emoji as its bytes, which
 * is not counted here: a text that is full of them may be refused.
 */
const rules: PublishRules = {
  text: { required: false, most: 500, countedIn: "characters" },
  link: "card",
  images: { least: 0, most: 20, bytesMost: 8_000_000, types: ["image/jpeg", "image/png"], altMost: 1_000 },
  thread: true,
  repeatable: false,
};

export const threadsPublishing = definePublishing("threads", { rules, publish });

/** Answers have a number of their own in a day. */
const edgesOf = (isAnswer: boolean): ContainerEdges => ({
  create: "threads",
  publish: "threads_publish",
  quota: isAnswer
    ? { path: "threads_publishing_limit", usage: "reply_quota_usage", config: "reply_config" }
    : { path: "threads_publishing_limit", usage: "quota_usage", config: "config" },
  status: "status",
});

async function publish(
  ctx: ConnectorContext,
  channel: PullChannel,
  { post, before, beforeSend }: PublishInput,
): Promise<Published> {
  const { userId } = readConfig(configSchema, { networkId: "threads", channel });
  const { secret } = channel;
  const session: GraphSession = {
    door: threadsDoor,
    token: await freshThreadsToken(ctx, { secret }),
    renew: (stale) => freshThreadsToken(ctx, { secret, stale }),
  };
  const answered = before.at(-1)?.nativeId;
  const pictures = post.images.map(pictureFields);
  const [single] = pictures;
  const card = post.link === null || isLinkInText(rules, pictures.length) ? {} : { link_attachment: post.link };
  return publishContainer(ctx, session, {
    userId,
    edges: edgesOf(answered !== undefined),
    beforeSend,
    fields: {
      text: outgoingText(rules, post),
      ...(answered !== undefined && { reply_to_id: answered }),
      ...(pictures.length === 0 ? { media_type: "TEXT", ...card } : {}),
      ...(pictures.length === 1 ? single : {}),
    },
    children: pictures.length > 1 ? pictures : [],
  });
}

/** Threads fetches pictures by their public address. */
const pictureFields = ({ publicUrl, alt }: OutgoingImage): Fields => ({
  media_type: "IMAGE",
  image_url: publicUrl,
  alt_text: alt,
});
