import { startBlogStandIn } from "@headroom/connectors/stand-ins";
import { channels, dueWork, eq, subscriptions, webhookRoutes } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { leaveChannel } from "../src/channels/disconnect-channel.ts";
import { leaveClient } from "../src/clients/delete-client.ts";
import type { Io } from "../src/context/context.ts";
import { planSubscriptions } from "../src/push/plan-subscriptions.ts";
import { answerHandshake } from "../src/push/receive-push.ts";
import { subscribeChannel } from "../src/push/subscribe-channel.ts";
import { setCap } from "../src/spending/set-cap.ts";
import { addChannel, addClient, addMember, dayMs, hourMs, testDatabase } from "./agency.ts";
import { startPushRoute } from "./push-route.ts";
import { pushScene, spentMicros, subscriptionOf, touchedOf, workDueAt } from "./push-scene.ts";
import { dueAt, stage } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());

/** A blog whose feed names a hub, and an address at which the hub reaches us. */
const blogScene = async () => {
  const scene = await stage(db, startBlogStandIn);
  const { agency, standIn } = scene;
  const route = await startPushRoute(db, agency.io);
  const subscribe = (channelId: string) =>
    subscribeChannel({ db, io: agency.io, agencyId: agency.agencyId, channelId });
  const subscribed = async () => {
    const channelId = await scene.connect();
    await scene.sync(channelId);
    expect(await subscribe(channelId)).toBe("active");
    await standIn.settled?.();
    return channelId;
  };
  return { ...scene, route, subscribe, subscribed };
};

/** Resolves when something was asked whose address or body holds `text`, and answered. */
const asking = (io: Io, text: string): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { fetch } = io;
  io.fetch = async (url, init) => {
    const answer = await fetch(url, init);
    if (`${init?.method} ${url} ${init?.body}`.includes(text)) resolve();
    return answer;
  };
  return promise;
};

describe("a subscription", () => {
  test("is asked for when a channel is connected, and its messages have the channel read", async () => {
    const { agency, standIn, subscribed, route } = await blogScene();
    const channelId = await subscribed();
    expect(await subscriptionOf(agency, channelId)).toMatchObject({ state: "active", deliveries: 0, error: null });
    agency.clock.now += 2 * 60_000;
    standIn.store.publish({ text: "Rye" });
    await standIn.settled?.();
    expect(route.receptions).toEqual(["taken"]);
    expect(await subscriptionOf(agency, channelId)).toMatchObject({ deliveries: 1 });
    expect(await dueAt(agency, channelId)).toBe(agency.clock.now + 3_000);
  });

  test("that the network refuses for a time keeps readings away as long", async () => {
    const here = await pushScene(db);
    const channelId = await here.connect();
    expect(await here.sync(channelId)).toBe("synced");
    here.standIn.chaos("rate-limited", 1);
    expect(await here.subscribe(channelId)).toBe("failed");
    const before = here.standIn.requests.length;
    here.agency.clock.now += 60_000 - 1;
    expect(await here.sync(channelId)).toBe("failed");
    expect(here.standIn.requests).toHaveLength(before);
    here.agency.clock.now += 1;
    expect(await here.sync(channelId)).toBe("synced");
  });

  test("lasts as long as the hub says, not as long as it was asked for, and is renewed before that ends", async () => {
    const { agency, standIn, subscribed, subscribe, route } = await blogScene();
    const channelId = await subscribed();
    const begun = agency.clock.now;
    expect((await subscriptionOf(agency, channelId))?.leaseUntil?.getTime()).toBe(begun + 5 * dayMs);
    expect(await workDueAt(agency, { kind: "subscribe", subjectId: channelId })).toBe(begun + 4.5 * dayMs);
    agency.clock.now = begun + 4.5 * dayMs;
    expect(await subscribe(channelId)).toBe("active");
    await standIn.settled?.();
    agency.clock.now = begun + 6 * dayMs;
    standIn.store.publish({ text: "Rye" });
    await standIn.settled?.();
    expect(route.receptions).toEqual(["taken"]);
  });

  test("lasts as long as the hub says also where it says so while we still wait for its answer", async () => {
    const { agency, standIn, connect, subscribe } = await blogScene();
    const channelId = await connect();
    const { fetch } = agency.io;
    agency.io.fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (init?.method === "POST") await standIn.settled?.();
      return answer;
    };
    expect(await subscribe(channelId)).toBe("active");
    expect((await subscriptionOf(agency, channelId))?.leaseUntil?.getTime()).toBe(agency.clock.now + 5 * dayMs);
    const renewal = await workDueAt(agency, { kind: "subscribe", subjectId: channelId });
    expect(renewal).toBe(agency.clock.now + 4.5 * dayMs);
  });

  test("that a stranger confirms with a lease of a second is not asked for all the time", async () => {
    const { agency, standIn, subscribed } = await blogScene();
    const channelId = await subscribed();
    const address = { network: "blog", whose: agency.agencyId, channelId };
    const query = { "hub.mode": "subscribe", "hub.topic": `${standIn.url}/feed/`, "hub.challenge": "c" };
    await answerHandshake({ db, io: agency.io }, address, new URLSearchParams({ ...query, "hub.lease_seconds": "1" }));
    expect(await workDueAt(agency, { kind: "subscribe", subjectId: channelId })).toBe(agency.clock.now + hourMs);
  });

  test("that a network refuses is asked for again hours later, and says why", async () => {
    const { agency, standIn, connect, subscribe } = await blogScene();
    const channelId = await connect();
    standIn.chaos("server-error");
    expect(await subscribe(channelId)).toBe("failed");
    expect(await subscriptionOf(agency, channelId)).toMatchObject({ state: "failed", error: expect.any(String) });
    expect(await workDueAt(agency, { kind: "subscribe", subjectId: channelId })).toBe(agency.clock.now + 6 * hourMs);
    standIn.chaos(null);
    expect(await subscribe(channelId)).toBe("active");
  });

  test("needs an app at networks that send to apps, and is none without", async () => {
    const { agency, subscribe, connect } = await pushScene(db);
    const channelId = await connect();
    Object.assign(agency.io, { networkApps: {} });
    expect(await subscribe(channelId)).toBe("none");
    expect(await subscriptionOf(agency, channelId)).toMatchObject({ state: "none" });
  });

  test("of a channel that was taken away is none of ours any more", async () => {
    const { agency, subscribe } = await blogScene();
    expect(await subscribe(crypto.randomUUID())).toBe("gone");
    expect(await subscribe(await addChannel(agency, await addClient(agency)))).toBe("gone");
  });
});

describe("channels that were connected before", () => {
  const wishes = async (agencyId: string) =>
    (await db.global.select().from(dueWork).where(eq(dueWork.agencyId, agencyId)))
      .filter(({ kind }) => kind === "subscribe" || kind === "listen")
      .map(({ kind, subjectId }) => `${kind} ${subjectId}`);

  test("are asked for once, and not while they are told about", async () => {
    const { agency, standIn, connect, subscribe } = await blogScene();
    const channelId = await connect();
    const planned = async () => {
      await db.global.delete(dueWork).where(eq(dueWork.agencyId, agency.agencyId));
      await planSubscriptions(db, agency.io);
      await planSubscriptions(db, agency.io);
      return wishes(agency.agencyId);
    };
    expect(await planned()).toEqual([`subscribe ${channelId}`]);
    await subscribe(channelId);
    await standIn.settled?.();
    expect(await planned()).toEqual([]);
    // A renewal that was forgotten, after a restore.
    agency.clock.now += 5 * dayMs;
    expect(await planned()).toEqual([`subscribe ${channelId}`]);
  });

  test("are listened to where there is a secret to listen with", async () => {
    const { agency, connect, standIn, clientId } = await stage(db);
    await addChannel(agency, clientId, "youtube");
    await connect();
    const forget = () => db.global.delete(dueWork).where(eq(dueWork.agencyId, agency.agencyId));
    await forget();
    await planSubscriptions(db, agency.io);
    expect(await wishes(agency.agencyId)).toEqual([]);
    const channelId = await connect(standIn.connectFieldsWithSecret);
    await forget();
    await planSubscriptions(db, agency.io);
    expect(await wishes(agency.agencyId)).toEqual([`listen ${channelId}`]);
  });
});

describe("a channel that goes", () => {
  test("is no longer told about: the network is asked to end it, and the end is confirmed to it alone", async () => {
    const { agency, standIn, subscribed, route } = await blogScene();
    const channelId = await subscribed();
    const told = asking(agency.io, "unsubscribe");
    await leaveChannel({ entry: agency.entry, input: { channelId } });
    expect(await agency.system((ctx) => ctx.db.select().from(channels))).toEqual([]);
    expect(await agency.system((ctx) => ctx.db.select().from(subscriptions))).toEqual([]);
    await told;
    await standIn.settled?.();
    standIn.store.publish({ text: "Rye" });
    await standIn.settled?.();
    expect(route.receptions).toEqual([]);
  });

  test("goes with its client as well", async () => {
    const { agency, standIn, connectRead, clientId, route } = await pushScene(db);
    const post = standIn.store.publish({ text: "Hello" });
    await connectRead();
    const told = asking(agency.io, "DELETE");
    await leaveClient({ entry: agency.entry, input: { clientId } });
    await told;
    standIn.store.comment(post.id, { by: "Zoë", text: "Schön" });
    await standIn.settled?.();
    expect(await touchedOf(agency)).toEqual([]);
    expect(route.receptions.filter((reception) => reception !== "taken")).toEqual([]);
  });

  test("goes at once, though its network never answers", async () => {
    const { agency, subscribed } = await blogScene();
    const channelId = await subscribed();
    agency.io.fetch = () => new Promise(() => {});
    await leaveChannel({ entry: agency.entry, input: { channelId } });
    expect(await agency.system((ctx) => ctx.db.select().from(channels))).toEqual([]);
  });

  test("goes though its network refuses, which is noted", async () => {
    const { agency, standIn, subscribed } = await blogScene();
    const channelId = await subscribed();
    standIn.chaos("server-error");
    const { promise: logged, resolve } = Promise.withResolvers<string>();
    agency.io.log = resolve;
    await leaveChannel({ entry: agency.entry, input: { channelId } });
    expect(await agency.system((ctx) => ctx.db.select().from(channels))).toEqual([]);
    expect(await logged).toBe("A network was not told that a channel is gone");
  });

  test("stays, and is told about, where the person may not take it away", async () => {
    const { agency, standIn, subscribed, route } = await blogScene();
    const channelId = await subscribed();
    const viewer = await addMember(agency, "viewer");
    const asked = standIn.requests.length;
    const entry = { ...agency.entry, actor: viewer };
    await expect(leaveChannel({ entry, input: { channelId } })).rejects.toMatchObject({ code: expect.any(String) });
    await standIn.settled?.();
    expect(standIn.requests).toHaveLength(asked);
    standIn.store.publish({ text: "Rye" });
    await standIn.settled?.();
    expect(route.receptions).toEqual(["taken"]);
  });

  test("leaves the messages to others who read the same account through the same app", async () => {
    const owner = crypto.randomUUID();
    const one = await pushScene(db, { owner });
    const two = await pushScene(db, { owner });
    const channelId = await one.connectRead();
    const last = await two.connectRead();
    const asked = one.standIn.requests.length;
    await leaveChannel({ entry: one.agency.entry, input: { channelId } });
    const told = asking(two.agency.io, "DELETE");
    await leaveChannel({ entry: two.agency.entry, input: { channelId: last } });
    await told;
    expect(one.standIn.requests.slice(asked)).toEqual([]);
    const routes = await db.global.select().from(webhookRoutes).where(eq(webhookRoutes.channelId, channelId));
    expect(routes).toEqual([]);
  });
});

describe("messages that cost money", () => {
  /** What a post that is told costs, millionths of a dollar. */
  const eachMicros = 5_000;

  test("are not asked for before there is a cap, nor beyond it", async () => {
    const { agency, standIn, connect, subscribe } = await pushScene(db, { cap: 1 });
    const channelId = await connect();
    await agency.as((ctx) => setCap({ ctx, input: { dollars: 0 } }));
    const asked = standIn.requests.length;
    expect(await subscribe(channelId)).toBe("failed");
    expect(standIn.requests.slice(asked).filter((line) => line.startsWith("POST /2/activity"))).toEqual([]);
    expect(await subscriptionOf(agency, channelId)).toMatchObject({ error: expect.stringContaining("cap") });
    await agency.as((ctx) => setCap({ ctx, input: { dollars: 1 } }));
    expect(await workDueAt(agency, { kind: "subscribe", subjectId: channelId })).toBe(agency.clock.now);
    expect(await subscribe(channelId)).toBe("active");
  });

  test("are counted one by one", async () => {
    const { agency, connectRead, nativeId, message, receive } = await pushScene(db);
    const account = await nativeId(await connectRead());
    const before = await spentMicros(agency);
    await receive(message(account, "1"));
    await receive(message(account, "2"));
    expect(await spentMicros(agency)).toBe(before + 2 * eachMicros);
    await receive(message(account, "3", "another-secret"));
    expect(await spentMicros(agency)).toBe(before + 2 * eachMicros);
  });

  test("that are sent again within a day, since our answer came late, are counted once", async () => {
    const { agency, connectRead, nativeId, message, receive } = await pushScene(db);
    const account = await nativeId(await connectRead());
    const before = await spentMicros(agency);
    await Promise.all([1, 2, 3].map(() => receive(message(account, "1"))));
    agency.clock.now += 23 * 3_600_000;
    await receive(message(account, "1"));
    expect(await spentMicros(agency)).toBe(before + eachMicros);
  });

  test("end when the cap is used up, and those on their way are still counted", async () => {
    const { agency, standIn, connectRead, subscribe, nativeId, message, receive } = await pushScene(db);
    const post = standIn.store.publish({ text: "Hello" });
    const channelId = await connectRead();
    const account = await nativeId(channelId);
    const before = await spentMicros(agency);
    await agency.as((ctx) => setCap({ ctx, input: { dollars: (before + 1.5 * eachMicros) / 1_000_000 } }));
    await subscribe(channelId);
    await db.global.delete(dueWork).where(eq(dueWork.agencyId, agency.agencyId));
    await receive(message(account, post.id));
    expect(await workDueAt(agency, { kind: "subscribe", subjectId: channelId })).toBe(agency.clock.now);
    await receive(message(account, "another"));
    expect(await spentMicros(agency)).toBe(before + 2 * eachMicros);
    expect(await subscribe(channelId)).toBe("failed");
    standIn.store.comment(post.id, { by: "Zoë", text: "Schön" });
    await standIn.settled?.();
    expect(await spentMicros(agency)).toBe(before + 2 * eachMicros);
  });
});
