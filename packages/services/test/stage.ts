import { type StandIn, type StandInOptions, startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { and, asc, channels, type Database, dueWork, eq, holds, ne } from "@headroom/db";
import { onTestFinished } from "vitest";
import { connectChannel } from "../src/channels/connect-channel.ts";
import { discoverChannels } from "../src/channels/discover-channels.ts";
import { type SyncOutcome, syncChannel } from "../src/channels/sync-channel.ts";
import { type ClientDetail, getClient } from "../src/clients/get-client.ts";
import { addClient, type TestAgency, testAgency } from "./agency.ts";

/** A network that stands in for the real one, and an agency whose clock it shares. */
export interface Stage {
  agency: TestAgency;
  standIn: StandIn;
  clientId: string;
  /** Connects the stand-in's account, as the form would: discover, choose, connect. */
  connect: (fields?: StandIn["connectFields"], continues?: string) => Promise<string>;
  sync: (channelId: string, signal?: AbortSignal) => Promise<SyncOutcome>;
  look: () => Promise<ClientDetail>;
}

export const stage = async (
  db: Database,
  start: (options: StandInOptions) => Promise<StandIn> = startMastodonStandIn,
  options: StandInOptions = {},
): Promise<Stage> => {
  const agency = await testAgency(db);
  const standIn = await start({ now: () => agency.clock.now, ...options });
  onTestFinished(() => standIn.close());
  const clientId = await addClient(agency);
  const connect: Stage["connect"] = async (fields = standIn.connectFields, continues) => {
    const filled = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ""]));
    const found = await discover(agency, { clientId, network: standIn.networkId, fields: filled });
    const { channelId } = await connectChannel({
      entry: agency.entry,
      input: { clientId, network: standIn.networkId, fields: filled, nativeId: found, ...(continues && { continues }) },
    });
    return channelId;
  };
  return {
    agency,
    standIn,
    clientId,
    connect,
    sync: (channelId, signal) =>
      syncChannel({ db, io: agency.io, agencyId: agency.agencyId, channelId, ...(signal && { signal }) }),
    look: () => agency.as((ctx) => getClient({ ctx, input: { clientId } })),
  };
};

const discover = async (
  { entry }: TestAgency,
  input: Parameters<typeof discoverChannels>[0]["input"],
): Promise<string> => {
  const [found] = await discoverChannels({ entry, input });
  if (found === undefined) throw new Error("nothing was discovered");
  return found.nativeId;
};

/** The only element. */
export const only = <T>(rows: readonly T[]): T => {
  const [row] = rows;
  if (row === undefined || rows.length !== 1) throw new Error(`expected one row, got ${rows.length}`);
  return row;
};

export const channelRow = (agency: TestAgency, channelId: string) =>
  agency.system(async ({ db }) => only(await db.select().from(channels).where(eq(channels.id, channelId))));

export const holdRows = (agency: TestAgency, channelId: string) =>
  agency.system(({ db }) => db.select().from(holds).where(eq(holds.channelId, channelId)).orderBy(asc(holds.from)));

/** When the work for a subject is due, epoch ms, push apart; null when there is none. */
export const dueAt = async (agency: TestAgency, subjectId: string): Promise<number | null> => {
  const [row] = await agency.db.global
    .select()
    .from(dueWork)
    .where(
      and(
        eq(dueWork.agencyId, agency.agencyId),
        eq(dueWork.subjectId, subjectId),
        ne(dueWork.kind, "subscribe"),
        ne(dueWork.kind, "listen"),
      ),
    );
  return row?.dueAt.getTime() ?? null;
};
