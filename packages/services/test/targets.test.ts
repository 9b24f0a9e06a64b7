import { auditLog, eq, inAgency } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { getSettings } from "../src/agencies/get-settings.ts";
import { clientHistory } from "../src/clients/client-history.ts";
import { getClient } from "../src/clients/get-client.ts";
import { listClients } from "../src/clients/list-clients.ts";
import { type SetTargetInput, setTarget } from "../src/clients/set-target.ts";
import { targetSteps } from "../src/scores/client-scoring.ts";
import { ingest } from "../src/scores/ingest.ts";
import { rebuild } from "../src/scores/rebuild.ts";
import { addMember, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { derived } from "./derived.ts";
import { only } from "./stage.ts";
import { activity, addScored } from "./standing.ts";
import { untilWaiting } from "./waiting.ts";

const db = testDatabase();
afterAll(() => db.close());

const require = (agency: TestAgency, input: Partial<SetTargetInput> & { level: number | null }) =>
  agency.as((ctx) => setTarget({ ctx, input: { share: 0.95, window: "week", ...input } }));
const look = (agency: TestAgency, clientId: string) => agency.as((ctx) => getClient({ ctx, input: { clientId } }));
const list = (agency: TestAgency) =>
  agency.as((ctx) => listClients({ ctx, input: { search: "", sort: "name", descending: false } }));

describe("the agency's default target", () => {
  test("holds for every client without one of its own, and moves the falls of all of them in one call", async () => {
    const agency = await testAgency(db, { defaultTarget: 1 });
    const strong = await addScored(agency, "Strong", { likes: 9 });
    const weak = await addScored(agency, "Weak", { likes: 1 });
    const own = await addScored(agency, "Own", { likes: 4 });
    await require(agency, { clientId: own.clientId, level: 2 });
    expect((await list(agency)).map(({ fallsAt }) => fallsAt)).not.toContain(noon);
    const scores = new Map((await list(agency)).map((row) => [row.name, row.score ?? 0]));

    const level = ((scores.get("Strong") ?? 0) + (scores.get("Weak") ?? 0)) / 2;
    await require(agency, { level });

    const rows = new Map((await list(agency)).map((row) => [row.name, row]));
    expect(rows.get("Weak")).toMatchObject({ status: "below", fallsAt: noon });
    expect(rows.get("Strong")?.fallsAt).toBeGreaterThan(noon);
    expect(rows.get("Strong")?.target).toBeCloseTo(level, 4);
    expect(rows.get("Own")).toMatchObject({ target: 2 });
    expect((await look(agency, own.clientId)).target).toMatchObject({ value: 2, isDefault: false });
    expect((await look(agency, weak.clientId)).target).toMatchObject({ isDefault: true });
    for (const { clientId } of [strong, weak, own]) {
      const before = await derived(agency, clientId);
      await agency.system((ctx) => rebuild({ ctx, input: { clientId } }));
      expect(await derived(agency, clientId)).toEqual(before);
    }
  });

  test("needs a level and a manager", async () => {
    const agency = await testAgency(db);
    await expect(require(agency, { level: null })).rejects.toMatchObject({ code: "invalid", field: "level" });
    const staffer = await addMember(agency, "staffer");
    await expect(
      agency.as((ctx) => setTarget({ ctx, input: { level: 20, share: 1, window: "week" } }), staffer),
    ).rejects.toMatchObject({ code: "forbidden" });
    const settings = await agency.as((ctx) => getSettings({ ctx, input: undefined }));
    expect(only(settings.defaultTargets).level).toBe(30);
  });

  test("is kept with everything that it was before, newest first, and by whom", async () => {
    const agency = await testAgency(db);
    agency.clock.now = noon + dayMs;
    await require(agency, { level: 41, share: 0.9, window: "month" });
    const { defaultTargets, mayManage } = await agency.as((ctx) => getSettings({ ctx, input: undefined }));
    expect(mayManage).toBe(true);
    expect(defaultTargets).toEqual([
      { from: noon + dayMs, level: 41, share: expect.closeTo(0.9, 5), window: "month", setBy: "Olive Owner" },
      { from: noon - 400 * dayMs, level: 30, share: expect.closeTo(0.95, 5), window: "week", setBy: null },
    ]);
    const log = await agency.system(({ db: tx }) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "target.set")),
    );
    expect(only(log)).toMatchObject({
      subject: "agency",
      userId: agency.actor.userId,
      before: { level: 30, window: "week" },
      after: { level: 41, share: 0.9, window: "month" },
    });
  });

  test("set while a reading is under way waits for it and loses nothing of it", async () => {
    const agency = await testAgency(db);
    const { clientId, channelId } = await addScored(agency, "Read meanwhile", { likes: 2 });
    let commit = () => {};
    const open = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let stored = () => {};
    const isStored = new Promise<void>((resolve) => {
      stored = resolve;
    });
    const reading = inAgency(db, { agencyId: agency.agencyId }, async (tx) => {
      const ctx = { db: tx, agencyId: agency.agencyId, io: agency.io };
      await ingest({ ctx, input: { channelId, batch: { ...activity({ likes: 9 }), posts: [] } } });
      stored();
      await open;
    });
    await isStored;
    const setting = require(agency, { level: 44 });
    await untilWaiting(db);
    commit();
    await reading;
    await setting;
    const before = await derived(agency, clientId);
    await agency.system((ctx) => rebuild({ ctx, input: { clientId } }));
    expect(await derived(agency, clientId)).toEqual(before);
  });
});

describe("a client's own target", () => {
  test("outranks the default until it is taken back, and the line on the chart follows", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Own target", { likes: 3 });
    agency.clock.now = noon + hourMs;
    await require(agency, { clientId, level: 55 });
    agency.clock.now = noon + 2 * hourMs;
    await require(agency, { level: 20 });
    expect((await look(agency, clientId)).row.target).toBe(55);
    agency.clock.now = noon + 3 * hourMs;
    await require(agency, { clientId, level: null });
    const { row, targetHistory } = await look(agency, clientId);
    expect(row.target).toBe(20);
    expect(targetHistory.map(({ level, isDefault, from }) => [level, isDefault, from])).toEqual([
      [null, false, noon + 3 * hourMs],
      [20, true, noon + 2 * hourMs],
      [55, false, noon + hourMs],
      [30, true, noon - 400 * dayMs],
    ]);
    const { targets } = await agency.as((ctx) => clientHistory({ ctx, input: { clientId, days: 30 } }));
    expect(targets.map(({ from, value, isDefault }) => [from, value, isDefault])).toEqual([
      [noon - 400 * dayMs, 30, true],
      [noon + hourMs, 55, false],
      [noon + 3 * hourMs, 20, true],
    ]);
  });

  test("that is higher is never fallen below later", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Monotone", { likes: 6 });
    const falls: number[] = [];
    const score = (await look(agency, clientId)).row.score ?? 0;
    for (const share of [0.2, 0.5, 0.8, 0.95, 1.1]) {
      agency.clock.now += 1;
      await require(agency, { clientId, level: Math.min(100, Math.max(1, score * share)) });
      falls.push((await look(agency, clientId)).row.fallsAt ?? 0);
    }
    expect(falls).toEqual(falls.toSorted((a, b) => b - a));
    expect(falls.at(-1)).toBe(agency.clock.now);
  });

  test("that is passed while nobody writes anything counts as below when it is read", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Falling", { likes: 6 });
    const score = (await look(agency, clientId)).row.score ?? 0;
    await require(agency, { clientId, level: score - 2 });
    const { fallsAt, status } = (await look(agency, clientId)).row;
    expect(status).toBe("safe");
    agency.clock.now = (fallsAt ?? 0) - dayMs / 2;
    expect((await look(agency, clientId)).row.status).toBe("soon");
    agency.clock.now = (fallsAt ?? 0) - 1_000;
    expect((await look(agency, clientId)).row.headroom).toBeGreaterThanOrEqual(0);
    agency.clock.now = fallsAt ?? 0;
    const { row } = await look(agency, clientId);
    expect(row.status).toBe("below");
    expect(row.headroom).toBeLessThan(0);
  });

  test("of a client without any history is kept and waits for a score", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Empty", { likes: 0 });
    await require(agency, { clientId, level: 12 });
    expect((await look(agency, clientId)).target).toMatchObject({ value: 12 });
  });
});

describe("the line of required levels", () => {
  const row = (from: number, level: number | null, own: boolean) => ({
    clientId: own ? "c" : null,
    level,
    share: 0.95,
    window: "week" as const,
    from: new Date(from),
  });

  test.each([
    ["is empty without any row", [], []],
    ["starts with the default", [row(1, 30, false)], [[1, 30, true]]],
    ["has one step for two equal rows", [row(1, 30, false), row(2, 30, false)], [[1, 30, true]]],
    ["ignores a default below an own level", [row(1, 30, true), row(2, 50, false)], [[1, 30, false]]],
    [
      "goes back to the newest default",
      [row(1, 30, false), row(2, 60, true), row(3, 40, false), row(4, null, true)],
      [
        [1, 30, true],
        [2, 60, false],
        [4, 40, true],
      ],
    ],
    [
      "has a step where only the owner of the level changes",
      [row(1, 30, false), row(2, 30, true)],
      [
        [1, 30, true],
        [2, 30, false],
      ],
    ],
    ["stays empty while an own level is taken back that was never there", [row(1, null, true)], []],
  ])("%s", (_, rows, expected) => {
    expect(targetSteps(rows).map(({ from, value, isDefault }) => [from, value, isDefault])).toEqual(expected);
  });
});
