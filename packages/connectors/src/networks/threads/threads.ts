import { defineNetwork } from "../../contract/network.ts";
import { graphLimits } from "../graph/graph-limits.ts";
import { discoverThreads } from "./discover-threads.ts";
import { threadsPublishing } from "./publish-threads.ts";
import { pullThreads } from "./pull-threads.ts";
import { pushThreads } from "./push-threads.ts";
import { threadsNumbers } from "./threads-numbers.ts";
import { threadsSignIn } from "./threads-sign-in.ts";

/** Threads through its API v1.0, read in November 2026. */
export const threads = defineNetwork({
  id: "threads",
  title: "Threads",
  knows: ["post", "linkPost", "view", "like", "reshare", "comment", "mention"],
  numbers: threadsNumbers,
  capabilities: {
    profile: { available: true },
    posts: { available: true },
    postMetrics: { available: true, note: "Of posts of the last two weeks." },
    likers: { available: false, reason: "Threads counts who liked, but names nobody." },
    resharers: { available: false, reason: "Threads counts who reposted, but names nobody." },
    comments: { available: true },
    mentions: { available: true, note: "Where Threads lets the app read them." },
    followers: { available: true },
    publish: { available: true },
    publishReply: { available: false, reason: "Replying is not built yet." },
    push: { available: true, note: "Replies and mentions; likes are asked for at intervals." },
    history: { available: true, note: "Posts; their counts only of the last two weeks." },
  },
  limits: graphLimits,
  connect: { fields: [], signIn: threadsSignIn },
  discover: discoverThreads,
  pull: pullThreads,
  publishing: threadsPublishing,
  push: pushThreads,
});
