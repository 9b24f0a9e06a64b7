import { nextAtHour } from "@headroom/insights";
import { type Algorithm, type Band, type Habits, nextPost, type State, whatIf } from "@headroom/scoring";

/** What one post on a channel would add to the score 24 hours after it went out. Points. */
export interface OnePost {
  /** With the reactions that this channel's posts usually draw; null before anything was learned of it. */
  now: Band | null;
  beforeReactions: number;
  /** Whether it had better carry a link. */
  withLink: boolean;
  /** Settled posts that this rests on. */
  posts: number;
  /** The next hour at which posts do better, where the evidence holds. */
  bestHour: { hour: number; at: number; posts: number; points: Band } | null;
}

/** How long after its publication a post's worth is looked at, ms. */
export const postHorizonMs = 24 * 3_600_000;

export interface PostFacts {
  algorithm: Algorithm;
  state: State;
  habits: readonly Habits[];
  channelId: string;
  /** The client's IANA zone, in which hours are told. */
  zone: string;
  /** Epoch ms. */
  now: number;
}

/** What one post now, and one at the next good hour, would add on a channel that is not held. */
export const onePost = ({ algorithm, state, habits, channelId, zone, now }: PostFacts): OnePost => {
  const next = nextPost(algorithm, state, now, { horizonMs: postHorizonMs }).find(
    (post) => post.channelId === channelId,
  );
  const own = habits.find((candidate) => candidate.channelId === channelId);
  const carriesLink = next?.kind === "linkPost";
  const added = (at: number, factor: number): Band =>
    whatIf(algorithm, state, [{ channelId, at, carriesLink, factor }], { habits, t: at, horizonMs: postHorizonMs })
      .points;
  const best = own?.hours.hours.find(({ isBetter }) => isBetter);
  const bestAt = best === undefined ? null : nextAtHour(best.hour, { zone, now });
  return {
    now: own === undefined ? null : added(now, 1),
    beforeReactions: next?.points ?? 0,
    withLink: carriesLink,
    posts: own?.posts ?? 0,
    bestHour:
      best === undefined || bestAt === null
        ? null
        : { hour: best.hour, at: bestAt, posts: best.posts, points: added(bestAt, best.factor) },
  };
};
