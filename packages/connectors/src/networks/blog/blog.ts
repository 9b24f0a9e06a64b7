import { readConfig } from "../../contract/channel-config.ts";
import { defineNetwork } from "../../contract/network.ts";
import { againBlog } from "./again-blog.ts";
import { blogConfigSchema } from "./blog-config.ts";
import { blogLimits } from "./blog-limits.ts";
import { blogNumbers } from "./blog-numbers.ts";
import { ghostSecret } from "./blog-secret.ts";
import { discoverBlog } from "./discover-blog.ts";
import { blogPublishing } from "./publish-blog.ts";
import { pullFeed } from "./pull-feed.ts";
import { pullGhost } from "./pull-ghost.ts";
import { pullWordpress } from "./pull-wordpress.ts";
import { pushBlog } from "./push-blog.ts";

/** Any site with a feed; WordPress through its REST routes, and Ghost through its APIs where it has a key. */
export const blog = defineNetwork({
  id: "blog",
  title: "Blog",
  knows: ["post", "linkPost", "comment", "click"],
  numbers: blogNumbers,
  capabilities: {
    profile: { available: true },
    posts: {
      available: true,
      note: "As many posts as the feed lists; all of them on WordPress, and on Ghost with a key.",
    },
    postMetrics: {
      available: true,
      note: "Comment counts, where the site gives them; clicks in newsletters with an Admin API key of Ghost.",
    },
    likers: { available: false, reason: "Feeds do not tell who liked a post." },
    resharers: { available: false, reason: "Feeds do not tell who shared a post." },
    comments: {
      available: true,
      note: "Where the site has a comment feed, is WordPress, or is Ghost and was connected with a key.",
    },
    mentions: { available: false, reason: "Feeds do not tell who links to a post." },
    followers: { available: false, reason: "Nobody counts the readers of a feed." },
    publish: {
      available: true,
      needsSecret: true,
      note: "On WordPress and Ghost. A feed alone can only be read.",
    },
    publishReply: { available: false, reason: "Replying is not built yet." },
    push: { available: true, note: "Where the feed names a hub." },
    history: { available: true, note: "Back to the oldest post in the feed; the whole site on WordPress." },
  },
  limits: blogLimits,
  connect: {
    fields: [
      {
        name: "address",
        label: "Site address",
        placeholder: "https://blog.example",
        help: "The blog's front page or its feed. The feed is found by itself.",
      },
      {
        name: "user",
        label: "WordPress user name",
        placeholder: "name",
        help: "Only for WordPress, and only to publish.",
        makeAt: "The name that the application password belongs to.",
        optional: true,
      },
      {
        name: "key",
        label: "Application password or Ghost key",
        placeholder: "xxxx xxxx xxxx xxxx xxxx xxxx",
        help: "Only to publish, or to read Ghost in full.",
        makeAt:
          "WordPress: Users → Profile → Application Passwords. Ghost: Settings → Integrations → Add custom integration, Admin API key.",
        secret: true,
        optional: true,
      },
    ],
    again: againBlog,
  },
  discover: discoverBlog,
  publishing: blogPublishing,
  pull: (ctx, channel, cursor) => {
    const config = readConfig(blogConfigSchema, { networkId: "blog", channel });
    switch (config.reader) {
      case "feed":
        return pullFeed(ctx, config, cursor);
      case "wordpress":
        return pullWordpress(ctx, config, cursor);
      case "ghost":
        return pullGhost(ctx, { ...config, secret: ghostSecret(channel.secret) }, cursor);
    }
  },
  push: pushBlog,
});
