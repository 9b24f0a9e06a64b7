import { defineNetwork } from "../../contract/network.ts";
import { discoverReddit } from "./discover-reddit.ts";
import { redditPublishing } from "./publish-reddit.ts";
import { pullReddit } from "./pull-reddit.ts";
import { redditLimits } from "./reddit-limits.ts";
import { redditNumbers } from "./reddit-numbers.ts";
import { redditSignIn } from "./reddit-sign-in.ts";

const approval = "Reddit has to approve an app before it may read, and commercial use is negotiated.";

/** Reddit: the Data API (reddit.com/dev/api, github.com/reddit-archive/reddit/wiki), read in November 2026. */
export const reddit = defineNetwork({
  id: "reddit",
  title: "Reddit",
  knows: ["post", "linkPost", "like", "reshare", "comment"],
  numbers: redditNumbers,
  capabilities: {
    profile: { available: true, note: approval },
    posts: { available: true, note: "The newest 1,000." },
    postMetrics: {
      available: true,
      note: "Upvotes less downvotes, which Reddit blurs, without the author's own; crossposts.",
    },
    likers: { available: false, reason: "Reddit does not say who voted." },
    resharers: { available: false, reason: "Crossposts are counted; naming them takes a request each." },
    comments: { available: true, note: "The newest 500 of a post by name; more are counted." },
    mentions: { available: false, reason: "They lie among private messages, which Headroom does not ask to read." },
    followers: { available: true, note: "Of the account's profile." },
    publish: {
      available: true,
      note: "On the account's own profile: a title with a text, a link or both. Communities judge by rules of their own; pictures are not built yet.",
    },
    publishReply: { available: false, reason: "Replying is not built yet." },
    push: { available: false, reason: "Reddit offers none; the network is asked at intervals." },
    history: { available: true, note: "The newest 1,000 posts." },
  },
  limits: redditLimits,
  connect: { fields: [], signIn: redditSignIn },
  discover: discoverReddit,
  pull: pullReddit,
  publishing: redditPublishing,
});
