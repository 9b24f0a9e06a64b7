import { readConfig } from "../../contract/channel-config.ts";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import { imageTypes, type Published, type PublishInput, type PublishRules } from "../../contract/publish.ts";
import { definePublishing } from "../../publish/define-publishing.ts";
import { outgoingText } from "../../publish/outgoing-text.ts";
import { blogConfigSchema } from "./blog-config.ts";
import { readBlogSecret } from "./blog-secret.ts";
import { publishGhost } from "./publish-ghost.ts";
import { publishWordpress } from "./publish-wordpress.ts";

/** Sites set limits of their own; these are what their software can hold, and what hosts commonly let through. */
const rules: PublishRules = {
  text: { required: true, most: 100_000, countedIn: "characters" },
  title: { required: true, most: 255 },
  link: "in-text",
  images: { least: 0, most: 10, bytesMost: 2_000_000, types: imageTypes, altMost: 1_000 },
  thread: false,
  repeatable: false,
  note: "The first picture becomes the picture of the post, where the site's design shows one.",
};

export const blogPublishing = definePublishing("blog", { rules, publish });

async function publish(ctx: ConnectorContext, channel: PullChannel, input: PublishInput): Promise<Published> {
  const config = readConfig(blogConfigSchema, { networkId: "blog", channel });
  const secret = readBlogSecret(channel.secret);
  const given = { post: input.post, text: outgoingText(rules, input.post), beforeSend: input.beforeSend };
  if (config.reader === "wordpress" && secret?.kind === "wordpress") {
    return publishWordpress(ctx, { config, secret }, given);
  }
  if (config.reader === "ghost" && secret?.kind === "ghost-admin") {
    return publishGhost(ctx, { siteUrl: config.siteUrl, secret }, given);
  }
  const message =
    secret?.kind === "ghost-content"
      ? "A Content API key of Ghost only reads. Connect the blog again with an Admin API key to publish."
      : "This blog is only read. Connect it again with an application password of WordPress or an Admin API key of Ghost to publish.";
  throw new ConnectorError({ networkId: "blog", code: "unauthorized", message });
}
