import { randomBytes } from "node:crypto";
import { networkById } from "@headroom/connectors";
import {
  agencies,
  algorithmActivations,
  assignments,
  channels,
  clients,
  connect,
  connections,
  type Database,
  eq,
  holds,
  inAgency,
  members,
  passwords,
  plannedPosts,
  restWindows,
  type Tx,
  targets,
  users,
} from "@headroom/db";
import { knownFromStart } from "../channels/known-kinds.ts";
import { learnFrom } from "../learning/learn-client.ts";
import { recompute } from "../scores/recompute.ts";
import { writeBatch } from "../scores/write-batch.ts";
import { hashPassword } from "../sign-in/password.ts";
import { type DemoChannel, type DemoClient, demoClients, demoMembers, demoPassword } from "./cast.ts";
import { demoDays, demoHistory } from "./demo-history.ts";
import { seededRandom } from "./random.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

export const demoSlug = "demo";

export interface SeedDemo {
  url: string;
  now: Date;
  log: (line: string) => void;
}

export interface DemoSignIn {
  role: string;
  email: string;
  password: string;
}

/** Fills an empty database with a labelled demo agency; does nothing where there is any agency. */
export const seedDemo = async ({ url, now, log }: SeedDemo): Promise<{ signIns: DemoSignIn[] }> => {
  const db = connect({ url, maxConnections: 4 });
  try {
    const [any] = await db.global.select({ id: agencies.id }).from(agencies).limit(1);
    if (any === undefined) {
      log("Making the demo agency: twelve clients, ninety days");
      await makeDemo(db, now.getTime());
    }
    return { signIns: await demoSignIns(db) };
  } finally {
    await db.close();
  }
};

const demoSignIns = async (db: Database): Promise<DemoSignIn[]> => {
  const [demo] = await db.global.select({ id: agencies.id }).from(agencies).where(eq(agencies.slug, demoSlug));
  if (demo === undefined) return [];
  return demoMembers
    .filter(({ key }) => key === "mona" || key === "sam" || key === "vera")
    .map(({ role, email }) => ({ role: role === "owner" ? "manager" : role, email, password: demoPassword }));
};

/** Makes the demo agency in one transaction: all of it, or nothing. */
export const makeDemo = async (db: Database, now: number): Promise<{ agencyId: string }> => {
  const agencyId = crypto.randomUUID();
  const userIds = await ensureUsers(db);
  await inAgency(db, { agencyId }, async (tx) => {
    await tx.insert(agencies).values({
      id: agencyId,
      slug: demoSlug,
      name: "Demo Agency",
      timeZone: "Europe/Berlin",
      isDemo: true,
      actorSalt: randomBytes(32),
      createdAt: new Date(now - demoDays * dayMs),
    });
    const memberIds = await addMembers(tx, { agencyId, userIds });
    await tx.insert(targets).values([
      { agencyId, level: 34, from: new Date(now - demoDays * dayMs), setBy: memberIds.get("mona") ?? null },
      { agencyId, level: 36, from: new Date(now - 30 * dayMs), setBy: memberIds.get("mona") ?? null },
    ]);
    await tx.insert(algorithmActivations).values([
      { agencyId, from: new Date(now - demoDays * dayMs), algorithmId: "classic-1" },
      { agencyId, from: new Date(now - 45 * dayMs), algorithmId: "steady-1" },
    ]);
    for (const [index, client] of demoClients.entries())
      await addDemoClient(tx, { agencyId, client, index, memberIds, now });
  });
  return { agencyId };
};

const ensureUsers = async (db: Database): Promise<ReadonlyMap<string, string>> => {
  const hash = await hashPassword(demoPassword);
  const ids = new Map<string, string>();
  for (const { key, name, email } of demoMembers) {
    const [user] = await db.global
      .insert(users)
      .values({ name, email })
      .onConflictDoUpdate({ target: users.email, set: { name } })
      .returning({ id: users.id });
    if (user === undefined) continue;
    await db.global
      .insert(passwords)
      .values({ userId: user.id, hash })
      .onConflictDoUpdate({ target: passwords.userId, set: { hash } });
    ids.set(key, user.id);
  }
  return ids;
};

const addMembers = async (
  tx: Tx,
  { agencyId, userIds }: { agencyId: string; userIds: ReadonlyMap<string, string> },
) => {
  const ids = new Map<string, string>();
  for (const { key, name, role } of demoMembers) {
    const userId = userIds.get(key);
    if (userId === undefined) continue;
    const id = crypto.randomUUID();
    await tx.insert(members).values({ agencyId, id, userId, role, name, timeZone: "Europe/Berlin" });
    ids.set(key, id);
  }
  return ids;
};

interface Placement {
  agencyId: string;
  client: DemoClient;
  index: number;
  memberIds: ReadonlyMap<string, string>;
  now: number;
}

const addDemoClient = async (tx: Tx, { agencyId, client, index, memberIds, now }: Placement): Promise<void> => {
  const clientId = crypto.randomUUID();
  await tx.insert(clients).values({ agencyId, id: clientId, name: client.name, timeZone: client.timeZone });
  for (const key of [client.staffer, client.viewer ? "vera" : null]) {
    const memberId = key === null ? undefined : memberIds.get(key);
    if (memberId !== undefined) await tx.insert(assignments).values({ agencyId, clientId, memberId });
  }
  if (client.target !== null) {
    await tx.insert(targets).values({
      agencyId,
      clientId,
      level: client.target,
      from: new Date(now - 60 * dayMs),
      setBy: memberIds.get("mona") ?? null,
    });
  }
  for (const [n, channel] of client.channels.entries()) {
    const outageDays = n === 0 ? client.outageDays : undefined;
    const random = seededRandom(1_000 * (index + 1) + n);
    await addDemoChannel(tx, { agencyId, clientId, client, channel, outageDays, random, now });
  }
  await addPlans(tx, { agencyId, clientId, client, now, memberId: memberIds.get("mona") ?? null });
  await recompute({ db: tx, agencyId, clientId, now, from: Number.NEGATIVE_INFINITY });
  await learnFrom({ db: tx, agencyId, clientId }, now);
};

interface Plans {
  agencyId: string;
  clientId: string;
  client: DemoClient;
  now: number;
  memberId: string | null;
}

/** What is meant to go out, and when it was agreed that nobody has to. */
const addPlans = async (tx: Tx, { agencyId, clientId, client, now, memberId }: Plans): Promise<void> => {
  const [first] = await tx
    .select({ id: channels.id })
    .from(channels)
    .where(eq(channels.clientId, clientId))
    .orderBy(channels.title)
    .limit(1);
  for (const { inHours, note } of client.planned ?? []) {
    if (first === undefined) return;
    const at = new Date(now + inHours * hourMs);
    await tx.insert(plannedPosts).values({ agencyId, clientId, channelId: first.id, at, note, createdBy: memberId });
  }
  if (client.restDays !== undefined) {
    const [from, to] = client.restDays;
    await tx.insert(restWindows).values({
      agencyId,
      clientId,
      from: new Date(now + from * dayMs),
      to: new Date(now + to * dayMs),
      note: "The studio is closed",
      agreedBy: memberId,
      agreedAt: new Date(now - dayMs),
    });
  }
};

interface ChannelPlacement {
  agencyId: string;
  clientId: string;
  client: DemoClient;
  channel: DemoChannel;
  outageDays: readonly [number, number] | undefined;
  random: () => number;
  now: number;
}

const addDemoChannel = async (
  tx: Tx,
  { agencyId, clientId, client, channel, outageDays, random, now }: ChannelPlacement,
): Promise<void> => {
  const channelId = crypto.randomUUID();
  const connectionId = crypto.randomUUID();
  const heldNow = outageDays !== undefined && outageDays[1] === 0;
  await tx
    .insert(connections)
    .values({ agencyId, id: connectionId, clientId, network: channel.network, title: channel.handle });
  await tx.insert(channels).values({
    agencyId,
    id: channelId,
    clientId,
    connectionId,
    network: channel.network,
    nativeId: `demo:${channel.handle}`,
    title: channel.handle,
    knows: knownFromStart(networkById(channel.network)?.knows ?? []),
    state: heldNow ? "held" : "active",
    syncedAt: new Date(heldNow ? now - outageDays[0] * dayMs : now - Math.floor(random() * hourMs)),
    lastError: heldNow ? "The sign-in to this channel has expired." : null,
    createdAt: new Date(now - demoDays * dayMs),
  });
  if (outageDays !== undefined) {
    await tx.insert(holds).values({
      agencyId,
      clientId,
      channelId,
      from: new Date(now - outageDays[0] * dayMs),
      to: heldNow ? null : new Date(now - outageDays[1] * dayMs),
      reason: heldNow ? "The sign-in to this channel has expired." : "The network could not be reached.",
    });
  }
  await writeBatch({ db: tx, agencyId, channelId, now }, demoHistory({ client, channel, now, random }));
};
