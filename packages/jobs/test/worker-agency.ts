import { clients, connect, type Database, dueWork, eq, inAgency, listen, members, reports, users } from "@headroom/db";
import type {} from "@headroom/db/testing";
import {
  type Actor,
  changesTopic,
  createAgency,
  createSealer,
  enterAgency,
  type Io,
  requestReport,
  workTopic,
} from "@headroom/services";
import { inject } from "vitest";
import { runWorker, type Tools } from "../src/index.ts";

export const testDatabase = (): Database => connect({ url: inject("databaseUrl"), maxConnections: 12 });

export interface Logged {
  line: string;
  detail: Readonly<Record<string, unknown>> | undefined;
}

/** The world as it is, but without network; what is logged is handed to `onLog`. */
export const realIo = (onLog: (logged: Logged) => void = () => {}): Io => ({
  now: Date.now,
  fetch: () => Promise.reject(new Error("no network in this test")),
  sealer: createSealer([{ id: "test", key: new Uint8Array(32).fill(7) }]),
  random: Math.random,
  networkBaseUrls: {},
  networkLimitFactors: {},
  limitGroup: crypto.randomUUID(),
  networkApps: {},
  publicUrl: "https://headroom.example",
  uploadFolder: "/nowhere",
  log: (line, detail) => onLog({ line, detail }),
});

export interface WorkedAgency {
  agencyId: string;
  /** Its owner. */
  actor: Actor;
  addClient: (name: string) => Promise<string>;
  /** Asks for the report of a client's running week. */
  request: (clientId: string) => Promise<string>;
  pdfOf: (reportId: string) => Promise<Uint8Array | null>;
  workOf: (subjectId: string) => Promise<typeof dueWork.$inferSelect | undefined>;
}

/** An agency of the test's own, with an owner who asks for reports. */
export const workedAgency = async (db: Database): Promise<WorkedAgency> => {
  const [user] = await db.global
    .insert(users)
    .values({ name: "Olive Owner", email: `${crypto.randomUUID()}@example.test` })
    .returning();
  if (user === undefined) throw new Error("no user");
  const input = { name: `Agency ${crypto.randomUUID()}`, timeZone: "UTC", defaultTarget: 30 };
  const founder = { userId: user.id, name: "Olive Owner" };
  const { id: agencyId } = await createAgency(db, { founder, input, now: Date.now() - 86_400_000 });
  const inside = <T>(work: Parameters<typeof inAgency<T>>[2]) => inAgency(db, { agencyId }, work);
  const [member] = await inside((tx) => tx.select().from(members));
  if (member === undefined) throw new Error("no member");
  const actor = { userId: user.id, memberId: member.id, role: "owner" as const, name: member.name, timeZone: "UTC" };
  return {
    agencyId,
    actor,
    addClient: async (name) => {
      const id = crypto.randomUUID();
      await inside((tx) => tx.insert(clients).values({ agencyId, id, name }));
      return id;
    },
    request: async (clientId) => {
      const made = await enterAgency({ db, io: realIo(), agencyId, actor }, (ctx) =>
        requestReport({ ctx, input: { clientId } }),
      );
      return made.reportId;
    },
    pdfOf: async (reportId) =>
      (await inside((tx) => tx.select().from(reports).where(eq(reports.id, reportId))))[0]?.pdf ?? null,
    workOf: async (subjectId) =>
      (await inside((tx) => tx.select().from(dueWork).where(eq(dueWork.subjectId, subjectId))))[0],
  };
};

export interface RunningWorker {
  stop: () => Promise<void>;
}

/** A worker as the worker process runs it. */
export const startWorker = (
  db: Database,
  { tools, io = realIo(), concurrency = 3 }: { tools: Tools; io?: Io; concurrency?: number },
): RunningWorker => {
  const end = new AbortController();
  const ended = runWorker({
    db,
    io,
    tools,
    concurrency,
    onWork: (wake) => listen(db, workTopic, wake),
    signal: end.signal,
  });
  return {
    stop: () => {
      end.abort();
      return ended;
    },
  };
};

/** Listens from now on; what it returns resolves when all of the reports were announced, before or after it was asked. */
export const announcements = async (db: Database): Promise<(ids: readonly string[]) => Promise<void>> => {
  const seen = new Set<string>();
  let look = () => {};
  const stop = await listen(db, changesTopic, (payload) => {
    seen.add(JSON.parse(payload).subjectId);
    look();
  });
  return async (ids) => {
    await new Promise<void>((resolve) => {
      look = () => {
        if (ids.every((id) => seen.has(id))) resolve();
      };
      look();
    });
    await stop();
  };
};
