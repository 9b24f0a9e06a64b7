import { clientRunways, clientStates, crossings, scorePoints } from "@headroom/db";
import { fold, type State, steady1 } from "@headroom/scoring";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Batch, emptyBatch, type InboundKind } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { rebuild } from "../src/scores/rebuild.ts";
import { addChannel, addClient, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";

const db = testDatabase();
let agency: TestAgency;
beforeAll(async () => {
  agency = await testAgency(db);
});
afterAll(() => db.close());

const take = (channelId: string, batch: Partial<Batch>) =>
  agency.system((ctx) => ingest({ ctx, input: { channelId, batch: { ...emptyBatch, ...batch } } }));

const newChannel = async () => {
  const clientId = await addClient(agency);
  return { clientId, channelId: await addChannel(agency, clientId) };
};

/** Everything derived of a client, with numbers rounded to 9 significant digits and channel ids named by order. */
const derived = async (clientId: string) =>
  agency.system(async ({ db: tx }) => {
    const of = <T extends { clientId: string }>(rows: T[]) => rows.filter((row) => row.clientId === clientId);
    const states = of(await tx.select().from(clientStates));
    const names = new Map(
      Object.keys((states[0]?.state as State | undefined)?.channels ?? {})
        .sort()
        .map((id, i) => [id, `channel ${i}`]),
    );
    const rounded = (value: unknown): unknown => {
      if (typeof value === "number") return Number(value.toPrecision(9));
      if (value instanceof Date) return value.getTime();
      if (Array.isArray(value)) return value.map(rounded);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .filter(([key]) => key !== "clientId")
          .map(([key, inner]) => [names.get(key) ?? key, rounded(inner)]),
      );
    };
    const byTime = <T extends { at: Date }>(rows: T[]) => rows.sort((a, b) => a.at.getTime() - b.at.getTime());
    return rounded({
      // States are as of their last event, which a removal may have taken away: compared as of one instant.
      states: states.map(({ state }) => fold(steady1, state as State, {}, noon)),
      runway: of(await tx.select().from(clientRunways)),
      crossings: byTime(of(await tx.select().from(crossings))),
      points: byTime(of(await tx.select().from(scorePoints))),
    });
  });

const inboundKinds: InboundKind[] = ["view", "like", "click", "save", "reshare", "mention", "comment"];

/** A month of one channel's life, as batches that overlap and repeat each other. */
const life: fc.Arbitrary<Batch[]> = fc
  .record({
    posts: fc.uniqueArray(fc.record({ day: fc.integer({ min: 0, max: 29 }), link: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
      selector: (p) => p.day,
    }),
    named: fc.array(
      fc.record({
        post: fc.nat(7),
        afterMs: fc.integer({ min: 1, max: 3 * dayMs }),
        actor: fc.option(fc.constantFrom("ann", "bob", "cyd"), { nil: undefined }),
        kind: fc.constantFrom(...inboundKinds),
      }),
      { maxLength: 25 },
    ),
    totals: fc.array(
      fc.record({
        post: fc.nat(7),
        afterMs: fc.integer({ min: 1, max: 3 * dayMs }),
        kind: fc.constantFrom("like" as const, "reshare" as const),
        total: fc.nat(40),
      }),
      { maxLength: 15 },
    ),
    followers: fc.array(fc.record({ day: fc.integer({ min: 0, max: 29 }), followers: fc.nat(5_000) }), {
      maxLength: 4,
    }),
    removed: fc.array(fc.nat(30), { maxLength: 3 }),
    cuts: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ posts: raw, named, totals, followers, removed, cuts }) => {
    const start = noon - 32 * dayMs;
    const own = raw.map(({ day, link }) => ({
      nativeId: `p${day}`,
      at: start + day * dayMs + 7 * hourMs,
      url: null,
      text: "",
      carriesLink: link,
    }));
    const postOf = (n: number) => own[n % own.length] ?? own[0];
    const events: Partial<Batch>[] = [
      ...own.map((post) => ({ posts: [post] })),
      ...named.map(({ post, afterMs, actor, kind }, i) => ({
        signals: [
          {
            nativeKey: `s${i}`,
            kind,
            at: Math.min(noon - 1, (postOf(post)?.at ?? 0) + afterMs),
            count: 1,
            actor,
            postNativeId: kind === "mention" ? undefined : postOf(post)?.nativeId,
          },
        ],
      })),
      ...totals.map(({ post, afterMs, kind, total }) => ({
        observations: [
          {
            postNativeId: postOf(post)?.nativeId ?? "",
            kind,
            observedAt: Math.min(noon - 1, (postOf(post)?.at ?? 0) + afterMs),
            total,
          },
        ],
      })),
      ...followers.map(({ day, followers: count }) => ({ audience: [{ at: start + day * dayMs, followers: count }] })),
      ...removed.map((i) => ({ removals: [{ nativeKey: i % 4 === 0 ? `post:${postOf(i)?.nativeId}` : `s${i}` }] })),
    ];
    const size = Math.ceil(events.length / cuts);
    const batches: Batch[] = [];
    for (let i = 0; i < events.length; i += size) {
      const part = events.slice(i, i + size);
      batches.push({
        posts: part.flatMap((e) => e.posts ?? []),
        observations: part.flatMap((e) => e.observations ?? []),
        signals: part.flatMap((e) => e.signals ?? []),
        audience: part.flatMap((e) => e.audience ?? []),
        removals: part.flatMap((e) => e.removals ?? []),
      });
    }
    return batches;
  });

describe("ingest", () => {
  test("the same batches in any order, repeated, end in the same state, and rebuilding gives it again", async () => {
    await fc.assert(
      fc.asyncProperty(life, fc.infiniteStream(fc.nat()), async (batches, dice) => {
        const straight = await newChannel();
        for (const batch of batches) await take(straight.channelId, batch);
        const shuffled = await newChannel();
        const order = batches.map((batch) => ({ batch, key: dice.next().value })).sort((a, b) => a.key - b.key);
        for (const { batch } of [...order, ...order.slice(0, 1)]) await take(shuffled.channelId, batch);
        const expected = await derived(straight.clientId);
        expect(await derived(shuffled.clientId)).toEqual(expected);
        await agency.system((ctx) => rebuild({ ctx, input: { clientId: shuffled.clientId } }));
        expect(await derived(shuffled.clientId)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});
