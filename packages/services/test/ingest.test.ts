import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Batch, emptyBatch, type InboundKind } from "../src/scores/batch.ts";
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

const take = (channelId: string, batch: Partial<Batch>) =>
  agency.system((ctx) => ingest({ ctx, input: { channelId, batch: { ...emptyBatch, ...batch } } }));

const newChannel = async () => {
  const clientId = await addClient(agency);
  return { clientId, channelId: await addChannel(agency, clientId) };
};

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
        const expected = await derived(agency, straight.clientId);
        expect(await derived(agency, shuffled.clientId)).toEqual(expected);
        await agency.system((ctx) => rebuild({ ctx, input: { clientId: shuffled.clientId } }));
        expect(await derived(agency, shuffled.clientId)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  const post = { nativeId: "p1", at: noon - 3 * dayMs, url: null, text: "", carriesLink: false };
  const like = (n: number, at = noon - 2 * dayMs) => ({
    nativeKey: `like:${n}`,
    kind: "like" as const,
    at,
    count: 1,
    actor: `actor-${n}`,
    postNativeId: "p1",
  });

  test("the same batch a second time changes nothing and says so", async () => {
    const { channelId, clientId } = await newChannel();
    const batch = {
      posts: [post],
      signals: [like(1)],
      audience: [{ at: noon - dayMs, followers: 10 }],
      observations: [{ postNativeId: "p1", kind: "reshare" as const, observedAt: noon - dayMs, total: 5 }],
    };
    expect(await take(channelId, batch)).toEqual({ changed: true });
    const before = await derived(agency, clientId);
    expect(await take(channelId, batch)).toEqual({ changed: false });
    expect(await derived(agency, clientId)).toEqual(before);
  });

  test("two batches of two channels of one client at once end as one after the other", async () => {
    const together = await newChannel();
    const second = await addChannel(agency, together.clientId);
    const apart = await newChannel();
    const secondApart = await addChannel(agency, apart.clientId);
    const first = { posts: [post], signals: [like(1), like(2)] };
    const other = {
      posts: [{ ...post, nativeId: "q1", at: noon - dayMs }],
      audience: [{ at: noon - dayMs, followers: 400 }],
    };
    await Promise.all([
      take(together.channelId, first),
      take(second, other),
      take(together.channelId, first),
      take(second, other),
    ]);
    await take(apart.channelId, first);
    await take(secondApart, other);
    const values = (all: unknown) => JSON.stringify(all).replace(/channel \d/g, "channel");
    const [a, b] = [await derived(agency, together.clientId), await derived(agency, apart.clientId)] as {
      runway: unknown;
      points: unknown;
      crossings: unknown;
    }[];
    expect(values([a?.runway, a?.points, a?.crossings])).toEqual(values([b?.runway, b?.points, b?.crossings]));
  });

  test("a removal that arrives before the thing it removes keeps it out", async () => {
    const early = await newChannel();
    await take(early.channelId, { removals: [{ nativeKey: "like:1" }] });
    await take(early.channelId, { posts: [post], signals: [like(1), like(2)] });
    const without = await newChannel();
    await take(without.channelId, { posts: [post], signals: [like(2)] });
    expect(await derived(agency, early.clientId)).toEqual(await derived(agency, without.clientId));
  });

  test("a deleted post takes its reactions and totals with it", async () => {
    const { channelId, clientId } = await newChannel();
    const other = { ...post, nativeId: "p2", at: noon - 4 * dayMs };
    await take(channelId, {
      posts: [post, other],
      signals: [like(1)],
      observations: [{ postNativeId: "p1", kind: "view", observedAt: noon - dayMs, total: 90 }],
    });
    await take(channelId, { removals: [{ nativeKey: "post:p1" }] });
    const without = await newChannel();
    await take(without.channelId, { posts: [other] });
    expect(await derived(agency, clientId)).toEqual(await derived(agency, without.clientId));
  });

  test("a falling total takes the newest increments back", async () => {
    const { channelId, clientId } = await newChannel();
    const total = (hoursAgo: number, n: number) => ({
      postNativeId: "p1",
      kind: "like" as const,
      observedAt: noon - hoursAgo * hourMs,
      total: n,
    });
    await take(channelId, { posts: [post], observations: [total(60, 10), total(40, 30)] });
    await take(channelId, { observations: [total(20, 10)] });
    const without = await newChannel();
    await take(without.channelId, { posts: [post], observations: [total(60, 10)] });
    expect(await derived(agency, clientId)).toEqual(await derived(agency, without.clientId));
  });

  test.each([
    ["a post later than now", { posts: [{ ...post, at: noon + 1 }] }, "posts.at"],
    ["a signal that is no instant", { signals: [{ ...like(1), at: Number.NaN }] }, "signals.at"],
    ["a count of zero", { signals: [{ ...like(1), count: 0 }] }, "signals.count"],
    [
      "a negative total",
      { observations: [{ postNativeId: "p1", kind: "like" as const, observedAt: noon, total: -1 }] },
      "observations.total",
    ],
    ["half a follower", { audience: [{ at: noon, followers: 0.5 }] }, "audience.followers"],
  ])("refuses %s and names the field", async (_, batch, field) => {
    const { channelId, clientId } = await newChannel();
    await expect(take(channelId, batch)).rejects.toMatchObject({ code: "invalid", field });
    expect(await derived(agency, clientId)).toMatchObject({ states: [], runway: [], points: [] });
  });
});
