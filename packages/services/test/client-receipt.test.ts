import { algorithmActivations, and, clientCheckpoints, eq } from "@headroom/db";
import { receipt } from "@headroom/scoring";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ClientReceiptInput, clientReceipt } from "../src/clients/client-receipt.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { loadHistorySince } from "../src/scores/load-history.ts";
import { rebuild } from "../src/scores/rebuild.ts";
import { addChannel, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { addScored } from "./standing.ts";

const db = testDatabase();
afterAll(() => db.close());

let agency: TestAgency;
/** A client of ten days, three of them under another algorithm, with a second channel that was not heard from for two. */
let clientId: string;

beforeAll(async () => {
  agency = await testAgency(db, { defaultTarget: 5 });
  const scored = await addScored(agency, "Told", { likes: 4 });
  clientId = scored.clientId;
  const second = await addChannel(agency, clientId, "bluesky");
  await agency.system(async (ctx) => {
    const posts = [9, 6, 3, 1].map((day) => ({
      nativeId: `second ${day}`,
      at: noon - day * dayMs - 5 * hourMs,
      url: null,
      text: "",
      carriesLink: day === 3,
    }));
    const signals = posts.flatMap(({ nativeId, at }, index) => [
      {
        nativeKey: `a${index}`,
        kind: "reshare" as const,
        at: at + hourMs,
        count: 1,
        actor: "ann",
        postNativeId: nativeId,
      },
      {
        nativeKey: `b${index}`,
        kind: "reshare" as const,
        at: at + 2 * hourMs,
        count: 1,
        actor: "ann",
        postNativeId: nativeId,
      },
    ]);
    await ingest({ ctx, input: { channelId: second, batch: { ...emptyBatch, posts, signals } } });
    await ctx.db
      .insert(algorithmActivations)
      .values({ agencyId: ctx.agencyId, from: new Date(noon - 3 * dayMs), algorithmId: "classic-1" });
    await rebuild({ ctx, input: {} });
  });
});

const scope = () => ({ agencyId: agency.agencyId, clientId });
const ask = (span: { from?: number; to?: number }) =>
  agency.as((ctx) => clientReceipt({ ctx, input: ClientReceiptInput.parse({ clientId, ...span }) }));

describe("the ledger between any two instants", () => {
  test.each([
    { title: "a day", from: noon - dayMs, to: noon },
    { title: "a week", from: noon - 7 * dayMs, to: noon },
    { title: "some hours in the middle of a day", from: noon - 5 * dayMs + hourMs, to: noon - 5 * dayMs + 7 * hourMs },
    { title: "the change of algorithm alone", from: noon - 3 * dayMs - 1, to: noon - 3 * dayMs },
    { title: "time before anything happened", from: noon - 300 * dayMs, to: noon - 200 * dayMs },
    { title: "all there ever was", from: noon - 399 * dayMs, to: noon },
  ])("is the same from a stored checkpoint as from the whole history: $title", async ({ from, to }) => {
    const told = (await ask({ from, to })).receipt;
    const whole = await agency.system(({ db: tx }) =>
      loadHistorySince({ db: tx, ...scope(), since: Number.NEGATIVE_INFINITY }),
    );
    expect(whole.start).toBeNull();
    const direct = receipt(whole.history, from, to);
    const keyed = (lines: typeof direct.lines) =>
      lines
        .map(({ points, ...line }) => ({ key: JSON.stringify(line, Object.keys(line).sort()), points }))
        .toSorted((a, b) => a.key.localeCompare(b.key));
    const [ours, theirs] = [keyed(told.lines), keyed(direct.lines)];
    expect(ours.map(({ key }) => key)).toEqual(theirs.map(({ key }) => key));
    for (const [index, { points }] of ours.entries())
      expect(points).toBeCloseTo(theirs[index]?.points ?? Number.NaN, 9);
    expect(told.before).toBeCloseTo(direct.before, 9);
    expect(told.after).toBeCloseTo(direct.after, 9);
  });

  test("reads no more of the past than the checkpoint before it needs", async () => {
    const since = noon - dayMs;
    const { history, start } = await agency.system(({ db: tx }) => loadHistorySince({ db: tx, ...scope(), since }));
    expect(start).not.toBeNull();
    expect(history.signals.length).toBeGreaterThan(0);
    // The last checkpoint before noon is the last midnight's.
    for (const { at } of history.signals) expect(at).toBeGreaterThanOrEqual(since - 12 * hourMs);
  });

  test("begins at the beginning where no checkpoint is left", async () => {
    const span = { from: noon - 2 * dayMs, to: noon };
    const before = (await ask(span)).receipt;
    await agency.system(({ db: tx, agencyId }) =>
      tx
        .delete(clientCheckpoints)
        .where(and(eq(clientCheckpoints.agencyId, agencyId), eq(clientCheckpoints.clientId, clientId))),
    );
    const after = (await ask(span)).receipt;
    expect(after.lines).toHaveLength(before.lines.length);
    expect(after.after).toBeCloseTo(before.after, 9);
    await agency.system((ctx) => rebuild({ ctx, input: {} }));
  });

  test("is the last seven days' where no instants are named, and ends now where it would end later", async () => {
    expect((await ask({})).receipt).toMatchObject({ from: noon - 7 * dayMs, to: noon });
    expect((await ask({ from: noon - hourMs, to: noon + dayMs })).receipt).toMatchObject({ to: noon });
  });

  test.each([
    { title: "a beginning in the future", span: { from: noon + 1 }, field: "from" },
    { title: "more than 400 days", span: { from: noon - 400 * dayMs - 1 }, field: "from" },
  ])("refuses $title, naming the field", async ({ span, field }) => {
    await expect(ask(span)).rejects.toMatchObject({ code: "invalid", field });
  });

  test.each([
    { title: "an end before the beginning", span: { from: noon, to: noon - 1 }, field: "to" },
    { title: "an end at the beginning", span: { from: noon, to: noon }, field: "to" },
    { title: "half a millisecond", span: { from: 0.5 }, field: "from" },
    { title: "no number at all", span: { to: Number.NaN }, field: "to" },
  ])("cannot be asked for with $title", ({ span, field }) => {
    const parsed = ClientReceiptInput.safeParse({ clientId, ...span });
    expect(parsed.error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });
});
