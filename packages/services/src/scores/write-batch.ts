import { sql, type Tx } from "@headroom/db";
import { type Batch, postRemovalPrefix } from "./batch.ts";
import { column, toInstant } from "./sql-column.ts";

export interface BatchTarget {
  db: Tx;
  agencyId: string;
  channelId: string;
  now: number;
}

/** What of a batch was new; everything else had been stored before. */
export interface Written {
  posts: ReadonlySet<string>;
  signals: ReadonlySet<string>;
  /** Posts and kinds whose totals changed, as `post kind`. */
  observed: readonly { postNativeId: string; kind: string }[];
  /** Instants of removed rows and of followers newly told, epoch ms. */
  otherInstants: readonly number[];
}

/** Stores a batch with a few statements of arrays; rows that are there already stay as they are. */
export const writeBatch = async (target: BatchTarget, batch: Batch): Promise<Written> => {
  const removed = await removeSources(target, batch.removals);
  const posts = await insertPosts(target, batch.posts);
  const observed = await insertObservations(target, batch.observations);
  const signals = await insertSignals(target, batch.signals);
  const audience = await insertAudience(target, batch.audience);
  return { posts, signals, observed, otherInstants: [...removed, ...audience] };
};

const insertPosts = async ({ db, agencyId, channelId }: BatchTarget, posts: Batch["posts"]): Promise<Set<string>> => {
  if (posts.length === 0) return new Set();
  const rows = await db.execute<{ id: string }>(sql`
    insert into posts (agency_id, channel_id, native_id, at, url, text, carries_link)
    select ${agencyId}::uuid, ${channelId}::uuid, p.id, ${toInstant("p.at")}, p.url, p.text, p.link
    from unnest(
      ${column(
        posts.map((p) => p.nativeId),
        "text",
      )}, ${column(
        posts.map((p) => p.at),
        "float8",
      )},
      ${column(
        posts.map((p) => p.url),
        "text",
      )}, ${column(
        posts.map((p) => p.text),
        "text",
      )},
      ${column(
        posts.map((p) => p.carriesLink),
        "bool",
      )}
    ) as p(id, at, url, text, link)
    where not exists (
      select from removals r
      where r.agency_id = ${agencyId}::uuid and r.channel_id = ${channelId}::uuid and r.native_key = ${postRemovalPrefix} || p.id
    )
    on conflict do nothing
    returning native_id as id`);
  return new Set(rows.map((row) => row.id));
};

const insertObservations = async (
  { db, agencyId, channelId }: BatchTarget,
  observations: Batch["observations"],
): Promise<Written["observed"]> => {
  if (observations.length === 0) return [];
  // Two readings of one instant keep the larger total, whichever comes first.
  return db.execute<{ postNativeId: string; kind: string }>(sql`
    with told as (
      insert into observations as o (agency_id, channel_id, post_native_id, kind, observed_at, total)
      select ${agencyId}::uuid, ${channelId}::uuid, t.post, t.kind, ${toInstant("t.at")}, max(t.total)
      from unnest(
        ${column(
          observations.map((o) => o.postNativeId),
          "text",
        )}, ${column(
          observations.map((o) => o.kind),
          "signal_kind",
        )},
        ${column(
          observations.map((o) => o.observedAt),
          "float8",
        )}, ${column(
          observations.map((o) => o.total),
          "int8",
        )}
      ) as t(post, kind, at, total)
      where not exists (
        select from removals r
        where r.agency_id = ${agencyId}::uuid and r.channel_id = ${channelId}::uuid and r.native_key = ${postRemovalPrefix} || t.post
      )
      group by t.post, t.kind, t.at
      on conflict (agency_id, channel_id, post_native_id, kind, observed_at)
        do update set total = excluded.total where excluded.total > o.total
      returning post_native_id, kind
    )
    select distinct post_native_id as "postNativeId", kind from told`);
};

const insertSignals = async (
  { db, agencyId, channelId }: BatchTarget,
  signals: Batch["signals"],
): Promise<Set<string>> => {
  if (signals.length === 0) return new Set();
  const rows = await db.execute<{ key: string }>(sql`
    insert into signals (agency_id, channel_id, native_key, kind, at, count, actor, post_native_id)
    select ${agencyId}::uuid, ${channelId}::uuid, s.key, s.kind, ${toInstant("s.at")}, s.count, s.actor, s.post
    from unnest(
      ${column(
        signals.map((s) => s.nativeKey),
        "text",
      )}, ${column(
        signals.map((s) => s.kind),
        "signal_kind",
      )},
      ${column(
        signals.map((s) => s.at),
        "float8",
      )}, ${column(
        signals.map((s) => s.count),
        "int4",
      )},
      ${column(
        signals.map((s) => s.actor ?? null),
        "text",
      )}, ${column(
        signals.map((s) => s.postNativeId ?? null),
        "text",
      )}
    ) as s(key, kind, at, count, actor, post)
    where not exists (
      select from removals r
      where r.agency_id = ${agencyId}::uuid and r.channel_id = ${channelId}::uuid
        and r.native_key in (s.key, ${postRemovalPrefix} || s.post)
    )
    on conflict do nothing
    returning native_key as key`);
  return new Set(rows.map((row) => row.key));
};

const insertAudience = async (
  { db, agencyId, channelId }: BatchTarget,
  audience: Batch["audience"],
): Promise<number[]> => {
  if (audience.length === 0) return [];
  const rows = await db.execute<{ at: string }>(sql`
    insert into audience as a (agency_id, channel_id, at, followers)
    select ${agencyId}::uuid, ${channelId}::uuid, ${toInstant("t.at")}, max(t.followers)
    from unnest(
      ${column(
        audience.map((a) => a.at),
        "float8",
      )}, ${column(
        audience.map((a) => a.followers),
        "int8",
      )}
    ) as t(at, followers)
    group by t.at
    on conflict (agency_id, channel_id, at) do update set followers = excluded.followers
      where excluded.followers > a.followers
    returning extract(epoch from at) * 1000 as at`);
  return rows.map((row) => Number(row.at));
};

/** Deletes what was taken back and leaves a mark, so that a late copy of it does not return. */
const removeSources = async (
  { db, agencyId, channelId, now }: BatchTarget,
  removals: Batch["removals"],
): Promise<number[]> => {
  if (removals.length === 0) return [];
  const keys = [...new Set(removals.map((removal) => removal.nativeKey))];
  const postIds = keys
    .filter((key) => key.startsWith(postRemovalPrefix))
    .map((key) => key.slice(postRemovalPrefix.length));
  await db.execute(sql`
    insert into removals (agency_id, channel_id, native_key, removed_at)
    select ${agencyId}::uuid, ${channelId}::uuid, key, ${toInstant(String(now))} from unnest(${column(keys, "text")}) as key
    on conflict do nothing`);
  const rows = await db.execute<{ at: string }>(sql`
    with gone_signals as (
      delete from signals where agency_id = ${agencyId}::uuid and channel_id = ${channelId}::uuid
        and (native_key = any(${column(keys, "text")}) or post_native_id = any(${column(postIds, "text")}))
      returning at
    ), gone_totals as (
      delete from observations where agency_id = ${agencyId}::uuid and channel_id = ${channelId}::uuid
        and post_native_id = any(${column(postIds, "text")})
    ), gone_posts as (
      delete from posts where agency_id = ${agencyId}::uuid and channel_id = ${channelId}::uuid
        and native_id = any(${column(postIds, "text")})
      returning at
    )
    select extract(epoch from at) * 1000 as at from gone_signals
    union all select extract(epoch from at) * 1000 as at from gone_posts`);
  return rows.map((row) => Number(row.at));
};
