import { isConnectorError } from "../contract/connector-error.ts";
import { type Batch, type Cursor, postKey } from "../contract/records.ts";
import { type RememberedPost, totalEntries } from "./remembered-post.ts";
import { batchOf, fresh, type Pull, reactionLimit, rereadLimit, rereadMs, tellPage } from "./tell-page.ts";
import type { Rhythm, Timeline } from "./timeline.ts";
import { readCursor } from "./timeline-cursor.ts";

/** Posts that are asked for one by one because they went missing, in one pull. */
const goneLimit = 20;
/** Posts that are read in one pull because the network said that they changed: one call of X's, a third of Mastodon's five minutes. */
const touchedLimit = 100;

/** Walks a network's posts newest first, one batch per page, then tells what went missing and what is not listed per post. */
export async function* pullTimeline(
  timeline: Timeline,
  { now, cursor, touched = [] }: { now: () => number; cursor: Cursor | null; touched?: readonly string[] | undefined },
): AsyncGenerator<Batch> {
  const pull: Pull = {
    timeline,
    state: readCursor(cursor),
    now,
    seen: new Set(),
    asked: new Set(),
    told: new Set(),
    reactionsLeft: reactionLimit,
    answered: new Map(),
    touched: new Set([...new Set(touched)].slice(0, touchedLimit)),
  };
  yield* tellFollowers(pull);
  const resumed = yield* goOn(pull);
  const canLookUp = timeline.lookup !== undefined;
  const oldestListed = yield* walk(pull, { from: null, top: pull.state.known, reread: !resumed && !canLookUp });
  yield* readDue(pull);
  yield* readTouched(pull);
  const removed = canLookUp ? [] : await missing(pull, oldestListed);
  for await (const { signals, state } of timeline.tail?.(pull.state.tail) ?? []) {
    pull.state.tail = state;
    yield batchOf(pull, { signals: fresh(pull, signals) });
  }
  yield batchOf(pull, { removals: removed.map((id) => ({ nativeKey: postKey(id) })), done: true });
}

/**
 * Goes on where a walk broke off; false where there is nothing to go on with. Pages have names that networks forget: a
 * refused one would be refused for ever, so that the walk begins anew from the newest post.
 */
async function* goOn(pull: Pull): AsyncGenerator<Batch, boolean> {
  const broken = pull.state.walk;
  if (broken === null) return false;
  let isTaken = false;
  try {
    for await (const batch of walk(pull, { from: broken.next, top: broken.top, reread: true })) {
      isTaken = true;
      yield batch;
    }
    return true;
  } catch (error) {
    const isRefused = isConnectorError(error) && !error.retryable && forgottenCodes.has(error.code);
    if (isTaken || !isRefused) throw error;
    pull.state.walk = null;
    return false;
  }
}

const forgottenCodes: ReadonlySet<string> = new Set(["not-found", "invalid-input", "malformed"]);

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
  const { timeline, state, seen, touched } = pull;
  const { lookup } = timeline;
  if (lookup === undefined) return;
  const isWanted = (id: string, post: RememberedPost): boolean =>
    touched.has(id) || isDue(post, { rhythm: lookup.rhythm, now: pull.now() });
  const due = [...state.recent]
    .filter(([id, post]) => !seen.has(id) && isWanted(id, post))
    .toSorted(([, a], [, b]) => b.at - a.at)
    .map(([id]) => id);
  for (let from = 0; from < due.length; from += lookup.size) {
    const ids = due.slice(from, from + lookup.size);
    for (const id of ids) pull.asked.add(id);
    const posts = await lookup.read(ids);
    const found = new Set(posts.map(({ post }) => post.nativeId));
    const gone = ids.filter((id) => !found.has(id));
    for (const id of gone) state.recent.delete(id);
    const told = await tellPage(pull, { posts, next: null });
    yield batchOf(pull, { ...told, removals: gone.map((id) => ({ nativeKey: postKey(id) })) });
  }
}

/**
 * Reads touched posts that neither a page held nor the cursor remembers: old ones, and ids that may be nobody's. Such an id
 * must not stop a channel, so a refusal of it means that there is nothing to read.
 */
async function* readTouched(pull: Pull): AsyncGenerator<Batch> {
  const again = pull.timeline.lookup ?? pull.timeline.again;
  if (again === undefined) return;
  const ids = [...pull.touched].filter((id) => !pull.seen.has(id) && !pull.asked.has(id));
  for (let from = 0; from < ids.length; from += again.size) {
    const wanted = ids.slice(from, from + again.size);
    const posts = await again.read(wanted).catch((error: unknown) => {
      if (isConnectorError(error) && strangeCodes.has(error.code)) return [];
      throw error;
    });
    const known = posts.filter(({ post, totals }) => wanted.includes(post.nativeId) && totalEntries(totals).length > 0);
    if (known.length > 0) yield batchOf(pull, await tellPage(pull, { posts: known, next: null }));
  }
}

const strangeCodes: ReadonlySet<string> = new Set(["not-found", "forbidden", "invalid-input", "malformed"]);

/** Whether a post's totals are to be read again, `now` in epoch milliseconds. */
export function isDue({ at, seenAt }: RememberedPost, { rhythm, now }: { rhythm: Rhythm; now: number }): boolean {
  const age = now - at;
  return age < rhythm.untilMs && age >= Math.max(rhythm.firstMs, (seenAt - at) * rhythm.factor);
}

/** Pages in a row that hold no other post; pages of which a network keeps everything back are fewer. */
const idleLimit = 50;

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
  const named = new Set([from]);
  let idle = 0;
  for (let handled = 0; ; ) {
    const page = await timeline.page(token, reread ? null : state.knownId);
    if (from === null && token === null) newestId = page.posts[0]?.post.nativeId ?? newestId;
    if (from === null)
      newest = page.posts.reduce(
        (most, { post }) => Math.max(most, Math.min(post.at, pull.now())),
        newest ?? -Infinity,
      );
    idle = page.posts.some(({ post }) => !pull.seen.has(post.nativeId)) ? 0 : idle + 1;
    handled += page.posts.length;
    const oldest = page.posts.at(-1)?.post.at ?? Number.POSITIVE_INFINITY;
    const tired = handled >= rereadLimit || !reread || oldest < pull.now() - rereadMs;
    const reachedKnown = state.known !== null && oldest < state.known && tired;
    const told = await tellPage(pull, page);
    // A network that names a page again, or ever other ones without a post, has no further one.
    const isOver = reachedKnown || named.has(page.next) || idle >= idleLimit;
    const next = isOver ? null : page.next;
    named.add(next);
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

async function missing(pull: Pull, oldestListed: number): Promise<string[]> {
  const { timeline, state, seen } = pull;
  if (timeline.gone === undefined) return [];
  const unlisted = [...state.recent].filter(([id, { at }]) => at > oldestListed && !seen.has(id)).map(([id]) => id);
  if (unlisted.length === 0) return [];
  const gone = await timeline.gone(unlisted.slice(0, goneLimit));
  for (const id of gone) state.recent.delete(id);
  return gone;
}
