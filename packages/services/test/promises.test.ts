import { auditLog, inArray, restWindows } from "@headroom/db";
import { agreedAttainment } from "@headroom/insights";
import { afterAll, describe, expect, test } from "vitest";
import type { ClientRow } from "../src/clients/client-rows.ts";
import { getClient } from "../src/clients/get-client.ts";
import { ListClientsInput, listClients } from "../src/clients/list-clients.ts";
import { type SetTargetInput, setTarget } from "../src/clients/set-target.ts";
import { agreeRest } from "../src/promises/agree-rest.ts";
import { endRest } from "../src/promises/end-rest.ts";
import { addClient, addMember, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { only } from "./stage.ts";
import { addScored } from "./standing.ts";

const db = testDatabase();
afterAll(() => db.close());

/** What the test agency requires of everyone, low enough that nobody is below it. */
const easy = 2;

const list = (agency: TestAgency, input: Partial<ListClientsInput> = {}) =>
  agency.as((ctx) => listClients({ ctx, input: ListClientsInput.parse(input) }));
const promiseOf = async (agency: TestAgency): Promise<NonNullable<ClientRow["promise"]>> => {
  const { promise } = only(await list(agency));
  if (promise === null) throw new Error("no promise");
  return promise;
};
const require = (agency: TestAgency, clientId: string, input: Partial<SetTargetInput> & { level: number }) =>
  agency.as((ctx) => setTarget({ ctx, input: { clientId, share: 0.95, window: "week", ...input } }));
const rest = (agency: TestAgency, clientId: string, span: { from: number; to: number }) =>
  agency.as((ctx) =>
    agreeRest({ ctx, input: { clientId, note: "Summer", from: local(span.from), to: local(span.to) } }),
  );
/** As the clocks of a client in UTC show it. */
const local = (at: number) => new Date(at).toISOString().slice(0, 16);

const scored = async (options: { likes?: number } = {}) => {
  const agency = await testAgency(db, { defaultTarget: easy });
  return { agency, ...(await addScored(agency, "Harbour Books", { likes: options.likes ?? 4 })) };
};

describe("a promise on the list of clients", () => {
  test("is whole while the score never fell, over the client's own calendar week", async () => {
    const { agency } = await scored();
    const promise = await promiseOf(agency);
    const monday = promise.window.from;
    expect(new Date(monday).toUTCString()).toMatch(/^Mon, .* 00:00:00 GMT$/);
    expect(promise.window).toEqual({ kind: "week", from: monday, to: monday + 7 * dayMs });
    expect(promise.countedFrom).toBe(monday);
    expect(promise.whole).toMatchObject({ countedMs: noon - monday, belowMs: 0, attained: 1, burnRate: 0 });
    expect(promise.whole.budgetMs).toBeCloseTo(0.05 * 7 * dayMs, 3);
    expect(promise).toMatchObject({ burn: "none", exceptRest: null, share: 0.95 });
  });

  test("counts from the very instant at which a level was required that the score does not have", async () => {
    const { agency, clientId } = await scored();
    await require(agency, clientId, { level: 99 });
    agency.clock.now = noon + 5 * hourMs;
    expect((await promiseOf(agency)).whole.belowMs).toBe(5 * hourMs);
    await require(agency, clientId, { level: easy });
    agency.clock.now = noon + 9 * hourMs;
    expect((await promiseOf(agency)).whole.belowMs).toBe(5 * hourMs);
  });

  test("counts a fall that was foreseen from the instant foreseen, though nothing arrived since", async () => {
    const { agency, clientId } = await scored();
    const { score } = only(await list(agency));
    await require(agency, clientId, { level: (score ?? 0) - 0.05, window: "month" });
    const { fallsAt } = only(await list(agency));
    if (fallsAt === null) throw new Error("never falls");
    expect(fallsAt).toBeGreaterThan(noon);
    agency.clock.now = fallsAt + 3 * hourMs;
    expect((await promiseOf(agency)).whole.belowMs).toBe(3 * hourMs);
  });

  test("is nothing kept where the score has been below for longer than any crossing is looked for", async () => {
    const { agency, clientId } = await scored();
    await require(agency, clientId, { level: 99 });
    agency.clock.now = noon + 40 * dayMs;
    expect((await promiseOf(agency)).whole).toMatchObject({ attained: 0 });
  });

  test("says when it will break: at the fall and what the budget bears after it", async () => {
    const { agency, clientId } = await scored();
    const { score } = only(await list(agency));
    await require(agency, clientId, { level: (score ?? 0) - 0.02, share: 0.99 });
    const row = only(await list(agency));
    // The share is new, so what is promised begins now.
    const budgetMs = 0.01 * ((row.promise?.window.to ?? 0) - noon);
    expect(row.promise?.breaksAt).toBe(Math.floor((row.fallsAt ?? 0) + budgetMs) + 1);
  });

  test("begins anew when the share or the window changes, and only then", async () => {
    const { agency, clientId } = await scored();
    await require(agency, clientId, { level: 99 });
    agency.clock.now = noon + 2 * hourMs;
    await require(agency, clientId, { level: easy });
    expect(await promiseOf(agency)).toMatchObject({ whole: { belowMs: 2 * hourMs } });
    await require(agency, clientId, { level: easy, share: 1 });
    agency.clock.now = noon + 3 * hourMs;
    const promise = await promiseOf(agency);
    expect(promise).toMatchObject({ countedFrom: noon + 2 * hourMs, burn: "none", whole: { belowMs: 0 } });
  });

  test("warns while the budget burns and says when it is gone", async () => {
    const { agency, clientId } = await scored();
    await require(agency, clientId, { level: 99 });
    agency.clock.now = noon + hourMs;
    expect((await promiseOf(agency)).burn).toBe("fast");
    agency.clock.now = noon + 8.5 * hourMs;
    expect(await promiseOf(agency)).toMatchObject({ burn: "broken", breaksAt: null });
  });

  test("is the same on the client's own page", async () => {
    const { agency, clientId } = await scored();
    await require(agency, clientId, { level: 99, share: 0.8, window: "month" });
    agency.clock.now = noon + 5 * hourMs;
    const { row } = await agency.as((ctx) => getClient({ ctx, input: { clientId } }));
    expect(row.promise).toEqual(await promiseOf(agency));
    expect(row.promise?.window.kind).toBe("month");
  });

  test("is none without a score", async () => {
    const agency = await testAgency(db);
    await addClient(agency);
    expect(only(await list(agency)).promise).toBeNull();
  });

  test("puts those with the least budget left first, unknown last", async () => {
    const { agency, clientId } = await scored();
    const other = await addScored(agency, "Anchor", { likes: 4 });
    await require(agency, clientId, { level: 99 });
    agency.clock.now = noon + 2 * hourMs;
    await require(agency, other.clientId, { level: 99 });
    agency.clock.now = noon + 3 * hourMs;
    const rows = await list(agency, { sort: "promise" });
    expect(rows.map(({ name }) => name)).toEqual(["Harbour Books", "Anchor"]);
    const down = await list(agency, { sort: "promise", descending: true });
    expect(down.map(({ name }) => name)).toEqual(["Anchor", "Harbour Books"]);
  });
});

describe("agreed rest", () => {
  test("leaves the score and the whole account alone, and does not count as agreed", async () => {
    const { agency, clientId } = await scored();
    await rest(agency, clientId, { from: noon + hourMs, to: noon + 4 * hourMs });
    const before = only(await list(agency));
    await require(agency, clientId, { level: 99 });
    agency.clock.now = noon + 6 * hourMs;
    const promise = await promiseOf(agency);
    expect(promise.whole.belowMs).toBe(6 * hourMs);
    expect(promise.exceptRest?.belowMs).toBe(3 * hourMs);
    expect(agreedAttainment(promise).budgetMs).toBeCloseTo(0.05 * (7 * dayMs - 3 * hourMs), 3);
    await require(agency, clientId, { level: easy });
    const untouched = await scored();
    untouched.agency.clock.now = noon + 6 * hourMs;
    expect(only(await list(agency)).score).toBeCloseTo(only(await list(untouched.agency)).score ?? 0, 9);
    expect(before.promise?.exceptRest?.belowMs).toBe(0);
  });

  test.each<[string, { from: number; to: number }, string]>([
    ["that begins in the past", { from: noon - hourMs, to: noon + hourMs }, "from"],
    ["more than a year ahead", { from: noon + 367 * dayMs, to: noon + 368 * dayMs }, "from"],
    ["that ends before it begins", { from: noon + hourMs, to: noon + hourMs }, "to"],
    ["of more than three months", { from: noon + hourMs, to: noon + 93 * dayMs }, "to"],
  ])("%s is refused by the name of its field", async (_, span, field) => {
    const { agency, clientId } = await scored();
    await expect(rest(agency, clientId, span)).rejects.toMatchObject({ code: "invalid", field });
  });

  test("needs a day and a time that exist", async () => {
    const { agency, clientId } = await scored();
    const agree = (from: string) =>
      agency.as((ctx) => agreeRest({ ctx, input: { clientId, from, to: "2026-06-30T10:00", note: "" } }));
    await expect(agree("2026-06-31T10:00")).rejects.toMatchObject({ code: "invalid", field: "from" });
    await expect(agree("soon")).rejects.toMatchObject({ code: "invalid", field: "from" });
  });

  test("is for managers to agree", async () => {
    const { agency, clientId } = await scored();
    const viewer = await addMember(agency, "viewer");
    const asked = { clientId, from: local(noon + hourMs), to: local(noon + 2 * hourMs), note: "" };
    await expect(agency.as((ctx) => agreeRest({ ctx, input: asked }), viewer)).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("that has not begun can be taken back; running it ends now; over it stays", async () => {
    const { agency, clientId } = await scored();
    const end = (restId: string) => agency.as((ctx) => endRest({ ctx, input: { clientId, restId } }));
    const stored = () => agency.system((ctx) => ctx.db.select().from(restWindows));
    const first = await rest(agency, clientId, { from: noon + hourMs, to: noon + 2 * hourMs });
    await end(first.restId);
    expect(await stored()).toEqual([]);
    await expect(end(first.restId)).rejects.toMatchObject({ code: "not-found" });

    const second = await rest(agency, clientId, { from: noon + hourMs, to: noon + 9 * hourMs });
    agency.clock.now = noon + 3 * hourMs;
    await end(second.restId);
    expect(only(await stored()).to.getTime()).toBe(noon + 3 * hourMs);
    await expect(end(second.restId)).rejects.toMatchObject({ code: "conflict" });

    const log = await agency.system((ctx) =>
      ctx.db
        .select()
        .from(auditLog)
        .where(inArray(auditLog.action, ["rest.agreed", "rest.ended", "rest.withdrawn"]))
        .orderBy(auditLog.at),
    );
    expect(log.map(({ action }) => action).toSorted()).toEqual([
      "rest.agreed",
      "rest.agreed",
      "rest.ended",
      "rest.withdrawn",
    ]);
    expect(log.every(({ userId, subjectId }) => userId === agency.actor.userId && subjectId === clientId)).toBe(true);
  });

  test("is shown on the client's page with who agreed it", async () => {
    const { agency, clientId } = await scored();
    await rest(agency, clientId, { from: noon + hourMs, to: noon + 2 * hourMs });
    const detail = await agency.as((ctx) => getClient({ ctx, input: { clientId } }));
    expect(detail.restWindows).toEqual([
      { id: expect.any(String), from: noon + hourMs, to: noon + 2 * hourMs, note: "Summer", agreedBy: "Olive Owner" },
    ]);
  });
});
