import { and, clients, type SQL, sql } from "@headroom/db";
import { type ClientStatus, clientStatus, clientStatuses } from "@headroom/insights";
import { type Algorithm, type State, scoreAt } from "@headroom/scoring";
import { z } from "zod";
import type { Call, Context } from "../context/context.ts";
import { algorithmById } from "../scores/algorithm-by-id.ts";
import { asState } from "../scores/stored-states.ts";
import { visibleClients } from "./visible-clients.ts";

export const clientSorts = ["urgency", "name", "score", "headroom", "change"] as const;

export const ListClientsInput = z.object({
  search: z.string().trim().max(100).default(""),
  status: z.enum(clientStatuses).optional(),
  /** A member's id; `mine` for the actor's own clients; `unassigned`. */
  staffer: z.union([z.uuid(), z.enum(["mine", "unassigned"])]).optional(),
  sort: z.enum(clientSorts).default("urgency"),
  descending: z.boolean().default(false),
});
export type ListClientsInput = z.infer<typeof ListClientsInput>;

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
}

/** The clients the actor sees, scored to the second. */
export const listClients = async ({ ctx, input }: Call<ListClientsInput>): Promise<ClientRow[]> => {
  const rows = await clientRows(ctx, and(visibleClients(ctx), matches(ctx, input)));
  const wanted = input.status === undefined ? rows : rows.filter((row) => row.status === input.status);
  return sortRows(wanted, input);
};

const matches = ({ actor }: Context, { search, staffer }: ListClientsInput): SQL | undefined => {
  const name = search === "" ? undefined : sql`${clients.name} ilike ${`%${search.replace(/[\\%_]/g, "\\$&")}%`}`;
  return and(name, staffer === undefined ? undefined : careOf(staffer, actor.memberId));
};

const careOf = (staffer: string, self: string): SQL => {
  const care = sql`select from assignments a where a.agency_id = ${clients.agencyId} and a.client_id = ${clients.id}`;
  if (staffer === "unassigned") return sql`not exists (${care})`;
  if (staffer === "mine") return sql`(${clients.ownerId} = ${self} or exists (${care} and a.member_id = ${self}))`;
  return sql`exists (${care} and a.member_id = ${staffer})`;
};

const sparkMs = 14 * 86_400_000;
const weekMs = 7 * 86_400_000;

interface Row extends Record<string, unknown> {
  id: string;
  name: string;
  time_zone: string;
  owner_id: string | null;
  shared: boolean;
  algorithm_id: string | null;
  target: number | null;
  falls_at: number | null;
  state: unknown;
  spark_at: number[] | null;
  spark_score: number[] | null;
  staffers: { id: string; name: string }[] | null;
  channels: number;
  held: number;
  synced_at: number | null;
}

/** The statement behind every list of clients: one index walk each for runway, state, points, staff and channels. */
export const clientRowsQuery = (agencyId: string, { where, now }: { where: SQL | undefined; now: number }): SQL => sql`
  select clients.id, clients.name, clients.time_zone, clients.owner_id, clients.shared,
    r.algorithm_id, r.target, (extract(epoch from r.falls_at) * 1000)::float8 as falls_at, st.state,
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
  return rows.map((row) => {
    const scored =
      row.algorithm_id === null || row.state === null
        ? null
        : { algorithm: algorithmById(row.algorithm_id), state: asState(row.state) };
    const score = scored === null ? null : scoreAt(scored.algorithm, scored.state, now).value;
    return { scored, row: toClientRow(row, { score, now, memberId: ctx.actor.memberId }) };
  });
};

const toClientRow = (
  row: Row,
  { score, now, memberId }: { score: number | null; now: number; memberId: string },
): ClientRow => {
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
  };
};

const weekChange = ({ spark, score, now }: { spark: ClientRow["spark"]; score: number | null; now: number }) => {
  const then = spark.findLast((point) => point.at <= now - weekMs);
  return score === null || then === undefined ? null : score - then.score;
};

const urgency = (row: ClientRow): number => clientStatuses.indexOf(row.status);

/** 1 for the smallest first, −1 for the largest. */
type Direction = 1 | -1;

const orders: Readonly<Record<ListClientsInput["sort"], (a: ClientRow, b: ClientRow, way: Direction) => number>> = {
  urgency: (a, b, way) =>
    way * (urgency(a) - urgency(b)) || byNumber(a.fallsAt, b.fallsAt, way) || byNumber(a.headroom, b.headroom, way),
  name: (a, b, way) => way * a.name.localeCompare(b.name),
  score: (a, b, way) => byNumber(a.score, b.score, way),
  headroom: (a, b, way) => byNumber(a.headroom, b.headroom, way),
  change: (a, b, way) => byNumber(a.weekChange, b.weekChange, way),
};

/** What is not known goes last, whichever way the list runs. */
const byNumber = (a: number | null, b: number | null, way: Direction): number => {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -way : way;
};

const sortRows = (rows: readonly ClientRow[], { sort, descending }: ListClientsInput): ClientRow[] => {
  const order = orders[sort];
  return rows.toSorted((a, b) => order(a, b, descending ? -1 : 1) || a.name.localeCompare(b.name));
};
