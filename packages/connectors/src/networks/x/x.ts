import { defineNetwork } from "../../contract/network.ts";
import { oauth2SignIn } from "../../http/oauth2.ts";
import { discoverX } from "./discover-x.ts";
import { xPublishing } from "./publish-x.ts";
import { pullX } from "./pull-x.ts";
import { pushX } from "./push-x.ts";
import { xCosts } from "./x-costs.ts";
import { xLimits } from "./x-limits.ts";
import { xNumbers } from "./x-numbers.ts";
import { linkPostWritten, postRead, postWritten, userRead } from "./x-prices.ts";
import { xSignIn } from "./x-sign-in.ts";

/** X, formerly Twitter: API v2, specification 2.167, read in November 2026. Reading and writing cost money. */
export const x = defineNetwork({
  id: "x",
  title: "X",
  knows: ["post", "linkPost", "view", "like", "save", "reshare", "mention", "comment"],
  numbers: xNumbers,
  capabilities: {
    profile: { available: true },
    posts: { available: true, note: "Of the last 90 days; older ones come with X's own archive." },
    postMetrics: { available: true },
    likers: { available: false, reason: "Each name costs money; totals tell as much for the score." },
    resharers: { available: false, reason: "Each name costs money; totals tell as much for the score." },
    comments: { available: true },
    mentions: { available: true },
    followers: { available: true, note: "Asked once a day." },
    publish: { available: true, note: "X bills for each post, and thirteen times as much for one with a link." },
    publishReply: { available: false, reason: "X lets apps answer only where the author asked for it." },
    push: { available: true, note: "Answers, quotes and mentions; X bills each event that it sends." },
    history: { available: true, note: "90 days." },
  },
  costs: xCosts,
  prices: [postRead, userRead, postWritten, linkPostWritten],
  limits: xLimits,
  connect: { fields: [], signIn: oauth2SignIn(xSignIn) },
  discover: discoverX,
  pull: pullX,
  publishing: xPublishing,
  push: pushX,
});
