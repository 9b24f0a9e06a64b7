import { type SQL, sql, type Tx } from "@headroom/db";
import { increments, type Kind, responseCurve, type Signal } from "@headroom/scoring";
import type { InboundKind } from "./batch.ts";
import { column } from "./sql-column.ts";

export interface SignalScope {
  db: Tx;
  agencyId: string;
  /** Channel id → network id. */
  channels: ReadonlyMap<string, string>;
  /** Only what happened later than this, epoch ms; everything when -Infinity. */
  after: number;
  /** Only what happened not later than this, epoch ms; to the end if left out. */
  until?: number;
}

/** Posts, named reactions and the increments behind told totals of these channels, as the signals that scores are made of. */
export const loadSignals = async (scope: SignalScope): Promise<Signal[]> => {
  if (scope.channels.size === 0) return [];
  const [posts, named, counted] = [await loadPosts(scope), await loadNamed(scope), await loadIncrements(scope)];
  return [...posts, ...named, ...counted];
};

/** A link post is a `linkPost`, a reshare of one a `linkReshare`; each is its plainer kind as well. */
export const refineKind = (kind: InboundKind, ofLinkPost: boolean): Kind =>
  kind === "reshare" && ofLinkPost ? "linkReshare" : kind;

export const postSignal = (post: {
  channelId: string;
  nativeId: string;
  at: number;
  carriesLink: boolean;
}): Signal => ({
  id: `post:${post.nativeId}`,
  channelId: post.channelId,
  kind: post.carriesLink ? "linkPost" : "post",
  at: post.at,
  count: 1,
  postId: post.nativeId,
});

/** The boundary as a literal that PostgreSQL compares instants with. */
export const laterThan = (name: string, after: number): SQL =>
  after === Number.NEGATIVE_INFINITY ? sql`true` : sql`${sql.raw(name)} > to_timestamp(${after}::float8 / 1000.0)`;

const within = (name: string, { after, until }: SignalScope): SQL =>
  until === undefined
    ? laterThan(name, after)
    : sql`${laterThan(name, after)} and ${sql.raw(name)} <= to_timestamp(${until}::float8 / 1000.0)`;

const channelColumn = (scope: SignalScope): SQL => column([...scope.channels.keys()], "uuid");

const loadPosts = async (scope: SignalScope): Promise<Signal[]> => {
  const rows = await scope.db.execute<{ channel: string; id: string; at: number; link: boolean }>(sql`
    select channel_id as channel, native_id as id, (extract(epoch from at) * 1000)::float8 as at, carries_link as link
    from posts
    where agency_id = ${scope.agencyId}::uuid and channel_id = any(${channelColumn(scope)}) and ${within("at", scope)}`);
  return rows.map((row) =>
    postSignal({ channelId: row.channel, nativeId: row.id, at: Number(row.at), carriesLink: row.link }),
  );
};

interface NamedRow extends Record<string, unknown> {
  channel: string;
  key: string;
  kind: InboundKind;
  at: number;
  count: number;
  actor: string | null;
  post: string | null;
  link: boolean | null;
}

const loadNamed = async (scope: SignalScope): Promise<Signal[]> => {
  const rows = await scope.db.execute<NamedRow>(sql`
    select s.channel_id as channel, s.native_key as key, s.kind, (extract(epoch from s.at) * 1000)::float8 as at, s.count,
      s.actor, s.post_native_id as post, p.carries_link as link
    from signals s
    left join posts p on s.kind = 'reshare' and p.agency_id = s.agency_id and p.channel_id = s.channel_id
      and p.native_id = s.post_native_id
    where s.agency_id = ${scope.agencyId}::uuid and s.channel_id = any(${channelColumn(scope)}) and ${within("s.at", scope)}`);
  return rows.map((row) => ({
    id: row.key,
    channelId: row.channel,
    kind: refineKind(row.kind, row.link === true),
    at: Number(row.at),
    count: row.count,
    ...(row.actor === null ? {} : { actor: row.actor }),
    ...(row.post === null ? {} : { postId: row.post }),
  }));
};

interface TotalsRow extends Record<string, unknown> {
  channel: string;
  post: string;
  kind: InboundKind;
  published: number;
  link: boolean;
  observedAt: number[];
  totals: number[];
  namedAt: number[] | null;
  namedCounts: number[] | null;
}

/** Totals told later than `after` can have increments later than it; each list of totals is read whole. */
const loadIncrements = async (scope: SignalScope): Promise<Signal[]> => {
  const { until = Number.POSITIVE_INFINITY } = scope;
  // An increment lies after its post or at the reading itself.
  const begun =
    scope.until === undefined
      ? sql`true`
      : sql`(observed_at <= to_timestamp(${until}::float8 / 1000.0) or exists (select from posts p
          where p.agency_id = o.agency_id and p.channel_id = o.channel_id and p.native_id = o.post_native_id
            and p.at <= to_timestamp(${until}::float8 / 1000.0)))`;
  const touched = sql`
    select distinct channel_id, post_native_id, kind from observations o
    where agency_id = ${scope.agencyId}::uuid and channel_id = any(${channelColumn(scope)}) and ${laterThan("observed_at", scope.after)}
      and ${begun}`;
  const found = await readIncrements({ ...scope, touched });
  return found.filter((signal) => signal.at > scope.after && signal.at <= until);
};

/** The increments of chosen posts and kinds, `touched` being a query of (channel_id, post_native_id, kind). */
export const readIncrements = async (scope: Omit<SignalScope, "after"> & { touched: SQL }): Promise<Signal[]> => {
  const rows = await scope.db.execute<TotalsRow>(sql`
    with touched as (${scope.touched})
    select t.channel_id as channel, t.post_native_id as post, t.kind, p.carries_link as link,
      (extract(epoch from p.at) * 1000)::float8 as published, told.observed_at as "observedAt", told.totals,
      named.at as "namedAt", named.counts as "namedCounts"
    from touched t
    join posts p on p.agency_id = ${scope.agencyId}::uuid and p.channel_id = t.channel_id and p.native_id = t.post_native_id
    cross join lateral (
      select array_agg((extract(epoch from o.observed_at) * 1000)::float8 order by o.observed_at) as observed_at,
        array_agg(o.total::float8 order by o.observed_at) as totals
      from observations o
      where o.agency_id = ${scope.agencyId}::uuid and o.channel_id = t.channel_id and o.post_native_id = t.post_native_id
        and o.kind = t.kind
    ) told
    cross join lateral (
      select array_agg((extract(epoch from s.at) * 1000)::float8) as at, array_agg(s.count::float8) as counts
      from signals s
      where s.agency_id = ${scope.agencyId}::uuid and s.channel_id = t.channel_id and s.post_native_id = t.post_native_id
        and s.kind = t.kind
    ) named`);
  return rows.flatMap((row) => incrementSignals(row, scope.channels.get(row.channel) ?? ""));
};

const incrementSignals = (row: TotalsRow, network: string): Signal[] =>
  increments({
    publishedAt: Number(row.published),
    observations: row.observedAt.map((observedAt, i) => ({ observedAt, total: row.totals[i] ?? 0 })),
    named: (row.namedAt ?? []).map((at, i) => ({ at, count: row.namedCounts?.[i] ?? 0 })),
    curve: responseCurve(network),
  }).map(({ at, count }) => ({
    id: `total:${row.post}:${row.kind}:${at}`,
    channelId: row.channel,
    kind: refineKind(row.kind, row.link),
    at,
    count,
    postId: row.post,
  }));
