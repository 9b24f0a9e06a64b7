import { and, channels, dueWork, eq, signals } from "@headroom/db";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgetActors } from "../src/privacy/forget-actors.ts";
import { planForgetting } from "../src/privacy/plan-forgetting.ts";
import { type Batch, emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { rebuild } from "../src/scores/rebuild.ts";
import { addChannel, addClient, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { derived } from "./derived.ts";

const db = testDatabase();
let agency: TestAgency;
beforeAll(async () => {
  agency = await testAgency(db);
});
afterAll(() => db.close());

/** The day before which hashes are forgotten at noon, a hundred days on. */
const start = noon - 12 * hourMs;
const afterwards = noon + 130 * dayMs;
const running = new AbortController().signal;

interface Reaction {
  /** Hours after the start. */
  hour: number;
  actor?: string;
  kind?: "like" | "comment";
}

const newChannel = async () => {
  const clientId = await addClient(agency);
  return { clientId, channelId: await addChannel(agency, clientId) };
};

const batchOf = (reactions: readonly Reaction[], prefix = "s"): Batch => ({
  ...emptyBatch,
  posts: [{ nativeId: "p", at: start, url: null, text: "", carriesLink: false }],
  signals: reactions.map(({ hour, actor, kind = "like" }, i) => ({
    nativeKey: `${prefix}${i}`,
    kind,
    at: start + hour * hourMs,
    count: 1,
    ...(actor === undefined ? {} : { actor }),
    postNativeId: "p",
  })),
});

const take = (channelId: string, batch: Batch) => agency.system((ctx) => ingest({ ctx, input: { channelId, batch } }));

const forget = (channelId: string, { now = afterwards, signal = running } = {}) =>
  forgetActors({ db, io: { now: () => now }, signal, agencyId: agency.agencyId, channelId });

/** Whom the reactions of a channel are said to be of, in the order in which they were handed over. */
const actorsOf = (channelId: string) =>
  agency.system(async ({ db: tx, agencyId }) => {
    const rows = await tx
      .select({ key: signals.nativeKey, actor: signals.actor })
      .from(signals)
      .where(and(eq(signals.agencyId, agencyId), eq(signals.channelId, channelId)));
    const order = new Intl.Collator("en", { numeric: true });
    return rows.toSorted((a, b) => order.compare(a.key, b.key)).map(({ actor }) => actor);
  });

const at = (now: number) => {
  agency.clock.now = now;
};

const rebuilt = async (clientId: string): Promise<unknown> => {
  await agency.system((ctx) => rebuild({ ctx, input: { clientId } }));
  return derived(agency, clientId, agency.clock.now);
};

const reaction: fc.Arbitrary<Reaction> = fc.record(
  {
    hour: fc.integer({ min: 0, max: 6 * 24 }),
    actor: fc.constantFrom("ann", "bob", "cyd"),
    kind: fc.constantFrom("like" as const, "comment" as const),
  },
  { requiredKeys: ["hour"] },
);

/** A signal that is found aborted when it is looked at for the `n`th time. */
const abortedFromLook = (n: number): AbortSignal => {
  const { signal } = new AbortController();
  let looks = 0;
  const get = () => {
    looks += 1;
    return looks >= n;
  };
  return Object.defineProperty(signal, "aborted", { get });
};

describe("forgetting who reacted", () => {
  test("moves no score, no crossing and no runway, and a rebuild from nothing gives them again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(reaction, { maxLength: 25 }), async (reactions) => {
        at(start + 7 * dayMs);
        const { clientId, channelId } = await newChannel();
        await take(channelId, batchOf(reactions));
        const then = start + 108 * dayMs;
        at(then);
        const before = await rebuilt(clientId);
        expect(await forget(channelId, { now: then })).toBe("done");
        expect(await actorsOf(channelId)).not.toContain("ann");
        expect(await derived(agency, clientId, then)).toEqual(before);
        expect(await rebuilt(clientId)).toEqual(before);
        // The same file imported again adds nothing: a thing is known by its own key.
        expect(await take(channelId, batchOf(reactions))).toEqual({ changed: false });
      }),
      { numRuns: 12 },
    );
  });

  test("leaves numbers that say who was the same on one day, and nothing beyond it", async () => {
    at(noon + 3 * dayMs);
    const { channelId } = await newChannel();
    const people = Array.from({ length: 40 }, (_, n) => `person${n}`);
    const ofDay = (day: number) => people.map((actor) => ({ hour: 24 * day, actor }));
    await take(channelId, batchOf([...ofDay(0), ...ofDay(0), ...ofDay(1), { hour: 5 }]));
    await forget(channelId);
    const stored = await actorsOf(channelId);
    const [morning, again, nextDay] = [stored.slice(0, 40), stored.slice(40, 80), stored.slice(80, 120)];
    const all = Array.from({ length: 40 }, (_, n) => `~${n + 1}`).toSorted();
    expect(morning.toSorted()).toEqual(all);
    expect(again).toEqual(morning);
    expect(nextDay.toSorted()).toEqual(all);
    // Numbers are drawn for each day: the odds that forty people keep theirs by chance are one in 40!.
    expect(nextDay).not.toEqual(morning);
    expect(stored.slice(120)).toEqual([null]);
  });

  test("keeps the hashes of the last hundred days, and touches no other channel", async () => {
    at(noon + 9 * dayMs);
    const { channelId } = await newChannel();
    const other = await newChannel();
    const reactions = [0, 1, 2, 3].map((day) => ({ hour: 24 * day + 13, actor: "ann" }));
    for (const id of [channelId, other.channelId]) await take(id, batchOf(reactions));
    await forget(channelId, { now: noon + 102 * dayMs });
    expect(await actorsOf(channelId)).toEqual(["~1", "~1", "ann", "ann"]);
    expect(await actorsOf(other.channelId)).toEqual(["ann", "ann", "ann", "ann"]);
  });

  test("goes on where it was interrupted, a week of one channel at a time", async () => {
    at(noon + 30 * dayMs);
    const { channelId } = await newChannel();
    await take(channelId, batchOf([0, 8, 16].map((day) => ({ hour: 24 * day, actor: "ann" }))));
    const signal = abortedFromLook(3);
    expect(await forget(channelId, { signal })).toBe("interrupted");
    expect(await actorsOf(channelId)).toEqual(["~1", "~1", "ann"]);
    expect(await forget(channelId)).toBe("done");
    expect(await actorsOf(channelId)).toEqual(["~1", "~1", "~1"]);
  });

  test("is asked for once a day, until which nothing is to be done", async () => {
    at(noon);
    const { channelId } = await newChannel();
    const wished = async (now: number) => {
      await planForgetting(db, { now: () => now });
      const own = and(eq(dueWork.kind, "forget"), eq(dueWork.subjectId, channelId));
      const [row] = await db.global.delete(dueWork).where(own).returning({ id: dueWork.subjectId });
      return row !== undefined;
    };
    expect(await wished(afterwards)).toBe(true);
    await forget(channelId);
    expect(await wished(afterwards + 11 * hourMs)).toBe(false);
    expect(await wished(afterwards + 13 * hourMs)).toBe(true);
    const [channel] = await agency.system(({ db: tx }) => tx.select().from(channels).where(eq(channels.id, channelId)));
    expect(channel?.actorsUntil?.getTime()).toBe(start + 30 * dayMs);
  });
});

describe("what a network tells of a day whose hashes are gone", () => {
  test("counts as somebody else's, and is forgotten with a number of its own; a rebuild agrees each time", async () => {
    at(noon + 3 * dayMs);
    const { clientId, channelId } = await newChannel();
    await take(
      channelId,
      batchOf([
        { hour: 1, actor: "ann" },
        { hour: 2, actor: "bob" },
      ]),
    );
    at(afterwards);
    await forget(channelId);
    await take(
      channelId,
      batchOf(
        [
          { hour: 3, actor: "ann" },
          { hour: 4, actor: "ann" },
        ],
        "late",
      ),
    );
    const told = await derived(agency, clientId, afterwards);
    expect(await rebuilt(clientId)).toEqual(told);
    await forget(channelId);
    expect(await rebuilt(clientId)).toEqual(told);
    const [late, later, ...early] = await actorsOf(channelId);
    expect([late, later]).toEqual(["~3", "~3"]);
    expect(early.toSorted()).toEqual(["~1", "~2"]);
  });
});
