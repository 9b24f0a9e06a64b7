import { type Database, inAgency, sql } from "@headroom/db";
import type { ClientScope } from "../scores/client-scoring.ts";
import { column } from "../scores/sql-column.ts";
import { textReading, topicsOfText } from "./topics-of-text.ts";

/** Posts read in one transaction: about half a second of work. */
const postsAtATime = 400;

/** Reads the posts of a client that were not read yet, or by an older reading; again and again until none is left. */
export const readPostTopics = async (
  db: Database,
  { agencyId, clientId, signal }: { agencyId: string; clientId: string; signal?: AbortSignal },
): Promise<void> => {
  for (let read = postsAtATime; read === postsAtATime && signal?.aborted !== true; ) {
    read = await inAgency(db, { agencyId }, (tx) => readSomePosts({ db: tx, agencyId, clientId }));
  }
};

/** The same inside a transaction: the newest that were not read, a bounded number of them. Returns how many. */
export const readSomePosts = async ({ db: tx, agencyId, clientId }: ClientScope): Promise<number> => {
  const posts = await tx.execute<{ channel: string; id: string; text: string }>(sql`
    select p.channel_id as channel, p.native_id as id, p.text
    from posts p
    join channels c on c.agency_id = p.agency_id and c.id = p.channel_id
    left join post_topics t on t.agency_id = p.agency_id and t.channel_id = p.channel_id and t.post_native_id = p.native_id
    where p.agency_id = ${agencyId}::uuid and c.client_id = ${clientId}::uuid and coalesce(t.reading, 0) < ${textReading}
    order by p.at desc limit ${postsAtATime}
    for no key update of p skip locked`);
  if (posts.length > 0) {
    await tx.execute(sql`
      insert into post_topics (agency_id, channel_id, post_native_id, topics, reading)
      select ${agencyId}::uuid, r.channel, r.id, array(select jsonb_array_elements_text(r.topics::jsonb)), ${textReading}
      from unnest(
        ${column(
          posts.map(({ channel }) => channel),
          "uuid",
        )}, ${column(
          posts.map(({ id }) => id),
          "text",
        )},
        ${column(
          posts.map(({ text }) => JSON.stringify(topicsOfText(text))),
          "text",
        )}
      ) as r(channel, id, topics)
      on conflict (agency_id, channel_id, post_native_id) do update set topics = excluded.topics, reading = excluded.reading`);
  }
  return posts.length;
};
