import { algorithmActivations, auditLog, eq } from "@headroom/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assignClient } from "../src/clients/assign-client.ts";
import { clientHistory } from "../src/clients/client-history.ts";
import { clientReceipt } from "../src/clients/client-receipt.ts";
import { getClient } from "../src/clients/get-client.ts";
import { ListClientsInput, listClients } from "../src/clients/list-clients.ts";
import { seesClient } from "../src/clients/sees-client.ts";
import { setTarget } from "../src/clients/set-target.ts";
import { TimeZone } from "../src/context/time-zone.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { rebuild } from "../src/scores/rebuild.ts";
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
import { only } from "./stage.ts";
import { addScored } from "./standing.ts";

const db = testDatabase();
afterAll(() => db.close());

let agency: TestAgency;
beforeAll(async () => {
  agency = await testAgency(db, { defaultTarget: 5 });
});

const look = (clientId: string, of = agency) => of.as((ctx) => getClient({ ctx, input: { clientId } }));
const history = (clientId: string, { days = 90, of = agency } = {}) =>
  of.as((ctx) => clientHistory({ ctx, input: { clientId, days } }));
const why = (clientId: string, { days = 7, of = agency } = {}) =>
  of.as((ctx) => clientReceipt({ ctx, input: { clientId, from: ctx.io.now() - days * dayMs } }));

describe("the chart of a client", () => {
  test("has a point every six hours from its first signal to now, each with the target that held", async () => {
    const { clientId } = await addScored(agency, "Charted", { likes: 4 });
    const { points, from, to, algorithms } = await history(clientId);
    expect([from, to]).toEqual([noon - 90 * dayMs, noon]);
    expect(points[0]?.at).toBeGreaterThanOrEqual(noon - 10 * dayMs);
    const steps = points.slice(1).map(({ at }, i) => at - (points[i]?.at ?? 0));
    expect(new Set(steps)).toEqual(new Set([6 * hourMs]));
    expect(points.every(({ target, algorithmId }) => target === 5 && algorithmId === "steady-1")).toBe(true);
    expect(points.at(-1)).toMatchObject({ at: noon });
    expect(points.at(-1)?.score).toBeCloseTo((await look(clientId)).row.score ?? 0, 4);
    expect(algorithms).toEqual([{ from: noon - 400 * dayMs, id: "steady-1", title: expect.any(String) }]);
  });

  test("is as long as was asked for", async () => {
    const { clientId } = await addScored(agency, "Short", { likes: 4 });
    const { points } = await history(clientId, { days: 2 });
    expect(points).toHaveLength(9);
    expect(points[0]?.at).toBe(noon - 2 * dayMs);
  });

  test("shows a fall at the instant at which it came, whether or not anything was written since", async () => {
    const own = await testAgency(db, { defaultTarget: 5 });
    const { clientId, channelId } = await addScored(own, "Falls", { likes: 6 });
    const score = (await look(clientId, own)).row.score ?? 0;
    await own.as((ctx) => setTarget({ ctx, input: { clientId, level: score - 1, share: 0.95, window: "week" } }));
    const fallsAt = (await look(clientId, own)).row.fallsAt ?? 0;
    own.clock.now = fallsAt - 1_000;
    const before = (await history(clientId, { of: own })).crossings;
    own.clock.now = fallsAt + hourMs;
    const foreseen = (await history(clientId, { of: own })).crossings;
    expect(foreseen).toHaveLength(before.length + 1);
    expect(foreseen.at(-1)).toMatchObject({ at: fallsAt, direction: "below", score: expect.closeTo(score - 1, 3) });
    // A new follower count makes the same crossing a stored one.
    const batch = { ...emptyBatch, audience: [{ at: fallsAt + hourMs - 1, followers: 1 }] };
    await own.system((ctx) => ingest({ ctx, input: { channelId, batch } }));
    const stored = (await history(clientId, { of: own })).crossings;
    expect(stored.filter(({ at }) => at <= fallsAt + 1_000)).toHaveLength(foreseen.length);
    expect(Math.abs((stored[foreseen.length - 1]?.at ?? 0) - fallsAt)).toBeLessThanOrEqual(1_000);
  });

  test("of a client without data is empty, not zero", async () => {
    const clientId = await addClient(agency, "Nothing yet");
    expect(await history(clientId)).toMatchObject({ points: [], crossings: [], holds: [] });
    expect((await look(clientId)).score).toBeNull();
  });
});

describe("the ledger of a client", () => {
  test("sums to the difference of the scores, and to the posts that made it", async () => {
    const { clientId } = await addScored(agency, "Ledger", { likes: 4 });
    const { receipt, posts, channels } = await why(clientId);
    const total = receipt.lines.reduce((sum, { points }) => sum + points, 0);
    expect(total).toBeCloseTo(receipt.after - receipt.before, 9);
    expect(receipt.after).toBeCloseTo((await look(clientId)).row.score ?? 0, 9);
    const { points: line } = await history(clientId);
    expect(receipt.before).toBeCloseTo(line.find(({ at }) => at === noon - 7 * dayMs)?.score ?? 0, 4);
    expect(only(channels)).toMatchObject({ network: "mastodon" });
    expect(posts.map(({ points }) => points)).toEqual(posts.map(({ points }) => points).toSorted((a, b) => b - a));
    // Seven days hold seven posts; the one of exactly a week and an hour ago lies before them.
    expect(posts).toHaveLength(7);
    for (const post of posts) expect(post.reactions).toEqual({ like: 4 });
    const gains = receipt.lines.reduce((sum, entry) => sum + (entry.kind === "gain" ? entry.points : 0), 0);
    expect(posts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(gains, 9);
  });

  test("counts reshares of links as reshares, and keeps posts of two channels apart that have one id", async () => {
    const { clientId, channelId } = await addScored(agency, "Two channels", { likes: 0 });
    const second = await addChannel(agency, clientId, "bluesky");
    const post = {
      nativeId: "p0",
      at: noon - 2 * hourMs,
      url: null,
      text: 'A "second" \\ p0, {braces}',
      carriesLink: true,
    };
    const share = { nativeKey: "r1", kind: "reshare" as const, at: noon - hourMs, count: 3, postNativeId: "p0" };
    await agency.system((ctx) =>
      ingest({ ctx, input: { channelId: second, batch: { ...emptyBatch, posts: [post], signals: [share] } } }),
    );
    const { posts } = await why(clientId, { days: 1 });
    const own = posts.filter(({ nativeId }) => nativeId === "p0");
    expect(own.map(({ channelId: id }) => id).toSorted()).toEqual([channelId, second].toSorted());
    expect(own.find(({ channelId: id }) => id === second)).toMatchObject({
      text: 'A "second" \\ p0, {braces}',
      reactions: { reshare: 3 },
      carriesLink: true,
    });
  });
});

describe("a change of algorithm", () => {
  test("from a date leaves the line before it, marks it, and is a line of the ledger", async () => {
    const own = await testAgency(db, { defaultTarget: 5 });
    const { clientId } = await addScored(own, "Changed", { likes: 4 });
    const before = (await history(clientId, { of: own })).points;
    const at = noon - 3 * dayMs;
    await own.system(async (ctx) => {
      await ctx.db
        .insert(algorithmActivations)
        .values({ agencyId: ctx.agencyId, from: new Date(at), algorithmId: "classic-1" });
      await rebuild({ ctx, input: {} });
    });
    const after = await history(clientId, { of: own });
    expect(after.points.filter((point) => point.at < at)).toEqual(before.filter((point) => point.at < at));
    expect(after.points.filter((point) => point.at > at).every(({ algorithmId }) => algorithmId === "classic-1")).toBe(
      true,
    );
    expect(after.algorithms.map(({ id }) => id)).toEqual(["steady-1", "classic-1"]);
    const { receipt } = await why(clientId, { of: own });
    expect(receipt.lines.filter(({ kind }) => kind === "algorithm")).toHaveLength(1);
    expect(receipt.lines.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(receipt.after - receipt.before, 9);
  });
});

describe("care", () => {
  test("is given and taken, once and again, and each time recorded", async () => {
    const { clientId } = await addScored(agency, "Cared for", { likes: 1 });
    const sam = await addMember(agency, "staffer", "Sam");
    const sees = () => agency.as((ctx) => seesClient({ ctx, input: { clientId } }), sam);
    const assign = (assigned: boolean) =>
      agency.as((ctx) => assignClient({ ctx, input: { clientId, memberId: sam.memberId, assigned } }));
    expect(await sees()).toBe(false);
    await assign(true);
    await assign(true);
    expect(await sees()).toBe(true);
    expect((await look(clientId)).row.staffers).toEqual([{ id: sam.memberId, name: "Sam" }]);
    await assign(false);
    expect(await sees()).toBe(false);
    const log = await agency.system(({ db: tx }) => tx.select().from(auditLog).where(eq(auditLog.subjectId, clientId)));
    expect(log.map(({ action }) => action)).toEqual(["client.assigned", "client.assigned", "client.unassigned"]);
  });

  test("is given to members of the agency only", async () => {
    const { clientId } = await addScored(agency, "Strangers", { likes: 1 });
    const stranger = (await testAgency(db)).actor;
    await expect(
      agency.as((ctx) => assignClient({ ctx, input: { clientId, memberId: stranger.memberId, assigned: true } })),
    ).rejects.toMatchObject({ code: "not-found" });
  });
});

test("two agencies in one database never see each other's clients, whatever they ask for", async () => {
  const other = await testAgency(db);
  const { clientId } = await addScored(other, "Theirs", { likes: 3 });
  await expect(look(clientId)).rejects.toMatchObject({ code: "not-found" });
  await expect(history(clientId)).rejects.toMatchObject({ code: "not-found" });
  await expect(why(clientId)).rejects.toMatchObject({ code: "not-found" });
  expect(await agency.as((ctx) => seesClient({ ctx, input: { clientId } }))).toBe(false);
  const found = await agency.as((ctx) => listClients({ ctx, input: ListClientsInput.parse({ search: "Theirs" }) }));
  expect(found).toEqual([]);
});

test.each([
  ["Europe/Berlin", true],
  ["America/Argentina/Buenos_Aires", true],
  ["UTC", true],
  ["Mars/Olympus", false],
  ["", false],
])("the time zone %j is known: %s", (name, known) => {
  expect(TimeZone.safeParse(name).success).toBe(known);
});
