import { defineNetwork } from "../../contract/network.ts";
import { oauth2SignIn } from "../../http/oauth2.ts";
import { discoverTikTok } from "./discover-tiktok.ts";
import { pullTikTok } from "./pull-tiktok.ts";
import { tiktokLimits } from "./tiktok-limits.ts";
import { tiktokNumbers } from "./tiktok-numbers.ts";
import { tiktokSignIn } from "./tiktok-sign-in.ts";

/** TikTok: API v2 (developers.tiktok.com/doc/display-api-overview), read in November 2026. */
export const tiktok = defineNetwork({
  id: "tiktok",
  title: "TikTok",
  knows: ["post", "linkPost", "view", "like", "comment", "reshare"],
  numbers: tiktokNumbers,
  capabilities: {
    profile: { available: true },
    posts: { available: true, note: "Public videos." },
    postMetrics: { available: true, note: "Views, likes, comments and shares." },
    likers: { available: false, reason: "TikTok does not say who liked a video." },
    resharers: { available: false, reason: "TikTok does not say who shared a video." },
    comments: { available: false, reason: "TikTok does not let apps read comments; their number is used." },
    mentions: { available: false, reason: "TikTok does not list where an account is named." },
    followers: { available: true },
    publish: {
      available: false,
      reason:
        "Until TikTok has audited an app, it shows what the app posts to the author alone, and it fetches pictures " +
        "only from web addresses that it has verified.",
    },
    publishReply: { available: false, reason: "TikTok does not let apps answer comments." },
    push: { available: false, reason: "TikTok offers none for reactions; the network is asked at intervals." },
    history: { available: true },
  },
  limits: tiktokLimits,
  connect: { fields: [], signIn: oauth2SignIn(tiktokSignIn) },
  discover: discoverTikTok,
  pull: pullTikTok,
});
