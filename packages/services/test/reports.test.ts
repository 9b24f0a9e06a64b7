import { and, assignments, auditLog, clientRunways, clients, dueWork, eq, reports } from "@headroom/db";
import { weekOf } from "@headroom/insights";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../src/context/context.ts";
import {
  emptyBatch,
  getReport,
  ingest,
  loadReportModel,
  planWeeklyReports,
  requestReport,
  runReport,
  setTarget,
  storeReportPdf,
} from "../src/index.ts";
import { weeklyFacts } from "../src/reports/weekly-facts.ts";
import {
  addChannel,
  addClient,
  addMember,
  dayMs,
  hourMs,
  noon,
  type TestAgency,
  testAgency,
  testDatabase,
} from "./agency.ts";

const db = testDatabase();
/** Wednesday noon of the week that begins on Monday 15 June 2026. */
const wednesday = noon + 2 * dayMs;
const monday = "2026-06-15";
const minuteMs = 60_000;
let agency: TestAgency;
beforeAll(async () => {
  agency = await testAgency(db, { now: wednesday });
});
afterAll(() => db.close());

const post = (nativeId: string, at: number, text = "Hello") => ({ nativeId, at, url: null, text, carriesLink: false });
const likes = (postNativeId: string, at: number, count: number) => ({
  nativeKey: `like ${postNativeId} ${at}`,
  kind: "like" as const,
  at,
  count,
  postNativeId,
});

/** A client with one channel: three weeks of posts, and one in this week that did well. */
const busyClient = async (of = agency) => {
  const clientId = await addClient(of);
  const channelId = await addChannel(of, clientId);
  const posts = Array.from({ length: 20 }, (_, i) => post(`p${i}`, wednesday - (21 - i) * dayMs));
  const best = post("best", wednesday - dayMs, "The one that did well");
  await of.system((ctx) =>
    ingest({
      ctx,
      input: {
        channelId,
        batch: {
          ...emptyBatch,
          posts: [...posts, best],
          signals: [likes("best", wednesday - dayMs + hourMs, 40)],
          audience: [{ at: wednesday - 20 * dayMs, followers: 900 }],
        },
      },
    }),
  );
  return { clientId, channelId };
};

const request = (clientId: string, weekDay?: string, actor?: Actor, of = agency) =>
  of.as((ctx) => requestReport({ ctx, input: { clientId, weekOf: weekDay } }), actor);
const modelOf = async (reportId: string, of = agency) => {
  const found = await of.system((ctx) => loadReportModel(ctx, reportId));
  if (found === null) throw new Error("no such report");
  return found.model;
};
const at = async <T>(now: number, work: () => Promise<T>, of = agency): Promise<T> => {
  const before = of.clock.now;
  of.clock.now = now;
  try {
    return await work();
  } finally {
    of.clock.now = before;
  }
};
const rowsOf = (clientId: string) =>
  agency.system(({ db: tx }) =>
    tx.select().from(reports).where(eq(reports.clientId, clientId)).orderBy(reports.weekOf, reports.revision),
  );
const dueOf = async (subjectId: string) =>
  (
    await agency.system(({ db: tx }) =>
      tx
        .select()
        .from(dueWork)
        .where(and(eq(dueWork.kind, "report"), eq(dueWork.subjectId, subjectId))),
    )
  )[0];
const drawn = { pdf: new Uint8Array([37, 80, 68, 70]), pages: 1, standard: "ua-1" };
const run = (subjectId: string, render = async () => drawn) =>
  runReport({ db, io: agency.io, agencyId: agency.agencyId, subjectId, render });

describe("asking for a report", () => {
  test("freezes the running week, schedules the drawing and records who asked", async () => {
    const { clientId } = await busyClient();
    const { reportId } = await request(clientId);
    const model = await modelOf(reportId);
    expect(model.period).toBe("Monday 15 to Wednesday 17 June 2026, until 12:00 · UTC (UTC)");
    expect(model.posts[0]).toMatchObject({ text: "The one that did well", reactions: "40\u00a0likes" });
    expect(await dueOf(reportId)).toMatchObject({ kind: "report", dueAt: new Date(wednesday) });
    const entries = await agency.system(({ db: tx }) =>
      tx.select().from(auditLog).where(eq(auditLog.subjectId, clientId)),
    );
    expect(entries).toMatchObject([
      { action: "report.made", userId: agency.actor.userId, after: { reportId, weekOf: monday, revision: 1 } },
    ]);
  });

  test("tells the score that is stored, from a ledger that adds up to it", async () => {
    const { clientId } = await busyClient();
    const model = await modelOf((await request(clientId)).reportId);
    const [stored] = await agency.system(({ db: tx }) =>
      tx.select().from(clientRunways).where(eq(clientRunways.clientId, clientId)),
    );
    expect(model.score).toBe(stored?.score.toFixed(1));
    const [client] = await agency.system(({ db: tx }) => tx.select().from(clients).where(eq(clients.id, clientId)));
    if (client === undefined) throw new Error("no client");
    const facts = await agency.system((ctx) => weeklyFacts(ctx, { client, week: weekOf(wednesday, "UTC") }));
    expect(facts.receipt.after).toBeCloseTo(facts.score?.value ?? 0, 9);
    expect(facts.receipt.before + facts.receipt.lines.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(
      facts.receipt.after,
      9,
    );
  });

  test("again gives the same one while nothing is newer", async () => {
    const { clientId } = await busyClient();
    const first = await request(clientId);
    expect(await at(wednesday + 14 * minuteMs, () => request(clientId))).toEqual(first);
    expect(await rowsOf(clientId)).toHaveLength(1);
  });

  test("gives a new revision when something came in since, and keeps the old one as it was", async () => {
    const { clientId, channelId } = await busyClient();
    const first = await request(clientId);
    const before = await modelOf(first.reportId);
    const second = await at(wednesday + minuteMs, async () => {
      await agency.system((ctx) =>
        ingest({ ctx, input: { channelId, batch: { ...emptyBatch, signals: [likes("best", wednesday + 1, 90)] } } }),
      );
      return request(clientId);
    });
    expect(second.reportId).not.toBe(first.reportId);
    expect((await rowsOf(clientId)).map(({ revision }) => revision)).toEqual([1, 2]);
    expect(await modelOf(first.reportId)).toEqual(before);
    expect((await modelOf(second.reportId)).posts[0]).toMatchObject({ reactions: "130\u00a0likes" });
  });

  test("gives a new revision of a running week after a quarter of an hour", async () => {
    const { clientId } = await busyClient();
    const first = await request(clientId);
    const second = await at(wednesday + 16 * minuteMs, () => request(clientId));
    expect(second).not.toEqual(first);
  });

  test("freezes a past week for good, whatever comes in late", async () => {
    const { clientId, channelId } = await busyClient();
    const first = await request(clientId, "2026-06-10");
    expect((await modelOf(first.reportId)).period).toBe("Monday 8 to Sunday 14 June 2026 · UTC (UTC)");
    await agency.system((ctx) =>
      ingest({
        ctx,
        input: { channelId, batch: { ...emptyBatch, signals: [likes("p15", wednesday - 5 * dayMs, 500)] } },
      }),
    );
    expect(await at(wednesday + 30 * dayMs, () => request(clientId, "2026-06-14"))).toEqual(first);
  });

  test("makes a running week's report final once the week is over", async () => {
    const { clientId } = await busyClient();
    const running = await request(clientId);
    const later = wednesday + 10 * dayMs;
    const final = await at(later, () => request(clientId, monday));
    expect(final).not.toEqual(running);
    expect((await modelOf(final.reportId)).period).toBe("Monday 15 to Sunday 21 June 2026 · UTC (UTC)");
    expect(await at(later + dayMs, () => request(clientId, monday))).toEqual(final);
  });

  test("makes it final even when it was made minutes before the week ended", async () => {
    const { clientId } = await busyClient();
    const midnight = Date.UTC(2026, 5, 22);
    const running = await at(midnight - 5 * minuteMs, () => request(clientId, monday));
    const final = await at(midnight + 5 * minuteMs, () => request(clientId, monday));
    expect(final).not.toEqual(running);
  });

  test("on a Monday means the week just finished, or the first one of a new client", async () => {
    const { clientId } = await busyClient();
    const nextMonday = wednesday + 5 * dayMs;
    const { reportId } = await at(nextMonday, () => request(clientId));
    expect((await rowsOf(clientId)).find(({ id }) => id === reportId)?.weekOf).toBe(monday);
    const fresh = await addClient(agency);
    await at(nextMonday, () => request(fresh));
    expect(await rowsOf(fresh)).toMatchObject([{ weekOf: "2026-06-22" }]);
  });

  test("by two members at once makes one", async () => {
    const { clientId } = await busyClient();
    const both = await Promise.all([request(clientId), request(clientId)]);
    expect(both[0]).toEqual(both[1]);
    expect(await rowsOf(clientId)).toHaveLength(1);
  });

  test("of a client who has nothing yet says so", async () => {
    const model = await modelOf((await request(await addClient(agency))).reportId);
    expect(model).toMatchObject({ score: null, chart: null, headline: "No score yet: no channel has been read" });
  });

  test.each([["a week that has not begun", "2026-06-22", "has not begun"]])(
    "is refused for %s",
    async (_, day, message) => {
      await expect(request(await addClient(agency), day)).rejects.toThrow(message);
    },
  );

  test("counts a foreseen fall that has passed, though nothing was recorded since", async () => {
    const { clientId } = await busyClient();
    const [{ score = 0 } = {}] = await agency.system(({ db: tx }) =>
      tx.select().from(clientRunways).where(eq(clientRunways.clientId, clientId)),
    );
    await agency.as((ctx) =>
      setTarget({ ctx, input: { clientId, level: Math.floor(score * 10) / 10, share: 0.95, window: "week" } }),
    );
    const model = await at(wednesday + 3 * dayMs, async () => modelOf((await request(clientId)).reportId));
    expect(model.tone).toBe("bad");
    expect(model.chart?.crossings.at(-1)).toMatchObject({ direction: "below" });
    expect(model.figures.find(({ label }) => label === "At or above target")?.value).not.toMatch(/^(100|0)\u00a0%/);
  });
});

describe("who sees a report", () => {
  test("every member who sees the client, and nobody else", async () => {
    const { clientId } = await busyClient();
    const [viewer, stranger] = [await addMember(agency, "viewer"), await addMember(agency, "staffer")];
    await agency.system(({ db: tx, agencyId }) =>
      tx.insert(assignments).values({ agencyId, clientId, memberId: viewer.memberId }),
    );
    const { reportId } = await request(clientId, undefined, viewer);
    expect(await agency.as((ctx) => getReport({ ctx, input: { reportId } }), viewer)).toMatchObject({
      clientId,
      weekOf: monday,
      pdf: null,
    });
    await expect(request(clientId, undefined, stranger)).rejects.toThrow("This client was not found.");
    await expect(agency.as((ctx) => getReport({ ctx, input: { reportId } }), stranger)).rejects.toThrow(
      "This report was not found.",
    );
  });

  test("never another agency", async () => {
    const { clientId } = await busyClient();
    const { reportId } = await request(clientId);
    const other = await testAgency(db, { now: wednesday });
    await expect(other.as((ctx) => getReport({ ctx, input: { reportId } }))).rejects.toThrow("not found");
    expect(await other.system((ctx) => loadReportModel(ctx, reportId))).toBeNull();
  });
});

describe("drawing a report", () => {
  test("keeps what was drawn, byte for byte, once", async () => {
    const { clientId } = await busyClient();
    const { reportId } = await request(clientId);
    await run(reportId);
    expect(await agency.as((ctx) => getReport({ ctx, input: { reportId } }))).toMatchObject({
      ...drawn,
      pdf: Buffer.from(drawn.pdf),
    });
    await run(reportId, () => Promise.reject(new Error("drawn twice")));
    await agency.system((ctx) =>
      storeReportPdf(ctx, { reportId, pdf: new Uint8Array([1]), pages: 9, standard: "tagged" }),
    );
    expect(await agency.as((ctx) => getReport({ ctx, input: { reportId } }))).toMatchObject({
      pages: 1,
      standard: "ua-1",
    });
  });

  test("that fails leaves the report to be drawn later", async () => {
    const { clientId } = await busyClient();
    const { reportId } = await request(clientId);
    await expect(run(reportId, () => Promise.reject(new Error("no ink")))).rejects.toThrow("no ink");
    expect(await agency.system((ctx) => loadReportModel(ctx, reportId))).toMatchObject({ isDrawn: false });
  });

  test("of a report or a client that is gone does nothing", async () => {
    await run(crypto.randomUUID(), () => Promise.reject(new Error("drew nothing")));
  });
});

describe("the weekly rhythm", () => {
  test("gives every client a turn on Monday at six in her own zone, once", async () => {
    const own = await testAgency(db, { now: wednesday });
    const [berlin, tokyo] = [await addClient(own), await addClient(own)];
    const zoneOf = (id: string, timeZone: string) =>
      own.system(({ db: tx }) => tx.update(clients).set({ timeZone }).where(eq(clients.id, id)));
    await zoneOf(berlin, "Europe/Berlin");
    await zoneOf(tokyo, "Asia/Tokyo");
    const turns = async () =>
      new Map(
        (await own.system(({ db: tx }) => tx.select().from(dueWork))).map((row) => [
          row.subjectId,
          row.dueAt.toISOString(),
        ]),
      );
    await planWeeklyReports(db, own.io);
    expect(await turns()).toEqual(
      new Map([
        [berlin, "2026-06-22T04:00:00.000Z"],
        [tokyo, "2026-06-21T21:00:00.000Z"],
      ]),
    );
    await at(wednesday + 30 * dayMs, () => planWeeklyReports(db, own.io), own);
    expect((await turns()).get(berlin)).toBe("2026-06-22T04:00:00.000Z");
  });

  test("freezes the week just finished, has it drawn and sets the next turn, however often it runs", async () => {
    const { clientId } = await busyClient();
    await agency.system(({ db: tx }) =>
      tx
        .update(clients)
        .set({ createdAt: new Date(wednesday - 20 * dayMs) })
        .where(eq(clients.id, clientId)),
    );
    const sixOClock = Date.UTC(2026, 5, 22, 6);
    await at(sixOClock, async () => {
      await run(clientId);
      await run(clientId);
    });
    const [made, ...others] = await rowsOf(clientId);
    expect(others).toEqual([]);
    expect(made).toMatchObject({ weekOf: monday, revision: 1 });
    expect(await dueOf(made?.id ?? "")).toMatchObject({ kind: "report", dueAt: new Date(sixOClock) });
    expect(await dueOf(clientId)).toMatchObject({ dueAt: new Date(sixOClock + 7 * dayMs) });
  });

  test("spares a client who was added after the week", async () => {
    const clientId = await addClient(agency);
    const sixOClock = Date.UTC(2026, 5, 22, 6);
    await agency.system(({ db: tx }) =>
      tx
        .update(clients)
        .set({ createdAt: new Date(sixOClock - hourMs) })
        .where(eq(clients.id, clientId)),
    );
    await at(sixOClock, () => run(clientId));
    expect(await rowsOf(clientId)).toEqual([]);
    expect(await dueOf(clientId)).toBeDefined();
  });
});
