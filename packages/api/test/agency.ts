import {
  agencies,
  assignments,
  channels,
  clients,
  connect,
  type Database,
  eq,
  imports,
  inAgency,
  members,
  users,
} from "@headroom/db";
import type {} from "@headroom/db/testing";
import { createAgency, createSealer, type Io, type Role } from "@headroom/services";
import { inject } from "vitest";
import type { Change, RequestContext } from "../src/index.ts";

/** A Monday noon, UTC. */
export const noon = Date.UTC(2026, 5, 15, 12);

export const testDatabase = (): Database => connect({ url: inject("databaseUrl"), maxConnections: 6 });

/** A world without a network; what is logged is kept. */
export const testIo = (): { io: Io; logged: string[] } => {
  const logged: string[] = [];
  return {
    logged,
    io: {
      now: () => noon,
      fetch: async () => {
        throw new Error("these tests reach no network");
      },
      sealer: createSealer([{ id: "test", key: new Uint8Array(32).fill(7) }]),
      random: () => 0.5,
      networkBaseUrls: {},
      networkLimitFactors: {},
      limitGroup: crypto.randomUUID(),
      networkApps: {},
      publicUrl: "https://headroom.example",
      uploadFolder: "/nowhere",
      log: (line, detail) => logged.push(`${line} ${JSON.stringify(detail ?? {})}`),
    },
  };
};

export interface Person {
  userId: string;
  memberId: string;
}

export interface TestAgency {
  id: string;
  slug: string;
  owner: Person;
}

export const newUser = async (db: Database): Promise<string> => {
  const [row] = await db.global
    .insert(users)
    .values({ name: "Somebody", email: `${crypto.randomUUID()}@example.test` })
    .returning({ id: users.id });
  if (row === undefined) throw new Error("no user");
  return row.id;
};

export const newAgency = async (db: Database): Promise<TestAgency> => {
  const userId = await newUser(db);
  const { id, slug } = await createAgency(db, {
    founder: { userId, name: "Olive Owner" },
    input: { name: `Agency ${crypto.randomUUID()}`, timeZone: "UTC", defaultTarget: 30 },
    now: noon - 86_400_000,
  });
  const [member] = await inAgency(db, { agencyId: id }, (tx) => tx.select().from(members));
  if (member === undefined) throw new Error("no founder");
  return { id, slug, owner: { userId, memberId: member.id } };
};

export const addMember = async (db: Database, agencyId: string, role: Role): Promise<Person> => {
  const userId = await newUser(db);
  const memberId = crypto.randomUUID();
  await inAgency(db, { agencyId }, (tx) =>
    tx.insert(members).values({ agencyId, id: memberId, userId, role, name: `${role} member` }),
  );
  return { userId, memberId };
};

export interface Scene {
  clientId: string;
  channelId: string;
  importId: string;
}

/** A client with a channel and an upload that waits, in somebody's care; with `ownerId` a private one. */
export const newScene = (
  db: Database,
  agencyId: string,
  { inCareOf, ownerId = null }: { inCareOf: readonly string[]; ownerId?: string | null },
): Promise<Scene> =>
  inAgency(db, { agencyId }, async (tx) => {
    const [clientId, channelId, importId] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    await tx
      .insert(clients)
      .values({ agencyId, id: clientId, name: `Client ${clientId}`, ownerId, shared: ownerId === null });
    for (const memberId of inCareOf) await tx.insert(assignments).values({ agencyId, clientId, memberId });
    await tx
      .insert(channels)
      .values({ agencyId, id: channelId, clientId, network: "mastodon", nativeId: channelId, title: "A channel" });
    const preview = { format: "csv", networkId: null, posts: 0, firstAt: null, lastAt: null, signalsByKind: {} };
    await tx.insert(imports).values({
      agencyId,
      id: importId,
      clientId,
      fileName: "a.csv",
      filePath: `/nowhere/${importId}`,
      status: "previewed",
      preview: { ...preview, notes: [], samples: [] },
    });
    return { clientId, channelId, importId };
  });

export const isDemo = (db: Database, agencyId: string): Promise<unknown> =>
  db.global.update(agencies).set({ isDemo: true }).where(eq(agencies.id, agencyId));

/** A request as somebody (null: nobody) to an agency's page. */
export const requestOf = (
  db: Database,
  { io, userId, slug, told = [] }: { io: Io; userId: string | null; slug: string | null; told?: readonly Change[] },
): RequestContext => ({
  db,
  io,
  userId,
  agencySlug: slug,
  changes: {
    of: async function* (agencyId) {
      for (const change of told) if (change.agencyId === agencyId) yield change;
    },
  },
});
