import { algorithmPreviews, eq, listen, sql } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { forkAlgorithm } from "../src/algorithms/fork-algorithm.ts";
import { getPreview, type PreviewStatus } from "../src/algorithms/get-preview.ts";
import { loadPortion, portionEnds } from "../src/algorithms/history-portions.ts";
import { requestPreview } from "../src/algorithms/request-preview.ts";
import { runPreview } from "../src/algorithms/run-preview.ts";
import { stopPreview } from "../src/algorithms/stop-preview.ts";
import { changesTopic } from "../src/channels/announce.ts";
import { getClient } from "../src/clients/get-client.ts";
import { setTarget } from "../src/clients/set-target.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { loadClientScoring } from "../src/scores/client-scoring.ts";
import { ingest } from "../src/scores/ingest.ts";
import { loadSignals } from "../src/scores/load-signals.ts";
import { addMember, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { only } from "./stage.ts";
import { addScored } from "./standing.ts";
import { tableRows } from "./table-rows.ts";
import { untilWaiting } from "./waiting.ts";

const db = testDatabase();
afterAll(() => db.close());

const request = (agency: TestAgency, algorithmId = "classic-1") =>
  agency.as((ctx) => requestPreview({ ctx, input: { algorithmId } }));
const run = ({ io, agencyId }: TestAgency, previewId: string) => runPreview({ db, io, agencyId, previewId });
const read = (agency: TestAgency, algorithmId = "classic-1", actor = agency.actor): Promise<PreviewStatus | null> =>
  agency.as((ctx) => getPreview({ ctx, input: { algorithmId } }), actor);
const done = async (agency: TestAgency, algorithmId?: string) => {
  const { previewId } = await request(agency, algorithmId);
  expect(await run(agency, previewId)).toBe("done");
  const found = await read(agency, algorithmId);
  if (found?.result == null) throw new Error("no result");
  return { ...found, result: found.result };
};

describe("a preview", () => {
  test("compares both algorithms for every client: now, on average, at most and below target", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Ann", { likes: 9 });
    await addScored(agency, "Bea", { likes: 1, silentMs: 3 * dayMs });
    const now = (await agency.as((ctx) => getClient({ ctx, input: { clientId } }))).row.score ?? 0;
    await agency.as((ctx) => setTarget({ ctx, input: { clientId, level: now - 0.05, share: 0.95, window: "week" } }));
    const { result, ...status } = await done(agency);
    expect(status).toMatchObject({
      status: "done",
      clientsDone: 2,
      clientsTotal: 2,
      baselineTitle: "Steady 1",
      error: null,
    });
    expect(result.to).toBe(noon);
    expect(result.from).toBe(noon - 90 * dayMs);
    const ann = result.clients.find(({ name }) => name === "Ann");
    expect(ann?.now).toBeCloseTo(now, 9);
    expect(ann?.target).toBeCloseTo(now - 0.05, 4);
    expect(Math.abs(ann?.biggestChange ?? 0)).toBeGreaterThanOrEqual(Math.abs(ann?.meanChange ?? 0));
    expect(result.clients.map(({ wouldBe, now: is }) => wouldBe - is)).toEqual(
      result.clients.map(({ wouldBe, now: is }) => wouldBe - is).toSorted((a, b) => a - b),
    );
  });

  test("says what activating would show: the score of now is the one that the other version then makes", async () => {
    const one = await testAgency(db);
    const { id } = await one.as((ctx) =>
      forkAlgorithm({
        ctx,
        input: { from: "steady-1", title: "Quick", numbers: { "presence.grace": 0, "presence.halfLife": 1 } },
      }),
    );
    await addScored(one, "Ann", { likes: 5, silentMs: 20 * hourMs });
    const { result } = await done(one, id);
    const twin = await testAgency(db);
    const made = await twin.as((ctx) =>
      forkAlgorithm({
        ctx,
        input: { from: "steady-1", title: "Quick", numbers: { "presence.grace": 0, "presence.halfLife": 1 } },
      }),
    );
    await twin.db.global.execute(
      sql`update algorithm_activations set algorithm_id = ${made.id} where agency_id = ${twin.agencyId}::uuid`,
    );
    const { clientId } = await addScored(twin, "Ann", { likes: 5, silentMs: 20 * hourMs });
    const there = (await twin.as((ctx) => getClient({ ctx, input: { clientId } }))).row.score;
    expect(only(result.clients).wouldBe).toBeCloseTo(there ?? 0, 9);
  });

  test("correlates scores with the next week's reactions only where a whole week has followed", async () => {
    const agency = await testAgency(db);
    await addScored(agency, "Ann", { likes: 9 });
    const short = (await done(agency)).result.correlation;
    // Ten days of history leave three midnights with a week after them.
    expect(short).toMatchObject({ pairs: 3, clients: 1, baseline: null, candidate: null });
    for (const likes of [1, 3, 5, 7]) await addScored(agency, `Likes ${likes}`, { likes });
    agency.clock.now = noon + 1;
    const { correlation } = (await done(agency)).result;
    expect(correlation).toMatchObject({ pairs: 15, clients: 5 });
    expect(correlation.candidate).toBeGreaterThan(0);
    expect(correlation.baseline).toBeLessThanOrEqual(1);
  });

  test("writes nothing but itself", async () => {
    const agency = await testAgency(db);
    await addScored(agency, "Ann", { likes: 4 });
    const { previewId } = await request(agency);
    const before = await tableRows(db, agency.agencyId);
    await run(agency, previewId);
    const after = await tableRows(db, agency.agencyId);
    expect({ ...after, algorithm_previews: null }).toEqual({ ...before, algorithm_previews: null });
  });

  test("of an empty portfolio is done at once and compares nobody", async () => {
    const agency = await testAgency(db);
    const { result, clientsTotal } = await done(agency);
    expect(clientsTotal).toBe(0);
    expect(result).toMatchObject({ clients: [], correlation: { pairs: 0, baseline: null } });
  });

  test("shows nobody a client whom she does not see", async () => {
    const agency = await testAgency(db);
    await addScored(agency, "Ann", { likes: 4 });
    const { clientId } = await addScored(agency, "Hidden", { likes: 4 });
    const sam = await addMember(agency, "staffer");
    await agency.system(({ db: tx }) =>
      tx.execute(sql`update clients set owner_id = ${sam.memberId}, shared = false where id = ${clientId}::uuid`),
    );
    const { result } = await done(agency);
    expect(result.clients.map(({ name }) => name)).toEqual(["Ann"]);
  });

  test("can be stopped before it is done, and then stays stopped", async () => {
    const agency = await testAgency(db);
    await addScored(agency, "Ann", { likes: 4 });
    const { previewId } = await request(agency);
    await expect(request(agency)).rejects.toMatchObject({ code: "conflict" });
    await agency.as((ctx) => stopPreview({ ctx, input: { previewId } }));
    expect(await run(agency, previewId)).toBe("stopped");
    expect(await read(agency)).toMatchObject({ status: "stopped", result: null });
    await expect(agency.as((ctx) => stopPreview({ ctx, input: { previewId } }))).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("tells pages how far it is with every client", async () => {
    const agency = await testAgency(db);
    for (const name of ["Ann", "Bea", "Cem"]) await addScored(agency, name, { likes: 2 });
    const { previewId } = await request(agency);
    const marker = crypto.randomUUID();
    const told: string[] = [];
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const stopListening = await listen(db, changesTopic, (payload) => {
      if (payload === marker) return end();
      const { what, subjectId } = JSON.parse(payload);
      if (subjectId === previewId) told.push(what);
    });
    let looks = 0;
    // Every look at the clock finds half a second gone, so that no client is passed over.
    const io = { ...agency.io, now: () => noon + 500 * looks++ };
    expect(await runPreview({ db, io, agencyId: agency.agencyId, previewId })).toBe("done");
    await db.global.execute(sql`select pg_notify(${changesTopic}, ${marker})`);
    await ended;
    await stopListening();
    // The start, three clients and the end.
    expect(told).toEqual(Array(5).fill("algorithm"));
  });

  test("ends at the next word of its progress when somebody stops it meanwhile", async () => {
    const agency = await testAgency(db);
    await addScored(agency, "Ann", { likes: 2 });
    const { previewId } = await request(agency);
    let running: Promise<string> = Promise.resolve("");
    await agency.as(async (ctx) => {
      await stopPreview({ ctx, input: { previewId } });
      running = run(agency, previewId);
      await untilWaiting(db);
    });
    expect(await running).toBe("stopped");
    expect(await read(agency)).toMatchObject({ status: "stopped", result: null });
  });

  test("starts over after a crash and comes to the same", async () => {
    const agency = await testAgency(db);
    for (const name of ["Ann", "Bea"]) await addScored(agency, name, { likes: 3 });
    const { previewId } = await request(agency);
    const stop = new AbortController();
    stop.abort();
    const job = { db, io: agency.io, agencyId: agency.agencyId, previewId };
    expect(await runPreview({ ...job, signal: stop.signal })).toBe("interrupted");
    expect(await read(agency)).toMatchObject({ status: "running", clientsDone: 0, clientsTotal: 2 });
    expect(await runPreview(job)).toBe("done");
    expect((await read(agency))?.result?.clients).toHaveLength(2);
    expect(await runPreview(job)).toBe("stopped");
  });

  test("that fails says so in words, and why goes to the log", async () => {
    const agency = await testAgency(db);
    const { channelId } = await addScored(agency, "Ann", { likes: 3 });
    const { previewId } = await request(agency);
    await db.global.execute(sql`
      update channels set knows = '{"like": "sometimes"}' where agency_id = ${agency.agencyId}::uuid and id = ${channelId}::uuid`);
    await db.global.execute(sql`
      update algorithm_previews set algorithm_id = 'gone-1' where agency_id = ${agency.agencyId}::uuid`);
    const logged: string[] = [];
    const io = { ...agency.io, log: (line: string) => logged.push(line) };
    expect(await runPreview({ db, io, agencyId: agency.agencyId, previewId })).toBe("failed");
    const [row] = await agency.system(({ db: tx }) =>
      tx.select().from(algorithmPreviews).where(eq(algorithmPreviews.id, previewId)),
    );
    expect(row).toMatchObject({ status: "failed", error: "This algorithm was not found." });
    expect(logged).toEqual(["A preview failed"]);
  });

  test("of what scores already is refused", async () => {
    const agency = await testAgency(db);
    await expect(request(agency, "steady-1")).rejects.toMatchObject({ code: "conflict" });
    await expect(request(agency, "nobody-1")).rejects.toMatchObject({ code: "not-found" });
    expect(await read(agency)).toBeNull();
  });
});

describe("a history in portions", () => {
  const busy = async () => {
    const agency = await testAgency(db);
    const { clientId, channelId } = await addScored(agency, "Busy", { likes: 2 });
    const likes = Array.from({ length: 50_000 }, (_, i) => ({
      nativeKey: `more:${i}`,
      kind: "like" as const,
      at: noon - 9 * dayMs + i * 15_000,
      count: 1,
      actor: `a${i % 977}`,
      postNativeId: "p9",
    }));
    const observations = Array.from({ length: 40 }, (_, i) => ({
      postNativeId: `p${i % 10}`,
      kind: "reshare" as const,
      observedAt: noon - hourMs * (1 + 4 * i),
      total: 200 - 5 * i,
    }));
    await agency.system((ctx) =>
      ingest({ ctx, input: { channelId, batch: { ...emptyBatch, signals: likes, observations } } }),
    );
    return { agency, clientId };
  };

  test("holds every signal once, ends with whole UTC days, and never much more than 20 000 rows at a time", async () => {
    const { agency, clientId } = await busy();
    await agency.system(async ({ db: tx, agencyId }) => {
      const scope = { db: tx, agencyId, clientId };
      const { networks: channels } = await loadClientScoring(scope);
      const { ends } = await portionEnds(scope, { channels, until: noon });
      expect(ends.length).toBeGreaterThan(2);
      for (const end of ends.slice(0, -1)) expect((end + 1) % dayMs).toBe(0);
      const whole = await loadSignals({ ...scope, channels, after: Number.NEGATIVE_INFINITY });
      const found: string[] = [];
      let after = Number.NEGATIVE_INFINITY;
      for (const until of ends) {
        const signals = await loadSignals({ ...scope, channels, after, until });
        expect(signals.length).toBeLessThan(21_000);
        found.push(...signals.map(({ id, channelId }) => `${channelId} ${id}`));
        after = until;
      }
      expect(found.toSorted()).toEqual(whole.map(({ id, channelId }) => `${channelId} ${id}`).toSorted());
      const { signals } = await loadPortion(scope, { channels, state: null, until: ends[0] ?? noon });
      expect(signals.every(({ at }) => at <= (ends[0] ?? 0))).toBe(true);
    });
  });

  test("comes to the same score as the whole at once", async () => {
    const { agency, clientId } = await busy();
    const { score } = (await agency.as((ctx) => getClient({ ctx, input: { clientId } }))).row;
    const { result } = await done(agency);
    expect(only(result.clients).now).toBeCloseTo(score ?? 0, 9);
  });

  test("of a client without anything is none", async () => {
    const agency = await testAgency(db);
    await agency.system(async ({ db: tx, agencyId }) => {
      const scope = { db: tx, agencyId, clientId: crypto.randomUUID() };
      expect((await portionEnds(scope, { channels: new Map(), until: noon })).ends).toEqual([]);
    });
  });
});
