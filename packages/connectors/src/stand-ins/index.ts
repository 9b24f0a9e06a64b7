export { type BlogFlavour, type BlogStandInOptions, blogFlavours, startBlogStandIn } from "./blog.ts";
export { startBlueskyStandIn } from "./bluesky.ts";
export type { DeliveryChaos } from "./deliveries.ts";
export { type FacebookStandIn, startFacebookStandIn } from "./facebook.ts";
export { startFlickrStandIn } from "./flickr.ts";
export { type InstagramStandIn, startInstagramStandIn } from "./instagram.ts";
export { fillPast, type Life, liveOn } from "./life.ts";
export { startLinkedInStandIn } from "./linkedin.ts";
export { startMastodonStandIn } from "./mastodon.ts";
export { startPinterestStandIn } from "./pinterest.ts";
export { startRedditStandIn } from "./reddit.ts";
export { type ChaosMode, chaosModes, type StandIn, type StandInOptions } from "./stand-in.ts";
export { startStandIn } from "./start-stand-in.ts";
export type {
  Actor,
  PublishInput,
  ReactInput,
  StandInComment,
  StandInImage,
  StandInPost,
  StandInReaction,
  StandInStore,
} from "./store.ts";
export { startThreadsStandIn, type ThreadsStandIn } from "./threads.ts";
export { startTikTokStandIn } from "./tiktok.ts";
export { startXStandIn } from "./x.ts";
export { startYouTubeStandIn } from "./youtube.ts";
