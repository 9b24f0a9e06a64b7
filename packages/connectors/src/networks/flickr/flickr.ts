import { defineNetwork } from "../../contract/network.ts";
import { discoverFlickr } from "./discover-flickr.ts";
import { flickrLimits } from "./flickr-limits.ts";
import { flickrNumbers } from "./flickr-numbers.ts";
import { flickrSignIn } from "./flickr-sign-in.ts";
import { flickrPublishing } from "./publish-flickr.ts";
import { pullFlickr } from "./pull-flickr.ts";

/** Flickr: the REST methods of flickr.com/services/api, read in November 2026. */
export const flickr = defineNetwork({
  id: "flickr",
  title: "Flickr",
  knows: ["post", "linkPost", "view", "like", "comment"],
  numbers: flickrNumbers,
  capabilities: {
    profile: { available: true },
    posts: { available: true, note: "Public photos and videos, by the day of their upload." },
    postMetrics: { available: true, note: "Views, faves and comments." },
    likers: { available: true, note: "The newest 200 of a photo; more are counted without names." },
    resharers: { available: false, reason: "Flickr knows no resharing." },
    comments: { available: true },
    mentions: { available: false, reason: "Flickr does not list where an account is named." },
    followers: { available: false, reason: "Flickr does not tell apps how many people follow an account." },
    publish: { available: true, note: "Pictures, one at a time." },
    publishReply: { available: false, reason: "Replying is not built yet." },
    push: {
      available: false,
      reason: "Flickr tells of new photos alone, hourly at best; the network is asked at intervals.",
    },
    history: { available: true },
  },
  limits: flickrLimits,
  connect: { fields: [], signIn: flickrSignIn },
  discover: discoverFlickr,
  pull: pullFlickr,
  publishing: flickrPublishing,
});
