import { cdf } from "./curves.ts";
import type { Habits } from "./habits.ts";
import { requireNonNegative, requirePositive } from "./invalid-input.ts";
import { type InboundKind, inboundKinds, kindNumber } from "./kinds.ts";
import { bulkOf } from "./level.ts";
import type { PlannedPost } from "./planned-post.ts";
import type { State } from "./state.ts";
import { kindCount } from "./sums.ts";

/** Posts that bring reactions in the time ahead, alike in luck. */
export interface Source {
  /** Gamma shape and rate of the factor by which they do better than usual. */
  readonly shape: number;
  readonly rate: number;
  /** By step, how many posts' worth of reactions is due in it. */
  readonly due: Float64Array;
  readonly linkShare: number;
  /** Whether the channel's level of the coming weeks acts on it; what is known of recent posts already holds theirs. */
  readonly isNew: boolean;
}

/** What may come to one open channel, laid out over the steps of a forecast. */
export interface Outlook {
  /** The channel's number in the state. */
  readonly channel: number;
  /** By kind number, per post and per day. */
  readonly perPost: Float64Array;
  readonly perDay: Float64Array;
  readonly levelDeviation: number;
  readonly recent: readonly Source[];
  readonly planned: readonly Source[];
}

/** `edges` (epoch ms, ascending) bound the steps. Held channels and those without habits have no outlook. */
export function outlooksOf(
  state: State,
  { habits, plan, edges }: { habits: readonly Habits[]; plan: readonly PlannedPost[]; edges: readonly number[] },
): Outlook[] {
  return Object.entries(state.channels).flatMap(([channelId, { heldFrom }], channel) => {
    const own = habits.find((candidate) => candidate.channelId === channelId);
    if (own === undefined || heldFrom !== null) return [];
    const posts = plan.filter((post) => post.channelId === channelId);
    return [outlookOf(checkedHabits(own), { channel, posts, edges })];
  });
}

/** Habits come back from storage: a number that is none must not become a NaN. Throws InvalidInput. */
export function checkedHabits(habits: Habits): Habits {
  requirePositive("habits.luckVariance", habits.luckVariance);
  requireNonNegative("habits.levelVariance", habits.levelVariance);
  requirePositive("habits.curve.medianMs", habits.curve.medianMs);
  requirePositive("habits.curve.sigma", habits.curve.sigma);
  for (const count of [...Object.values(habits.perPost), ...Object.values(habits.perDay)])
    requireNonNegative("habits.counts", count);
  return habits;
}

function outlookOf(
  habits: Habits,
  { channel, posts, edges }: { channel: number; posts: readonly PlannedPost[]; edges: readonly number[] },
): Outlook {
  const { curve, luckVariance, asOf } = habits;
  const shape = 1 / luckVariance;
  const usual = bulkPerPost(habits);
  const due = (at: number, scale: number): Float64Array => {
    const shares = edges.map((edge) => cdf(curve, edge - at));
    return Float64Array.from(shares.slice(1), (share, step) => scale * (share - (shares[step] ?? 0)));
  };
  return {
    channel,
    perPost: byKindNumber(habits.perPost),
    perDay: byKindNumber(habits.perDay),
    levelDeviation: Math.sqrt(habits.levelVariance),
    recent: habits.recent.map((group) => ({
      // What has come tells how the rest will do: the gamma prior of a Poisson count is conjugate.
      shape: shape * group.posts + group.seen,
      rate: shape * group.posts + usual * group.posts * cdf(curve, asOf - group.at),
      due: due(group.at, group.posts),
      linkShare: group.linkPosts / group.posts,
      isNew: false,
    })),
    planned: posts.map(({ at, carriesLink, factor = 1 }) => ({
      shape,
      rate: shape,
      due: due(at, factor),
      linkShare: carriesLink ? 1 : 0,
      isNew: true,
    })),
  };
}

/** Reactions to one post of all kinds that carry weight. */
export function bulkPerPost({ perPost }: Habits): number {
  return bulkOf(perPost, false) || (perPost.view ?? 0);
}

export function byKindNumber(counts: Readonly<Partial<Record<InboundKind, number>>>): Float64Array {
  const numbers = new Float64Array(kindCount);
  for (const kind of inboundKinds) numbers[kindNumber(kind)] = counts[kind] ?? 0;
  return numbers;
}
