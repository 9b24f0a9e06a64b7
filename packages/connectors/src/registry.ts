import type { Network } from "./contract/network.ts";
import { blog } from "./networks/blog/blog.ts";
import { bluesky } from "./networks/bluesky/bluesky.ts";
import { facebook } from "./networks/facebook/facebook.ts";
import { flickr } from "./networks/flickr/flickr.ts";
import { instagram } from "./networks/instagram/instagram.ts";
import { linkedin } from "./networks/linkedin/linkedin.ts";
import { mastodon } from "./networks/mastodon/mastodon.ts";
import { pinterest } from "./networks/pinterest/pinterest.ts";
import { reddit } from "./networks/reddit/reddit.ts";
import { threads } from "./networks/threads/threads.ts";
import { tiktok } from "./networks/tiktok/tiktok.ts";
import { x } from "./networks/x/x.ts";
import { youtube } from "./networks/youtube/youtube.ts";

/** Add a network: write its folder and its samples, list it here. */
export const networks = [
  blog,
  bluesky,
  facebook,
  flickr,
  instagram,
  linkedin,
  mastodon,
  pinterest,
  reddit,
  threads,
  tiktok,
  x,
  youtube,
] as const;

export type NetworkId = (typeof networks)[number]["id"];

/** The network of that id, or undefined for an id that is not in the registry. */
export const networkById = (id: string): Network<NetworkId> | undefined =>
  networks.find((network) => network.id === id);
