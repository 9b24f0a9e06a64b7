import type { StandIn, StandInPost } from "@headroom/connectors/stand-ins";
import { type Database, inAgency, sql } from "@headroom/db";
import type { Connected } from "./connect-all.ts";
import { toldUntilAgeMs } from "./soak-world.ts";

/** What is stored of a channel: totals as last told, and reactions that were named. */
interface Stored {
  posts: number;
  told: Readonly<Record<string, number>>;
  named: Readonly<Record<string, number>>;
}

const counted: Readonly<Record<string, (post: StandInPost) => number>> = {
  like: ({ likes }) => likes.length,
  reshare: ({ reshares }) => reshares.length,
  save: ({ saves }) => saves.length,
  comment: ({ comments }) => comments.length,
  view: ({ views }) => views,
};

/** Where Headroom and the accounts themselves disagree, a line each; empty where nothing was lost, doubled or made up. */
export const compareTotals = async (
  db: Database,
  { agencyId, connected, begunAt }: { agencyId: string; connected: readonly Connected[]; begunAt: number },
): Promise<{ compared: number; differences: string[] }> => {
  const differences: string[] = [];
  let compared = 0;
  for (const { channelId, standIn } of connected) {
    const from = begunAt - (toldUntilAgeMs[standIn.networkId] ?? begunAt);
    const stored = await storedOf(db, { agencyId, channelId, from });
    const check = (what: string, own: number, theirs: number) => {
      compared += 1;
      if (own !== theirs)
        differences.push(`${standIn.networkId} ${standIn.url}: ${what}: ${own} stored, ${theirs} there`);
    };
    check("posts", stored.posts, standIn.store.posts.length);
    for (const [kind, count] of Object.entries(counted)) {
      const theirs = totalOf(standIn, { count, from });
      if (stored.told[kind] !== undefined) check(`${kind}s told`, stored.told[kind], theirs);
      if (stored.named[kind] !== undefined) check(`${kind}s named`, stored.named[kind], theirs);
    }
    if (stored.named.mention !== undefined) check("mentions", stored.named.mention, standIn.store.mentions.length);
  }
  return { compared, differences };
};

const totalOf = ({ store }: StandIn, { count, from }: { count: (post: StandInPost) => number; from: number }): number =>
  store.posts.filter(({ at }) => at > from).reduce((sum, post) => sum + count(post), 0);

const storedOf = (
  db: Database,
  { agencyId, channelId, from }: { agencyId: string; channelId: string; from: number },
): Promise<Stored> =>
  inAgency(db, { agencyId }, async (tx) => {
    const here = sql`agency_id = ${agencyId}::uuid and channel_id = ${channelId}::uuid`;
    const old = sql`select native_id from posts where ${here} and at <= to_timestamp(${from}::float8 / 1000)`;
    const [posts] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from posts where ${here}`);
    const told = await tx.execute<{ kind: string; n: number }>(sql`
      select kind::text, sum(total)::int as n from (
        select distinct on (post_native_id, kind) kind, total from observations
        where ${here} and post_native_id not in (${old})
        order by post_native_id, kind, observed_at desc) latest
      group by kind`);
    const named = await tx.execute<{ kind: string; n: number }>(sql`
      select kind::text, sum(count)::int as n from signals
      where ${here} and (post_native_id is null or post_native_id not in (${old})) group by kind`);
    const byKind = (rows: readonly { kind: string; n: number }[]) =>
      Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
    return { posts: posts?.n ?? 0, told: byKind([...told]), named: byKind([...named]) };
  });
