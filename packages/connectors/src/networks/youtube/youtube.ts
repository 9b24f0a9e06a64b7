import { defineNetwork } from "../../contract/network.ts";
import { oauth2SignIn } from "../../http/oauth2.ts";
import { discoverYouTube } from "./discover-youtube.ts";
import { pullYouTube } from "./pull-youtube.ts";
import { pushYouTube } from "./push-youtube.ts";
import { youtubeLimits } from "./youtube-limits.ts";
import { youtubeNumbers } from "./youtube-numbers.ts";
import { youtubeSignIn } from "./youtube-sign-in.ts";

/** YouTube: Data API v3 (developers.google.com/youtube/v3), read in November 2026. A project has 10,000 units a day. */
export const youtube = defineNetwork({
  id: "youtube",
  title: "YouTube",
  knows: ["post", "linkPost", "view", "like", "comment"],
  numbers: youtubeNumbers,
  capabilities: {
    profile: { available: true },
    posts: { available: true, note: "Public videos." },
    postMetrics: { available: true, note: "Views, likes and comments." },
    likers: { available: false, reason: "YouTube does not say who liked a video." },
    resharers: { available: false, reason: "YouTube does not tell apps who shared a video." },
    comments: { available: true, note: "The newest 500 of a video by name; more are counted." },
    mentions: { available: false, reason: "YouTube does not list where a channel is named." },
    followers: { available: true, note: "Rounded by YouTube to three digits; unknown where the channel hides them." },
    publish: { available: false, reason: "YouTube takes videos only, and Headroom sends none." },
    publishReply: { available: false, reason: "Replying is not built yet." },
    push: { available: true, note: "New videos and changed titles; reactions are asked for at intervals." },
    history: { available: true },
  },
  limits: youtubeLimits,
  connect: { fields: [], signIn: oauth2SignIn(youtubeSignIn) },
  discover: discoverYouTube,
  pull: pullYouTube,
  push: pushYouTube,
});
