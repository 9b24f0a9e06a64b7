import type { NetworkId } from "../registry.ts";
import { startBlogStandIn } from "./blog.ts";
import { startBlueskyStandIn } from "./bluesky.ts";
import { startFacebookStandIn } from "./facebook.ts";
import { startFlickrStandIn } from "./flickr.ts";
import { startInstagramStandIn } from "./instagram.ts";
import { startLinkedInStandIn } from "./linkedin.ts";
import { startMastodonStandIn } from "./mastodon.ts";
import { startPinterestStandIn } from "./pinterest.ts";
import { startRedditStandIn } from "./reddit.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import { startThreadsStandIn } from "./threads.ts";
import { startTikTokStandIn } from "./tiktok.ts";
import { startXStandIn } from "./x.ts";
import { startYouTubeStandIn } from "./youtube.ts";

/** A stand-in for every network of the registry: one without does not compile. */
export const startStandIn: Readonly<Record<NetworkId, (options?: StandInOptions) => Promise<StandIn>>> = {
  blog: startBlogStandIn,
  bluesky: startBlueskyStandIn,
  facebook: startFacebookStandIn,
  flickr: startFlickrStandIn,
  instagram: startInstagramStandIn,
  linkedin: startLinkedInStandIn,
  mastodon: startMastodonStandIn,
  pinterest: startPinterestStandIn,
  reddit: startRedditStandIn,
  threads: startThreadsStandIn,
  tiktok: startTikTokStandIn,
  x: startXStandIn,
  youtube: startYouTubeStandIn,
};
