import { readConfig } from "../../contract/channel-config.ts";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { OutgoingPost, Published, PublishInput, PublishRules } from "../../contract/publish.ts";
import { openTokenSession } from "../../http/renew-once.ts";
import { definePublishing } from "../../publish/define-publishing.ts";
import { outgoingText } from "../../publish/outgoing-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { littleText } from "./commentary.ts";
import { postSchema } from "./linkedin-posts.ts";
import { linkedinSignIn } from "./linkedin-sign-in.ts";
import { make } from "./make.ts";
import { configSchema } from "./pull-linkedin.ts";
import { uploadImage } from "./upload-image.ts";

/**
 * learn.microsoft.com/linkedin/marketing/community-management/shares (posts-api, images-api, multiimage-post-api,
 * article-post-api), version 202607, read in November 2026. A limit of pixels is documented, that of bytes is assumed.
 */
const rules: PublishRules = {
  text: { required: false, most: 3_000, countedIn: "characters" },
  link: "card",
  images: {
    least: 0,
    most: 20,
    bytesMost: 10_000_000,
    types: ["image/jpeg", "image/png", "image/gif"],
    altMost: 4_086,
  },
  thread: false,
  repeatable: false,
  note: "LinkedIn does not look at a page that a post links to: the card shows its address, without a picture.",
};

export const linkedinPublishing = definePublishing("linkedin", { rules, publish });

async function publish(
  ctx: ConnectorContext,
  channel: PullChannel,
  { post, beforeSend }: PublishInput,
): Promise<Published> {
  const { organization } = readConfig(configSchema, { networkId: "linkedin", channel });
  const session = await openTokenSession(ctx, { network: linkedinSignIn, secret: channel.secret });
  const pictures: Picture[] = [];
  for (const image of post.images) {
    const id = await uploadImage(ctx, session, { owner: organization, image });
    pictures.push({ id, ...(image.alt !== "" && { altText: image.alt }) });
  }
  const content = contentOf(post, pictures);
  const body = {
    author: organization,
    commentary: littleText(outgoingText(rules, post)),
    visibility: "PUBLIC",
    distribution: { feedDistribution: "MAIN_FEED", targetEntities: [], thirdPartyDistributionChannels: [] },
    lifecycleState: "PUBLISHED",
    isReshareDisabledByAuthor: false,
    ...(content !== undefined && { content }),
  };
  await beforeSend();
  const response = await make(ctx, session, { path: "/posts", body });
  await response.body?.cancel();
  const urn = postSchema.shape.id.safeParse(response.headers.get("x-restli-id"));
  if (urn.success) return { nativeId: stableId(urn.data), url: `https://www.linkedin.com/feed/update/${urn.data}/` };
  const message = "LinkedIn did not name the post, so whether it is out is not known.";
  throw new ConnectorError({ networkId: "linkedin", code: "malformed", message });
}

interface Picture {
  id: string;
  altText?: string;
}

/** One picture goes by itself, several have a form of their own; a card wants a headline. */
function contentOf({ link }: OutgoingPost, pictures: readonly Picture[]): object | undefined {
  const [picture] = pictures;
  if (pictures.length > 1) return { multiImage: { images: pictures } };
  if (picture !== undefined) return { media: picture };
  return link === null ? undefined : { article: { source: link, title: new URL(link).host } };
}
