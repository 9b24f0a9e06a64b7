import { type SQL, sql } from "@headroom/db";
import { type ClientStatus, clientStatus, type PromiseStanding, promiseStanding } from "@headroom/insights";
import { type Algorithm, type State, scoreAt } from "@headroom/scoring";
import type { Context } from "../context/context.ts";
import { agencyTargets } from "../promises/agency-targets.ts";
import type { TargetStep } from "../scores/client-scoring.ts";
import { loadAlgorithms } from "../scores/load-algorithms.ts";
import { asState } from "../scores/stored-states.ts";

/** One client as the lists show it. Instants in epoch ms, scores in points. */
export interface ClientRow {
  id: string;
  name: string;
  timeZone: string;
  /** A member's own client; private unless shared. */
  isMine: boolean;
  isPrivate: boolean;
  score: number | null;
  target: number | null;
  headroom: number | null;
  /** Infinity = never; null = not known. */
  fallsAt: number | null;
  /** Against the same instant a week ago; null without a score then. */
  weekChange: number | null;
  /** The last two weeks, oldest first. */
  spark: { at: number; score: number }[];
  staffers: { id: string; name: string }[];
  channels: number;
  heldChannels: number;
  /** When the least fresh of the synced channels was read; null before the first sync or without one. */
  syncedAt: number | null;
  status: ClientStatus;
  /** How the target's promise stands in the week or month that runs; null without a score or target. */
  promise: PromiseStanding | null;
}

const sparkMs = 14 * 86_400_000;
const weekMs = 7 * 86_400_000;
/** The longest month in any zone begins no longer ago. */
const longestWindowMs = 32 * 86_400_000;

interface Row extends Record<string, unknown> {
  id: string;
  name: string;
  time_zone: string;
  owner_id: string | null;
  shared: boolean;
  algorithm_id: string | null;
  target: number | null;
  falls_at: number | null;
  /** Below already when it was worked out: then `falls_at` is no fall. */
  is_below: boolean | null;
  state: unknown;
  since: number | null;
  crossed_at: number[] | null;
  crossed_below: boolean[] | null;
  rest_from: number[] | null;
  rest_to: number[] | null;
  spark_at: number[] | null;
  spark_score: number[] | null;
  staffers: { id: string; name: string }[] | null;
  channels: number;
  held: number;
  synced_at: number | null;
}

/** The statement behind every list of clients: one index walk each for runway, state, points, crossings, rest, staff and channels. */
export const clientRowsQuery = (agencyId: string, { where, now }: { where: SQL | undefined; now: number }): SQL => sql`
  select clients.id, clients.name, clients.time_zone, clients.owner_id, clients.shared,
    r.algorithm_id, r.target, (extract(epoch from r.falls_at) * 1000)::float8 as falls_at, r.falls_at <= r.as_of as is_below, st.state,
    (select (extract(epoch from p.at) * 1000)::float8 from score_points p
      where p.agency_id = clients.agency_id and p.client_id = clients.id order by p.at limit 1) as since,
    crossed.at as crossed_at, crossed.below as crossed_below, rest.starts as rest_from, rest.ends as rest_to,
    spark.at as spark_at, spark.score as spark_score, staff.members as staffers,
    coalesce(ch.total, 0)::int as channels, coalesce(ch.held, 0)::int as held, ch.synced_at
  from clients
  left join client_runways r on r.agency_id = clients.agency_id and r.client_id = clients.id
  left join client_states st on st.agency_id = r.agency_id and st.client_id = r.client_id and st.algorithm_id = r.algorithm_id
  left join lateral (
    select array_agg((extract(epoch from p.at) * 1000)::float8 order by p.at) as at, array_agg(p.score order by p.at) as score
    from score_points p
    where p.agency_id = clients.agency_id and p.client_id = clients.id and p.at >= to_timestamp(${now - sparkMs}::float8 / 1000)
  ) spark on true
  left join lateral (
    select array_agg((extract(epoch from c.at) * 1000)::float8 order by c.at) as at, array_agg(c.direction = 'below' order by c.at) as below
    from crossings c
    where c.agency_id = clients.agency_id and c.client_id = clients.id
      and c.at >= to_timestamp(${now - longestWindowMs}::float8 / 1000)
  ) crossed on true
  left join lateral (
    select array_agg((extract(epoch from w."from") * 1000)::float8) as starts, array_agg((extract(epoch from w."to") * 1000)::float8) as ends
    from rest_windows w
    where w.agency_id = clients.agency_id and w.client_id = clients.id
      and w."to" >= to_timestamp(${now - longestWindowMs}::float8 / 1000)
  ) rest on true
  left join lateral (
    select json_agg(json_build_object('id', m.id, 'name', m.name) order by m.name) as members
    from assignments a join members m on m.agency_id = a.agency_id and m.id = a.member_id
    where a.agency_id = clients.agency_id and a.client_id = clients.id and m.role <> 'viewer'
  ) staff on true
  left join lateral (
    select count(*) filter (where c.state <> 'disconnected') as total, count(*) filter (where c.state = 'held') as held,
      (extract(epoch from min(c.synced_at) filter (where c.connection_id is not null and c.state <> 'disconnected')) * 1000)::float8 as synced_at
    from channels c where c.agency_id = clients.agency_id and c.client_id = clients.id
  ) ch on true
  where clients.agency_id = ${agencyId}::uuid and ${where ?? sql`true`}`;

/** Rows of the clients that `where` picks, in no order. */
export const clientRows = async (ctx: Context, where: SQL | undefined): Promise<ClientRow[]> =>
  (await scoredRows(ctx, where)).map(({ row }) => row);

/** A row together with the state that it was scored from, where there is one. */
export interface ScoredRow {
  row: ClientRow;
  scored: { algorithm: Algorithm; state: State } | null;
}

export const scoredRows = async (ctx: Context, where: SQL | undefined): Promise<ScoredRow[]> => {
  const now = ctx.io.now();
  const rows = await ctx.db.execute<Row>(clientRowsQuery(ctx.agencyId, { where, now }));
  const targetsOf = await agencyTargets(ctx);
  const algorithmById = await loadAlgorithms(
    ctx,
    rows.flatMap(({ algorithm_id: id }) => id ?? []),
  );
  return rows.map((row) => {
    const scored =
      row.algorithm_id === null || row.state === null
        ? null
        : { algorithm: algorithmById(row.algorithm_id), state: asState(row.state) };
    const score = scored === null ? null : scoreAt(scored.algorithm, scored.state, now).value;
    return { scored, row: toClientRow(row, { score, now, memberId: ctx.actor.memberId, targets: targetsOf(row.id) }) };
  });
};

interface RowFacts {
  score: number | null;
  now: number;
  memberId: string;
  targets: readonly TargetStep[];
}

const toClientRow = (row: Row, { score, now, memberId, targets }: RowFacts): ClientRow => {
  const spark = (row.spark_at ?? []).map((at, i) => ({ at, score: row.spark_score?.[i] ?? 0 }));
  const facts = {
    score,
    target: row.target,
    fallsAt: row.algorithm_id === null ? null : (row.falls_at ?? null),
    channels: row.channels,
    heldChannels: row.held,
    now,
  };
  return {
    ...facts,
    id: row.id,
    name: row.name,
    timeZone: row.time_zone,
    isMine: row.owner_id === memberId,
    isPrivate: row.owner_id !== null && !row.shared,
    headroom: score === null || row.target === null ? null : score - row.target,
    weekChange: weekChange({ spark, score, now }),
    spark,
    staffers: row.staffers ?? [],
    syncedAt: row.synced_at,
    status: clientStatus(facts),
    promise: score === null || facts.channels === 0 ? null : promiseOf(row, { score, now, targets }),
  };
};

const promiseOf = (
  row: Row,
  { score, now, targets }: { score: number; now: number; targets: readonly TargetStep[] },
): PromiseStanding | null => {
  const target = targets.findLast(({ from }) => from <= now);
  const [first] = targets;
  if (target === undefined || first === undefined || row.since === null) return null;
  return promiseStanding({
    target,
    zone: row.time_zone,
    now,
    score,
    fallsAt: row.is_below ? now : (row.falls_at ?? Number.POSITIVE_INFINITY),
    crossings: (row.crossed_at ?? []).map((at, i) => ({ at, direction: row.crossed_below?.[i] ? "below" : "above" })),
    since: Math.max(first.from, promisedSince(targets, now), Math.min(row.since, row.crossed_at?.[0] ?? row.since)),
    restWindows: (row.rest_from ?? []).map((from, i) => ({ from, to: row.rest_to?.[i] ?? from })),
  });
};

/** Since when the share and the window are what they are: a promise cannot be changed after the fact, a new one begins. */
const promisedSince = (targets: readonly TargetStep[], now: number): number => {
  const steps = targets.filter(({ from }) => from <= now);
  const last = steps.at(-1);
  const before = steps.findLastIndex(({ share, window }) => share !== last?.share || window !== last?.window);
  return steps[before + 1]?.from ?? Number.NEGATIVE_INFINITY;
};

const weekChange = ({ spark, score, now }: { spark: ClientRow["spark"]; score: number | null; now: number }) => {
  const then = spark.findLast((point) => point.at <= now - weekMs);
  return score === null || then === undefined ? null : score - then.score;
};
