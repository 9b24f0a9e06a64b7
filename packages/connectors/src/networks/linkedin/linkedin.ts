import { defineNetwork } from "../../contract/network.ts";
import { oauth2SignIn } from "../../http/oauth2.ts";
import { discoverLinkedIn } from "./discover-linkedin.ts";
import { linkedinLimits } from "./linkedin-limits.ts";
import { linkedinNumbers } from "./linkedin-numbers.ts";
import { linkedinSignIn } from "./linkedin-sign-in.ts";
import { linkedinPublishing } from "./publish-linkedin.ts";
import { pullLinkedIn } from "./pull-linkedin.ts";
import { pushLinkedIn } from "./push-linkedin.ts";

/** LinkedIn's rules on data about its members (learn.microsoft.com/linkedin/marketing/restricted-use-cases). */
const membersReason = "LinkedIn does not let data about its members be kept; their number is used.";

/** LinkedIn pages: Community Management API, version 202607 (learn.microsoft.com/linkedin/marketing), read in November 2026. */
export const linkedin = defineNetwork({
  id: "linkedin",
  title: "LinkedIn",
  knows: ["post", "linkPost", "view", "like", "click", "reshare", "comment"],
  numbers: linkedinNumbers,
  capabilities: {
    profile: { available: true },
    posts: {
      available: true,
      note: "Posts of pages that the person administers; names of people in them are left out.",
    },
    postMetrics: { available: true, note: "Of the last twelve months, without advertising." },
    likers: { available: false, reason: membersReason },
    resharers: { available: false, reason: membersReason },
    comments: { available: false, reason: membersReason },
    mentions: { available: false, reason: "LinkedIn does not let data about its members be kept." },
    followers: { available: true },
    publish: { available: true },
    publishReply: { available: false, reason: "Comments are not read, so there is nothing to answer." },
    push: { available: true, note: "Where LinkedIn has approved webhooks for the app." },
    history: { available: true },
  },
  limits: linkedinLimits,
  connect: { fields: [], signIn: oauth2SignIn(linkedinSignIn) },
  discover: discoverLinkedIn,
  pull: pullLinkedIn,
  publishing: linkedinPublishing,
  push: pushLinkedIn,
});
