import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, inject, test } from "vitest";
import { type Batch, emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { addChannel, addClient, dayMs, hourMs, noon, testAgency, testDatabase } from "./agency.ts";
import { derived } from "./derived.ts";

const db = testDatabase();
afterAll(() => db.close());

const run = promisify(execFile);
const child = fileURLToPath(new URL("./crash-child.ts", import.meta.url));

const post = (n: number, at: number) => ({ nativeId: `p${n}`, at, url: null, text: "", carriesLink: n === 1 });
const before: Batch = {
  ...emptyBatch,
  posts: [post(1, noon - 5 * dayMs)],
  signals: [{ nativeKey: "s1", kind: "like", at: noon - 4 * dayMs, count: 1, actor: "ann", postNativeId: "p1" }],
};
/** Touches everything that a batch can touch. */
const batch: Batch = {
  posts: [post(2, noon - 2 * dayMs)],
  observations: [{ postNativeId: "p1", kind: "reshare", observedAt: noon - dayMs, total: 7 }],
  signals: [
    { nativeKey: "s2", kind: "comment", at: noon - 4 * dayMs + hourMs, count: 1, actor: "ann", postNativeId: "p1" },
  ],
  audience: [{ at: noon - dayMs, followers: 300 }],
  removals: [{ nativeKey: "s1" }],
};

test("a process killed between any two statements of a batch loses and doubles nothing", async () => {
  const agency = await testAgency(db);
  const prepared = async () => {
    const clientId = await addClient(agency);
    const channelId = await addChannel(agency, clientId);
    await agency.system((ctx) => ingest({ ctx, input: { channelId, batch: before } }));
    return { clientId, channelId };
  };
  const takeInChild = (points: { channelId: string; haltBefore: number }[]) =>
    run(process.execPath, [
      child,
      JSON.stringify({ url: inject("databaseUrl"), agencyId: agency.agencyId, points, batch, now: noon }),
    ]);

  const reference = await prepared();
  const untouched = await derived(agency, reference.clientId);
  const { stdout } = await takeInChild([{ channelId: reference.channelId, haltBefore: 0 }]);
  const statements = Number(stdout);
  const expected = await derived(agency, reference.clientId);
  expect(statements).toBeGreaterThan(10);
  expect(expected).not.toEqual(untouched);

  // A process for several points at a time: starting one costs more than all the rest.
  const pointsPerProcess = 10;
  for (let first = 1; first <= statements; first += pointsPerProcess) {
    const points: { clientId: string; channelId: string; haltBefore: number }[] = [];
    for (let n = first; n < first + pointsPerProcess && n <= statements; n++)
      points.push({ ...(await prepared()), haltBefore: n });
    const { signal, stderr } = await takeInChild(points).then(
      () => ({ signal: "none", stderr: "it went through" }),
      (error: { signal: unknown; stderr: string }) => error,
    );
    expect(signal, stderr).toBe("SIGKILL");
    for (const { clientId, channelId, haltBefore } of points) {
      expect(await derived(agency, clientId), `killed before statement ${haltBefore}`).toEqual(untouched);
      await agency.system((ctx) => ingest({ ctx, input: { channelId, batch } }));
      expect(await derived(agency, clientId), `taken in again after statement ${haltBefore}`).toEqual(expected);
    }
  }
});
