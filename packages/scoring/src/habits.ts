import { type BestHours, bestHours } from "./best-hours.ts";
import { cdf } from "./curves.ts";
import type { Channel, History } from "./history.ts";
import { requireInstant } from "./invalid-input.ts";
import { type InboundKind, inboundKinds } from "./kinds.ts";
import { bulkOf, countsOnlyViews, type Exposed, recency, variabilityOf } from "./level.ts";
import { type HabitCurve, ownCurve } from "./own-curve.ts";
import { type ChannelFacts, type Counts, channelFacts } from "./post-facts.ts";
import { type RecentPosts, recentPosts } from "./recent-posts.ts";

/** What habits are learned from: a history, whatever it is scored by. */
export type HabitHistory = Omit<History, "algorithms">;

/**
 * What a channel's posts usually draw, how fast and how unevenly, learned from its history up to `asOf` (epoch ms). Plain
 * JSON. Counts are worth what the score makes of them; reshares of link posts are among the reshares.
 */
export interface Habits {
  readonly channelId: string;
  readonly network: string;
  readonly asOf: number;
  /** Posts looked at of which at least half of the reactions have come; 0 = everything here is assumed. */
  readonly posts: number;
  readonly postsPerWeek: number;
  /** Link posts ÷ posts, 0 to 1. */
  readonly linkShare: number;
  /** Reactions that one post draws in the long run. */
  readonly perPost: Counts;
  /** Reactions a day that belong to no post, such as mentions. */
  readonly perDay: Counts;
  /** See Variability. */
  readonly luckVariance: number;
  readonly levelVariance: number;
  readonly curve: HabitCurve;
  /** Posts whose reactions are still coming, oldest first. */
  readonly recent: readonly RecentPosts[];
  readonly hours: BestHours;
}

export interface HabitQuestion {
  /** Epoch ms. */
  readonly t: number;
  /** The hour of the day, 0 to 23, at an instant where the client is; UTC if left out. */
  readonly localHour?: (at: number) => number;
}

/** The habits of every channel of a history. Throws InvalidInput on a bad signal, hold or instant. */
export function habitsOf(history: HabitHistory, { t, localHour = utcHour }: HabitQuestion): Habits[] {
  requireInstant("t", t);
  const facts = channelFacts(history, t);
  return history.channels.flatMap((channel) => {
    const own = facts.get(channel.id);
    if (own === undefined) return [];
    const others = history.channels.flatMap(({ id }) => (id === channel.id ? [] : (facts.get(id) ?? [])));
    const prior = priorOf(channel, { others, followers: followersAt(history, channel.id, own.asOf) });
    return [habitsOfChannel(channel, { facts: own, prior, localHour })];
  });
}

function utcHour(at: number): number {
  return new Date(at).getUTCHours();
}

const dayMs = 86_400_000;

/** What other channels draw counts as much as this many posts of the channel's own. */
export const priorPosts = 3;

/** A guess from another channel, or from followers, is off by more than a factor of 1.7 one time in three. */
const priorLogVariance = 0.3;

const settledShare = 0.5;

interface Learned {
  readonly facts: ChannelFacts;
  readonly prior: Counts;
  readonly localHour: (at: number) => number;
}

function habitsOfChannel(channel: Channel, { facts, prior, localHour }: Learned): Habits {
  const { asOf, since, posts, untied } = facts;
  const curve = ownCurve(channel.network, facts.delays);
  const exposures = posts.map(({ at }) => cdf(curve, asOf - at));
  const weights = posts.map(({ at }) => recency(asOf - at));
  const known = inboundKinds.filter((kind) => kind !== "linkReshare" && channel.knows[kind] !== undefined);
  const onlyViews = countsOnlyViews(facts);
  const exposed = posts.map(
    ({ at, counts }, i): Exposed => ({ at, count: bulkOf(counts, onlyViews), exposure: exposures[i] ?? 0 }),
  );
  const bulkUntied = untied.filter(({ kind }) => onlyViews === (kind === "view"));
  const { luckVariance, levelVariance, drift } = variabilityOf(exposed, bulkUntied, asOf);
  const evidence = weights.reduce((sum, weight, i) => sum + weight * (exposures[i] ?? 0), 0);
  const perPost = Object.fromEntries(
    known.map((kind) => {
      const drawn = posts.reduce((sum, { counts }, i) => sum + (weights[i] ?? 0) * (counts[kind] ?? 0), 0);
      return [kind, (drawn * drift + (prior[kind] ?? 0) * priorPosts) / (evidence + priorPosts)];
    }),
  );
  const guessed = priorPosts / (evidence + priorPosts);
  return {
    channelId: channel.id,
    network: channel.network,
    asOf,
    posts: exposures.filter((exposure) => exposure >= settledShare).length,
    postsPerWeek: postsPerWeek(posts, { since, asOf }),
    linkShare: posts.length === 0 ? 0 : posts.filter(({ carriesLink }) => carriesLink).length / posts.length,
    perPost,
    perDay: perDay(facts, known),
    luckVariance,
    levelVariance: levelVariance + priorLogVariance * guessed ** 2,
    curve,
    recent: recentPosts(posts, exposed),
    hours: bestHours(exposed, { localHour, luckVariance }),
  };
}

/** A pace needs at least so long to be told, ms. */
const leastSpanMs = 7 * dayMs;

function postsPerWeek(posts: ChannelFacts["posts"], { since, asOf }: { since: number; asOf: number }): number {
  const weighed = posts.reduce((sum, { at }) => sum + recency(asOf - at), 0);
  return (weighed / weighedDays(Math.max(leastSpanMs, asOf - since))) * 7;
}

/** Days of a span up to now, the older ones weighing less. */
function weighedDays(spanMs: number): number {
  const memoryDays = -1 / Math.log2(recency(dayMs)) / Math.LN2;
  return memoryDays * (1 - recency(spanMs));
}

function perDay({ untied, since, asOf }: ChannelFacts, known: readonly InboundKind[]): Counts {
  const days = weighedDays(Math.max(leastSpanMs, asOf - since));
  const sums: Counts = {};
  for (const { at, kind, count } of untied) sums[kind] = (sums[kind] ?? 0) + recency(asOf - at) * count;
  return Object.fromEntries(known.flatMap((kind) => (sums[kind] === undefined ? [] : [[kind, sums[kind] / days]])));
}

/** Reactions to one post per follower where nothing else is known: assumed, at the modest end of what is reported. */
const perFollower: Counts = { like: 0.005, comment: 0.0005, reshare: 0.001 };
const mostFollowers = 10_000;

/** What a post of an unknown channel draws: as one of the client's other channels, else by the number of followers. */
function priorOf(
  { knows }: Channel,
  { others, followers }: { others: readonly ChannelFacts[]; followers: number },
): Counts {
  const posts = others.flatMap((facts) => facts.posts);
  return Object.fromEntries(
    inboundKinds.flatMap((kind) => {
      if (kind === "linkReshare" || knows[kind] === undefined) return [];
      const assumed = (perFollower[kind] ?? 0) * Math.min(followers, mostFollowers);
      const drawn = posts.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0);
      return [[kind, (drawn + assumed * priorPosts) / (posts.length + priorPosts)]];
    }),
  );
}

function followersAt({ audience }: HabitHistory, channelId: string, asOf: number): number {
  let newest = Number.NEGATIVE_INFINITY;
  let followers = 0;
  for (const seen of audience) {
    if (seen.channelId !== channelId || seen.at > asOf || seen.at < newest) continue;
    followers = seen.at === newest ? Math.max(followers, seen.followers) : seen.followers;
    newest = seen.at;
  }
  return followers;
}
