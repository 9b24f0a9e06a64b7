import { startBlueskyStandIn, startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { channels, connections, eq } from "@headroom/db";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { disconnectChannel } from "../src/channels/disconnect-channel.ts";
import { finishWork, leaseMs, takeDueWork } from "../src/channels/due-work.ts";
import { listenChannel } from "../src/push/listen-channel.ts";
import { hourMs, testDatabase } from "./agency.ts";
import { subscriptionOf, touchedOf, workDueAt } from "./push-scene.ts";
import { dueAt, only, type Stage, stage } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());

const minuteMs = 60_000;

/** A channel with its secret, and somebody who listens to it until told to stop. */
const listening = async (start = startMastodonStandIn) => {
  const scene = await stage(db, start);
  const { agency, standIn, connect, sync } = scene;
  const post = standIn.store.publish({ text: "Bäckerei", at: agency.clock.now - 20 * hourMs });
  const channelId = await connect(standIn.connectFieldsWithSecret);
  await sync(channelId);
  agency.clock.now += 2 * minuteMs;
  const ending = new AbortController();
  const listen = () =>
    listenChannel({ db, io: agency.io, agencyId: agency.agencyId, channelId, signal: ending.signal });
  onTestFinished(() => ending.abort());
  return { ...scene, post, channelId, listen, end: () => ending.abort() };
};

/** Resolves when the stand-in has answered a request that holds `text` for the n-th time. */
const asked = async ({ standIn }: Pick<Stage, "standIn">, text: string, times = 1): Promise<void> => {
  while (standIn.requests.filter((line) => line.includes(text)).length < times)
    await new Promise((resolve) => setImmediate(resolve));
};

/** Resolves when a post of the agency was touched. */
const touched = async ({ agency }: Pick<Stage, "agency">): Promise<string[]> => {
  for (;;) {
    const posts = await touchedOf(agency);
    if (posts.length > 0) return posts;
  }
};

describe("listening", () => {
  test("has the channel read soon when somebody reacts, and the post that was answered again", async () => {
    const scene = await listening();
    const { agency, standIn, post, channelId, listen, end } = scene;
    const over = listen();
    await asked(scene, "streaming");
    expect(await subscriptionOf(agency, channelId)).toMatchObject({ state: "active", deliveries: 0 });
    standIn.store.like(post.id, { by: "Zoë" });
    expect(await touched(scene)).toEqual([post.id]);
    expect(await dueAt(agency, channelId)).toBe(agency.clock.now + 3_000);
    end();
    expect(await over).toBe("ended");
  });

  test("to Bluesky does the same by asking", async () => {
    const scene = await listening(startBlueskyStandIn);
    const { standIn, post, listen, end } = scene;
    standIn.store.like(post.id, { by: "Zoë" });
    const over = listen();
    expect(only(await touched(scene))).toContain(post.id);
    end();
    expect(await over).toBe("ended");
  });

  test("that is told to stop is due at once, for whoever goes on", async () => {
    const scene = await listening();
    const { agency, channelId, listen, end } = scene;
    const over = listen();
    await asked(scene, "streaming");
    end();
    await over;
    expect(await workDueAt(agency, { kind: "listen", subjectId: channelId })).toBe(agency.clock.now);
  });

  test("that breaks off is taken up again within minutes", async () => {
    const scene = await listening();
    const { agency, standIn, channelId, listen } = scene;
    const over = listen();
    await asked(scene, "streaming");
    await standIn.close();
    expect(await over).toBe("ended");
    const due = (await workDueAt(agency, { kind: "listen", subjectId: channelId })) ?? 0;
    expect(due - agency.clock.now).toBeGreaterThanOrEqual(minuteMs);
    expect(due - agency.clock.now).toBeLessThanOrEqual(10 * minuteMs);
  });

  test("whose worker died is taken up by another when its lease is over", async () => {
    const { agency, channelId } = await listening();
    const take = async (now: number) =>
      (await takeDueWork(db, { now, limit: 1_000, which: "listen" })).filter(
        ({ subjectId }) => subjectId === channelId,
      );
    expect(await take(agency.clock.now)).toHaveLength(1);
    expect(await take(agency.clock.now + leaseMs - 1)).toEqual([]);
    const again = only(await take(agency.clock.now + leaseMs));
    await finishWork(db, again);
  });

  test.each([
    ["forbidden", 6 * hourMs],
    ["unauthorized", 6 * hourMs],
  ] as const)("that the server answers with %s is said, and tried again only hours later", async (mode, pauseMs) => {
    const { agency, standIn, channelId, listen } = await listening();
    standIn.chaos(mode);
    expect(await listen()).toBe("ended");
    expect(await subscriptionOf(agency, channelId)).toMatchObject({ state: "failed", error: expect.any(String) });
    expect(await workDueAt(agency, { kind: "listen", subjectId: channelId })).toBe(agency.clock.now + pauseMs);
  });

  test("without a secret, or to a channel that was taken away, is nobody's work", async () => {
    const { agency, channelId, listen } = await listening();
    await agency.system((ctx) => ctx.db.update(connections).set({ sealedSecret: null }));
    expect(await listen()).toBe("gone");
    await agency.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
    expect(await listen()).toBe("gone");
  });

  test("ends at the next thing that is heard, when the channel was taken away meanwhile", async () => {
    const scene = await listening();
    const { agency, standIn, post, channelId, listen } = scene;
    const over = listen();
    await asked(scene, "streaming");
    await agency.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
    standIn.store.like(post.id, { by: "Zoë" });
    expect(await over).toBe("gone");
    expect(await agency.system((ctx) => ctx.db.select().from(channels).where(eq(channels.id, channelId)))).toEqual([]);
    expect(await workDueAt(agency, { kind: "listen", subjectId: channelId })).toBeNull();
  });
});
