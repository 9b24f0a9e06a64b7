import { type NetworkId, networks } from "@headroom/connectors";
import { fillPast, type Life, type StandIn, startBlogStandIn, startStandIn } from "@headroom/connectors/stand-ins";
import type { QuickClock } from "./quick-clock.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * What each network documents (the pages are named in its adapter's limits); LinkedIn tells its numbers to each app alone.
 * Written down a second time, so that a mistake there is found here.
 */
const documented: Readonly<Record<NetworkId, { requests: number; windowMs: number }>> = {
  blog: { requests: 120, windowMs: minuteMs },
  bluesky: { requests: 3_000, windowMs: 5 * minuteMs },
  facebook: { requests: 4_800, windowMs: dayMs },
  flickr: { requests: 3_600, windowMs: hourMs },
  instagram: { requests: 4_800, windowMs: dayMs },
  linkedin: { requests: 1_000, windowMs: dayMs },
  mastodon: { requests: 300, windowMs: 5 * minuteMs },
  pinterest: { requests: 6_000, windowMs: minuteMs },
  reddit: { requests: 1_000, windowMs: 10 * minuteMs },
  threads: { requests: 4_800, windowMs: dayMs },
  tiktok: { requests: 600, windowMs: minuteMs },
  x: { requests: 900, windowMs: 15 * minuteMs },
  youtube: { requests: 10_000, windowMs: dayMs },
};

/**
 * Of the documented limits so much is granted, so that they bite with few channels. With much less a turn comes more rarely than
 * a request waits for it, and a reading that needs many never gets through.
 */
export const grantedShare = 0.25;

/** Networks where each account may live on a server of its own, and how many take part. */
const several: Partial<Record<NetworkId, number>> = { blog: 5, bluesky: 4, mastodon: 4 };

/** Every network, each account with its past, its limits and a clock that runs fast. */
export const startWorld = async (clock: QuickClock, life: Life): Promise<StandIn[]> => {
  const ids = networks.flatMap(({ id }) => Array.from({ length: several[id] ?? 1 }, () => id));
  const standIns = await Promise.all(
    ids.map((id) => {
      const { requests, windowMs } = documented[id];
      const options = { now: clock.now, limit: { requests: Math.ceil(requests * grantedShare), windowMs } };
      // A feed forgets what is old; WordPress can be compared to the last post.
      return id === "blog" ? startBlogStandIn({ ...options, flavour: "wordpress" }) : startStandIn[id](options);
    }),
  );
  for (const standIn of standIns) fillPast(standIn, life);
  return standIns;
};

/**
 * Networks of which only posts that were this young in the beginning can be compared: Threads tells counts for two weeks, and
 * X, which bills each reading, is asked again for three days, at ages that double.
 */
export const toldUntilAgeMs: Readonly<Record<string, number>> = { threads: 13 * dayMs, x: dayMs };
