import type { Batch, InboundKind, SignalRecord } from "../contract/records.ts";
import { observe, type RememberedPost, totalEntries } from "./remembered-post.ts";
import type { Timeline, TimelinePage, TimelinePost } from "./timeline.ts";
import { type TimelineState, writeCursor } from "./timeline-cursor.ts";

const dayMs = 86_400_000;
/** Totals of posts younger than this are read again; by then every published response curve is past 99 %. */
export const rereadMs = 30 * dayMs;
/** Posts whose totals are read again in one pull: ten pages of the largest page that Mastodon gives. */
export const rereadLimit = 400;
/** Posts whose reactions are read by name in one pull: a fifth of Mastodon's 300 requests in five minutes. */
export const reactionLimit = 60;

/** A pull on its way. */
export interface Pull {
  timeline: Timeline;
  state: TimelineState;
  now: () => number;
  seen: Set<string>;
  /** Posts that were asked for by their ids in this pull. */
  asked: Set<string>;
  /** Keys of signals told in this pull: a reply may be found under its post and among the mentions. */
  told: Set<string>;
  reactionsLeft: number;
  /** Own answers to posts that were not met yet: pages come newest first. */
  answered: Map<string, number>;
  /** Posts that the network said had changed. */
  touched: ReadonlySet<string>;
}

/** What a page adds to what was told before. */
export async function tellPage(
  pull: Pull,
  page: TimelinePage,
): Promise<Pick<Batch, "posts" | "observations" | "signals">> {
  const told: Pick<Batch, "posts" | "observations" | "signals"> = { posts: [], observations: [], signals: [] };
  for (const item of page.posts) {
    const { nativeId } = item.post;
    pull.seen.add(nativeId);
    const before = pull.state.recent.get(nativeId);
    const isOld = item.post.at < pull.now() - rereadMs;
    const isTouched = pull.touched.has(nativeId);
    const isPast = isOld && pull.state.known !== null && item.post.at <= pull.state.known;
    if (before === undefined && isPast && !isTouched) continue;
    const post = { ...item.post, at: before?.at ?? Math.min(item.post.at, pull.now()) };
    const reactions = isOld && !isTouched ? undefined : await readReactions(pull, { ...item, post }, before);
    if (before === undefined) countOwnAnswer(pull, item.answers);
    const ownComments = reactions?.ownComments ?? before?.ownComments ?? pull.answered.get(nativeId) ?? 0;
    const totals = withoutOwn(item, ownComments);
    if (before === undefined) told.posts.push(post);
    told.observations.push(...observe({ postNativeId: nativeId, totals, before, now: pull.now() }));
    told.signals.push(...fresh(pull, reactions?.signals ?? []));
    const read =
      reactions === undefined
        ? { read: before?.read ?? {}, readAt: before?.readAt ?? null }
        : { read: item.totals, readAt: pull.now() };
    pull.state.recent.set(nativeId, { at: post.at, seenAt: pull.now(), totals, ownComments, ...read });
  }
  return told;
}

/** An answer of the owner's own is no reaction to the post that it answers. */
function countOwnAnswer({ state, answered }: Pull, to: string | undefined): void {
  if (to === undefined) return;
  const post = state.recent.get(to);
  if (post === undefined) answered.set(to, (answered.get(to) ?? 0) + 1);
  else state.recent.set(to, { ...post, ownComments: post.ownComments + 1 });
}

async function readReactions(pull: Pull, { post, totals }: TimelinePost, before: RememberedPost | undefined) {
  const { timeline } = pull;
  const changed = new Set<InboundKind>(
    totalEntries(totals)
      .filter(([kind, total]) => timeline.namedKinds.includes(kind) && total !== (before?.read[kind] ?? 0))
      .map(([kind]) => kind),
  );
  if (timeline.reactions === undefined || changed.size === 0 || pull.reactionsLeft === 0) return undefined;
  pull.reactionsLeft -= 1;
  return timeline.reactions({ post, changed, since: before?.readAt ?? null });
}

/** Signals that this pull has not told yet, none of them after now, and none of an instant that cannot be read. */
export const fresh = (pull: Pull, signals: readonly SignalRecord[]): SignalRecord[] =>
  signals.flatMap((signal) => {
    if (pull.told.has(signal.nativeKey) || !Number.isFinite(signal.at)) return [];
    pull.told.add(signal.nativeKey);
    return [{ ...signal, at: Math.min(signal.at, pull.now()) }];
  });

/** An owner's answers under a post are no reactions to it. */
const withoutOwn = ({ totals }: TimelinePost, ownComments: number): RememberedPost["totals"] =>
  totals.comment === undefined ? totals : { ...totals, comment: Math.max(0, totals.comment - ownComments) };

/** A batch with the cursor behind it. */
export const batchOf = (pull: Pull, part: Partial<Batch>): Batch => ({
  posts: [],
  observations: [],
  signals: [],
  audience: [],
  removals: [],
  done: false,
  ...part,
  cursor: writeCursor(pull.state, { horizon: pull.now() - rereadMs, limit: rereadLimit }),
});
