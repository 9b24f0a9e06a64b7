import { sql } from "@headroom/db";
import type { Signal } from "@headroom/scoring";
import type { Batch } from "./batch.ts";
import { postSignal, readIncrements, refineKind } from "./load-signals.ts";
import { column } from "./sql-column.ts";
import type { BatchTarget, Written } from "./write-batch.ts";

/** What a batch changed about a client's history. */
export interface Change {
  /** The first instant (epoch ms) at which any derived value can differ; null when nothing changed. */
  earliest: number | null;
  /** Signals that are new, for scores that can go on from where they are. */
  fresh: Signal[];
}

/** A post and a kind whose increments a batch may change. */
export interface Touched {
  post: string;
  kind: string;
}

/** The posts and kinds that a batch speaks of, those of what it takes back among them. Ask before it is written. */
export const touchedBy = async ({ db, agencyId, channelId }: BatchTarget, batch: Batch): Promise<Touched[]> => {
  const pairs = new Map<string, Touched>();
  const touch = (post: string | null | undefined, kind: string) => {
    if (post != null) pairs.set(`${kind} ${post}`, { post, kind });
  };
  for (const { postNativeId, kind } of [...batch.observations, ...batch.signals]) touch(postNativeId, kind);
  const posts = batch.posts.map((post) => post.nativeId);
  const removed = batch.removals.map((removal) => removal.nativeKey);
  if (posts.length + removed.length === 0) return [...pairs.values()];
  const stored = await db.execute<{ post: string | null; kind: string }>(sql`
    select distinct post_native_id as post, kind from observations
    where agency_id = ${agencyId}::uuid and channel_id = ${channelId}::uuid and post_native_id = any(${column(posts, "text")})
    union select post_native_id, kind from signals
    where agency_id = ${agencyId}::uuid and channel_id = ${channelId}::uuid and native_key = any(${column(removed, "text")})`);
  for (const { post, kind } of stored) touch(post, kind);
  return [...pairs.values()];
};

/** The increments of these posts and kinds, as they follow from what is stored right now. */
export const incrementsOf = async (
  target: BatchTarget & { network: string },
  touched: readonly Touched[],
): Promise<Signal[]> => {
  if (touched.length === 0) return [];
  return readIncrements({
    db: target.db,
    agencyId: target.agencyId,
    channels: new Map([[target.channelId, target.network]]),
    touched: sql`
      select distinct o.channel_id, o.post_native_id, o.kind from observations o
      join unnest(${column(
        touched.map((t) => t.post),
        "text",
      )}, ${column(
        touched.map((t) => t.kind),
        "signal_kind",
      )}) as t(post, kind)
        on t.post = o.post_native_id and t.kind = o.kind
      where o.agency_id = ${target.agencyId}::uuid and o.channel_id = ${target.channelId}::uuid`,
  });
};

/** Compares the history before and after a batch was written. */
export const describeChange = async (
  target: BatchTarget,
  { batch, written, before, after }: { batch: Batch; written: Written; before: Signal[]; after: Signal[] },
): Promise<Change> => {
  const links = await linkPostsOf(target, batch);
  const newPosts = batch.posts
    .filter((post) => written.posts.has(post.nativeId))
    .map((post) => postSignal({ ...post, channelId: target.channelId }));
  const newNamed = firstOfEach(batch.signals, written.signals).map(
    (signal): Signal => ({
      id: signal.nativeKey,
      channelId: target.channelId,
      kind: refineKind(signal.kind, signal.postNativeId !== undefined && links.has(signal.postNativeId)),
      at: signal.at,
      count: signal.count,
      ...(signal.actor === undefined ? {} : { actor: signal.actor }),
      ...(signal.postNativeId === undefined ? {} : { postId: signal.postNativeId }),
    }),
  );
  const { added, gone } = difference(before, after);
  const reclassified = await earliestOnNewPosts(target, written.posts);
  const instants = [
    ...newPosts.map((s) => s.at),
    ...newNamed.map((s) => s.at),
    ...added.map((s) => s.at),
    ...gone.map((s) => s.at),
    ...written.otherInstants,
    ...reclassified,
  ];
  return {
    earliest: instants.length === 0 ? null : instants.reduce((a, b) => Math.min(a, b)),
    fresh: [...newPosts, ...newNamed, ...added],
  };
};

/** One batch may say the same thing twice; the first is the one that was stored. */
const firstOfEach = (signals: Batch["signals"], written: ReadonlySet<string>): Batch["signals"] => {
  const seen = new Set<string>();
  return signals.filter((signal) => {
    if (!written.has(signal.nativeKey) || seen.has(signal.nativeKey)) return false;
    seen.add(signal.nativeKey);
    return true;
  });
};

const linkPostsOf = async ({ db, agencyId, channelId }: BatchTarget, batch: Batch): Promise<Set<string>> => {
  const wanted = [
    ...new Set(batch.signals.flatMap((s) => (s.kind === "reshare" && s.postNativeId ? [s.postNativeId] : []))),
  ];
  if (wanted.length === 0) return new Set();
  const rows = await db.execute<{ id: string }>(sql`
    select native_id as id from posts
    where agency_id = ${agencyId}::uuid and channel_id = ${channelId}::uuid and carries_link
      and native_id = any(${column(wanted, "text")})`);
  return new Set(rows.map((row) => row.id));
};

/** Reactions may arrive before the post they belong to; a link post then turns its reshares into link reshares. */
const earliestOnNewPosts = async (
  { db, agencyId, channelId }: BatchTarget,
  newPosts: ReadonlySet<string>,
): Promise<number[]> => {
  if (newPosts.size === 0) return [];
  const [row] = await db.execute<{ at: number | null }>(sql`
    select (extract(epoch from min(at)) * 1000)::float8 as at from signals
    where agency_id = ${agencyId}::uuid and channel_id = ${channelId}::uuid and kind = 'reshare'
      and post_native_id = any(${column([...newPosts], "text")})`);
  return row?.at == null ? [] : [row.at];
};

/** What stands in only one of two lists; of equal entries each counts. */
const difference = (before: readonly Signal[], after: readonly Signal[]): { added: Signal[]; gone: Signal[] } => {
  const left = new Map<string, Signal[]>();
  for (const signal of before) {
    const same = left.get(identity(signal));
    if (same) same.push(signal);
    else left.set(identity(signal), [signal]);
  }
  const added = after.filter((signal) => left.get(identity(signal))?.pop() === undefined);
  return { added, gone: [...left.values()].flat() };
};

const identity = ({ id, kind, count }: Signal): string => `${id} ${kind} ${count}`;
