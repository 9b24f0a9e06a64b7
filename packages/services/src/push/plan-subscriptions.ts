import { type Network, networks } from "@headroom/connectors";
import { type Database, sql } from "@headroom/db";
import { workTopic } from "../channels/schedule-sync.ts";
import type { Io } from "../context/context.ts";
import { inEachAgency } from "../context/in-each-agency.ts";

const all: readonly Network[] = networks;
const pushing = all.filter(({ push }) => push !== undefined).map(({ id }) => id);
const listening = all.filter(({ listen }) => listen !== undefined).map(({ id }) => id);

/** Asks to be told of channels that were connected before their network could tell: after an upgrade, a restore, a crash. */
export const planSubscriptions = (db: Database, io: Pick<Io, "now">): Promise<void> =>
  inEachAgency(db, async (tx, agencyId) => {
    const wished = await tx.execute<{ id: string }>(sql`
      insert into due_work (kind, agency_id, subject_id, due_at)
      select w.kind, ch.agency_id, ch.id, to_timestamp(${io.now()}::float8 / 1000)
      from channels ch
      join connections c on c.agency_id = ch.agency_id and c.id = ch.connection_id
      join (values ('subscribe'), ('listen')) w (kind) on case w.kind
        when 'subscribe' then ch.network = any(${array(pushing)}::text[]) and not exists (
          select from subscriptions s where s.agency_id = ch.agency_id and s.channel_id = ch.id
            and coalesce(s.lease_until, 'infinity') > to_timestamp(${io.now()}::float8 / 1000))
        else ch.network = any(${array(listening)}::text[]) and c.sealed_secret is not null end
      where ch.agency_id = ${agencyId}::uuid and ch.state <> 'disconnected'
      on conflict do nothing returning subject_id as id`);
    if (wished.length > 0) await tx.execute(sql`select pg_notify(${workTopic}, '')`);
  });

/** PostgreSQL's array literal; ids of networks need no quoting. */
const array = (ids: readonly string[]): string => `{${ids.join(",")}}`;
