import { channels, crossings, dueWork, eq, holds, reports, scorePoints } from "@headroom/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disconnectChannel } from "../src/channels/disconnect-channel.ts";
import { holdChannel, releaseChannel } from "../src/channels/hold-channel.ts";
import { scheduleSync, scheduleWork } from "../src/channels/schedule-sync.ts";
import { clientHistory } from "../src/clients/client-history.ts";
import { clientReceipt } from "../src/clients/client-receipt.ts";
import { createClient } from "../src/clients/create-client.ts";
import { deleteClient } from "../src/clients/delete-client.ts";
import { getClient } from "../src/clients/get-client.ts";
import { setTarget } from "../src/clients/set-target.ts";
import { removeDemo } from "../src/demo/remove-demo.ts";
import { type Batch, emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { rebuild } from "../src/scores/rebuild.ts";
import { addChannel, addClient, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { derived } from "./derived.ts";
import { channelRow, holdRows, only } from "./stage.ts";
import { rowCounts, tableRows } from "./table-rows.ts";

const db = testDatabase();
afterAll(() => db.close());

let agency: TestAgency;
beforeAll(async () => {
  agency = await testAgency(db);
});

const take = (channelId: string, batch: Partial<Batch>, of = agency) =>
  of.system((ctx) => ingest({ ctx, input: { channelId, batch: { ...emptyBatch, ...batch } } }));
const hold = (channelId: string, from: number, of = agency) =>
  of.system((ctx) => holdChannel({ ctx, input: { channelId, from, reason: "The token died." } }));
const release = (channelId: string, of = agency) => of.system((ctx) => releaseChannel({ ctx, input: { channelId } }));
const look = (clientId: string, of = agency) => of.as((ctx) => getClient({ ctx, input: { clientId } }));
const scoreOf = async (clientId: string, of = agency) => (await look(clientId, of)).row.score ?? Number.NaN;

const post = (n: number, at: number) => ({ nativeId: `p${n}`, at, url: null, text: `Post ${n}`, carriesLink: false });
const likes = (n: number, count: number, at: number) =>
  Array.from({ length: count }, (_, i) => ({
    nativeKey: `like:${n}:${i}`,
    kind: "like" as const,
    at: at + i,
    count: 1,
    actor: `actor-${n}-${i}`,
    postNativeId: `p${n}`,
  }));

/** A client with a month of posts and likes on one channel; the clock stands at noon. */
const busyClient = async (of = agency) => {
  of.clock.now = noon;
  const clientId = await addClient(of);
  const channelId = await addChannel(of, clientId);
  await take(
    channelId,
    {
      posts: Array.from({ length: 10 }, (_, n) => post(n, noon - (3 * n + 1) * dayMs)),
      signals: Array.from({ length: 10 }, (_, n) => likes(n, 5, noon - (3 * n + 1) * dayMs + hourMs)).flat(),
      observations: [{ postNativeId: "p0", kind: "reshare", observedAt: noon - hourMs, total: 9 }],
      audience: [{ at: noon - 20 * dayMs, followers: 800 }],
    },
    of,
  );
  return { clientId, channelId };
};

const agreesWithRebuild = async (clientId: string, of = agency) => {
  const before = await derived(of, clientId, of.clock.now);
  await of.system((ctx) => rebuild({ ctx, input: { clientId } }));
  expect(await derived(of, clientId, of.clock.now)).toEqual(before);
};

describe("a held channel", () => {
  test("keeps its points while others decay, and says since when and why", async () => {
    const { clientId, channelId } = await busyClient();
    const good = await scoreOf(clientId);
    await hold(channelId, noon);
    agency.clock.now = noon + 60 * dayMs;
    expect(await scoreOf(clientId)).toBeCloseTo(good, 9);
    const { row, score, channels: shown } = await look(clientId);
    expect(row).toMatchObject({ heldChannels: 1, fallsAt: row.fallsAt });
    expect(score?.coverage).toBeCloseTo(0, 9);
    expect(only(shown)).toMatchObject({ state: "held", heldSince: noon, holdReason: "The token died." });
    const { holds: marked } = await agency.as((ctx) => clientHistory({ ctx, input: { clientId, days: 90 } }));
    expect(marked).toEqual([
      { channelId, channelTitle: "mastodon channel", from: noon, to: null, reason: "The token died." },
    ]);
  });

  test("takes in what arrives and counts it at its release, as a line of its own", async () => {
    const { clientId, channelId } = await busyClient();
    await hold(channelId, noon);
    const held = await scoreOf(clientId);
    agency.clock.now = noon + 4 * dayMs;
    await take(channelId, { posts: [post(50, noon + dayMs)], signals: likes(50, 30, noon + dayMs) });
    expect(await scoreOf(clientId)).toBeCloseTo(held, 9);
    await agreesWithRebuild(clientId);
    agency.clock.now = noon + 5 * dayMs;
    await release(channelId);
    expect(await scoreOf(clientId)).toBeGreaterThan(held);
    expect((await channelRow(agency, channelId)).state).toBe("active");
    await agreesWithRebuild(clientId);
    const { receipt } = await agency.as((ctx) =>
      clientReceipt({ ctx, input: { clientId, from: ctx.io.now() - 3 * dayMs } }),
    );
    const steps = receipt.lines.filter(({ kind }) => kind === "release");
    expect(steps).toHaveLength(1);
    expect(receipt.lines.reduce((sum, line) => sum + line.points, 0)).toBeCloseTo(receipt.after - receipt.before, 9);
  });

  test("ends where one that was never held ends, once it is released", async () => {
    const own = await testAgency(db, { defaultTarget: 9 });
    const straight = await busyClient(own);
    const held = await busyClient(own);
    await hold(held.channelId, noon, own);
    own.clock.now = noon + 2 * dayMs;
    const news = { posts: [post(50, noon + dayMs)], signals: likes(50, 3, noon + dayMs) };
    await take(held.channelId, news, own);
    await take(straight.channelId, news, own);
    own.clock.now = noon + 3 * dayMs;
    await release(held.channelId, own);
    expect(await scoreOf(held.clientId, own)).toBeCloseTo(await scoreOf(straight.clientId, own), 9);
    const { fallsAt } = (await look(straight.clientId, own)).row;
    expect(fallsAt).toBeGreaterThan(own.clock.now);
    expect((await look(held.clientId, own)).row.fallsAt).toBe(fallsAt);
  });

  test("can be held and released twice, with both spans on record", async () => {
    const { clientId, channelId } = await busyClient();
    for (const day of [1, 5]) {
      agency.clock.now = noon + day * dayMs;
      await hold(channelId, agency.clock.now - hourMs);
      agency.clock.now += dayMs;
      await take(channelId, { posts: [post(60 + day, agency.clock.now - 2 * hourMs)] });
      await release(channelId);
    }
    expect((await holdRows(agency, channelId)).map(({ from, to }) => [from.getTime(), to?.getTime()])).toEqual([
      [noon + dayMs - hourMs, noon + 2 * dayMs],
      [noon + 5 * dayMs - hourMs, noon + 6 * dayMs],
    ]);
    await agreesWithRebuild(clientId);
  });

  test("held again changes nothing, released twice neither", async () => {
    const { clientId, channelId } = await busyClient();
    await release(channelId);
    expect(await holdRows(agency, channelId)).toEqual([]);
    await hold(channelId, noon);
    const before = await derived(agency, clientId);
    await hold(channelId, noon - dayMs);
    expect(await derived(agency, clientId)).toEqual(before);
    await release(channelId);
    const released = await holdRows(agency, channelId);
    // Released in the very instant it was held: a span is never empty.
    expect(only(released).to?.getTime()).toBe(noon + 1);
    await release(channelId);
    expect(await holdRows(agency, channelId)).toEqual(released);
  });

  test("of two leaves the other one running, and each is released by itself", async () => {
    const { clientId, channelId } = await busyClient();
    const second = await addChannel(agency, clientId, "bluesky");
    await take(second, { posts: [post(1, noon - dayMs)], signals: likes(1, 20, noon - 5 * hourMs) });
    await hold(channelId, noon);
    await hold(second, noon);
    const both = await scoreOf(clientId);
    agency.clock.now = noon + 10 * dayMs;
    expect(await scoreOf(clientId)).toBeCloseTo(both, 9);
    await release(second);
    expect(await scoreOf(clientId)).toBeLessThan(both);
    expect((await look(clientId)).row.heldChannels).toBe(1);
    await agreesWithRebuild(clientId);
    await release(channelId);
    expect((await look(clientId)).row.heldChannels).toBe(0);
    await agreesWithRebuild(clientId);
  });
});

describe("a channel disconnected for good", () => {
  const eraseAt = noon + dayMs;
  const erased = async () => {
    const own = await testAgency(db, { defaultTarget: 12 });
    const { clientId, channelId } = await busyClient(own);
    await hold(channelId, noon - hourMs, own);
    await take(channelId, { removals: [{ nativeKey: "like:1:0" }] }, own);
    await own.system((ctx) => scheduleSync(ctx, { channelId, dueAt: noon }));
    const reported = await own.system(async ({ db: tx }) => ({
      points: await tx.select().from(scorePoints),
      crossings: await tx.select().from(crossings),
    }));
    own.clock.now = eraseAt;
    await own.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
    return { own, clientId, channelId, reported };
  };

  test("leaves no signal, post, total, follower, removal, hold or waiting reading behind", async () => {
    const { own } = await erased();
    const counts = await rowCounts(db, own.agencyId);
    const waiting = await db.global.select().from(dueWork).where(eq(dueWork.agencyId, own.agencyId));
    expect(waiting.filter(({ kind }) => kind === "sync")).toEqual([]);
    for (const table of ["signals", "posts", "observations", "audience", "removals", "holds", "channels"])
      expect(counts, table).not.toHaveProperty(table);
    expect(
      Object.values(await tableRows(db, own.agencyId))
        .flat()
        .join(),
    ).not.toMatch(/Post 1|actor-1-/);
  });

  test("keeps the points and crossings that were reported, and nothing after the mark", async () => {
    const { own, clientId, reported } = await erased();
    expect(reported.points.length).toBeGreaterThan(100);
    expect(reported.crossings.length).toBeGreaterThan(0);
    const kept = await own.system(async ({ db: tx }) => ({
      points: await tx.select().from(scorePoints),
      crossings: await tx.select().from(crossings),
    }));
    expect(kept).toEqual(reported);
    expect((await look(clientId, own)).row).toMatchObject({ score: null, channels: 0, status: "unscored" });
    await own.system((ctx) => rebuild({ ctx, input: {} }));
    const again = await own.system(async ({ db: tx }) => tx.select().from(scorePoints));
    expect(again).toEqual(reported.points);
  });

  test("starts anew from the mark with the next channel", async () => {
    const { own, clientId, reported } = await erased();
    const next = await addChannel(own, clientId, "bluesky");
    own.clock.now = eraseAt + 2 * dayMs;
    // Older than the mark: what was reported then is not rewritten.
    await take(next, { posts: [post(1, noon - 5 * dayMs), post(2, eraseAt + dayMs)] }, own);
    const points = await own.system(async ({ db: tx }) => tx.select().from(scorePoints));
    const before = points.filter(({ at }) => at.getTime() < eraseAt);
    expect(before).toEqual(reported.points);
    expect(points.length).toBeGreaterThan(before.length);
    await agreesWithRebuild(clientId, own);
  });

  test("is a crossing at that instant when what is left lies below the target", async () => {
    const own = await testAgency(db, { defaultTarget: 20 });
    const { clientId, channelId } = await busyClient(own);
    const second = await addChannel(own, clientId, "bluesky");
    await take(second, { posts: [post(1, noon - dayMs)] }, own);
    own.clock.now = eraseAt;
    expect((await look(clientId, own)).row.score).toBeGreaterThan(20);
    await own.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
    expect((await look(clientId, own)).row.score).toBeLessThan(20);
    const crossed = await own.system(async ({ db: tx }) => tx.select().from(crossings));
    const after = crossed.filter(({ at }) => at.getTime() >= eraseAt);
    expect(after.map(({ at, direction }) => [at.getTime(), direction])).toEqual([[eraseAt, "below"]]);
    await agreesWithRebuild(clientId, own);
  });

  test("leaves the other channels of the client as they were, and says who did it", async () => {
    const own = await testAgency(db);
    const { clientId, channelId } = await busyClient(own);
    const second = await addChannel(own, clientId, "bluesky");
    await take(second, { posts: [post(1, noon - dayMs)] }, own);
    own.clock.now = eraseAt;
    await own.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
    const { row, channels: left } = await look(clientId, own);
    expect(only(left).id).toBe(second);
    expect(row.score).toBeGreaterThan(1);
    await agreesWithRebuild(clientId, own);
    const log = (await tableRows(db, own.agencyId)).audit_log ?? [];
    expect(log.filter((line) => line.includes("channel.disconnected") && line.includes(own.actor.userId))).toHaveLength(
      1,
    );
  });
});

describe("deleting", () => {
  test("a client takes everything with it but the line in the audit log", async () => {
    const own = await testAgency(db);
    const empty = await rowCounts(db, own.agencyId);
    const { id: clientId } = await own.as((ctx) =>
      createClient({ ctx, input: { name: "Bakery", timeZone: "UTC", mine: true } }),
    );
    const channelId = await addChannel(own, clientId);
    await take(channelId, { posts: [post(1, noon - dayMs)], signals: likes(1, 3, noon - hourMs) }, own);
    await take(channelId, { removals: [{ nativeKey: "like:1:0" }] }, own);
    await hold(channelId, noon - hourMs, own);
    await own.as((ctx) => setTarget({ ctx, input: { clientId, level: 20, share: 0.9, window: "week" } }));
    await own.system(async (ctx) => {
      await scheduleSync(ctx, { channelId, dueAt: noon });
      await scheduleWork(ctx, { kind: "report", subjectId: clientId, dueAt: noon });
      const report = { agencyId: ctx.agencyId, id: crypto.randomUUID(), clientId, weekOf: "2026-06-08", model: {} };
      await ctx.db.insert(reports).values(report);
      await scheduleWork(ctx, { kind: "report", subjectId: report.id, dueAt: noon });
    });
    await own.as((ctx) => deleteClient({ ctx, input: { clientId } }));
    const { audit_log: lines, ...left } = await rowCounts(db, own.agencyId);
    expect(left).toEqual(empty);
    expect(lines).toBe(3);
  });

  test("one client leaves the others alone", async () => {
    const own = await testAgency(db);
    const stays = await busyClient(own);
    const goes = await busyClient(own);
    const before = await derived(own, stays.clientId);
    await own.as((ctx) => deleteClient({ ctx, input: { clientId: goes.clientId } }));
    expect(await derived(own, stays.clientId)).toEqual(before);
    const left = await own.system(({ db: tx }) => tx.select().from(channels));
    expect(only(left).id).toBe(stays.channelId);
    expect(await own.system(({ db: tx }) => tx.select().from(holds).where(eq(holds.clientId, goes.clientId)))).toEqual(
      [],
    );
  });

  test("an agency is for demos only", async () => {
    const own = await testAgency(db);
    await expect(own.as((ctx) => removeDemo({ ctx, input: undefined }))).rejects.toMatchObject({ code: "not-found" });
    expect(await rowCounts(db, own.agencyId)).toMatchObject({ members: 1 });
  });
});
