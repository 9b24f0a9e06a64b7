import { and, auditLog, dueWork, eq, postTopics, topicDecisions } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { planLearning } from "../src/learning/plan-learning.ts";
import type { Batch } from "../src/scores/batch.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { clientTopics } from "../src/topics/client-topics.ts";
import { type DecideTopicInput, decideTopic } from "../src/topics/decide-topic.ts";
import { readPostTopics } from "../src/topics/read-post-topics.ts";
import { textReading } from "../src/topics/topics-of-text.ts";
import { addChannel, addClient, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";

const db = testDatabase();
afterAll(() => db.close());

/** `n` posts of one text, each with so many likes by name. */
const posts = (prefix: string, text: string, { n = 5, likes = 0 } = {}): Pick<Batch, "posts" | "signals"> => ({
  posts: Array.from({ length: n }, (_, i) => ({
    nativeId: `${prefix}${i}`,
    at: noon - (i + 1) * dayMs,
    url: null,
    text,
    carriesLink: false,
  })),
  signals: Array.from({ length: n * likes }, (_, i) => ({
    nativeKey: `like:${prefix}:${i}`,
    kind: "like" as const,
    at: noon - (i % n) * dayMs - hourMs,
    count: 1,
    actor: `someone ${i}`,
    postNativeId: `${prefix}${i % n}`,
  })),
});

const scene = async () => {
  const agency = await testAgency(db);
  const clientId = await addClient(agency);
  const channelId = await addChannel(agency, clientId);
  return {
    agency,
    clientId,
    channelId,
    take: (batch: Partial<Batch>) =>
      agency.system((ctx) => ingest({ ctx, input: { channelId, batch: { ...emptyBatch, ...batch } } })),
    read: () => readPostTopics(db, { agencyId: agency.agencyId, clientId }),
    look: () => agency.as((ctx) => clientTopics({ ctx, input: { clientId } })),
    decide: (input: Omit<DecideTopicInput, "clientId">) =>
      agency.as((ctx) => decideTopic({ ctx, input: { clientId, ...input } })),
  };
};

const bread = "This is our sourdough bread";
const tea = "This is our green tea";

describe("the topics of a client", () => {
  test("rest on its posts and on what they drew, named one by one or in totals", async () => {
    const { take, read, look } = await scene();
    await take(posts("b", bread, { likes: 2 }));
    await take({
      ...posts("t", tea, { likes: 1 }),
      observations: [
        { postNativeId: "t0", kind: "like", observedAt: noon - 2 * hourMs, total: 30 },
        { postNativeId: "t0", kind: "like", observedAt: noon - hourMs, total: 40 },
        { postNativeId: "t0", kind: "view", observedAt: noon - hourMs, total: 9_000 },
      ],
    });
    expect(await look()).toMatchObject({ topics: [], posts: 10, postsRead: 0 });
    await read();
    const { topics, postsRead } = await look();
    expect(postsRead).toBe(10);
    expect(topics.map(({ topic, posts: n, reactions }) => [topic, n, reactions])).toEqual([
      ["green tea", 5, 44],
      ["sourdough bread", 5, 10],
    ]);
    expect(topics[0]?.evidence[0]).toMatchObject({ nativeId: "t0", text: tea, reactions: 40 });
    expect(topics[0]?.reactionShare).toBeCloseTo(44 / 54, 9);
  });

  test("are read once, and again only by a newer reading", async () => {
    const { agency, take, read } = await scene();
    await take(posts("b", bread));
    await read();
    const rows = () => agency.system((ctx) => ctx.db.select().from(postTopics));
    expect((await rows()).map(({ reading }) => reading)).toEqual([1, 1, 1, 1, 1].map(() => textReading));
    await agency.system((ctx) => ctx.db.update(postTopics).set({ topics: ["kept"] }));
    await read();
    expect((await rows()).every(({ topics }) => topics[0] === "kept")).toBe(true);
    await agency.system((ctx) => ctx.db.update(postTopics).set({ reading: textReading - 1 }));
    await read();
    expect((await rows()).every(({ topics }) => topics.includes("sourdough bread"))).toBe(true);
  });

  test("are asked for where posts were never read, once", async () => {
    const { agency, clientId, take, read } = await scene();
    await take(posts("b", bread));
    const wishes = () =>
      agency.system((ctx) =>
        ctx.db
          .select()
          .from(dueWork)
          .where(and(eq(dueWork.kind, "learn"), eq(dueWork.subjectId, clientId))),
      );
    await agency.system((ctx) => ctx.db.delete(dueWork));
    await planLearning(db, agency.io);
    await planLearning(db, agency.io);
    expect(await wishes()).toHaveLength(1);
    await agency.system((ctx) => ctx.db.delete(dueWork));
    await read();
    await planLearning(db, agency.io);
    expect(await wishes()).toEqual([]);
  });

  test("lose their evidence with the post that was deleted", async () => {
    const { take, read, look } = await scene();
    await take(posts("b", bread));
    await read();
    expect((await look()).topics).toHaveLength(1);
    await take({ removals: [{ nativeKey: "post:b0" }] });
    expect((await look()).topics).toEqual([]);
  });

  test("forget what is older than half a year", async () => {
    const { agency, take, read, look } = await scene();
    await take(posts("b", bread));
    await read();
    agency.clock.now = noon + 178.5 * dayMs;
    expect(await look()).toMatchObject({ topics: [], posts: 1 });
  });

  test("more posts than one transaction takes are all read", async () => {
    const { take, read, look } = await scene();
    await take(posts("b", bread, { n: 120 }));
    await take({
      posts: posts("m", tea, { n: 900 }).posts.map((post, i) => ({ ...post, at: noon - (i + 1) * hourMs })),
    });
    await read();
    expect(await look()).toMatchObject({ posts: 1_020, postsRead: 1_020 });
  });
});

describe("a person's word on a topic", () => {
  const ready = async () => {
    const made = await scene();
    await made.take(posts("b", bread, { likes: 2 }));
    await made.take(posts("t", tea));
    await made.read();
    const topics = async () => (await made.look()).topics.map(({ topic }) => topic);
    return { ...made, topics };
  };

  test("a veto holds when more posts say it and the client is read again, until somebody takes it back", async () => {
    const { take, read, topics, decide } = await ready();
    await decide({ topic: "sourdough bread", decision: "veto" });
    expect(await topics()).toEqual(["green tea"]);
    await take(posts("more", bread, { n: 20, likes: 5 }));
    await read();
    expect(await topics()).toEqual(["green tea"]);
    await decide({ topic: "sourdough bread", decision: "none" });
    expect(await topics()).toEqual(["sourdough bread", "green tea"]);
  });

  test("a pin comes first, a merge unites, and the newest word on a topic counts", async () => {
    const { topics, decide, look } = await ready();
    await decide({ topic: "green tea", decision: "pin" });
    expect(await topics()).toEqual(["green tea", "sourdough bread"]);
    await decide({ topic: "green tea", decision: "merge", into: "sourdough bread" });
    expect((await look()).topics).toMatchObject([{ topic: "sourdough bread", posts: 10, merged: ["green tea"] }]);
  });

  test.each([
    ["without a topic to merge into", {}],
    ["into itself", { into: "green tea" }],
    ["into what was merged into it", { into: "sourdough bread" }],
  ])("no merge %s", async (_, change) => {
    const { decide, agency, clientId } = await ready();
    await decide({ topic: "sourdough bread", decision: "merge", into: "green tea" });
    await expect(decide({ topic: "green tea", decision: "merge", ...change })).rejects.toMatchObject({
      code: "invalid",
      field: "into",
    });
    expect(await decisionRows(agency, clientId)).toHaveLength(1);
  });

  test("two merges at once never lead into each other, and a ring made by hand hangs nothing", async () => {
    const { agency, clientId, decide } = await ready();
    const both = await Promise.allSettled([
      decide({ topic: "sourdough bread", decision: "merge", into: "green tea" }),
      decide({ topic: "green tea", decision: "merge", into: "sourdough bread" }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const row = { agencyId: agency.agencyId, clientId, decision: "merge" as const };
    await agency.system(async (ctx) => {
      await ctx.db.delete(topicDecisions);
      await ctx.db.insert(topicDecisions).values([
        { ...row, topic: "a", into: "b" },
        { ...row, topic: "b", into: "a" },
      ]);
    });
    await decide({ topic: "c", decision: "merge", into: "a" });
    expect(await decisionRows(agency, clientId)).toHaveLength(3);
  });

  test("is written down with who, before and after", async () => {
    const { agency, clientId, decide, look } = await ready();
    await decide({ topic: "green tea", decision: "pin" });
    await decide({ topic: "green tea", decision: "veto" });
    const log = await agency.system((ctx) =>
      ctx.db.select().from(auditLog).where(eq(auditLog.action, "topic.decided")),
    );
    expect(log).toHaveLength(2);
    expect(log.find(({ before }) => before !== null)).toMatchObject({
      userId: agency.actor.userId,
      subjectId: clientId,
      before: { decision: "pin" },
      after: { topic: "green tea", decision: "veto" },
    });
    expect((await look()).decisions).toMatchObject([
      { topic: "green tea", decision: "veto", decidedBy: "Olive Owner" },
    ]);
  });
});

const decisionRows = (agency: TestAgency, clientId: string) =>
  agency.system((ctx) => ctx.db.select().from(topicDecisions).where(eq(topicDecisions.clientId, clientId)));
