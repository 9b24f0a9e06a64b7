import { connections, inAgency, networkApps, signIns, sql } from "@headroom/db";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { secretPurpose } from "../src/channels/connector-context.ts";
import { rotateKeys, sealedColumns } from "../src/context/rotate-keys.ts";
import { sealKeyOf } from "../src/context/seal-keys.ts";
import { createSealer, type Sealer } from "../src/context/sealer.ts";
import { appPurpose } from "../src/networks/network-app.ts";
import { grantPurpose, keepPurpose } from "../src/networks/start-sign-in.ts";
import { addClient, type TestAgency, testAgency, testDatabase } from "./agency.ts";

const db = testDatabase();
afterAll(() => db.close());

const base64 = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const [oldKey, newKey] = [sealKeyOf(base64(1)), sealKeyOf(base64(2))];
const old = createSealer([oldKey]);
const both = createSealer([newKey, oldKey]);
const fresh = createSealer([newKey]);

let agency: TestAgency;
let connectionIds: string[];
const signInId = crypto.randomUUID();
beforeEach(async () => {
  agency = await testAgency(db);
  connectionIds = Array.from({ length: 250 }, () => crypto.randomUUID());
  const clientId = await addClient(agency);
  const { agencyId } = agency;
  await agency.system(async (ctx) => {
    await ctx.db.insert(connections).values(
      connectionIds.map((id) => ({
        agencyId,
        id,
        clientId,
        network: "x",
        title: "x",
        sealedSecret: old.seal(`token of ${id}`, secretPurpose(id)),
      })),
    );
    await ctx.db
      .insert(networkApps)
      .values({ agencyId, network: "x", appId: "x", sealedSecret: old.seal("app", appPurpose(agencyId, "x")) });
    await ctx.db.delete(signIns);
    await ctx.db.insert(signIns).values({
      agencyId,
      id: signInId,
      clientId,
      memberId: agency.actor.memberId,
      network: "x",
      stateHash: crypto.randomUUID(),
      sealedKeep: old.seal("keep", keepPurpose(signInId)),
      sealedGrant: old.seal("grant", grantPurpose(signInId)),
    });
  });
});

const secrets = (sealer: Sealer) =>
  agency.system(async (ctx) => {
    const rows = await ctx.db.select().from(connections);
    return rows.map(({ id, sealedSecret }) => sealer.open(sealedSecret ?? "", secretPurpose(id)));
  });

describe("a rotation of keys", () => {
  test("seals everything anew, so that the old key is not needed any more", async () => {
    const { resealed, unopened } = await rotateKeys(db, { sealer: both });
    expect(resealed).toBeGreaterThanOrEqual(253);
    expect(unopened).toBeGreaterThanOrEqual(0);
    expect((await secrets(fresh)).toSorted()).toEqual(connectionIds.map((id) => `token of ${id}`).toSorted());
    await agency.system(async (ctx) => {
      const [app] = await ctx.db.select().from(networkApps);
      expect(fresh.open(app?.sealedSecret ?? "", appPurpose(agency.agencyId, "x"))).toBe("app");
      const [signIn] = await ctx.db.select().from(signIns);
      expect(fresh.open(signIn?.sealedKeep ?? "", keepPurpose(signInId))).toBe("keep");
      expect(fresh.open(signIn?.sealedGrant ?? "", grantPurpose(signInId))).toBe("grant");
    });
  });

  test("that was broken off goes on where it stopped, and a finished one changes nothing", async () => {
    await agency.system(async (ctx) => {
      const [half] = [connectionIds.slice(0, 100)];
      for (const id of half) {
        await ctx.db.execute(
          sql`update connections set sealed_secret = ${fresh.seal(`token of ${id}`, secretPurpose(id))} where id = ${id}::uuid`,
        );
      }
    });
    await rotateKeys(db, { sealer: both });
    const stored = () =>
      agency.system((ctx) =>
        ctx.db.execute(sql`select sealed_secret, xmin::text as written from connections order by id`),
      );
    const before = await stored();
    await rotateKeys(db, { sealer: both });
    expect(await stored()).toEqual(before);
    expect(await secrets(fresh)).toHaveLength(250);
  });

  test("leaves what no given key opens, and says so", async () => {
    const stranger = createSealer([sealKeyOf(base64(9))]);
    const [id = ""] = connectionIds;
    const lost = stranger.seal("lost", secretPurpose(id));
    await agency.system((ctx) =>
      ctx.db.execute(sql`update connections set sealed_secret = ${lost} where id = ${id}::uuid`),
    );
    const { unopened } = await rotateKeys(db, { sealer: both });
    expect(unopened).toBeGreaterThanOrEqual(1);
    const [row] = await agency.system((ctx) =>
      ctx.db.execute<{ sealed: string }>(sql`select sealed_secret as sealed from connections where id = ${id}::uuid`),
    );
    expect(row?.sealed).toBe(lost);
  });

  test("opens what was sealed before keys had names", () => {
    const unnamed = createSealer([{ ...oldKey, id: "1" }]);
    expect(both.open(unnamed.seal("a token", "p"), "p")).toBe("a token");
    expect(() => fresh.open(unnamed.seal("a token", "p"), "p")).toThrow();
  });

  test("knows every column that holds something sealed", async () => {
    const rows = await inAgency(db, { agencyId: agency.agencyId }, (tx) =>
      tx.execute<{ name: string }>(sql`
        select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' and column_name like 'sealed%'`),
    );
    const known = sealedColumns.map(({ table, column }) => `${table}.${column}`);
    expect(rows.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
  });
});
