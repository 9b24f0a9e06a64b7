import { type Database, inAgency, sql } from "@headroom/db";
import { emptyState, foldColumns, type Kind, kinds, type State, steady1 } from "@headroom/scoring";
import type { BatchSignal } from "@headroom/services";
import { benchNow, newAgency, newChannel, reactions } from "./bench-agency.ts";
import { type Figure, median, timed } from "./figure.ts";

const channelCount = 4;
const perChannel = 50_000;
const rounds = 7;
const { halfLifeMs } = steady1.engagement;
/** Where forward-decay sums are stated: whole half-lives. Epoch ms. */
const landmark = halfLifeMs * Math.floor(benchNow / halfLifeMs);

/**
 * The decayed sums of a client's signals, folded from typed arrays, against the same as one grouped SUM over the signals
 * table; checked to be equal before anything is timed. The ratio is how many times faster the fold is per signal.
 */
export const measureFoldAgainstSql = async (db: Database): Promise<Figure> => {
  const agencyId = await newAgency(db);
  const signals = reactions({ count: perChannel, posts: 500, days: 90, actors: perChannel });
  const channelIds: string[] = [];
  for (let i = 0; i < channelCount; i++) {
    const { channelId } = await newChannel(db, agencyId);
    await insertAll(db, { agencyId, channelId, signals });
    channelIds.push(channelId);
  }
  const columns = columnsOf(channelIds, signals);
  const empty = emptyState(steady1, channelIds.map(toChannel), benchNow - 100 * 86_400_000);
  const fold = () => foldColumns(steady1, empty, columns, benchNow);
  await db.global.execute(sql`analyze signals`);
  requireEqual(fold(), await sumsInSql(db, { agencyId, channelIds }));
  const theirs: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round++) {
    theirs.push(await timed(() => sumsInSql(db, { agencyId, channelIds })));
    ours.push(await timed(async () => fold()));
  }
  const signalCount = channelCount * perChannel;
  return {
    name: `fold of ${signalCount.toLocaleString("en")} signals, against the same sums in SQL`,
    value: `${Math.round((signalCount / median(ours)) * 1_000).toLocaleString("en")} signals/s`,
    ratio: median(theirs) / median(ours),
    bound: { least: 10 },
  };
};

interface Sum extends Record<string, unknown> {
  channel: string;
  kind: Kind;
  value: number;
}

/** 2^e in forward-decay form; `power` raises an error where it underflows, so exponents far below are nought. */
const sumsInSql = (
  db: Database,
  { agencyId, channelIds }: { agencyId: string; channelIds: readonly string[] },
): Promise<Sum[]> =>
  inAgency(db, { agencyId }, async (tx) => [
    ...(await tx.execute<Sum>(sql`
      select channel_id as channel, kind, sum(count * case when e < -1000 then 0 else power(2::float8, e) end) as value
      from (
        select channel_id, kind, count, (extract(epoch from at)::float8 * 1000 - ${landmark}::float8) / ${halfLifeMs}::float8 as e
        from signals
        where agency_id = ${agencyId}::uuid and channel_id = any(${`{${channelIds.join(",")}}`}::uuid[])
          and at <= to_timestamp(${benchNow}::float8 / 1000)
      ) as terms
      group by channel_id, kind`)),
  ]);

const tolerance = 1e-9;

const requireEqual = (state: State, sums: readonly Sum[]): void => {
  if (sums.length === 0) throw new Error("the table is empty");
  for (const { channel, kind, value } of sums) {
    const ours = state.channels[channel]?.sums[String(halfLifeMs)]?.[kind] ?? Number.NaN;
    if (!(Math.abs(ours - Number(value)) <= tolerance * Math.abs(ours)))
      throw new Error(`${kind}: folded to ${ours}, summed to ${value}`);
  }
};

const toChannel = (id: string) => ({
  id,
  network: "mastodon",
  knows: Object.fromEntries(kinds.map((kind) => [kind, 0])),
});

const columnsOf = (channelIds: readonly string[], signals: readonly BatchSignal[]) => {
  const all = channelIds.flatMap((_, channel) => signals.map((signal) => ({ ...signal, channel })));
  return {
    channelIds,
    channel: Uint16Array.from(all, ({ channel }) => channel),
    kind: Uint8Array.from(all, ({ kind }) => kinds.indexOf(kind)),
    at: Float64Array.from(all, ({ at }) => at),
    weight: Float64Array.from(all, ({ count }) => count),
  };
};

const insertAll = (
  db: Database,
  { agencyId, channelId, signals }: { agencyId: string; channelId: string; signals: readonly BatchSignal[] },
) =>
  inAgency(db, { agencyId }, (tx) =>
    tx.execute(sql`
      insert into signals (agency_id, channel_id, native_key, kind, at, count)
      select ${agencyId}::uuid, ${channelId}::uuid, s.key, s.kind, to_timestamp(s.at / 1000.0), 1
      from unnest(
        ${`{${signals.map(({ nativeKey }) => nativeKey).join(",")}}`}::text[],
        ${`{${signals.map(({ kind }) => kind).join(",")}}`}::signal_kind[],
        ${`{${signals.map(({ at }) => at).join(",")}}`}::float8[]
      ) as s(key, kind, at)`),
  );
