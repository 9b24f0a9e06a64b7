import { type NetworkId, networkById } from "@headroom/connectors";
import { fillPast, type StandIn, startBlogStandIn, startStandIn } from "@headroom/connectors/stand-ins";
import { channels, connections, eq, inAgency, sql } from "@headroom/db";
import { askerOf, type Entry, type Gate, gatesOf, passGate, seededRandom, workTopic } from "@headroom/services";
import { connectAll } from "../soak/connect-all.ts";
import { callOf } from "./allowed-by-limits.ts";

/**
 * Accounts of each network. LinkedIn tells its numbers to each app alone, so there is nothing to measure against; Pinterest
 * counts by the second, where a few requests cannot come evenly.
 */
const accounts: Partial<Record<NetworkId, number>> = {
  blog: 4,
  bluesky: 4,
  mastodon: 4,
  facebook: 1,
  flickr: 1,
  instagram: 1,
  reddit: 1,
  threads: 1,
  tiktok: 1,
  x: 1,
  youtube: 1,
};
/** Each account is the channel of so many clients, as one app or one server has many accounts: they share its limits. */
const clientsEach = 10;

export const startAccounts = async (latencyMs: number): Promise<StandIn[]> => {
  const ids = Object.entries(accounts).flatMap(([id, count]) => Array.from({ length: count }, () => id));
  const life = { now: Date.now, random: seededRandom(1) };
  const standIns = await Promise.all(
    ids.map((id) =>
      id === "blog" ? startBlogStandIn({ latencyMs, flavour: "wordpress" }) : startStandIn[idOf(id)]({ latencyMs }),
    ),
  );
  for (const standIn of standIns) fillPast(standIn, life);
  return standIns;
};

const idOf = (id: string): NetworkId => networkOf(id).id;

export const networkOf = (id: string) => {
  const network = networkById(id);
  if (network === undefined) throw new Error(`no network ${id}`);
  return network;
};

export const networkIds: readonly string[] = Object.keys(accounts);

/** Connects every account for each of its clients, as people do. */
export const connectLoad = async (entry: Entry, standIns: readonly StandIn[]): Promise<number> => {
  const connected = await Promise.all(
    standIns.map((standIn) =>
      connectAll(
        entry,
        Array.from({ length: clientsEach }, () => standIn),
      ),
    ),
  );
  return connected.flat().length;
};

/** What a limit lets through at once after a quiet time is taken: what follows is what it allows in the long run. */
export const takeBursts = async ({ db, io, agencyId }: Entry, standIns: readonly StandIn[]): Promise<void> => {
  const rows = await inAgency(db, { agencyId }, (tx) =>
    tx
      .selectDistinct({ network: channels.network, account: channels.nativeId, appId: connections.appId })
      .from(channels)
      .innerJoin(connections, eq(connections.id, channels.connectionId)),
  );
  await db.global.execute(sql`delete from network_gates`);
  const gates = new Map<string, Gate>();
  for (const { networkId, url, requests } of standIns) {
    const calls = [...new Set(requests)].map((noted) => callOf(noted, url));
    for (const { network, account, appId } of rows.filter((row) => row.network === networkId)) {
      const asker = askerOf(io, { network: networkOf(network), account, ...(appId === null ? {} : { appId }) });
      for (const gate of calls.flatMap((call) => gatesOf(asker, call).limits)) gates.set(gate.key, gate);
    }
  }
  for (const gate of gates.values()) {
    await passGate(db, { gate: { ...gate, costMs: gate.burstMs }, now: io.now(), patienceMs: 0 });
  }
};

/** What was read is due again at once; what was turned away at a limit comes back when it was told to. */
export const keepDue = async ({ db, agencyId }: Entry): Promise<void> => {
  await db.global.execute(sql`
    with again as (
      update due_work set due_at = now() where kind = 'sync' and agency_id = ${agencyId}::uuid
        and due_at > now() + interval '2 minutes' returning 1)
    select pg_notify(${workTopic}, '') from again limit 1`);
};
