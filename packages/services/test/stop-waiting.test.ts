import type { Limit } from "@headroom/connectors";
import { startBlogStandIn, startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { asc, eq, notices, observations, plannedPieces, posts, spending } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { syncChannel } from "../src/channels/sync-channel.ts";
import type { Io } from "../src/context/context.ts";
import { gatedFetch } from "../src/gates/gated-fetch.ts";
import { runPublish } from "../src/publishing/run-publish.ts";
import { schedulePost } from "../src/publishing/schedule-post.ts";
import { storeImage } from "../src/publishing/store-image.ts";
import { subscribeChannel } from "../src/push/subscribe-channel.ts";
import { dayMs, noon, type TestAgency, testDatabase } from "./agency.ts";
import { onePixel } from "./one-pixel.ts";
import { startPushRoute } from "./push-route.ts";
import { subscriptionOf } from "./push-scene.ts";
import { channelRow, dueAt, only, stage } from "./stage.ts";
import { testIo } from "./test-io.ts";
import { xScene } from "./x-scene.ts";

const db = testDatabase();
afterAll(() => db.close());

const minuteMs = 60_000;

/** From now on whoever waits is told to stop. */
const stopAtWait = (io: Io): AbortSignal => {
  const end = new AbortController();
  io.wait = async (_ms, signal) => {
    end.abort();
    signal?.throwIfAborted();
  };
  return end.signal;
};

const turnMs = 1_000;
/** Five of 50 at once, then one in a turn: 44 come back in 44 of them. */
const quick: Limit = { scope: "account", name: "all", requests: 50, windowMs: 44 * turnMs };

/** A network behind one limit, or several, whose first five turns are taken. */
const crowd = async ({ limits = [quick], taken = 5 } = {}) => {
  const io = testIo({ now: noon });
  const asked: string[] = [];
  const waits: number[] = [];
  io.fetch = async (url) => {
    asked.push(String(url));
    return new Response("fine");
  };
  io.wait = async (ms) => {
    waits.push(ms);
  };
  const network = { id: "net", title: "Net", limits: { refusedBy: "account" as const, each: limits } };
  const ask = ({ signal, wait, account = "a" }: { signal?: AbortSignal; wait?: Io["wait"]; account?: string } = {}) =>
    gatedFetch(
      { db, io: { ...io, ...(wait && { wait }) }, ...(signal && { signal }) },
      { network, appId: "app", account, factor: 1, group: io.limitGroup },
    )("https://net.example/");
  for (let n = 0; n < taken; n++) await ask();
  expect(waits).toEqual([]);
  return { io, asked, waits, ask };
};

const keptBack = (retryAfterMs: number) => ({ code: "rate-limited", wasAsked: false, retryAfterMs });

describe("who waits for a turn at a limit", () => {
  test("goes away when told to stop, without having asked, and leaves the turn to the next", async () => {
    const { io, asked, waits, ask } = await crowd();
    const { wait } = io;
    const signal = stopAtWait(io);
    await expect(ask({ signal })).rejects.toMatchObject(keptBack(turnMs));
    expect(asked).toHaveLength(5);
    await ask({ ...(wait && { wait }) });
    expect(waits).toEqual([turnMs]);
  });

  test("is woken by the word itself, however long the wait", async () => {
    const { ask, asked } = await crowd();
    const end = new AbortController();
    const begun = Promise.withResolvers<void>();
    const wait: Io["wait"] = (_ms, signal) => {
      begun.resolve();
      return new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    };
    const waiting = expect(ask({ signal: end.signal, wait })).rejects.toMatchObject(keptBack(turnMs));
    await begun.promise;
    end.abort();
    await waiting;
    expect(asked).toHaveLength(5);
  });

  test("does not let others behind come closer together by going away", async () => {
    const { ask, waits } = await crowd();
    const end = new AbortController();
    const wait: Io["wait"] = async (_ms, signal) => {
      await ask();
      end.abort();
      signal?.throwIfAborted();
    };
    await expect(ask({ signal: end.signal, wait })).rejects.toMatchObject(keptBack(turnMs));
    await ask();
    expect(waits).toEqual([2 * turnMs, 3 * turnMs]);
  });

  test("that comes after the word takes no turn; who need not wait still asks", async () => {
    const { ask, asked, waits } = await crowd({ taken: 4 });
    const signal = AbortSignal.abort();
    await ask({ signal });
    expect(asked).toHaveLength(5);
    for (let n = 0; n < 3; n++) await expect(ask({ signal })).rejects.toMatchObject(keptBack(turnMs));
    await ask();
    expect(waits).toEqual([turnMs]);
  });

  test("takes nothing of one limit when another shuts the way", async () => {
    const app: Limit = { ...quick, scope: "app", requests: 100 };
    const slow: Limit = { ...quick, windowMs: 600 * quick.windowMs };
    const { ask, waits } = await crowd({ limits: [app, slow] });
    for (let n = 0; n < 9; n++) await expect(ask()).rejects.toMatchObject({ code: "rate-limited", wasAsked: false });
    for (const account of ["b", "c", "d", "e", "f"]) await ask({ account });
    expect(waits).toEqual([]);
  });
});

test("a reading that waits stops at once, says nothing of it, and the next one brings what is missing, once", async () => {
  const here = await stage(db, startMastodonStandIn, { pageSize: 2 });
  const { agency, standIn } = here;
  for (let n = 0; n < 40; n++) {
    const { id } = standIn.store.publish({ text: `Post ${n}`, at: noon - (n + 1) * dayMs });
    standIn.store.like(id, { by: "Ann" });
  }
  const channelId = await here.connect();
  // Fifteen at once, then one in two seconds.
  agency.io.networkLimitFactors = { mastodon: 0.5 };
  const job = { db, io: agency.io, agencyId: agency.agencyId, channelId };
  expect(await syncChannel({ ...job, signal: stopAtWait(agency.io) })).toBe("stopped");
  expect(await channelRow(agency, channelId)).toMatchObject({ failures: 0, lastError: null, syncedAt: null });
  expect(await dueAt(agency, channelId)).toBe(noon);
  const before = (await storedLikes(agency, channelId)).size;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(40);

  agency.io.wait = async (ms) => {
    agency.clock.now += ms;
  };
  expect(await syncChannel(job)).toBe("synced");
  const expected = standIn.store.posts.map(({ text }) => [text, 1] as const);
  expect(await storedLikes(agency, channelId)).toEqual(new Map(expected));
  expect(standIn.refused()).toBe(0);
});

/** How many likes each stored post has, by its text; throws where one is stored twice. */
const storedLikes = ({ system }: TestAgency, channelId: string): Promise<Map<string, number>> =>
  system(async (ctx) => {
    const rows = await ctx.db.select().from(posts).where(eq(posts.channelId, channelId));
    const totals = await ctx.db.select().from(observations).where(eq(observations.channelId, channelId));
    const likes = rows.map(
      ({ text, nativeId }) =>
        [text, only(totals.filter((one) => one.postNativeId === nativeId && one.kind === "like")).total] as const,
    );
    expect(new Set(rows.map(({ nativeId }) => nativeId)).size).toBe(rows.length);
    return new Map(likes);
  });

describe("a post that waits while the worker is told to stop", () => {
  const desk = (agency: TestAgency, { clientId, channelId }: { clientId: string; channelId: string }) => ({
    schedule: async (text: string, imageIds: string[] = []) => {
      const pieces = [{ text, link: null, imageIds }];
      const input = { clientId, channelIds: [channelId], at: null, title: "", pieces };
      return only((await agency.as((ctx) => schedulePost({ ctx, input }))).planIds);
    },
    run: (planId: string, signal?: AbortSignal) =>
      runPublish({ db, io: agency.io, agencyId: agency.agencyId, planId, ...(signal && { signal }) }),
    pieces: (planId: string) =>
      agency.system((ctx) =>
        ctx.db
          .select()
          .from(plannedPieces)
          .where(eq(plannedPieces.planId, planId))
          .orderBy(asc(plannedPieces.position)),
      ),
    told: () => agency.system((ctx) => ctx.db.select().from(notices)),
  });

  test("goes back to waiting where the network cannot tell repeats, costs nothing, and goes out once afterwards", async () => {
    const here = await xScene(db, { cap: 1_000 });
    const { agency, standIn } = here;
    const { schedule, run, pieces, told } = desk(agency, { ...here, channelId: await here.connect() });
    // Twenty-one at once, then one in 4.9 seconds.
    agency.io.networkLimitFactors = { x: 2.1 };
    const signal = stopAtWait(agency.io);
    const sent: string[] = [];
    let last = "";
    for (let n = 0; !signal.aborted && n < 30; n++) {
      last = await schedule(`Loaf ${n}`);
      if ((await run(last, signal)) === "published") sent.push(`Loaf ${n}`);
    }
    expect(sent.length).toBeGreaterThan(10);
    expect(standIn.store.posts.map(({ text }) => text)).toEqual(sent);
    expect(only(await pieces(last))).toMatchObject({ state: "waiting", nativeId: null });
    expect(await told()).toEqual([]);
    const [row] = await agency.system((ctx) => ctx.db.select().from(spending).where(eq(spending.what, "post written")));
    expect(row).toMatchObject({ count: sent.length, reservedMicros: 0 });
    // Nothing put it off: it is due as it was.
    expect(await dueAt(agency, last)).toBe(noon);

    agency.clock.now += minuteMs;
    expect(await run(last)).toBe("published");
    expect(await run(last)).toBe("gone");
    expect(standIn.store.posts.map(({ text }) => text)).toEqual([...sent, `Loaf ${sent.length}`]);
  });

  test("for its picture to be ready is not sent, and goes out once afterwards", async () => {
    const here = await stage(db, startMastodonStandIn);
    const { agency, standIn } = here;
    const { schedule, run, pieces } = desk(agency, {
      ...here,
      channelId: await here.connect(standIn.connectFieldsWithSecret),
    });
    const input = { clientId: here.clientId, bytes: onePixel, alt: "A loaf" };
    const { imageId } = await agency.as((ctx) => storeImage({ ctx, input }));
    const { fetch } = agency.io;
    let isReady = false;
    agency.io.fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (isReady || !/\/api\/v[12]\/media/.test(String(url))) return answer;
      const { id } = z.object({ id: z.string() }).parse(await answer.json());
      const busy = new Response(JSON.stringify({ id, url: null }), { status: 202 });
      return Object.defineProperty(busy, "url", { value: answer.url });
    };
    const planId = await schedule("Look", [imageId]);
    expect(await run(planId, stopAtWait(agency.io))).toBe("interrupted");
    expect(standIn.store.posts).toEqual([]);
    expect(only(await pieces(planId)).state).toBe("waiting");
    isReady = true;
    expect(await run(planId)).toBe("published");
    expect(standIn.store.posts.map(({ text }) => text)).toEqual(["Look"]);
  });
});

test("a subscription that waits is asked for again by whoever takes it up, and has not failed", async () => {
  const { agency, standIn, connect, sync } = await stage(db, startBlogStandIn);
  await startPushRoute(db, agency.io);
  const channelId = await connect();
  await sync(channelId);
  const job = { db, io: agency.io, agencyId: agency.agencyId, channelId };
  const { networkLimitFactors } = agency.io;
  // One at once, and that is gone with the feed itself.
  agency.io.networkLimitFactors = { blog: 0.01 };
  expect(await subscribeChannel({ ...job, signal: AbortSignal.abort() })).toBe("stopped");
  expect(await subscriptionOf(agency, channelId)).toMatchObject({ state: "asked", error: null });
  agency.io.networkLimitFactors = networkLimitFactors;
  agency.clock.now += minuteMs;
  expect(await subscribeChannel(job)).toBe("active");
  await standIn.settled?.();
});
