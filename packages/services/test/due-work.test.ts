import { type Database, dueWork, eq, listen } from "@headroom/db";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { announce, changesTopic } from "../src/channels/announce.ts";
import { finishWork, leaseMs, nextDueAt, postponeWork, renewLease, takeDueWork } from "../src/channels/due-work.ts";
import { scheduleSync, scheduleWork, workTopic } from "../src/channels/schedule-sync.ts";
import { noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { dueAt, only } from "./stage.ts";

const db = testDatabase();
const otherWorker = testDatabase();
afterAll(() => Promise.all([db.close(), otherWorker.close()]));

const minuteMs = 60_000;
let agency: TestAgency;
beforeEach(async () => {
  await db.global.delete(dueWork);
  agency = await testAgency(db);
});

const wish = (dueAtMs: number, subjectId: string = crypto.randomUUID()) =>
  agency.system((ctx) => scheduleWork(ctx, { kind: "sync", subjectId, dueAt: dueAtMs })).then(() => subjectId);
const take = (limit = 10, now = noon, worker: Database = db) => takeDueWork(worker, { now, limit, which: "else" });

describe("due work", () => {
  test("is taken when it is due, oldest first, and not before", async () => {
    await wish(noon + 1);
    const second = await wish(noon);
    const first = await wish(noon - minuteMs);
    expect(only(await take(1)).subjectId).toBe(first);
    expect(await take()).toEqual([
      { kind: "sync", agencyId: agency.agencyId, subjectId: second, dueAt: new Date(noon) },
    ]);
    expect(await take()).toEqual([]);
  });

  test("is taken by one worker only, however many ask at once", async () => {
    const wanted = await Promise.all(Array.from({ length: 20 }, (_, n) => wish(noon - n)));
    const taken = await Promise.all(Array.from({ length: 8 }, (_, n) => take(5, noon, n % 2 === 0 ? db : otherWorker)));
    // A worker passes over rows that another one is just taking; what is left is there for the next look.
    const rest = await take(20);
    const subjects = [...taken.flat(), ...rest].map(({ subjectId }) => subjectId);
    expect(subjects.toSorted()).toEqual(wanted.toSorted());
  });

  test("that another worker is just taking is passed over, not waited for", { timeout: 15_000 }, async () => {
    const taken = await wish(noon - 1);
    const free = await wish(noon);
    await otherWorker.global.transaction(async (tx) => {
      await tx.select().from(dueWork).where(eq(dueWork.subjectId, taken)).for("update");
      expect(only(await take()).subjectId).toBe(free);
    });
  });

  test("of a worker that died is free again after its lease", async () => {
    const subject = await wish(noon);
    await take();
    expect(await take(1, noon + leaseMs - 1)).toEqual([]);
    expect(only(await take(1, noon + leaseMs, otherWorker)).subjectId).toBe(subject);
    const [row] = await db.global.select().from(dueWork).where(eq(dueWork.subjectId, subject));
    expect(row?.attempts).toBe(2);
  });

  test("whose worker lives on is its own beyond the lease, and nobody renews what is over", async () => {
    const subject = await wish(noon);
    const work = only(await take());
    await renewLease(db, work, noon + leaseMs - 1);
    expect(await take(1, noon + 2 * leaseMs - 2)).toEqual([]);
    expect(only(await take(1, noon + 2 * leaseMs - 1)).subjectId).toBe(subject);
    await postponeWork(db, work, noon);
    await renewLease(db, work, noon);
    expect(await take()).toHaveLength(1);
  });

  test("that is finished is struck off; wished for again meanwhile, it stays", async () => {
    const done = await wish(noon);
    const again = await wish(noon);
    const work = await take();
    await wish(noon + 5, again);
    for (const piece of work) await finishWork(db, piece);
    expect(await dueAt(agency, done)).toBeNull();
    expect(only(await take(5, noon + 5)).subjectId).toBe(again);
  });

  test("that failed waits until it was put off to", async () => {
    await wish(noon);
    await postponeWork(db, only(await take()), noon + minuteMs);
    expect(await take(1, noon + minuteMs - 1)).toEqual([]);
    expect(await take(1, noon + minuteMs)).toHaveLength(1);
  });

  test("tells the next instant at which there is something to do, leases included", async () => {
    expect(await nextDueAt(db, { isListening: true })).toBeNull();
    await wish(noon + minuteMs);
    expect(await nextDueAt(db, { isListening: true })).toBe(noon + minuteMs);
    await wish(noon);
    await take();
    expect(await nextDueAt(db, { isListening: true })).toBe(noon + minuteMs);
    await take(5, noon + minuteMs);
    expect(await nextDueAt(db, { isListening: true })).toBe(noon + leaseMs);
  });

  test("wished for inside a transaction that fails was never wished for", async () => {
    const failing = agency.system(async (ctx) => {
      await scheduleSync(ctx, { channelId: crypto.randomUUID(), dueAt: noon });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await take()).toEqual([]);
  });
});

describe("a wish for the same subject", () => {
  test.each([
    ["replaces the one before", undefined, noon + 9, noon + 30, noon + 30],
    ["replaces one that was made before the reading began", noon + 10, noon + 9, noon + 30, noon + 30],
    ["leaves an earlier one that was made since", noon + 5, noon + 9, noon + 30, noon + 9],
    ["replaces a later one that was made since", noon + 5, noon + 90, noon + 30, noon + 30],
  ])("%s", async (_, since, before, after, expected) => {
    const subject = await wish(before);
    await agency.system((ctx) =>
      scheduleSync(ctx, { channelId: subject, dueAt: after, ...(since !== undefined && { since }) }),
    );
    expect(await dueAt(agency, subject)).toBe(expected);
  });
});

describe("what is told to other processes", () => {
  const hearing = async (topic: string) => {
    const heard: string[] = [];
    let wake = () => {};
    const stop = await listen(db, topic, (payload) => {
      heard.push(payload);
      wake();
    });
    /** Until that many messages came. */
    const until = async (count: number): Promise<string[]> => {
      while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return heard;
    };
    return { heard, until, stop };
  };

  test("is told once the change is there to be read, and never of a change that failed", async () => {
    const { until, stop } = await hearing(changesTopic);
    const clientId = crypto.randomUUID();
    const failing = agency.system(async (ctx) => {
      await announce(ctx, { what: "client", clientId: crypto.randomUUID() });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await agency.system((ctx) => announce(ctx, { what: "sync", clientId, subjectId: clientId }));
    const own = (await until(1))
      .map((payload) => JSON.parse(payload))
      .filter((news) => news.agencyId === agency.agencyId);
    expect(own).toEqual([{ agencyId: agency.agencyId, what: "sync", clientId, subjectId: clientId }]);
    await stop();
  });

  test("wakes workers, without a word of whose work it is", async () => {
    const { until, stop } = await hearing(workTopic);
    await wish(noon);
    expect(await until(1)).toEqual([""]);
    await stop();
  });
});
