import { sql, type Tx } from "@headroom/db";
import type { Signal } from "@headroom/scoring";
import type { InboundKind } from "./batch.ts";
import { refineKind } from "./load-signals.ts";
import { column } from "./sql-column.ts";

const dayMs = 86_400_000;

/**
 * The earlier signals of the same actors on the UTC day that a state (as of `asOf`, epoch ms) ends in: they are in the
 * state, and lose rank to what is fresh. Days that begin after the state bring their own.
 */
export const laterRepeats = async (scope: {
  db: Tx;
  agencyId: string;
  channels: ReadonlyMap<string, string>;
  fresh: readonly Signal[];
  asOf: number;
}): Promise<Signal[]> => {
  const dayStart = Math.floor(scope.asOf / dayMs) * dayMs;
  const actors = new Set<string>();
  for (const { actor, at } of scope.fresh) if (actor !== undefined && at < dayStart + dayMs) actors.add(actor);
  if (actors.size === 0) return [];
  const rows = await scope.db.execute<{
    channel: string;
    key: string;
    kind: InboundKind;
    at: number;
    actor: string;
    link: boolean | null;
  }>(sql`
    select s.channel_id as channel, s.native_key as key, s.kind, (extract(epoch from s.at) * 1000)::float8 as at, s.actor, p.carries_link as link
    from signals s
    left join posts p on s.kind = 'reshare' and p.agency_id = s.agency_id and p.channel_id = s.channel_id
      and p.native_id = s.post_native_id
    where s.agency_id = ${scope.agencyId}::uuid and s.channel_id = any(${column([...scope.channels.keys()], "uuid")})
      and s.actor = any(${column([...actors], "text")})
      and s.at >= to_timestamp(${dayStart}::float8 / 1000) and s.at <= to_timestamp(${scope.asOf}::float8 / 1000)`);
  return rows.map((row) => ({
    id: row.key,
    channelId: row.channel,
    kind: refineKind(row.kind, row.link === true),
    at: row.at,
    count: 1,
    actor: row.actor,
  }));
};
