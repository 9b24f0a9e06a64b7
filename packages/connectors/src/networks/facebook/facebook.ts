import { defineNetwork } from "../../contract/network.ts";
import { graphLimits } from "../graph/graph-limits.ts";
import { discoverFacebook } from "./discover-facebook.ts";
import { facebookNumbers } from "./facebook-numbers.ts";
import { facebookSignIn } from "./facebook-sign-in.ts";
import { facebookPublishing } from "./publish-facebook.ts";
import { pullFacebook } from "./pull-facebook.ts";
import { pushFacebook } from "./push-facebook.ts";

/** Facebook pages through the Graph API v26.0, read in November 2026. Profiles of people cannot be read by apps. */
export const facebook = defineNetwork({
  id: "facebook",
  title: "Facebook",
  knows: ["post", "linkPost", "view", "like", "click", "reshare", "comment", "mention"],
  numbers: facebookNumbers,
  capabilities: {
    profile: { available: true, note: "Pages only." },
    posts: { available: true },
    postMetrics: { available: true, note: "Views and clicks of pages with at least 100 likes, a day late." },
    likers: { available: false, reason: "Totals tell as much for the score, without anybody's name." },
    resharers: { available: false, reason: "Facebook counts who shared, but names nobody." },
    comments: { available: true },
    mentions: { available: true, note: "Public posts that tag the page." },
    followers: { available: true },
    publish: { available: true },
    publishReply: { available: false, reason: "Replying is not built yet." },
    push: { available: true },
    history: { available: true },
  },
  limits: graphLimits,
  connect: { fields: [], signIn: facebookSignIn },
  discover: discoverFacebook,
  pull: pullFacebook,
  publishing: facebookPublishing,
  push: pushFacebook,
});
