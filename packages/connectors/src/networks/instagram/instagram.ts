import { defineNetwork } from "../../contract/network.ts";
import { graphLimits } from "../graph/graph-limits.ts";
import { discoverInstagram } from "./discover-instagram.ts";
import { instagramNumbers } from "./instagram-numbers.ts";
import { instagramSignIn } from "./instagram-sign-in.ts";
import { instagramPublishing } from "./publish-instagram.ts";
import { pullInstagram } from "./pull-instagram.ts";
import { pushInstagram } from "./push-instagram.ts";

/**
 * Instagram's professional accounts through Instagram Login (graph.instagram.com, v26.0, read in November 2026). The other
 * door, Facebook Login at graph.facebook.com, needs a linked page and adds hashtag search and the accounts of others; none
 * of that is read here, so it is not built.
 */
export const instagram = defineNetwork({
  id: "instagram",
  title: "Instagram",
  knows: ["post", "linkPost", "view", "like", "save", "reshare", "comment", "mention"],
  numbers: instagramNumbers,
  capabilities: {
    profile: { available: true, note: "Professional accounts only." },
    posts: { available: true, note: "Without stories, which end after a day." },
    postMetrics: { available: true, note: "Up to two days late; likes only where the owner shows them." },
    likers: { available: false, reason: "Instagram never names who liked." },
    resharers: { available: false, reason: "Instagram counts shares, but names nobody." },
    comments: { available: true },
    mentions: { available: true, note: "Media that tag the account, where Instagram shows them to the app." },
    followers: { available: true, note: "Their number; Instagram never lists them." },
    publish: { available: true, note: "Pictures only, as JPEG; links in captions cannot be followed." },
    publishReply: { available: false, reason: "Replying is not built yet." },
    push: { available: true, note: "Comments and mentions; likes are asked for at intervals." },
    history: { available: true },
  },
  limits: graphLimits,
  connect: { fields: [], signIn: instagramSignIn },
  discover: discoverInstagram,
  pull: pullInstagram,
  publishing: instagramPublishing,
  push: pushInstagram,
});
