import { and, channels, type Database, eq, inAgency, sql, type Tx } from "@headroom/db";
import type { Io } from "../context/context.ts";

const dayMs = 86_400_000;

/** So long a person's hash is kept, ms: three times as long as posts are read again, and a month to spare. */
const keptMs = 100 * dayMs;
/** Days of one channel that are gone through in one transaction. */
const daysAtATime = 7;

/**
 * What stands before a number in place of a hash: above every character of one, so that hashes are a range of the index.
 */
const numberMark = "~";

/** Hashes from before this instant (epoch ms) are to be forgotten: the start of a UTC day, since repeats count within one. */
export const forgottenBefore = (now: number): number => Math.floor((now - keptMs) / dayMs) * dayMs;

export interface ForgetActors {
  db: Database;
  io: Pick<Io, "now">;
  signal: AbortSignal;
  agencyId: string;
  channelId: string;
}

/**
 * Replaces the hashes of people who reacted long ago by numbers that are drawn anew for each channel and UTC day: who did
 * something twice on a day still did, so no score moves, but nobody can be followed from one day to the next. What a network
 * tells only later, of a day whose hashes are gone, counts as somebody else's. May be interrupted and repeated at any point.
 */
export const forgetActors = async ({
  db,
  io,
  signal,
  agencyId,
  channelId,
}: ForgetActors): Promise<"done" | "interrupted"> => {
  const scope = { agencyId, channelId, before: forgottenBefore(io.now()) };
  for (;;) {
    if (signal.aborted) return "interrupted";
    if (await inAgency(db, { agencyId }, (tx) => forgetSome(tx, scope))) return "done";
  }
};

interface Scope {
  agencyId: string;
  channelId: string;
  before: number;
}

/** The oldest days that still hold hashes; true when there are none left. */
const forgetSome = async (tx: Tx, { agencyId, channelId, before }: Scope): Promise<boolean> => {
  const own = and(eq(channels.agencyId, agencyId), eq(channels.id, channelId));
  // A batch counts repeats among what is stored: it comes wholly before or wholly after.
  await tx.select({ id: channels.id }).from(channels).where(own).for("update");
  const [row] = await tx.execute<{ first: number | null }>(sql`
    select (extract(epoch from min(at)) * 1000)::float8 as first from signals
    where agency_id = ${agencyId}::uuid and channel_id = ${channelId}::uuid and actor < ${numberMark}
      and at < ${instant(before)}`);
  const first = row?.first ?? null;
  if (first === null) {
    await tx
      .update(channels)
      .set({ actorsUntil: new Date(before) })
      .where(own);
    return true;
  }
  const from = Math.floor(first / dayMs) * dayMs;
  await numberPeople(tx, { agencyId, channelId, from, to: Math.min(before, from + daysAtATime * dayMs) });
  return false;
};

/** `from` and `to`: starts of UTC days, epoch ms. Numbers follow those that were given for a day before, in no order. */
const numberPeople = async (
  tx: Tx,
  { agencyId, channelId, from, to }: { agencyId: string; channelId: string; from: number; to: number },
): Promise<void> => {
  const within = sql`s.agency_id = ${agencyId}::uuid and s.channel_id = ${channelId}::uuid
    and s.at >= ${instant(from)} and s.at < ${instant(to)}`;
  const day = sql`date_trunc('day', s.at, 'UTC')`;
  await tx.execute(sql`
    with people as (
      select day, actor, row_number() over (partition by day order by random()) as n
      from (select distinct ${day} as day, s.actor from signals s where ${within} and s.actor < ${numberMark}) each
    ), numbered as (
      select ${day} as day, max(substr(s.actor, 2)::int) as most from signals s
      where ${within} and s.actor >= ${numberMark} group by 1
    )
    update signals s set actor = ${numberMark} || (p.n + coalesce(m.most, 0))
    from people p left join numbered m using (day)
    where ${within} and s.actor = p.actor and ${day} = p.day`);
};

const instant = (at: number) => sql`to_timestamp(${at}::float8 / 1000)`;
