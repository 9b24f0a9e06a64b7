import { defineNetwork } from "../../contract/network.ts";
import { againMastodon } from "./again-mastodon.ts";
import { discoverMastodon } from "./discover-mastodon.ts";
import { listenMastodon } from "./listen-mastodon.ts";
import { mastodonLimits } from "./mastodon-limits.ts";
import { mastodonNumbers } from "./mastodon-numbers.ts";
import { mastodonPublishing } from "./publish-mastodon.ts";
import { pullMastodon } from "./pull-mastodon.ts";

/** Any Mastodon server, and servers that speak its client API. */
export const mastodon = defineNetwork({
  id: "mastodon",
  title: "Mastodon",
  knows: ["post", "linkPost", "like", "reshare", "comment", "mention"],
  numbers: mastodonNumbers,
  capabilities: {
    profile: { available: true },
    posts: { available: true },
    postMetrics: { available: true, note: "As the account's own server sees them." },
    likers: { available: false, reason: "Servers name who favourited a post, but not when; totals are used instead." },
    resharers: { available: false, reason: "Servers name who boosted a post, but not when; totals are used instead." },
    comments: { available: true },
    mentions: { available: true, needsSecret: true },
    followers: { available: true },
    publish: { available: true, needsSecret: true },
    publishReply: { available: false, reason: "Replying is not built yet." },
    push: {
      available: true,
      needsSecret: true,
      note: "Over a connection held open; without a token it is asked at intervals.",
    },
    history: { available: true },
  },
  limits: mastodonLimits,
  connect: {
    fields: [
      {
        name: "account",
        label: "Account",
        placeholder: "@name@server.example",
        help: "The full handle, or the address of the profile page.",
      },
      {
        name: "token",
        label: "Access token",
        placeholder: "",
        help: "Only needed to count mentions, to hear of reactions at once and to publish.",
        makeAt:
          "Make one under Preferences → Development with read access, and with write:statuses and write:media to publish.",
        secret: true,
        optional: true,
      },
    ],
    again: againMastodon,
  },
  discover: discoverMastodon,
  pull: pullMastodon,
  listen: listenMastodon,
  publishing: mastodonPublishing,
});
