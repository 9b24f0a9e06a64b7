import {
  type Audience,
  type Channel,
  type History,
  increments,
  type Kind,
  kinds,
  quantile,
  responseCurve,
  type Signal,
  steady1,
} from "../src/index.ts";
import { type Sampler, samplerOf } from "../src/sampler.ts";
import { begin, dayMs } from "./client.ts";

/** How a made-up channel lives; the forecast knows none of these numbers. */
interface Life {
  readonly network: string;
  readonly followers: number;
  readonly postsPerDay: number;
  /** Mean reactions to a post, by kind. */
  readonly perPost: Partial<Record<Kind, number>>;
  readonly mentionsPerDay: number;
}

export interface ClientKind {
  readonly name: string;
  readonly lives: readonly Life[];
  /** Standard deviation of the logarithm of a post's luck; 0 = Poisson alone. */
  readonly luck: number;
  /** The same of good and bad weeks. */
  readonly weeks: number;
  /** Factor on what posts draw, over the whole history. */
  readonly growth: number;
  /** How often a day is skipped altogether. */
  readonly silentDays: number;
  /** Delays unlike the network's: factor on its median. */
  readonly pace: number;
  /** Known from an archive: one total per post and kind instead of named reactions. */
  readonly isImported: boolean;
}

const plain = { luck: 0, weeks: 0, growth: 1, silentDays: 0, pace: 1, isImported: false } as const;

const life = (network: string, size: number, postsPerDay: number, mentionsPerDay = 0): Life => ({
  network,
  followers: 900 * size,
  postsPerDay,
  perPost: { like: 4 * size, reshare: 1.6 * size, comment: 0.8 * size },
  mentionsPerDay,
});

/** The kinds of client that the band is held to. */
export const clientKinds: readonly ClientKind[] = [
  { ...plain, name: "even (Poisson)", lives: [life("x", 1, 3, 2), life("facebook", 2, 1)] },
  {
    ...plain,
    name: "bursty, good and bad weeks",
    lives: [life("mastodon", 1.5, 2, 1), life("instagram", 3, 1)],
    luck: 1.1,
    weeks: 0.5,
    silentDays: 0.2,
    pace: 1.6,
  },
  { ...plain, name: "few posts", lives: [life("blog", 1, 0.2), life("bluesky", 0.8, 0.3)], luck: 0.6, weeks: 0.2 },
  {
    ...plain,
    name: "growing",
    lives: [life("bluesky", 1, 2), life("linkedin", 1, 0.6)],
    luck: 0.6,
    weeks: 0.2,
    growth: 3,
  },
  { ...plain, name: "fading", lives: [life("x", 2, 2, 1)], luck: 0.6, weeks: 0.2, growth: 0.3 },
  {
    ...plain,
    name: "well known",
    lives: [life("x", 100, 2, 50), life("youtube", 200, 0.5)],
    luck: 0.9,
    weeks: 0.3,
  },
  {
    ...plain,
    name: "from an archive",
    lives: [life("x", 2, 3), life("mastodon", 1, 1.5)],
    luck: 1,
    weeks: 0.3,
    silentDays: 0.3,
    isImported: true,
  },
];

const allKinds: Partial<Record<Kind, number>> = Object.fromEntries(kinds.map((kind) => [kind, 0]));

/** One client's history of `days` days, the same for the same seed. */
export function simulatedClient(kind: ClientKind, { days, seed }: { days: number; seed: number }): History {
  const channels = kind.lives.map(({ network }): Channel => ({ id: network, network, knows: allKinds }));
  const audience = kind.lives.map(({ network, followers }): Audience => ({ channelId: network, at: begin, followers }));
  const signals = kind.lives.flatMap((own, number) =>
    signalsOf(kind, { life: own, days, sampler: samplerOf(seed * 7_919 + number * 104_729 + 1) }),
  );
  const end = begin + days * dayMs;
  return {
    channels,
    signals: signals.filter(({ at }) => at <= end),
    audience,
    holds: [],
    algorithms: [{ algorithm: steady1, from: 0 }],
  };
}

interface Living {
  readonly life: Life;
  readonly days: number;
  readonly sampler: Sampler;
}

function signalsOf(kind: ClientKind, { life: own, days, sampler }: Living): Signal[] {
  const weeks = Array.from({ length: days / 7 + 1 }, () =>
    Math.exp(kind.weeks * sampler.normal() - kind.weeks ** 2 / 2),
  );
  const signals: Signal[] = [];
  for (let day = 0; day < days; day++) {
    const level = (weeks[Math.floor(day / 7)] ?? 1) * kind.growth ** (day / days - 0.5);
    const from = begin + day * dayMs;
    signals.push(...mentions(own, { from, level, sampler }));
    if (sampler.uniform() < kind.silentDays) continue;
    for (let n = sampler.poisson(own.postsPerDay / (1 - kind.silentDays)); n > 0; n--) {
      const luck = Math.exp(kind.luck * sampler.normal() - kind.luck ** 2 / 2);
      const at = Math.floor(from + (7 + 13 * sampler.uniform()) * (dayMs / 24));
      signals.push(
        ...postSignals(kind, { life: own, at, mean: level * luck, sampler, id: `${own.network} ${day} ${n}` }),
      );
    }
  }
  return signals;
}

function mentions(own: Life, { from, level, sampler }: { from: number; level: number; sampler: Sampler }): Signal[] {
  return Array.from({ length: sampler.poisson(own.mentionsPerDay * level) }, (_, i) => ({
    id: `${own.network} mention ${from} ${i}`,
    channelId: own.network,
    kind: "mention",
    at: Math.floor(from + sampler.uniform() * dayMs),
    count: 1,
  }));
}

interface Publication {
  readonly life: Life;
  readonly at: number;
  readonly mean: number;
  readonly sampler: Sampler;
  readonly id: string;
}

/** More reactions to a post are told in portions: a famous client does not need millions of rows. */
const mostNamed = 30;
const portions = 12;
const archiveAge = 40 * dayMs;

function postSignals({ pace, isImported }: ClientKind, { life: own, at, mean, sampler, id }: Publication): Signal[] {
  const curve = responseCurve(own.network);
  const channelId = own.network;
  const post: Signal = { id, channelId, kind: sampler.uniform() < 0.4 ? "linkPost" : "post", at, count: 1, postId: id };
  const reactions = Object.entries(own.perPost).flatMap(([name, perPost]): Signal[] => {
    const kind = name === "reshare" && post.kind === "linkPost" ? "linkReshare" : kindNamed(name);
    const total = sampler.poisson(perPost * mean);
    if (isImported) {
      return increments({ publishedAt: at, observations: [{ observedAt: at + archiveAge, total }], curve }).map(
        (increment) => ({ id: `${id} ${kind}`, channelId, kind, ...increment, postId: id }),
      );
    }
    return Array.from({ length: total > mostNamed ? portions : total }, (_, i) => ({
      id: `${id} ${kind} ${i}`,
      channelId,
      kind,
      at: Math.floor(at + pace * quantile(curve, sampler.uniform())),
      ...(total > mostNamed
        ? { count: total / portions }
        : { count: 1, actor: `actor ${Math.floor(sampler.uniform() * 3_000)}` }),
      postId: id,
    }));
  });
  return [post, ...reactions];
}

function kindNamed(name: string): Kind {
  return kinds.find((kind) => kind === name) ?? "like";
}
