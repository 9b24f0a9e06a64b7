import { type Algorithm, type Kind, kinds, type State } from "@headroom/scoring";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** What somebody does and gets, day after day, over all channels together. */
export interface Habits {
  channels: number;
  postsPerDay: number;
  /** Share of posts with a link, 0 to 1. */
  linkShare: number;
  likesPerDay: number;
  commentsPerDay: number;
  resharesPerDay: number;
  followers: number;
}

/** How long the habits have lasted: beyond half a year nothing of before is left. */
const habitDays = 180;

const knowsAll: Readonly<Record<string, number>> = Object.fromEntries(kinds.map((kind) => [kind, 0]));

/**
 * The state after half a year of these habits, evenly spread over the channels, `silentMs` after the last post with
 * nothing heard since. Its instant is 0, so that landmarks are 0 and a stored sum is simply what is left of it.
 */
export const stateOf = (algorithm: Algorithm, habits: Habits, silentMs: number): State => {
  const channel = {
    network: "example",
    knows: knowsAll,
    lastPostAt: habits.postsPerDay > 0 ? -silentMs : null,
    followers: habits.followers / habits.channels,
    heldFrom: null,
    sums: sumsOf(algorithm, habits, silentMs),
  };
  const channels = Array.from({ length: habits.channels }, (_, n) => [`channel ${n + 1}`, channel] as const);
  return { algorithmId: algorithm.id, asOf: 0, channels: Object.fromEntries(channels) };
};

const sumsOf = (algorithm: Algorithm, habits: Habits, silentMs: number) => {
  const halfLives = new Set([algorithm.engagement.halfLifeMs, algorithm.amplification.halfLifeMs]);
  return Object.fromEntries(
    [...halfLives].map((halfLifeMs) => {
      const left = leftOf(habits, halfLifeMs / dayMs);
      const faded = 2 ** (-silentMs / halfLifeMs);
      return [String(halfLifeMs), Object.fromEntries(kinds.map((kind) => [kind, (left[kind] ?? 0) * faded]))];
    }),
  );
};

/** What is left per channel at the last post. A link post is a post as well, and a reshare of one a reshare. */
const leftOf = (habits: Habits, halfLifeDays: number): Partial<Record<Kind, number>> => {
  const posts = leftOfSpaced(habits.postsPerDay / habits.channels, halfLifeDays);
  const reactions = (perDay: number) => leftOfSteady(perDay / habits.channels, halfLifeDays);
  return {
    post: posts,
    linkPost: posts * habits.linkShare,
    like: reactions(habits.likesPerDay),
    comment: reactions(habits.commentsPerDay),
    reshare: reactions(habits.resharesPerDay),
    linkReshare: reactions(habits.resharesPerDay * habits.linkShare),
  };
};

/** Evenly spaced, the last one just now: a geometric series. */
const leftOfSpaced = (perDay: number, halfLifeDays: number): number =>
  perDay === 0 ? 0 : (1 - 2 ** (-habitDays / halfLifeDays)) / (1 - 2 ** (-1 / (perDay * halfLifeDays)));

/** Coming in at all times: the integral of the decay. */
const leftOfSteady = (perDay: number, halfLifeDays: number): number =>
  ((perDay * halfLifeDays) / Math.LN2) * (1 - 2 ** (-habitDays / halfLifeDays));

export interface Preset {
  title: string;
  habits: Habits;
}

export const presets: readonly [Preset, ...Preset[]] = [
  {
    title: "A busy blogger",
    habits: {
      channels: 4,
      postsPerDay: 10,
      linkShare: 0.5,
      likesPerDay: 50,
      commentsPerDay: 10,
      resharesPerDay: 10,
      followers: 2_000,
    },
  },
  {
    title: "A bakery",
    habits: {
      channels: 1,
      postsPerDay: 3 / 7,
      linkShare: 0.2,
      likesPerDay: 7,
      commentsPerDay: 1,
      resharesPerDay: 1,
      followers: 500,
    },
  },
  {
    title: "A bot",
    habits: {
      channels: 1,
      postsPerDay: 1_440,
      linkShare: 0,
      likesPerDay: 5,
      commentsPerDay: 1,
      resharesPerDay: 2,
      followers: 150,
    },
  },
  {
    title: "A star",
    habits: {
      channels: 5,
      postsPerDay: 5,
      linkShare: 0.4,
      likesPerDay: 500_000,
      commentsPerDay: 20_000,
      resharesPerDay: 50_000,
      followers: 30_000_000,
    },
  },
];

export const silentMsOf = (hours: number): number => hours * hourMs;
