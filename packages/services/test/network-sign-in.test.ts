import { connections, eq, networkApps, signIns, spending, spendingCaps } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { deleteClient } from "../src/clients/delete-client.ts";
import { chooseChannels, getSignIn } from "../src/networks/choose-channels.ts";
import { forgetSignIns } from "../src/networks/forget-sign-ins.ts";
import { listNetworkApps } from "../src/networks/list-network-apps.ts";
import { removeNetworkApp } from "../src/networks/remove-network-app.ts";
import { setNetworkApp } from "../src/networks/set-network-app.ts";
import { agencyOfState } from "../src/networks/sign-in-state.ts";
import { getSpending } from "../src/spending/get-spending.ts";
import { setCap } from "../src/spending/set-cap.ts";
import { addMember, dayMs, hourMs, testDatabase } from "./agency.ts";
import { dueAt, holdRows, only } from "./stage.ts";
import { xScene } from "./x-scene.ts";

const db = testDatabase();
afterAll(() => db.close());

const minuteMs = 60_000;
const scene = (options?: Parameters<typeof xScene>[1]) => xScene(db, options);

describe("signing in at a network", () => {
  test("leads to its page, back, to a choice of accounts, and to a channel that is read", async () => {
    const { agency, standIn, start, agree, finish, sync, look } = await scene();
    standIn.store.publish({ text: "Hello from X", at: agency.clock.now - hourMs });
    const { url } = await start();
    const asked = new URL(url);
    expect(asked.searchParams.get("redirect_uri")).toBe("https://headroom.example/connect/answer");
    expect(asked.searchParams.get("code_challenge_method")).toBe("S256");
    const answer = await agree(url);
    expect(agencyOfState(answer.state)).toBe(agency.agencyId);
    const { signInId } = await finish(answer);
    const found = await agency.as((ctx) => getSignIn({ ctx, input: { signInId } }));
    expect(found).toMatchObject({ networkTitle: "X", channels: [{ title: "@alice" }] });
    const nativeIds = found.channels.map(({ nativeId }) => nativeId);
    const { channelIds } = await agency.as((ctx) => chooseChannels({ ctx, input: { signInId, nativeIds } }));
    expect(await sync(only(channelIds))).toBe("synced");
    const { channels, score } = await look();
    expect(channels).toMatchObject([{ network: "x", title: "@alice", state: "active" }]);
    expect(score?.value).toBeGreaterThan(1);
    expect(await agency.system((ctx) => ctx.db.select().from(signIns))).toEqual([]);
  });

  test("keeps tokens sealed wherever they lie", async () => {
    const { agency, start, agree, finish } = await scene();
    const { signInId } = await finish(await agree((await start()).url));
    const row = only(await agency.system((ctx) => ctx.db.select().from(signIns).where(eq(signIns.id, signInId))));
    expect(JSON.stringify(row)).not.toMatch(/access-|refresh-/);
    expect(row.sealedGrant).toMatch(/^test\./);
  });

  test("takes an answer once, in time, with its own state, and from the person who began", async () => {
    const { agency, start, agree, finish } = await scene();
    const manager = await addMember(agency, "manager");
    const first = await agree((await start()).url);
    await expect(finish(first, manager)).rejects.toMatchObject({ code: "not-found" });
    await expect(finish({ ...first, state: `${agency.agencyId}.${"x".repeat(32)}` })).rejects.toMatchObject({
      code: "not-found",
    });
    await finish(first);
    await expect(finish(first)).rejects.toMatchObject({ code: "not-found" });

    const slow = await agree((await start()).url);
    agency.clock.now += 16 * minuteMs;
    await expect(finish(slow)).rejects.toMatchObject({ code: "conflict" });
  });

  test("that the person refuses says so, and can be begun again", async () => {
    const { start, finish, connect } = await scene();
    const { searchParams } = new URL((await start()).url);
    const state = searchParams.get("state") ?? "";
    await expect(finish({ state, query: `error=access_denied&state=${state}` })).rejects.toMatchObject({
      code: "invalid",
      message: "X was not allowed to share this account.",
    });
    await expect(connect()).resolves.toEqual(expect.any(String));
  });

  test("needs an app, the agency's own before the operator's", async () => {
    const { agency, standIn, start, connect } = await scene({ provided: false });
    await expect(start()).rejects.toMatchObject({ code: "invalid", field: "network" });
    const { id = "", secret = "" } = standIn.app ?? {};
    const set = (appSecret: string) =>
      setNetworkApp({ entry: agency.entry, input: { network: "x", appId: id, appSecret } });
    await set(secret);
    const row = only(await agency.system((ctx) => ctx.db.select().from(networkApps)));
    expect(row.sealedSecret).not.toContain(secret);
    const { apps } = await agency.as((ctx) => listNetworkApps({ ctx, input: undefined }));
    expect(apps.find(({ network }) => network === "x")).toMatchObject({ own: { appId: id }, isProvided: false });
    expect(JSON.stringify(apps)).not.toContain(secret);
    await connect();
    await agency.as((ctx) => removeNetworkApp({ ctx, input: { network: "x" } }));
    await expect(start()).rejects.toMatchObject({ code: "invalid" });
  });

  test("a grant is renewed by the app that it was made with, whatever app is entered later", async () => {
    const { agency, connect, sync, look } = await scene();
    const channelId = await connect();
    await setNetworkApp({ entry: agency.entry, input: { network: "x", appId: "another", appSecret: "another" } });
    agency.clock.now += dayMs;
    expect(await sync(channelId)).toBe("synced");
    Object.assign(agency.io, { networkApps: {} });
    agency.clock.now += dayMs;
    expect(await sync(channelId)).toBe("held");
    expect((await look()).channels[0]?.holdReason).toContain("no longer set up. Connect the channel again.");
  });

  test("that nobody brings to an end is forgotten after a day", async () => {
    const { agency, start, agree, finish } = await scene();
    const { signInId } = await finish(await agree((await start()).url));
    const left = () => agency.system((ctx) => ctx.db.select().from(signIns));
    agency.clock.now += dayMs + 1;
    await expect(agency.as((ctx) => getSignIn({ ctx, input: { signInId } }))).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await left()).toHaveLength(1);
    await forgetSignIns(db, agency.io);
    expect(await left()).toEqual([]);
  });

  test("with a wrong app secret names the settings", async () => {
    const { agency, standIn, start, agree, finish } = await scene();
    Object.assign(agency.io, { networkApps: { x: { id: standIn.app?.id, secret: "wrong" } } });
    await expect(finish(await agree((await start()).url))).rejects.toMatchObject({
      code: "invalid",
      message: "X does not accept the app's credentials. Check them in the settings.",
    });
  });
});

describe("a grant", () => {
  test("is renewed ahead of its end, and rotation loses nothing over weeks", async () => {
    const { agency, standIn, connect, sync, look } = await scene();
    const channelId = await connect();
    const sealed = async () => only(await agency.system((ctx) => ctx.db.select().from(connections))).sealedSecret;
    const before = await sealed();
    expect(await sync(channelId)).toBe("synced");
    expect(await sealed()).toBe(before);
    for (let day = 0; day < 3; day++) {
      agency.clock.now += dayMs;
      standIn.store.publish({ text: `Day ${day}` });
      expect(await sync(channelId)).toBe("synced");
    }
    expect(await sealed()).not.toBe(before);
    expect((await look()).channels[0]?.state).toBe("active");
  });

  test("says until when it lasts where nothing renews it", async () => {
    const { agency, connect, look } = await scene();
    const channelId = await connect();
    expect((await look()).channels[0]?.signInEndsAt).toBeNull();
    const end = agency.clock.now + 60 * dayMs;
    await agency.system((ctx) => ctx.db.update(connections).set({ expiresAt: new Date(end) }));
    expect((await look()).channels.find(({ id }) => id === channelId)?.signInEndsAt).toBe(end);
  });

  test("that was taken back holds the channel until somebody signs in again, and nothing is lost", async () => {
    const { agency, standIn, connect, sync, look } = await scene();
    standIn.store.publish({ text: "Before", at: agency.clock.now - hourMs });
    const channelId = await connect();
    await sync(channelId);
    const { score } = await look();
    standIn.revoke?.();
    agency.clock.now += dayMs;
    expect(await sync(channelId)).toBe("held");
    expect((await look()).score?.value).toBeCloseTo(score?.value ?? 0, 9);
    standIn.store.publish({ text: "After" });
    expect(await connect()).toBe(channelId);
    expect(await sync(channelId)).toBe("synced");
    expect((await holdRows(agency, channelId)).map(({ to }) => to === null)).toEqual([false]);
    expect((await look()).channels).toHaveLength(1);
  });
});

describe("money", () => {
  test("is not spent before a cap is set", async () => {
    const { start, agree, finish, standIn } = await scene({ cap: null });
    const answer = await agree((await start()).url);
    await expect(finish(answer)).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("cap") });
    expect(standIn.requests.filter((line) => line.includes("/2/users"))).toEqual([]);
  });

  test("is counted as it was delivered, by client and by what it was for", async () => {
    const { agency, standIn, clientId, connect, sync } = await scene();
    for (let n = 1; n <= 3; n++) standIn.store.publish({ text: `Post ${n}`, at: agency.clock.now - n * hourMs });
    await sync(await connect());
    const { items, spent, reserved, clients } = await agency.as((ctx) => getSpending({ ctx, input: undefined }));
    // 3 posts at half a cent; the account when signing in and its followers at a cent each.
    expect(items).toEqual(
      expect.arrayContaining([
        { network: "x", networkTitle: "X", what: "post read", count: 3, spent: 0.015 },
        { network: "x", networkTitle: "X", what: "user read", count: 2, spent: 0.02 },
      ]),
    );
    expect(spent).toBeCloseTo(0.035, 9);
    expect(reserved).toBe(0);
    expect(clients).toEqual([{ clientId, name: expect.any(String), cap: null, spent: 0.035, reserved: 0 }]);
  });

  test("nothing that cannot have changed is bought again", async () => {
    const { agency, standIn, connect, sync } = await scene();
    standIn.store.publish({ text: "Old", at: agency.clock.now - 10 * dayMs });
    const channelId = await connect();
    await sync(channelId);
    const bought = async () => (await agency.as((ctx) => getSpending({ ctx, input: undefined }))).spent;
    const before = await bought();
    for (let n = 0; n < 10; n++) {
      agency.clock.now += 10 * minuteMs;
      await sync(channelId);
    }
    expect(await bought()).toBe(before);
  });

  test("a cap stops the reading before the call, holds the channel, and a higher one lets it go on", async () => {
    const { agency, standIn, connect, sync, look } = await scene({ cap: 1 });
    const channelId = await connect();
    expect(await sync(channelId)).toBe("synced");
    await agency.as((ctx) => setCap({ ctx, input: { dollars: 0.02 } }));
    standIn.store.publish({ text: "Too dear" });
    agency.clock.now += hourMs;
    const asked = standIn.requests.length;
    expect(await sync(channelId)).toBe("held");
    expect(standIn.requests.slice(asked).filter((line) => line.includes("/tweets"))).toEqual([]);
    expect((await look()).channels[0]).toMatchObject({ state: "held", holdReason: expect.stringContaining("cap") });
    await agency.as((ctx) => setCap({ ctx, input: { dollars: 5 } }));
    expect(await sync(channelId)).toBe("synced");
    expect((await look()).channels[0]?.state).toBe("active");
  });

  test("a higher cap wakes a channel that the lower one stopped before its first reading", async () => {
    const { agency, connect, sync } = await scene({ cap: 0.02 });
    const channelId = await connect();
    expect(await sync(channelId)).toBe("failed");
    expect(await dueAt(agency, channelId)).toBeGreaterThan(agency.clock.now);
    await agency.as((ctx) => setCap({ ctx, input: { dollars: 5 } }));
    expect(await dueAt(agency, channelId)).toBe(agency.clock.now);
  });

  test("what was delivered and could not be read is spent all the same", async () => {
    const { agency, standIn, connect, sync } = await scene();
    const channelId = await connect();
    await sync(channelId);
    const bought = async () => (await agency.as((ctx) => getSpending({ ctx, input: undefined }))).spent;
    const before = await bought();
    agency.clock.now += hourMs;
    standIn.chaos("truncated", 1);
    expect(await sync(channelId)).toBe("failed");
    expect(await bought()).toBeCloseTo(before + 0.5, 9);
    standIn.chaos("server-error", 1);
    await sync(channelId);
    expect(await bought()).toBeCloseTo(before + 0.5, 9);
  });

  test("a deleted client leaves its bill and not its cap", async () => {
    const { agency, clientId, connect } = await scene();
    await connect();
    await agency.as((ctx) => setCap({ ctx, input: { clientId, dollars: 3 } }));
    await agency.as((ctx) => deleteClient({ ctx, input: { clientId } }));
    const rows = await agency.system((ctx) => ctx.db.select().from(spendingCaps));
    expect(rows.map(({ subjectId }) => subjectId)).toEqual([agency.agencyId]);
    expect(await agency.system((ctx) => ctx.db.select().from(spending))).not.toEqual([]);
  });

  test("a client's own cap binds besides the agency's", async () => {
    const { agency, clientId, connect, sync } = await scene();
    const channelId = await connect();
    await agency.as((ctx) => setCap({ ctx, input: { clientId, dollars: 0.01 } }));
    expect(await sync(channelId)).toBe("failed");
  });

  test("two calls at once never take the last cent together", async () => {
    const { agency, clientId } = await scene({ cap: 0.05 });
    const { networkById } = await import("@headroom/connectors");
    const { spendFor } = await import("../src/spending/spend-for.ts");
    const network = networkById("x");
    if (network === undefined) throw new Error("no X");
    const spend = spendFor({ db, io: agency.io, agencyId: agency.agencyId, clientId, network });
    const price = { what: "post read", microsEach: 5_000 };
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => spend(price, 4)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const row = only(await agency.system((ctx) => ctx.db.select().from(spending)));
    expect(row.reservedMicros).toBe(40_000);
  });
});
