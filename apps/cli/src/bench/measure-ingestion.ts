import { type Database, inAgency, sql } from "@headroom/db";
import { type BatchSignal, emptyBatch, ingest } from "@headroom/services";
import { benchPosts, enter, newAgency, newChannel, reactions } from "./bench-agency.ts";
import { type Figure, median, timed } from "./figure.ts";

const batchSize = 5_000;
const batches = 12;
const days = 90;

/** Signals taken in per second, against a plain `INSERT … SELECT unnest` of the same rows into the same table. */
export const measureIngestion = async (db: Database): Promise<Figure> => {
  const all = reactions({ count: batchSize * batches, posts: 50 * batches, days, actors: 20_000 });
  const agencyId = await newAgency(db);
  const whole = await newChannel(db, agencyId);
  const bare = await newChannel(db, agencyId);
  const { posts } = benchPosts({ posts: 50 * batches, days });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < batches; i++) {
    const signals = all.slice(i * batchSize, (i + 1) * batchSize);
    // In turn, so that both meet the same state of the machine and of the table.
    theirs.push(await timed(() => insertOnly(db, { agencyId, channelId: bare.channelId, signals })));
    const batch = { ...emptyBatch, posts: posts.slice(i * 50, (i + 1) * 50), signals };
    ours.push(
      await timed(() => enter(db, agencyId, (ctx) => ingest({ ctx, input: { channelId: whole.channelId, batch } }))),
    );
  }
  // The first two batches of each warm caches and compile statements.
  const oursMs = median(ours.slice(2));
  const ratio = median(theirs.slice(2)) / oursMs;
  return {
    name: "signals ingested, against a bare insert of the same rows",
    value: `${Math.round((batchSize / oursMs) * 1_000).toLocaleString("en")} signals/s`,
    ratio,
    bound: { least: 0.35 },
  };
};

const insertOnly = (
  db: Database,
  { agencyId, channelId, signals }: { agencyId: string; channelId: string; signals: BatchSignal[] },
) =>
  inAgency(db, { agencyId }, (tx) =>
    tx.execute(sql`
      insert into signals (agency_id, channel_id, native_key, kind, at, count, actor, post_native_id)
      select ${agencyId}::uuid, ${channelId}::uuid, s.key, s.kind, to_timestamp(s.at / 1000.0), s.count, s.actor, s.post
      from unnest(
        ${array(signals.map((s) => s.nativeKey))}::text[], ${array(signals.map((s) => s.kind))}::signal_kind[],
        ${array(signals.map((s) => s.at))}::float8[], ${array(signals.map((s) => s.count))}::int4[],
        ${array(signals.map((s) => s.actor ?? null))}::text[], ${array(signals.map((s) => s.postNativeId ?? null))}::text[]
      ) as s(key, kind, at, count, actor, post)`),
  );

/** PostgreSQL's array literal; the bench's own values need no quoting. */
const array = (values: readonly (string | number | null)[]): string =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;
