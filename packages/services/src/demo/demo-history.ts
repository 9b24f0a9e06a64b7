import type { Batch, BatchPost, BatchSignal, InboundKind } from "../scores/batch.ts";
import { type DemoChannel, type DemoClient, demoOpeners } from "./cast.ts";
import { poisson } from "./random.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
export const demoDays = 90;

/** Hours of the day (client's morning to evening, taken as UTC) in which the demo posts. */
const postingHours = { from: 7, to: 20 };

/** Reactions arrive with this median delay; the spread of a lognormal, as published for real networks (scoring's curves). */
const reactionDelay = { medianMs: 1.5 * hourMs, sigma: 1.4 };

export interface DemoLife {
  client: DemoClient;
  channel: DemoChannel;
  now: number;
  random: () => number;
}

/** Ninety days of one channel: deterministic for a seed, relative to `now` (epoch ms). */
export const demoHistory = (life: DemoLife): Batch => {
  const posts: BatchPost[] = [];
  const signals: BatchSignal[] = [];
  for (let day = demoDays; day >= 0; day--) {
    if (isQuiet(life.client, day)) continue;
    const activity = activityOn(life, day);
    for (let n = poisson(life.random, life.channel.postsPerDay * activity); n > 0; n--) {
      const post = demoPost(life, { day, number: posts.length });
      if (post === null) continue;
      posts.push(post);
      signals.push(...reactions(life, { post, activity }));
    }
  }
  return { posts, signals, observations: [], removals: [], audience: followerCounts(life) };
};

const isQuiet = ({ quietDays }: DemoClient, day: number): boolean =>
  quietDays !== undefined && day < quietDays[0] && day >= quietDays[1];

/** Weekends are calmer; a trend bends the last six weeks. */
const activityOn = ({ client, now }: DemoLife, day: number): number => {
  const weekday = new Date(now - day * dayMs).getUTCDay();
  const weekend = weekday === 0 || weekday === 6 ? 0.5 : 1.1;
  const recent = Math.max(0, 1 - day / 42);
  return weekend * (1 + ((client.trend ?? 1) - 1) * recent);
};

const demoPost = (
  { client, channel, now, random }: DemoLife,
  { day, number }: { day: number; number: number },
): BatchPost | null => {
  const midnight = Math.floor(now / dayMs) * dayMs - day * dayMs;
  const at = Math.floor(midnight + (postingHours.from + random() * (postingHours.to - postingHours.from)) * hourMs);
  if (at >= now) return null;
  const opener = demoOpeners[Math.floor(random() * demoOpeners.length)] ?? demoOpeners[0];
  // Squared, so that the first theme comes oftenest.
  const theme = client.speaksOf[Math.floor(random() ** 2 * client.speaksOf.length)] ?? client.name;
  return {
    nativeId: `demo-${number}`,
    at,
    url: null,
    text: `${opener} ${theme} (${number + 1})`,
    carriesLink: random() < channel.links,
  };
};

const reactions = (life: DemoLife, { post, activity }: { post: BatchPost; activity: number }): BatchSignal[] => {
  const { channel, now, random } = life;
  // A few posts do far better than the rest.
  const luck = random() < 0.08 ? 4 : 0.6 + 0.8 * random();
  const means: [InboundKind, number][] = [
    ["like", channel.likes],
    ["reshare", channel.reshares],
    ["comment", channel.comments],
  ];
  return means.flatMap(([kind, mean]) =>
    Array.from({ length: poisson(random, mean * luck * Math.sqrt(activity)) }, (_, i): BatchSignal => {
      const at = Math.floor(post.at + delay(random));
      const actor = `demo-${Math.floor(random() * Math.max(40, channel.followers / 3))}`;
      return { nativeKey: `${kind}:${post.nativeId}:${i}`, kind, at, count: 1, actor, postNativeId: post.nativeId };
    }).filter(({ at }) => at < now),
  );
};

const delay = (random: () => number): number => {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return reactionDelay.medianMs * Math.exp(reactionDelay.sigma * normal);
};

const followerCounts = ({ channel, now, random }: DemoLife): Batch["audience"] => {
  if (channel.followers === 0) return [];
  return Array.from({ length: demoDays / 10 + 1 }, (_, i) => {
    const daysAgo = demoDays - i * 10;
    const followers = Math.round(channel.followers * (0.9 + 0.1 * (i / 9)) + 10 * random());
    return { at: now - daysAgo * dayMs - hourMs, followers };
  });
};
