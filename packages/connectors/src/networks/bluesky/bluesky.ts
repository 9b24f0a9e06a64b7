import { defineNetwork } from "../../contract/network.ts";
import { againBluesky } from "./again-bluesky.ts";
import { blueskyLimits } from "./bluesky-limits.ts";
import { blueskyNumbers } from "./bluesky-numbers.ts";
import { discoverBluesky } from "./discover-bluesky.ts";
import { listenBluesky } from "./listen-bluesky.ts";
import { blueskyPublishing } from "./publish-bluesky.ts";
import { pullBluesky } from "./pull-bluesky.ts";

/** Bluesky, and any AppView or personal data server that speaks app.bsky. */
export const bluesky = defineNetwork({
  id: "bluesky",
  title: "Bluesky",
  knows: ["post", "linkPost", "like", "reshare", "comment", "mention", "save"],
  numbers: blueskyNumbers,
  capabilities: {
    profile: { available: true },
    posts: { available: true },
    postMetrics: { available: true },
    likers: { available: true },
    resharers: { available: false, reason: "Bluesky names who reposted, but not when; totals are used instead." },
    comments: { available: true },
    mentions: { available: true, needsSecret: true },
    followers: { available: true },
    publish: { available: true, needsSecret: true },
    publishReply: { available: false, reason: "Replying is not built yet." },
    push: { available: true, needsSecret: true, note: "The account's notifications are asked for every half minute." },
    history: { available: true },
  },
  limits: blueskyLimits,
  connect: {
    fields: [
      {
        name: "account",
        label: "Handle",
        placeholder: "name.bsky.social",
        help: "The handle, the DID, or the address of the profile page.",
      },
      {
        name: "appPassword",
        label: "App password",
        placeholder: "xxxx-xxxx-xxxx-xxxx",
        help: "Only needed to count mentions, to hear of reactions soon and to publish.",
        makeAt: "Make one under Settings → Privacy and security → App passwords.",
        secret: true,
        optional: true,
      },
      {
        name: "service",
        label: "Server",
        placeholder: "https://bsky.social",
        help: "Only for accounts that live on a server of their own.",
        optional: true,
      },
    ],
    again: againBluesky,
  },
  discover: discoverBluesky,
  pull: pullBluesky,
  listen: listenBluesky,
  publishing: blueskyPublishing,
});
