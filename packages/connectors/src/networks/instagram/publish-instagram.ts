import { readConfig } from "../../contract/channel-config.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { OutgoingImage, Published, PublishInput, PublishRules } from "../../contract/publish.ts";
import { definePublishing } from "../../publish/define-publishing.ts";
import type { GraphSession } from "../graph/graph-api.ts";
import { type ContainerEdges, type Fields, publishContainer } from "../graph/publish-container.ts";
import { instagramDoor } from "./instagram-door.ts";
import { freshInstagramToken } from "./instagram-sign-in.ts";
import { configSchema } from "./pull-instagram.ts";

/** documentation/instagram-platform/content-publishing and reference/ig-user/media, read in November 2026. */
const rules: PublishRules = {
  text: { required: false, most: 2_200, countedIn: "characters" },
  link: "none",
  images: { least: 1, most: 10, bytesMost: 8_000_000, types: ["image/jpeg"], altMost: 1_000 },
  thread: false,
  repeatable: false,
  note: "Pictures have to be between 4:5 and 1.91:1. Links in captions cannot be followed.",
};

export const instagramPublishing = definePublishing("instagram", { rules, publish });

const edges: ContainerEdges = {
  create: "media",
  publish: "media_publish",
  quota: { path: "content_publishing_limit", usage: "quota_usage", config: "config" },
  status: "status_code",
};

/** Instagram fetches pictures by their public address. */
async function publish(
  ctx: ConnectorContext,
  channel: PullChannel,
  { post: { text, images }, beforeSend }: PublishInput,
): Promise<Published> {
  const { userId } = readConfig(configSchema, { networkId: "instagram", channel });
  const { secret } = channel;
  const session: GraphSession = {
    door: instagramDoor,
    token: await freshInstagramToken(ctx, { secret }),
    renew: (stale) => freshInstagramToken(ctx, { secret, stale }),
  };
  const pictures = images.map(pictureFields);
  const [single] = pictures;
  const isOne = pictures.length === 1 && single !== undefined;
  return publishContainer(ctx, session, {
    userId,
    edges,
    beforeSend,
    fields: { caption: text, ...(isOne ? single : {}) },
    children: isOne ? [] : pictures,
  });
}

const pictureFields = ({ publicUrl, alt }: OutgoingImage): Fields => ({ image_url: publicUrl, alt_text: alt });
