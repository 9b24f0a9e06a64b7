import {
  agencyAlgorithms,
  algorithmActivations,
  and,
  asc,
  auditLog,
  crossings,
  dueWork,
  eq,
  parallelPoints,
  scorePoints,
  sql,
} from "@headroom/db";
import { algorithmNumbers } from "@headroom/insights";
import { classic1, steady1 } from "@headroom/scoring";
import { afterAll, describe, expect, test } from "vitest";
import { type ActivateAlgorithmInput, activateAlgorithm } from "../src/algorithms/activate-algorithm.ts";
import { type ForkAlgorithmInput, forkAlgorithm } from "../src/algorithms/fork-algorithm.ts";
import { listAlgorithms } from "../src/algorithms/list-algorithms.ts";
import { revertActivation } from "../src/algorithms/revert-activation.ts";
import { runActivation } from "../src/algorithms/run-activation.ts";
import { clientHistory } from "../src/clients/client-history.ts";
import { getClient } from "../src/clients/get-client.ts";
import { ListClientsInput, listClients } from "../src/clients/list-clients.ts";
import { nextUp } from "../src/queue/next-up.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { rebuild } from "../src/scores/rebuild.ts";
import { dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { derived } from "./derived.ts";
import { only } from "./stage.ts";
import { addScored } from "./standing.ts";

const db = testDatabase();
afterAll(() => db.close());

const fork = (agency: TestAgency, input: Partial<ForkAlgorithmInput>) =>
  agency.as((ctx) =>
    forkAlgorithm({ ctx, input: { from: "steady-1", title: "Quick", numbers: { "presence.halfLife": 7 }, ...input } }),
  );
const activate = (agency: TestAgency, input: ActivateAlgorithmInput) =>
  agency.as((ctx) => activateAlgorithm({ ctx, input }));
const revert = (agency: TestAgency, from: number) => agency.as((ctx) => revertActivation({ ctx, input: { from } }));
const work = ({ io, agencyId }: TestAgency) => runActivation({ db, io, agencyId });
const list = (agency: TestAgency) => agency.as((ctx) => listAlgorithms({ ctx, input: undefined }));
const look = (agency: TestAgency, clientId: string) => agency.as((ctx) => getClient({ ctx, input: { clientId } }));
const listed = (agency: TestAgency) => agency.as((ctx) => listClients({ ctx, input: ListClientsInput.parse({}) }));

/** What is stored of a client's history, as it stands in the tables. */
const stored = (agency: TestAgency, clientId: string) =>
  agency.system(async ({ db: tx }) => ({
    points: await tx.select().from(scorePoints).where(eq(scorePoints.clientId, clientId)).orderBy(asc(scorePoints.at)),
    crossings: await tx.select().from(crossings).where(eq(crossings.clientId, clientId)).orderBy(asc(crossings.at)),
  }));

/** The transaction that wrote each point: a row that was written anew shows by it, though its values be the same. */
const writers = async (agency: TestAgency, clientId: string): Promise<Map<number, string>> => {
  const rows = await db.global.execute<{ at: string; xmin: string }>(
    sql`select (extract(epoch from at) * 1000)::bigint as at, xmin::text from score_points
      where agency_id = ${agency.agencyId}::uuid and client_id = ${clientId}::uuid`,
  );
  return new Map(rows.map(({ at, xmin }) => [Number(at), xmin]));
};

const beside = (agency: TestAgency, clientId: string) =>
  agency.system(({ db: tx }) =>
    tx.select().from(parallelPoints).where(eq(parallelPoints.clientId, clientId)).orderBy(asc(parallelPoints.at)),
  );

describe("a fork", () => {
  test("is a new version with the changed numbers and all others as they were", async () => {
    const agency = await testAgency(db);
    const { id } = await fork(agency, {
      title: "Quick & Łoud",
      numbers: { "presence.halfLife": 7, "reactions.like": 0.5 },
    });
    expect(id).toBe("quick-oud-1");
    const { versions } = await list(agency);
    const made = versions.find(({ algorithm }) => algorithm.id === id);
    expect(made?.algorithm).toEqual({
      ...steady1,
      id,
      title: "Quick & Łoud",
      presence: { ...steady1.presence, halfLifeMs: 7 * dayMs },
      engagement: { ...steady1.engagement, reactions: { ...steady1.engagement.reactions, like: 0.5 } },
    });
    expect(made).toMatchObject({
      isBuiltIn: false,
      forkedFrom: { id: "steady-1", title: "Steady 1" },
      isActive: false,
    });
    expect(made?.changes.map(({ before, after }) => [before, after])).toEqual([
      ["28\u00a0days", "7\u00a0days"],
      ["1\u00a0likes", "0.5\u00a0likes"],
    ]);
    const entry = only(
      await agency.system(({ db: tx }) => tx.select().from(auditLog).where(eq(auditLog.subjectId, id))),
    );
    expect(entry).toMatchObject({ action: "algorithm.forked", userId: agency.actor.userId });
  });

  test("of a fork keeps what that one had changed", async () => {
    const agency = await testAgency(db);
    const first = await fork(agency, { title: "First" });
    const second = await fork(agency, { from: first.id, title: "First", numbers: {} }).catch((error: unknown) => error);
    expect(second).toMatchObject({ code: "invalid", field: "numbers" });
    const { id } = await fork(agency, { from: first.id, title: "Second", numbers: { "presence.grace": 12 } });
    const made = (await list(agency)).versions.find(({ algorithm }) => algorithm.id === id)?.algorithm;
    expect(made?.presence).toEqual({ graceMs: 12 * hourMs, halfLifeMs: 7 * dayMs });
  });

  test.each<[string, Partial<ForkAlgorithmInput>, { code: string; field: string }]>([
    ["shares that do not sum to 100 %", { numbers: { "weights.presence": 30 } }, { code: "invalid", field: "weights" }],
    ["a share below nothing", { numbers: { "weights.reach": -1 } }, { code: "invalid", field: "weights.reach" }],
    [
      "a half-life of nothing",
      { numbers: { "presence.halfLife": 0 } },
      { code: "invalid", field: "presence.halfLife" },
    ],
    [
      "a half-life without end",
      { numbers: { "engagement.halfLife": 1e9 } },
      { code: "invalid", field: "engagement.halfLife" },
    ],
    ["no number at all", { numbers: { "reactions.like": Number.NaN } }, { code: "invalid", field: "reactions.like" }],
    [
      "a band that ends before it begins",
      { numbers: { "linkMix.lo": 80, "linkMix.hi": 40 } },
      { code: "invalid", field: "linkMix.band" },
    ],
    ["a number that there is not", { numbers: { luck: 3 } }, { code: "invalid", field: "luck" }],
    ["nothing changed", { numbers: { "presence.halfLife": 28 } }, { code: "invalid", field: "numbers" }],
    ["a built-in one's name", { title: "classic 1" }, { code: "conflict", field: "title" }],
  ])("is refused for %s, naming the field", async (_, input, refusal) => {
    const agency = await testAgency(db);
    await expect(fork(agency, input)).rejects.toMatchObject(refusal);
    expect((await list(agency)).versions).toHaveLength(2);
  });

  test("needs a name of its own and a version to start from", async () => {
    const agency = await testAgency(db);
    await fork(agency, {});
    await expect(fork(agency, { numbers: { "presence.grace": 1 } })).rejects.toMatchObject({ field: "title" });
    await expect(fork(agency, { from: "nobody-1" })).rejects.toMatchObject({ code: "not-found" });
    const other = await testAgency(db);
    await expect(fork(other, { from: "quick-1" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("never takes a built-in one's id, and its row cannot be changed", async () => {
    const agency = await testAgency(db);
    const { id } = await fork(agency, { title: "Steady" });
    expect(id).toBe("steady-2");
    const change = agency.system(({ db: tx }) => tx.update(agencyAlgorithms).set({ title: "Other" }));
    await expect(change).rejects.toMatchObject({ cause: { message: expect.stringContaining("permission denied") } });
  });

  test.each(algorithmNumbers.map(({ field }) => field))("can change %s alone of what is not a share", async (field) => {
    const number = algorithmNumbers.find((known) => known.field === field);
    if (number === undefined) throw new Error("no such number");
    const raised = number.change(steady1, number.of(steady1) + 1);
    expect(number.of(raised)).toBeCloseTo(number.of(steady1) + 1, 9);
    for (const other of algorithmNumbers) if (other !== number) expect(other.of(raised)).toBe(other.of(steady1));
  });
});

describe("an activation from now on", () => {
  test("scores every client by the new version from that instant, everywhere", async () => {
    const agency = await testAgency(db, { defaultTarget: 5 });
    const { clientId } = await addScored(agency, "Moved", { likes: 4 });
    const before = (await look(agency, clientId)).row.score ?? 0;
    const { id } = await fork(agency, { numbers: { "presence.grace": 0, "presence.halfLife": 0.1 } });
    const { from } = await activate(agency, { algorithmId: id });
    expect(from).toBe(noon);
    expect(await work(agency)).toBe("done");
    const after = (await look(agency, clientId)).row.score ?? 0;
    expect(after).toBeLessThan(before);
    expect(only(await listed(agency)).score).toBe(after);
    expect(only(await agency.as((ctx) => nextUp({ ctx, input: { scope: "all" } }))).score).toBe(after);
    expect((await look(agency, clientId)).score?.algorithmId).toBe(id);
    const { changes, versions } = await list(agency);
    expect(changes.map(({ algorithmId, state }) => [algorithmId, state])).toEqual([
      [id, "active"],
      ["steady-1", "past"],
    ]);
    expect(versions.find(({ isActive }) => isActive)).toMatchObject({ activeSince: noon, algorithm: { id } });
    const logged = await agency.system(({ db: tx }) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "algorithm.activated")),
    );
    expect(only(logged)).toMatchObject({ before: { algorithmId: "steady-1" }, after: { algorithmId: id } });
  });

  test("leaves every stored point and crossing of before untouched, in the very same rows", async () => {
    const agency = await testAgency(db, { defaultTarget: 12 });
    const { clientId } = await addScored(agency, "Kept", { likes: 4, silentMs: 30 * hourMs });
    const before = await stored(agency, clientId);
    const wrote = await writers(agency, clientId);
    expect(before.points.length).toBeGreaterThan(20);
    await activate(agency, { algorithmId: "classic-1" });
    await work(agency);
    const after = await stored(agency, clientId);
    expect(after.points.filter(({ at }) => at.getTime() < noon)).toEqual(
      before.points.filter(({ at }) => at.getTime() < noon),
    );
    expect(after.crossings.filter(({ at }) => at.getTime() < noon)).toEqual(before.crossings);
    for (const [at, xmin] of await writers(agency, clientId)) if (at < noon) expect(wrote.get(at)).toBe(xmin);
    const then = await derived(agency, clientId);
    await agency.system((ctx) => rebuild({ ctx, input: {} }));
    expect(await derived(agency, clientId)).toEqual(then);
  });

  test("scores late data for an instant before it by the version of then", async () => {
    const agency = await testAgency(db);
    const { clientId, channelId } = await addScored(agency, "Late", { likes: 4 });
    await activate(agency, { algorithmId: "classic-1" });
    await work(agency);
    agency.clock.now = noon + 2 * dayMs;
    const late = { nativeKey: "late", kind: "comment" as const, at: noon - 3 * dayMs, count: 1, actor: "zoe" };
    await agency.system((ctx) => ingest({ ctx, input: { channelId, batch: { ...emptyBatch, signals: [late] } } }));
    const { points } = await stored(agency, clientId);
    expect(
      points
        .filter(({ algorithmId }) => algorithmId === "steady-1")
        .at(-1)
        ?.at.getTime(),
    ).toBeLessThan(noon);
    expect(new Set(points.filter(({ at }) => at.getTime() < noon).map(({ algorithmId }) => algorithmId))).toEqual(
      new Set(["steady-1"]),
    );
    expect(new Set(points.filter(({ at }) => at.getTime() >= noon).map(({ algorithmId }) => algorithmId))).toEqual(
      new Set(["classic-1"]),
    );
    const then = await derived(agency, clientId, agency.clock.now);
    await agency.system((ctx) => rebuild({ ctx, input: {} }));
    expect(await derived(agency, clientId, agency.clock.now)).toEqual(then);
  });

  test("counts from its own instant also where something was scored meanwhile by the version before", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Meanwhile", { likes: 4 });
    const wrote = await writers(agency, clientId);
    const from = noon - 3 * dayMs;
    await agency.system(({ db: tx, agencyId }) =>
      tx.insert(algorithmActivations).values({ agencyId, from: new Date(from), algorithmId: "classic-1" }),
    );
    await work(agency);
    const ids = (await stored(agency, clientId)).points.map(({ at, algorithmId }) => [
      at.getTime() < from,
      algorithmId,
    ]);
    expect(new Set(ids.map(String))).toEqual(new Set(["true,steady-1", "false,classic-1"]));
    for (const [at, xmin] of await writers(agency, clientId)) if (at < from) expect(wrote.get(at)).toBe(xmin);
    const then = await derived(agency, clientId);
    await agency.system((ctx) => rebuild({ ctx, input: {} }));
    expect(await derived(agency, clientId)).toEqual(then);
  });

  test("reaches the clients that are left when it is run again after a crash, and then finds nothing to do", async () => {
    const agency = await testAgency(db);
    for (const name of ["Ann", "Bea", "Cem"]) await addScored(agency, name, { likes: 2 });
    await activate(agency, { algorithmId: "classic-1" });
    const stop = new AbortController();
    let clocks = 0;
    // Read once at the start and once for each client.
    const now = () => {
      if (++clocks === 3) stop.abort();
      return noon;
    };
    const io = { ...agency.io, now };
    expect(await runActivation({ db, io, agencyId: agency.agencyId, signal: stop.signal })).toBe("interrupted");
    const algorithms = async () => {
      const rows = await agency.system(({ db: tx }) => tx.query.clientRunways.findMany());
      return rows.map(({ algorithmId }) => algorithmId).sort();
    };
    expect(new Set(await algorithms())).toEqual(new Set(["classic-1", "steady-1"]));
    expect(await work(agency)).toBe("done");
    expect(await algorithms()).toEqual(["classic-1", "classic-1", "classic-1"]);
  });

  test("of what scores already, or of what is not there, is refused", async () => {
    const agency = await testAgency(db);
    await expect(activate(agency, { algorithmId: "steady-1" })).rejects.toMatchObject({ code: "conflict" });
    await expect(activate(agency, { algorithmId: "nobody-1" })).rejects.toMatchObject({ code: "not-found" });
    await activate(agency, { algorithmId: "classic-1" });
    await expect(activate(agency, { algorithmId: "steady-1" })).rejects.toMatchObject({ field: "on" });
  });
});

describe("an activation from a date", () => {
  test("takes effect at midnight of the agency's zone, and changes nothing before", async () => {
    const agency = await testAgency(db, { defaultTarget: 5 });
    const { clientId } = await addScored(agency, "Patient", { likes: 4 });
    const { from } = await activate(agency, { algorithmId: "classic-1", on: "2026-06-17" });
    expect(from).toBe(Date.UTC(2026, 5, 17));
    await work(agency);
    const midnight = only(
      await agency.db.global
        .select()
        .from(dueWork)
        .where(and(eq(dueWork.agencyId, agency.agencyId), eq(dueWork.kind, "activate"))),
    );
    expect(midnight.dueAt.getTime()).toBe(from);
    expect((await look(agency, clientId)).score?.algorithmId).toBe("steady-1");
    expect((await list(agency)).versions.find(({ scheduledFor }) => scheduledFor !== null)).toMatchObject({
      scheduledFor: from,
      algorithm: classic1,
    });
    const wrote = await writers(agency, clientId);
    agency.clock.now = from + 5 * hourMs;
    await work(agency);
    expect((await look(agency, clientId)).score?.algorithmId).toBe("classic-1");
    const points = (await stored(agency, clientId)).points.map(({ at, algorithmId }) => [at.getTime(), algorithmId]);
    expect(points.filter(([at]) => Number(at) >= from)).toEqual([[from, "classic-1"]]);
    expect(new Set(points.filter(([at]) => Number(at) < from).map(([, id]) => id))).toEqual(new Set(["steady-1"]));
    for (const [at, xmin] of await writers(agency, clientId)) if (at <= noon) expect(wrote.get(at)).toBe(xmin);
  });

  test.each([
    ["today", "2026-06-15"],
    ["yesterday", "2026-06-14"],
  ])("is refused for %s", async (_, on) => {
    const agency = await testAgency(db);
    await expect(activate(agency, { algorithmId: "classic-1", on })).rejects.toMatchObject({ field: "on" });
  });

  test("is withdrawn without a trace on scores, and the withdrawal is recorded", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Withdrawn", { likes: 3 });
    const { from } = await activate(agency, { algorithmId: "classic-1", on: "2026-06-16" });
    await work(agency);
    await revert(agency, from);
    agency.clock.now = from + dayMs;
    await work(agency);
    expect((await look(agency, clientId)).score?.algorithmId).toBe("steady-1");
    expect(await beside(agency, clientId)).toEqual([]);
    const log = await agency.system(({ db: tx }) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "algorithm.withdrawn")),
    );
    expect(only(log)).toMatchObject({ before: { algorithmId: "classic-1" } });
    await expect(revert(agency, from)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("going back", () => {
  test("is a new activation of what was before, from now on; the time between stays what it was", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Returned", { likes: 3 });
    const { from } = await activate(agency, { algorithmId: "classic-1" });
    await work(agency);
    agency.clock.now = noon + 2 * dayMs;
    await revert(agency, from);
    await work(agency);
    const { changes } = await list(agency);
    expect(changes.map(({ algorithmId, from: at }) => [algorithmId, at]).slice(0, 2)).toEqual([
      ["steady-1", noon + 2 * dayMs],
      ["classic-1", noon],
    ]);
    const of = async (at: number) =>
      (await stored(agency, clientId)).points.find((point) => point.at.getTime() === at)?.algorithmId;
    expect([await of(noon - dayMs), await of(noon + dayMs), await of(noon + 2 * dayMs)]).toEqual([
      "steady-1",
      "classic-1",
      "steady-1",
    ]);
    await expect(revert(agency, from)).rejects.toMatchObject({ code: "conflict" });
  });

  test("needs something before", async () => {
    const agency = await testAgency(db);
    const first = only((await list(agency)).changes);
    await expect(revert(agency, first.from)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the two weeks after a change", () => {
  const changed = async () => {
    const agency = await testAgency(db);
    const { clientId, channelId } = await addScored(agency, "Both", { likes: 4 });
    await activate(agency, { algorithmId: "classic-1" });
    await work(agency);
    const post = (n: number, at: number) => {
      agency.clock.now = at;
      const batch = { ...emptyBatch, posts: [{ nativeId: `n${n}`, at, url: null, text: "", carriesLink: false }] };
      return agency.system((ctx) => ingest({ ctx, input: { channelId, batch } }));
    };
    return { agency, clientId, post };
  };

  test("keep both algorithms at the instants of stored points, and nothing after them", async () => {
    const { agency, clientId, post } = await changed();
    for (const days of [1, 5, 13, 16, 20]) await post(days, noon + days * dayMs + hourMs);
    const points = await beside(agency, clientId);
    expect(new Set(points.map(({ algorithmId }) => algorithmId))).toEqual(new Set(["steady-1"]));
    expect(points.map(({ at }) => at.getTime())).toEqual(
      Array.from({ length: 14 * 4 }, (_, n) => noon + n * 6 * hourMs),
    );
    const { parallel, to } = await agency.as((ctx) => clientHistory({ ctx, input: { clientId, days: 90 } }));
    expect(parallel).toHaveLength(14 * 4);
    expect(parallel[0]?.title).toBe("Steady 1");
    expect(to).toBe(agency.clock.now);
  });

  test("say on the client's page what it would be under the old version, and then no more", async () => {
    const { agency, clientId, post } = await changed();
    await post(1, noon + 30 * hourMs);
    const { parallel, score } = await look(agency, clientId);
    expect(parallel).toMatchObject({ title: "Steady 1", until: noon + 14 * dayMs });
    const unchanged = await testAgency(db);
    const twin = await addScored(unchanged, "Both", { likes: 4 });
    unchanged.clock.now = noon + 30 * hourMs;
    const posts = [{ nativeId: "n1", at: unchanged.clock.now, url: null, text: "", carriesLink: false }];
    await unchanged.system((ctx) =>
      ingest({ ctx, input: { channelId: twin.channelId, batch: { ...emptyBatch, posts } } }),
    );
    expect(parallel?.score).toBeCloseTo((await look(unchanged, twin.clientId)).score?.value ?? 0, 9);
    expect(score?.algorithmId).toBe("classic-1");
    agency.clock.now = noon + 14 * dayMs;
    expect((await look(agency, clientId)).parallel).toBeNull();
    expect((await look(unchanged, twin.clientId)).parallel).toBeNull();
  });

  test("give the scores that the old version would have given alone", async () => {
    const { agency, clientId, post } = await changed();
    await post(1, noon + 30 * hourMs);
    await post(2, noon + 75 * hourMs);
    const found = await beside(agency, clientId);
    const unchanged = await testAgency(db);
    const twin = await addScored(unchanged, "Both", { likes: 4 });
    for (const [n, hours] of [
      [1, 30],
      [2, 75],
    ] as const) {
      unchanged.clock.now = noon + hours * hourMs;
      const batch = {
        ...emptyBatch,
        posts: [{ nativeId: `n${n}`, at: unchanged.clock.now, url: null, text: "", carriesLink: false }],
      };
      await unchanged.system((ctx) => ingest({ ctx, input: { channelId: twin.channelId, batch } }));
    }
    const alone = new Map(
      (await stored(unchanged, twin.clientId)).points.map(({ at, score }) => [at.getTime(), score]),
    );
    expect(found.length).toBeGreaterThan(10);
    for (const { at, score } of found) expect(score).toBeCloseTo(alone.get(at.getTime()) ?? Number.NaN, 4);
  });

  test("come out the same when everything is rebuilt, also with a way back in between", async () => {
    const { agency, clientId, post } = await changed();
    await post(1, noon + 30 * hourMs);
    agency.clock.now = noon + 4 * dayMs;
    await revert(agency, noon);
    await work(agency);
    await post(2, noon + 6 * dayMs);
    const ids = (await beside(agency, clientId)).map(
      ({ at, algorithmId }) => `${(at.getTime() - noon) / dayMs} ${algorithmId}`,
    );
    expect(ids[0]).toBe("0 steady-1");
    expect(ids.at(-1)).toBe("6 classic-1");
    const then = await derived(agency, clientId, agency.clock.now);
    await agency.system((ctx) => rebuild({ ctx, input: {} }));
    expect(await derived(agency, clientId, agency.clock.now)).toEqual(then);
  });
});
