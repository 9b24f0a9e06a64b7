import { type Database, dueWork, isNotNull } from "@headroom/db";
import { planWeeklyReports, scheduleWork } from "@headroom/services";
import { afterAll, describe, expect, test } from "vitest";
import { defaultTools, type Tools } from "../src/index.ts";
import {
  announcements,
  type Logged,
  realIo,
  startWorker,
  testDatabase,
  type WorkedAgency,
  workedAgency,
} from "./worker-agency.ts";

const db: Database = testDatabase();
afterAll(() => db.close());

type Render = Tools["renderReport"];
const drawn = { pdf: new Uint8Array([37, 80, 68, 70]), pages: 1, standard: "ua-1" };
const leased = () => db.global.select().from(dueWork).where(isNotNull(dueWork.leasedUntil));

/** Reports that are asked for, and a promise of their announcement. */
const askedFor = async (agency: WorkedAgency, names: readonly string[]) => {
  const announced = await announcements(db);
  const ids: string[] = [];
  for (const name of names) ids.push(await agency.request(await agency.addClient(name)));
  return { ids, all: announced(ids) };
};

/** A gate that opens when told, and tells when somebody waits at it. */
const gate = () => {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const pass = () => {
    reach();
    return opened;
  };
  return { open, reached, pass };
};

describe("the worker", () => {
  test("does every piece of work once, though two workers run", async () => {
    const agency = await workedAgency(db);
    const names = Array.from({ length: 12 }, (_, i) => `Client ${i}`);
    const calls: string[] = [];
    const renderReport: Render = async ({ client }) => {
      calls.push(client);
      return drawn;
    };
    const { ids, all } = await askedFor(agency, names);
    const workers = [startWorker(db, { tools: { renderReport } }), startWorker(db, { tools: { renderReport } })];
    await all;
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(calls.toSorted()).toEqual(names.toSorted());
    for (const id of ids) expect(await agency.workOf(id)).toBeUndefined();
    expect(await leased()).toEqual([]);
  });

  test("wakes for work that comes while it sleeps", async () => {
    const agency = await workedAgency(db);
    const worker = startWorker(db, { tools: { renderReport: async () => drawn } });
    const first = await askedFor(agency, ["First"]);
    await first.all;
    const second = await askedFor(agency, ["Second"]);
    await second.all;
    await worker.stop();
    expect(await agency.pdfOf(second.ids[0] ?? "")).toEqual(Buffer.from(drawn.pdf));
  });

  test("leaves work alone until it is due, then does it", async () => {
    const agency = await workedAgency(db);
    const { ids, all } = await askedFor(agency, ["Later"]);
    const [reportId = ""] = ids;
    const dueAt = Date.now() + 400;
    await scheduleWork({ db: db.global, agencyId: agency.agencyId }, { kind: "report", subjectId: reportId, dueAt });
    let doneAt = 0;
    const renderReport: Render = async () => {
      doneAt = Date.now();
      return drawn;
    };
    const worker = startWorker(db, { tools: { renderReport } });
    await all;
    await worker.stop();
    expect(doneAt).toBeGreaterThanOrEqual(dueAt);
  });

  test("puts work that throws back for five minutes, says so, and goes on", async () => {
    const agency = await workedAgency(db);
    const { promise: logged, resolve: log } = Promise.withResolvers<Logged>();
    const faulty = await agency.request(await agency.addClient("Faulty"));
    const { ids, all } = await askedFor(agency, ["Fine"]);
    const renderReport: Render = async ({ client }) => {
      if (client === "Faulty") throw new Error("no ink");
      return drawn;
    };
    const startedAt = Date.now();
    const worker = startWorker(db, { tools: { renderReport }, io: realIo(log), concurrency: 1 });
    expect(await logged).toMatchObject({
      line: "A job failed unexpectedly",
      detail: { kind: "report", subjectId: faulty, error: expect.stringContaining("no ink") },
    });
    await all;
    await worker.stop();
    const left = await agency.workOf(faulty);
    expect(left).toMatchObject({ leasedUntil: null, attempts: 1 });
    expect(left?.dueAt.getTime()).toBeGreaterThanOrEqual(startedAt + 5 * 60_000);
    expect(await agency.workOf(ids[0] ?? "")).toBeUndefined();
    expect(await leased()).toEqual([]);
  });

  test("finishes what is under way when it is told to stop, takes nothing new and leaves nothing leased", async () => {
    const agency = await workedAgency(db);
    const { open, reached, pass } = gate();
    const { ids } = await askedFor(agency, ["Under way", "Waiting"]);
    const calls: string[] = [];
    const renderReport: Render = async ({ client }) => {
      calls.push(client);
      await pass();
      return drawn;
    };
    const worker = startWorker(db, { tools: { renderReport }, concurrency: 1 });
    await reached;
    const stopped = worker.stop();
    expect(
      await Promise.race([stopped.then(() => "stopped"), agency.workOf(ids[0] ?? "").then(() => "still busy")]),
    ).toBe("still busy");
    open();
    await stopped;
    expect(calls).toHaveLength(1);
    expect((await Promise.all(ids.map(agency.pdfOf))).filter((pdf) => pdf !== null)).toHaveLength(1);
    expect((await Promise.all(ids.map(agency.workOf))).filter((work) => work !== undefined)).toHaveLength(1);
    expect(await leased()).toEqual([]);
    const cleaner = startWorker(db, { tools: { renderReport: async () => drawn } });
    const rest = await askedFor(agency, ["Last"]);
    await rest.all;
    await cleaner.stop();
  });

  test("does not lose a wish that is renewed while its work is done", async () => {
    const agency = await workedAgency(db);
    const { open, reached, pass } = gate();
    const { ids, all } = await askedFor(agency, ["Renewed"]);
    const [reportId = ""] = ids;
    const worker = startWorker(db, { tools: { renderReport: () => pass().then(() => drawn) } });
    await reached;
    const renewedFor = Date.now() + 86_400_000;
    await scheduleWork(
      { db: db.global, agencyId: agency.agencyId },
      { kind: "report", subjectId: reportId, dueAt: renewedFor },
    );
    open();
    await all;
    await worker.stop();
    expect(await agency.workOf(reportId)).toMatchObject({
      dueAt: new Date(renewedFor),
      leasedUntil: null,
      attempts: 0,
    });
  });

  test("gives every client a weekly turn when it starts", async () => {
    const agency = await workedAgency(db);
    const clientId = await agency.addClient("New");
    const { all } = await askedFor(agency, ["Other"]);
    const worker = startWorker(db, { tools: { renderReport: async () => drawn } });
    await all;
    await worker.stop();
    const turn = (await agency.workOf(clientId))?.dueAt ?? new Date(0);
    expect(turn.getTime()).toBeGreaterThan(Date.now());
    expect([turn.getUTCDay(), turn.getUTCHours()]).toEqual([1, 6]);
  });

  test("comes back to a client on the next Monday", async () => {
    const agency = await workedAgency(db);
    const clientId = await agency.addClient("Weekly");
    await planWeeklyReports(db, { now: Date.now });
    await scheduleWork(
      { db: db.global, agencyId: agency.agencyId },
      { kind: "report", subjectId: clientId, dueAt: Date.now() },
    );
    const { all } = await askedFor(agency, ["Other"]);
    const worker = startWorker(db, { tools: { renderReport: async () => drawn } });
    await all;
    await worker.stop();
    const turn = await agency.workOf(clientId);
    expect(turn?.leasedUntil).toBeNull();
    expect(turn?.dueAt.getTime()).toBeGreaterThan(Date.now());
  });
});

describe("the tools of a real worker", () => {
  test("turn a request into a PDF", async () => {
    const agency = await workedAgency(db);
    const { ids, all } = await askedFor(agency, ["Real"]);
    const worker = startWorker(db, { tools: defaultTools });
    await all;
    await worker.stop();
    const pdf = Buffer.from((await agency.pdfOf(ids[0] ?? "")) ?? []);
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(10_000);
  });
});
