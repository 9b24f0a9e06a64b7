import type { Algorithm, Audience, Channel, History, InboundKind, Kind, Signal } from "../src/index.ts";
import { kinds } from "../src/index.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** 2026-01-01T00:00Z, the first instant of every landmark's warm-up. */
export const begin = 1_767_225_600_000;
export const warmUpDays = 180;
export const afterWarmUp = begin + warmUpDays * dayMs;

/** What happens on a channel, per day. */
export interface Habit {
  readonly id: string;
  readonly network: string;
  readonly followers: number;
  readonly posts: number;
  /** Share of posts with a link. */
  readonly links: number;
  readonly inbound: Readonly<Partial<Record<InboundKind, number>>>;
}

/** Half of a reshare count of link posts is told as `linkReshare`. */
export const blogger: readonly Habit[] = [
  {
    id: "x",
    network: "x",
    followers: 1_200,
    posts: 8,
    links: 0.5,
    inbound: { like: 15, comment: 3, reshare: 3, linkReshare: 3, mention: 8 },
  },
  {
    id: "facebook",
    network: "facebook",
    followers: 600,
    posts: 1,
    links: 0.5,
    inbound: { like: 12, comment: 4, reshare: 1, linkReshare: 1 },
  },
  { id: "instagram", network: "instagram", followers: 500, posts: 1, links: 0, inbound: { like: 12, comment: 2 } },
  { id: "blog", network: "blog", followers: 200, posts: 0.3, links: 1, inbound: { like: 1, comment: 1 } },
];

export const bot: readonly Habit[] = [
  { id: "x", network: "x", followers: 150, posts: 1_440, links: 0, inbound: { like: 5, comment: 1, reshare: 2 } },
];

export const star: readonly Habit[] = ["x", "facebook", "instagram", "youtube", "linkedin"].map((network) => ({
  id: network,
  network,
  followers: 6_000_000,
  posts: 1,
  links: 0.4,
  inbound: { like: 120_000, comment: 4_000, reshare: 6_000, linkReshare: 4_000, mention: 6_000 },
}));

const allKinds: Partial<Record<Kind, number>> = Object.fromEntries(kinds.map((kind) => [kind, 0]));

export function channelsOf(habits: readonly Habit[]): Channel[] {
  return habits.map(({ id, network }) => ({ id, network, knows: allKinds }));
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Factor on posts and on reactions; 1 if left out. */
  readonly posting?: number;
  readonly reacting?: number;
}

/** Evenly spaced signals, in the middle of their intervals; more than one an hour are told by the hour. */
export function evenly(habits: readonly Habit[], stretch: Stretch): Signal[] {
  return habits.flatMap((habit) =>
    ratesOf(habit, stretch).flatMap(({ kind, perDay }) => spread(habit.id, kind, perDay, stretch)),
  );
}

function ratesOf(
  { posts, links, inbound }: Habit,
  { posting = 1, reacting = 1 }: Stretch,
): { kind: Kind; perDay: number }[] {
  const outbound: { kind: Kind; perDay: number }[] = [
    { kind: "post", perDay: posts * (1 - links) * posting },
    { kind: "linkPost", perDay: posts * links * posting },
  ];
  const reactions = kinds.flatMap((kind) =>
    kind === "post" || kind === "linkPost" ? [] : [{ kind, perDay: (inbound[kind] ?? 0) * reacting }],
  );
  return [...outbound, ...reactions].filter(({ perDay }) => perDay > 0);
}

function spread(channelId: string, kind: Kind, perDay: number, { from, to }: Stretch): Signal[] {
  const step = Math.max(dayMs / perDay, hourMs);
  const count = (perDay * step) / dayMs;
  const signals: Signal[] = [];
  for (let at = from + step / 2; at <= to; at += step) {
    signals.push({ id: `${channelId} ${kind} ${at}`, channelId, kind, at: Math.round(at), count });
  }
  return signals;
}

/** The same habits as Poisson arrivals. */
export function atRandom(habits: readonly Habit[], stretch: Stretch, seed: number): Signal[] {
  const random = randomFrom(seed);
  return habits.flatMap((habit) =>
    ratesOf(habit, stretch).flatMap(({ kind, perDay }) => {
      const signals: Signal[] = [];
      const wait = () => (-Math.log(1 - random()) * dayMs) / perDay;
      for (let at = stretch.from + wait(); at <= stretch.to; at += wait()) {
        signals.push({ id: `${habit.id} ${kind} ${at}`, channelId: habit.id, kind, at: Math.round(at), count: 1 });
      }
      return signals;
    }),
  );
}

/** Mulberry32 (T. Ettinger, 2017): uniform in [0, 1), the same for the same seed everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function historyOf(algorithm: Algorithm, habits: readonly Habit[], signals: readonly Signal[]): History {
  const audience: Audience[] = habits.map(({ id, followers }) => ({ channelId: id, at: begin, followers }));
  return { channels: channelsOf(habits), signals, audience, holds: [], algorithms: [{ algorithm, from: 0 }] };
}
