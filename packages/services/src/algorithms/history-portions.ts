import { sql } from "@headroom/db";
import { type Audience, neededFrom, type Signal, type State } from "@headroom/scoring";
import { type ClientScope, type ClientScoring, loadAudience } from "../scores/client-scoring.ts";
import { loadSignals } from "../scores/load-signals.ts";
import { column } from "../scores/sql-column.ts";

const dayMs = 86_400_000;
/** About so many rows are in memory at a time: a client of any size is walked with as little as this. */
const rowsPerPortion = 20_000;

type Channels = ClientScoring["networks"];

/**
 * The instants (epoch ms, each the last millisecond of a UTC day, the last one `until`) at which a walk over a client's
 * history may pause, so that no portion holds much more than a bounded number of rows. Empty without any history.
 */
export const portionEnds = async (
  { db, agencyId }: ClientScope,
  { channels, until }: { channels: Channels; until: number },
): Promise<{ first: number; ends: number[] }> => {
  const of = (table: string, at: string) => sql`
    select floor(extract(epoch from ${sql.raw(at)}) / 86400)::float8 as day, count(*)::float8 as rows from ${sql.identifier(table)}
    where agency_id = ${agencyId}::uuid and channel_id = any(${column([...channels.keys()], "uuid")})
      and ${sql.raw(at)} <= to_timestamp(${until}::float8 / 1000) group by 1`;
  const days = await db.execute<{ day: number; rows: number }>(sql`
    select day, sum(rows) as rows from (
      ${of("signals", "at")} union all ${of("posts", "at")} union all ${of("observations", "observed_at")}
      union all ${of("audience", "at")}
    ) as all_days group by day order by day`);
  const [first] = days;
  if (first === undefined) return { first: until, ends: [] };
  const ends: number[] = [];
  let held = 0;
  for (const { day, rows } of days) {
    if (held > 0 && held + Number(rows) > rowsPerPortion) {
      ends.push(day * dayMs - 1);
      held = 0;
    }
    held += Number(rows);
  }
  return { first: first.day * dayMs, ends: [...ends, until] };
};

/** What a walk needs to go on from `state` (null: from the beginning) up to `until` (epoch ms). */
export const loadPortion = async (
  scope: ClientScope,
  { channels, state, until }: { channels: Channels; state: State | null; until: number },
): Promise<{ signals: Signal[]; audience: Audience[] }> => {
  let signals: Signal[] = [];
  let audience: Audience[] = [];
  for (const [after, own] of byNeed(channels, state)) {
    signals = signals.concat(await loadSignals({ ...scope, channels: own, after, until }));
    audience = audience.concat(await loadAudience({ ...scope, channels: own, after }));
  }
  return { signals, audience };
};

/** A channel that is held needs everything since then at its release, the others only what is new. */
const byNeed = (channels: Channels, state: State | null): Map<number, Map<string, string>> => {
  const needs = new Map(state === null ? [] : neededFrom(state).map(({ channelId, from }) => [channelId, from - 1]));
  const groups = new Map<number, Map<string, string>>();
  for (const [id, network] of channels) {
    const after = needs.get(id) ?? Number.NEGATIVE_INFINITY;
    groups.set(after, (groups.get(after) ?? new Map()).set(id, network));
  }
  return groups;
};
