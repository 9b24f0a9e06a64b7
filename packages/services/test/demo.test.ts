import { agencies, connect, type Database, eq, members, sql, users } from "@headroom/db";
import { startTestDatabase } from "@headroom/db/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClientRow } from "../src/clients/client-rows.ts";
import { getClient } from "../src/clients/get-client.ts";
import { listClients } from "../src/clients/list-clients.ts";
import type { Actor } from "../src/context/context.ts";
import { enterAgency } from "../src/context/enter-agency.ts";
import { forgetDemoPeople } from "../src/demo/forget-demo-people.ts";
import { removeDemo } from "../src/demo/remove-demo.ts";
import { demoSlug, makeDemo, seedDemo } from "../src/demo/seed-demo.ts";
import { rebuild } from "../src/scores/rebuild.ts";
import { checkPassword } from "../src/sign-in/check-password.ts";
import { noon, testAgency } from "./agency.ts";
import { derived } from "./derived.ts";
import { rowCounts } from "./table-rows.ts";
import { testIo } from "./test-io.ts";

// A server may hold one demo only, so these tests have a database of their own.
let server: Awaited<ReturnType<typeof startTestDatabase>>;
let db: Database;
beforeAll(async () => {
  server = await startTestDatabase();
  db = connect({ url: server.url, maxConnections: 4 });
});
afterAll(async () => {
  await db.close();
  await server.stop();
});

const io = testIo({ now: noon });

const mona = async (agencyId: string): Promise<Actor> => {
  const [row] = await db.global
    .select({ member: members, user: users })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(sql`${members.agencyId} = ${agencyId} and ${members.role} = 'owner'`);
  if (row === undefined) throw new Error("the demo has no owner");
  return { userId: row.user.id, memberId: row.member.id, role: "owner", name: row.member.name, timeZone: "UTC" };
};

const asMona = async <T>(agencyId: string, work: Parameters<typeof enterAgency<T>>[1]): Promise<T> =>
  enterAgency({ db, io, agencyId, actor: await mona(agencyId) }, work);

const clientsOf = (agencyId: string): Promise<ClientRow[]> =>
  asMona(agencyId, (ctx) => listClients({ ctx, input: { search: "", sort: "name", descending: false } }));

/** What a page shows of a client, without ids; floating sums may differ in the last digits by the order of ids. */
const shown = ({
  name,
  score,
  target,
  fallsAt,
  weekChange,
  spark,
  channels,
  heldChannels,
  status,
  syncedAt,
}: ClientRow) => ({
  name,
  score: score?.toFixed(6),
  target,
  fallsAt: fallsAt === null || !Number.isFinite(fallsAt) ? fallsAt : Math.round(fallsAt / 1_000),
  weekChange: weekChange?.toFixed(4),
  spark: spark.map((point) => [point.at, point.score.toFixed(3)]),
  channels,
  heldChannels,
  status,
  syncedAt,
});

describe("the demo", () => {
  let first: ClientRow[];
  let agencyId: string;

  test("is made once in an empty database, with three ways to sign in that work", async () => {
    const lines: string[] = [];
    const seed = () => seedDemo({ url: server.url, now: new Date(noon), log: (line) => lines.push(line) });
    const { signIns } = await seed();
    expect(signIns.map(({ role }) => role)).toEqual(["manager", "staffer", "viewer"]);
    for (const { email, password } of signIns)
      expect(await checkPassword(db, { email, password, now: noon })).toMatchObject({ email });
    expect(await seed()).toEqual({ signIns });
    expect(lines).toHaveLength(1);
    const [demo] = await db.global.select().from(agencies);
    expect(demo).toMatchObject({ slug: demoSlug, isDemo: true });
    agencyId = demo?.id ?? "";
    first = await clientsOf(agencyId);
  });

  test("shows every kind of standing: below, soon or safe, not heard from; own targets and the default", () => {
    expect(first).toHaveLength(12);
    const standings = new Set(first.map(({ status }) => status));
    for (const status of ["below", "held", "safe"] as const) expect(standings).toContain(status);
    expect(new Set(first.map(({ target }) => target)).size).toBeGreaterThan(3);
    for (const { name, score, spark } of first) {
      expect(score, name).toBeGreaterThan(5);
      expect(spark.length, name).toBeGreaterThan(50);
    }
  });

  test("equals its own rebuild", async () => {
    const demo = {
      ...(await testAgency(db)),
      agencyId,
      system: <T>(work: Parameters<typeof enterAgency<T>>[1]) => asMona(agencyId, work),
    };
    for (const { id, name } of first.slice(0, 3)) {
      const before = await derived(demo, id);
      await asMona(agencyId, (ctx) => rebuild({ ctx, input: { clientId: id } }));
      expect(await derived(demo, id), name).toEqual(before);
    }
  });

  test("names its numbers: the parts of a score sum up to it", async () => {
    for (const { id, score } of first) {
      const detail = await asMona(agencyId, (ctx) => getClient({ ctx, input: { clientId: id } }));
      const parts = detail.score?.components.reduce((sum, { points }) => sum + points, 0) ?? 0;
      expect(1 + parts).toBeCloseTo(score ?? 0, 6);
    }
  });

  test("is removed whole, and made again with the same numbers for the same instant", async () => {
    await asMona(agencyId, (ctx) => removeDemo({ ctx, input: undefined }));
    expect(await rowCounts(db, agencyId)).toEqual({});
    expect(await db.global.select().from(agencies).where(eq(agencies.id, agencyId))).toEqual([]);
    await forgetDemoPeople(db);
    expect(await db.global.select().from(users).where(sql`${users.email} like ${"%@demo.example"}`)).toEqual([]);
    const again = await makeDemo(db, noon);
    expect(again.agencyId).not.toBe(agencyId);
    expect((await clientsOf(again.agencyId)).map(shown)).toEqual(first.map(shown));
  });

  test("is not made a second time beside itself, and half of it is never left", async () => {
    await forgetDemoPeople(db);
    expect(await db.global.select().from(users).where(sql`${users.email} like ${"%@demo.example"}`)).toHaveLength(5);
    const before = (await db.global.select().from(agencies)).length;
    await expect(makeDemo(db, noon)).rejects.toThrow();
    expect(await db.global.select().from(agencies)).toHaveLength(before);
  });
});
