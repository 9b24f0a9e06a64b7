import { readConfig } from "../../contract/channel-config.ts";
import { defineNetwork } from "../../contract/network.ts";
import { blogConfigSchema } from "./blog-config.ts";
import { discoverBlog } from "./discover-blog.ts";
import { pullFeed } from "./pull-feed.ts";
import { pullWordpress } from "./pull-wordpress.ts";
import { pushBlog } from "./push-blog.ts";

/** Any site with a feed, and WordPress through its public REST routes. */
export const blog = defineNetwork({
  id: "blog",
  title: "Blog",
  knows: ["post", "linkPost", "comment"],
  capabilities: {
    profile: { available: true },
    posts: { available: true, note: "As many posts as the feed lists; all of them on WordPress." },
    postMetrics: { available: true, note: "Comment counts, where the feed gives them." },
    likers: { available: false, reason: "Feeds do not tell who liked a post." },
    resharers: { available: false, reason: "Feeds do not tell who shared a post." },
    comments: { available: true, note: "Where the site has a comment feed or WordPress's public routes." },
    mentions: { available: false, reason: "Feeds do not tell who links to a post." },
    followers: { available: false, reason: "Nobody counts the readers of a feed." },
    publish: { available: false, reason: "Publishing is not built yet." },
    publishReply: { available: false, reason: "Replying is not built yet." },
    push: { available: true, note: "Where the feed names a hub." },
    history: { available: true, note: "Back to the oldest post in the feed; the whole site on WordPress." },
  },
  connect: {
    fields: [
      {
        name: "address",
        label: "Site address",
        placeholder: "https://blog.example",
        help: "The blog's front page or its feed. The feed is found by itself.",
      },
    ],
  },
  discover: discoverBlog,
  pull: (ctx, channel, cursor) => {
    const config = readConfig(blogConfigSchema, { networkId: "blog", channel });
    return config.reader === "feed" ? pullFeed(ctx, config, cursor) : pullWordpress(ctx, config, cursor);
  },
  push: pushBlog,
});
