import { and, asc, eq, members, sql, topicDecisions } from "@headroom/db";
import { z } from "zod";
import { seenClient } from "../clients/client-access.ts";
import { type Call, type Context, mayWorkRoles } from "../context/context.ts";
import { laterThan } from "../scores/load-signals.ts";
import { type EvidencePost, knownFor, type Topic, type TopicDecision } from "./known-for.ts";

export const ClientTopicsInput = z.object({ clientId: z.uuid() });
export type ClientTopicsInput = z.infer<typeof ClientTopicsInput>;

/** Older posts say what a client was known for, ms. */
const evidenceMs = 180 * 86_400_000;
const shownTopics = 12;

export interface ClientTopics {
  topics: Topic[];
  /** How many posts were read for it, of how many. */
  postsRead: number;
  posts: number;
  decisions: (TopicDecision & { decidedBy: string | null; decidedAt: number })[];
  mayDecide: boolean;
}

/** What a client is known for, from its posts of half a year and what they drew; a person has the last word. */
export const clientTopics = async ({ ctx, input }: Call<ClientTopicsInput>): Promise<ClientTopics> => {
  const client = await seenClient(ctx, input.clientId);
  const posts = await evidencePosts(ctx, client.id);
  const decisions = await loadDecisions(ctx, client.id);
  const read = posts.flatMap(({ post, isRead }) => (isRead ? post : []));
  return {
    topics: knownFor(read, decisions).slice(0, shownTopics),
    postsRead: read.length,
    posts: posts.length,
    decisions,
    mayDecide: mayWorkRoles.has(ctx.actor.role) || client.ownerId === ctx.actor.memberId,
  };
};

interface Row extends Record<string, unknown> {
  channel: string;
  id: string;
  at: number;
  text: string;
  url: string | null;
  reactions: number;
  topics: string[] | null;
}

/** Of each post and kind what the network named or, where it is more, its newest total. */
const evidencePosts = async (
  { db, agencyId, io }: Context,
  clientId: string,
): Promise<{ post: EvidencePost; isRead: boolean }[]> => {
  const rows = await db.execute<Row>(sql`
    with theirs as (
      select p.agency_id, p.channel_id, p.native_id, p.at, p.text, p.url
      from posts p join channels c on c.agency_id = p.agency_id and c.id = p.channel_id
      where p.agency_id = ${agencyId}::uuid and c.client_id = ${clientId}::uuid and ${laterThan("p.at", io.now() - evidenceMs)}
    ), told as (
      select distinct on (o.channel_id, o.post_native_id, o.kind) o.channel_id, o.post_native_id, o.kind, o.total
      from theirs t join observations o
        on o.agency_id = t.agency_id and o.channel_id = t.channel_id and o.post_native_id = t.native_id
      where o.kind <> 'view'
      order by o.channel_id, o.post_native_id, o.kind, o.observed_at desc
    ), named as (
      select s.channel_id, s.post_native_id, s.kind, sum(s.count)::bigint as total
      from theirs t join signals s
        on s.agency_id = t.agency_id and s.channel_id = t.channel_id and s.post_native_id = t.native_id
      where s.kind <> 'view'
      group by 1, 2, 3
    ), drawn as (
      select channel_id, post_native_id, sum(total) as reactions
      from (select channel_id, post_native_id, kind, max(total) as total
        from (select * from told union all select * from named) both_ways group by 1, 2, 3) by_kind
      group by 1, 2
    )
    select t.channel_id as channel, t.native_id as id, (extract(epoch from t.at) * 1000)::float8 as at, t.text, t.url,
      coalesce(d.reactions, 0)::float8 as reactions, pt.topics
    from theirs t
    left join drawn d on d.channel_id = t.channel_id and d.post_native_id = t.native_id
    left join post_topics pt on pt.agency_id = t.agency_id and pt.channel_id = t.channel_id and pt.post_native_id = t.native_id`);
  return rows.map(({ channel, id, topics, ...post }) => ({
    post: { ...post, channelId: channel, nativeId: id, topics: topics ?? [] },
    isRead: topics !== null,
  }));
};

const loadDecisions = async ({ db, agencyId }: Context, clientId: string): Promise<ClientTopics["decisions"]> => {
  const rows = await db
    .select({ decision: topicDecisions, by: members.name })
    .from(topicDecisions)
    .leftJoin(members, and(eq(members.agencyId, topicDecisions.agencyId), eq(members.id, topicDecisions.decidedBy)))
    .where(and(eq(topicDecisions.agencyId, agencyId), eq(topicDecisions.clientId, clientId)))
    .orderBy(asc(topicDecisions.topic));
  return rows.map(({ decision: { topic, decision, into, decidedAt }, by }) => ({
    topic,
    decision,
    into,
    decidedBy: by,
    decidedAt: decidedAt.getTime(),
  }));
};
