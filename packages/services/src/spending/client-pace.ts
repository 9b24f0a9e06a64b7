import { sql } from "@headroom/db";
import type { ChannelPace } from "@headroom/insights";
import { z } from "zod";
import { seenClient } from "../clients/client-access.ts";
import type { Call } from "../context/context.ts";

export const ClientPaceInput = z.object({ clientId: z.uuid(), network: z.string().max(40) });
export type ClientPaceInput = z.infer<typeof ClientPaceInput>;

export interface ClientPace extends ChannelPace {
  /** The channel that it was learned from. */
  title: string;
}

/** Long enough to even out a quiet week. */
const lookBackDays = 28;

/**
 * How much happened on a client's channel over the last four weeks: that of the network, else the one with the most posts;
 * answers and mentions are those that were named. Null where no channel has posts.
 */
export const clientPace = async ({ ctx, input }: Call<ClientPaceInput>): Promise<ClientPace | null> => {
  const client = await seenClient(ctx, input.clientId);
  const since = sql`to_timestamp(${ctx.io.now()}::float8 / 1000) - make_interval(days => ${lookBackDays})`;
  const [row] = await ctx.db.execute<{ title: string; posts: number; answers: number }>(sql`
    select ch.title, p.posts::float8 as posts, s.answers::float8 as answers
    from channels ch
    cross join lateral (select count(*) as posts from posts p
      where p.agency_id = ch.agency_id and p.channel_id = ch.id and p.at > ${since}) p
    cross join lateral (select coalesce(sum(s.count), 0) as answers from signals s
      where s.agency_id = ch.agency_id and s.channel_id = ch.id and s.at > ${since} and s.kind in ('comment', 'mention')) s
    where ch.agency_id = ${ctx.agencyId}::uuid and ch.client_id = ${client.id}::uuid and p.posts > 0
    order by ch.network = ${input.network} desc, p.posts desc limit 1`);
  if (row === undefined) return null;
  const weeks = lookBackDays / 7;
  return { title: row.title, postsPerWeek: row.posts / weeks, answersPerWeek: row.answers / weeks };
};
