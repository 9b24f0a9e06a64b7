import { type Batch, type Cursor, type InboundKind, postKey, type SignalRecord } from "../contract/records.ts";
import { observe, type RememberedPost, totalEntries } from "./remembered-post.ts";
import type { Rhythm, Timeline, TimelinePage, TimelinePost } from "./timeline.ts";
import { readCursor, type TimelineState, writeCursor } from "./timeline-cursor.ts";

const dayMs = 86_400_000;
/** Totals of posts younger than this are read again; by then every published response curve is past 99 %. */
const rereadMs = 30 * dayMs;
/** Posts whose totals are read again in one pull: ten pages of the largest page that Mastodon gives. */
const rereadLimit = 400;
/** Posts whose reactions are read by name in one pull: a fifth of Mastodon's 300 requests in five minutes. */
const reactionLimit = 60;
/** Posts that are asked for one by one because they went missing, in one pull. */
const goneLimit = 20;

interface Pull {
  timeline: Timeline;
  state: TimelineState;
  now: () => number;
  seen: Set<string>;
  /** Keys of signals told in this pull: a reply may be found under its post and among the mentions. */
  told: Set<string>;
  reactionsLeft: number;
  /** Own answers to posts that were not met yet: pages come newest first. */
  answered: Map<string, number>;
}

/** Walks a network's posts newest first, one batch per page, then tells what went missing and what is not listed per post. */
export async function* pullTimeline(
  timeline: Timeline,
  { now, cursor }: { now: () => number; cursor: Cursor | null },
): AsyncGenerator<Batch> {
  const pull: Pull = {
    timeline,
    state: readCursor(cursor),
    now,
    seen: new Set(),
    told: new Set(),
    reactionsLeft: reactionLimit,
    answered: new Map(),
  };
  yield* tellFollowers(pull);
  const resumed = pull.state.walk !== null;
  if (pull.state.walk !== null)
    yield* walk(pull, { from: pull.state.walk.next, top: pull.state.walk.top, reread: true });
  const canLookUp = timeline.lookup !== undefined;
  const oldestListed = yield* walk(pull, { from: null, top: pull.state.known, reread: !resumed && !canLookUp });
  yield* readDue(pull);
  const removed = canLookUp ? [] : await missing(pull, oldestListed);
  for await (const { signals, state } of timeline.tail?.(pull.state.tail) ?? []) {
    pull.state.tail = state;
    yield batchOf(pull, { signals: fresh(pull, signals) });
  }
  yield batchOf(pull, { removals: removed.map((id) => ({ nativeKey: postKey(id) })), done: true });
}

async function* tellFollowers(pull: Pull): AsyncGenerator<Batch> {
  const { timeline, state, now } = pull;
  if (state.followersAt !== null && now() - state.followersAt < (timeline.followersEveryMs ?? 0)) return;
  const followers = await timeline.followers?.();
  state.followersAt = now();
  if (followers === undefined || followers === state.followers) return;
  state.followers = followers;
  yield batchOf(pull, { audience: [{ at: now(), followers }] });
}

/** Reads the totals of posts whose time has come; those that are not answered for are gone. */
async function* readDue(pull: Pull): AsyncGenerator<Batch> {
  const { timeline, state, seen } = pull;
  const { lookup } = timeline;
  if (lookup === undefined) return;
  const due = [...state.recent]
    .filter(([id, post]) => !seen.has(id) && isDue(post, { rhythm: lookup.rhythm, now: pull.now() }))
    .toSorted(([, a], [, b]) => b.at - a.at)
    .map(([id]) => id);
  for (let from = 0; from < due.length; from += lookup.size) {
    const ids = due.slice(from, from + lookup.size);
    const posts = await lookup.read(ids);
    const found = new Set(posts.map(({ post }) => post.nativeId));
    const gone = ids.filter((id) => !found.has(id));
    for (const id of gone) state.recent.delete(id);
    const told = await tellPage(pull, { posts, next: null });
    yield batchOf(pull, { ...told, removals: gone.map((id) => ({ nativeKey: postKey(id) })) });
  }
}

/** Whether a post's totals are to be read again, `now` in epoch milliseconds. */
export function isDue({ at, seenAt }: RememberedPost, { rhythm, now }: { rhythm: Rhythm; now: number }): boolean {
  const age = now - at;
  return age < rhythm.untilMs && age >= Math.max(rhythm.firstMs, (seenAt - at) * rhythm.factor);
}

interface WalkInput {
  from: string | null;
  /** What `known` becomes at least when the walk ends. */
  top: number | null;
  reread: boolean;
}

/** Returns how far back the listing was read: the instant of its oldest post, or −∞ when it was read to its end. */
async function* walk(pull: Pull, { from, top: knownTop, reread }: WalkInput): AsyncGenerator<Batch, number> {
  const { timeline, state } = pull;
  let token = from;
  let newest = knownTop;
  let newestId = state.knownId;
  for (let handled = 0; ; ) {
    const page = await timeline.page(token, reread ? null : state.knownId);
    if (from === null && token === null) newestId = page.posts[0]?.post.nativeId ?? newestId;
    if (from === null) newest = page.posts.reduce((most, { post }) => Math.max(most, post.at), newest ?? -Infinity);
    handled += page.posts.length;
    const oldest = page.posts.at(-1)?.post.at ?? Number.POSITIVE_INFINITY;
    const tired = handled >= rereadLimit || !reread || oldest < pull.now() - rereadMs;
    const reachedKnown = state.known !== null && oldest < state.known && tired;
    const told = await tellPage(pull, page);
    const next = reachedKnown ? null : page.next;
    const top = newest === -Infinity ? null : newest;
    if (next === null) Object.assign(state, { known: top, knownId: newestId });
    state.walk = next === null ? null : { top, next };
    yield batchOf(pull, { ...told, progress: progressOf(handled, page.total) });
    if (next === null) return page.next === null ? -Infinity : oldest;
    token = next;
  }
}

const progressOf = (done: number, total: number | undefined): NonNullable<Batch["progress"]> =>
  total === undefined ? { done } : { done, total: Math.max(done, total) };

async function tellPage(pull: Pull, page: TimelinePage): Promise<Pick<Batch, "posts" | "observations" | "signals">> {
  const told: Pick<Batch, "posts" | "observations" | "signals"> = { posts: [], observations: [], signals: [] };
  for (const item of page.posts) {
    const { nativeId } = item.post;
    pull.seen.add(nativeId);
    const before = pull.state.recent.get(nativeId);
    const isOld = item.post.at < pull.now() - rereadMs;
    if (before === undefined && isOld && pull.state.known !== null && item.post.at <= pull.state.known) continue;
    const post = { ...item.post, at: before?.at ?? Math.min(item.post.at, pull.now()) };
    const reactions = isOld ? undefined : await readReactions(pull, { ...item, post }, before);
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

/** Signals that this pull has not told yet, none of them after now. */
const fresh = (pull: Pull, signals: readonly SignalRecord[]): SignalRecord[] =>
  signals.flatMap((signal) => {
    if (pull.told.has(signal.nativeKey)) return [];
    pull.told.add(signal.nativeKey);
    return [{ ...signal, at: Math.min(signal.at, pull.now()) }];
  });

/** An owner's answers under a post are no reactions to it. */
const withoutOwn = ({ totals }: TimelinePost, ownComments: number): RememberedPost["totals"] =>
  totals.comment === undefined ? totals : { ...totals, comment: Math.max(0, totals.comment - ownComments) };

async function missing(pull: Pull, oldestListed: number): Promise<string[]> {
  const { timeline, state, seen } = pull;
  if (timeline.gone === undefined) return [];
  const unlisted = [...state.recent].filter(([id, { at }]) => at > oldestListed && !seen.has(id)).map(([id]) => id);
  if (unlisted.length === 0) return [];
  const gone = await timeline.gone(unlisted.slice(0, goneLimit));
  for (const id of gone) state.recent.delete(id);
  return gone;
}

const batchOf = (pull: Pull, part: Partial<Batch>): Batch => ({
  posts: [],
  observations: [],
  signals: [],
  audience: [],
  removals: [],
  done: false,
  ...part,
  cursor: writeCursor(pull.state, { horizon: pull.now() - rereadMs, limit: rereadLimit }),
});
