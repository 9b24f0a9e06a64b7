import { defineNetwork } from "../../contract/network.ts";
import { oauth2SignIn } from "../../http/oauth2.ts";
import { discoverPinterest } from "./discover-pinterest.ts";
import { pinterestLimits } from "./pinterest-limits.ts";
import { pinterestNumbers } from "./pinterest-numbers.ts";
import { pinterestSignIn } from "./pinterest-sign-in.ts";
import { pinterestPublishing } from "./publish-pinterest.ts";
import { pullPinterest } from "./pull-pinterest.ts";

/** Pinterest: API v5 (developers.pinterest.com/docs/api/v5), read in November 2026. */
export const pinterest = defineNetwork({
  id: "pinterest",
  title: "Pinterest",
  knows: ["post", "linkPost", "view", "like", "click", "save", "comment"],
  numbers: pinterestNumbers,
  capabilities: {
    profile: { available: true },
    posts: { available: true, note: "Pins made by the account; pins saved from others are other people's." },
    postMetrics: { available: true, note: "Business accounts only. Pinterest is up to two days late." },
    likers: { available: false, reason: "Pinterest does not say who reacted to a pin." },
    resharers: { available: false, reason: "Pinterest does not say who saved a pin." },
    comments: { available: false, reason: "Pinterest does not let apps read comments; their number is used." },
    mentions: { available: false, reason: "Pinterest does not list where an account is named." },
    followers: { available: true },
    publish: { available: true, note: "Pictures, one at a time, on the board chosen for the channel." },
    publishReply: { available: false, reason: "Pinterest does not let apps answer comments." },
    push: { available: false, reason: "Pinterest offers none; the network is asked at intervals." },
    history: { available: true },
  },
  limits: pinterestLimits,
  connect: { fields: [], signIn: oauth2SignIn(pinterestSignIn) },
  discover: discoverPinterest,
  pull: pullPinterest,
  publishing: pinterestPublishing,
});
