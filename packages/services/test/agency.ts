import { channels, clients, connect, type Database, inAgency, members, type Tx, users } from "@headroom/db";
import type {} from "@headroom/db/testing";
import { inject } from "vitest";
import { createAgency } from "../src/agencies/create-agency.ts";
import type { Actor, Context, Io, Role, SystemContext } from "../src/context/context.ts";
import type { Entry } from "../src/context/enter-agency.ts";
import { testIo } from "./test-io.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** A Monday noon, UTC. */
export const noon = Date.UTC(2026, 5, 15, 12);

export const testDatabase = (): Database => connect({ url: inject("databaseUrl"), maxConnections: 6 });

export interface TestAgency {
  db: Database;
  agencyId: string;
  slug: string;
  actor: Actor;
  /** The clock that every context of this agency reads; tests set it. */
  clock: { now: number };
  io: Io;
  /** Runs as the given member (the owner, if left out), in a transaction inside the agency. */
  as: <T>(work: (ctx: Context) => Promise<T>, actor?: Actor) => Promise<T>;
  /** The owner's way into the agency, for verbs that open their own transactions. */
  entry: Entry;
  system: <T>(work: (ctx: SystemContext) => Promise<T>) => Promise<T>;
}

/** An agency of the test's own, with one owner. */
export const testAgency = async (db: Database, { now = noon, defaultTarget = 30 } = {}): Promise<TestAgency> => {
  const userId = await newUser(db, "Olive Owner");
  const input = { name: `Agency ${crypto.randomUUID()}`, timeZone: "UTC", defaultTarget };
  const { id: agencyId, slug } = await createAgency(db, {
    founder: { userId, name: "Olive Owner" },
    input,
    now: now - 400 * dayMs,
  });
  const clock = { now };
  const io = testIo(clock);
  const [member] = await inAgency(db, { agencyId, userId }, (tx) => tx.select().from(members));
  if (!member) throw new Error("the founder is not a member");
  const owner: Actor = { userId, memberId: member.id, role: "owner", name: member.name, timeZone: "UTC" };
  return {
    db,
    agencyId,
    slug,
    actor: owner,
    clock,
    io,
    entry: { db, io, agencyId, actor: owner },
    as: (work, actor = owner) =>
      inAgency(db, { agencyId, userId: actor.userId }, (tx) => work({ db: tx, agencyId, actor, io })),
    system: (work) => inAgency(db, { agencyId }, (tx) => work({ db: tx, agencyId, io })),
  };
};

export const newUser = async (db: Database, name: string): Promise<string> => {
  const [row] = await db.global
    .insert(users)
    .values({ name, email: `${crypto.randomUUID()}@example.test` })
    .returning({ id: users.id });
  if (!row) throw new Error("no user");
  return row.id;
};

export const addMember = async (agency: TestAgency, role: Role, name = `${role} member`): Promise<Actor> => {
  const userId = await newUser(agency.db, name);
  const [row] = await inAgency(agency.db, { agencyId: agency.agencyId }, (tx) =>
    tx.insert(members).values({ agencyId: agency.agencyId, userId, role, name }).returning(),
  );
  if (!row) throw new Error("no member");
  return { userId, memberId: row.id, role, name, timeZone: "UTC" };
};

export const everyKind = Object.fromEntries(
  ["post", "linkPost", "view", "like", "click", "save", "reshare", "linkReshare", "mention", "comment"].map((kind) => [
    kind,
    0,
  ]),
);

export const addClient = (agency: TestAgency, name = `Client ${crypto.randomUUID().slice(0, 8)}`): Promise<string> =>
  agency.system(async ({ db, agencyId }) => {
    const id = crypto.randomUUID();
    await db.insert(clients).values({ agencyId, id, name });
    return id;
  });

export const addChannel = (agency: TestAgency, clientId: string, network = "mastodon"): Promise<string> =>
  agency.system(async ({ db, agencyId }: { db: Tx; agencyId: string }) => {
    const id = crypto.randomUUID();
    await db
      .insert(channels)
      .values({ agencyId, id, clientId, network, nativeId: id, title: `${network} channel`, knows: everyKind });
    return id;
  });
