import { startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { asc, assignments, clients, connections, eq, members, notices } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import type { Actor } from "../src/context/context.ts";
import { getNoticeSettings, SetNoticeSettingsInput, setNoticeSettings } from "../src/members/notice-settings.ts";
import { countNotices, listNotices } from "../src/notices/list-notices.ts";
import { markNoticesSeen } from "../src/notices/mark-notices-seen.ts";
import { tell } from "../src/notices/tell.ts";
import { warnOfEnding } from "../src/notices/warn-of-ending.ts";
import { setCap } from "../src/spending/set-cap.ts";
import { addClient, addMember, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { only, stage } from "./stage.ts";
import { xScene } from "./x-scene.ts";

const db = testDatabase();
afterAll(() => db.close());

const told = (agency: TestAgency) =>
  agency.system((ctx) => ctx.db.select().from(notices).orderBy(asc(notices.createdAt)));
const listed = (agency: TestAgency, actor: Actor = agency.actor) =>
  agency.as((ctx) => listNotices({ ctx, input: undefined }), actor);
const unseen = (agency: TestAgency, actor: Actor = agency.actor) =>
  agency.as((ctx) => countNotices({ ctx, input: undefined }), actor);
const assign = (agency: TestAgency, { clientId, memberId }: { clientId: string; memberId: string }) =>
  agency.system((ctx) => ctx.db.insert(assignments).values({ agencyId: agency.agencyId, clientId, memberId }));

/** A channel with one good reading behind it, at noon. */
const read = async () => {
  const scene = await stage(db, startMastodonStandIn);
  const channelId = await scene.connect(scene.standIn.connectFieldsWithSecret);
  await scene.sync(channelId);
  return { ...scene, channelId };
};

describe("a channel that is held", () => {
  test("is told once, with the reason and the way to reconnect it, however often it is tried", async () => {
    const { agency, standIn, clientId, channelId, sync } = await read();
    standIn.chaos("unauthorized");
    for (let n = 0; n < 3; n++) {
      agency.clock.now += hourMs;
      expect(await sync(channelId)).toBe("held");
    }
    const notice = only(await told(agency));
    expect(notice).toMatchObject({ kind: "channel-held", memberId: agency.actor.memberId, clientId });
    expect(notice.path).toBe(`/clients/${clientId}/connect?channel=${channelId}`);
    expect(notice.text).toMatch(/^Nothing is heard from .+ of Client .+ Its points stand still meanwhile\.$/);
  });

  test("is told again when it stops once more", async () => {
    const { agency, standIn, channelId, sync } = await read();
    for (let n = 0; n < 2; n++) {
      standIn.chaos("unauthorized");
      agency.clock.now += hourMs;
      await sync(channelId);
      standIn.chaos(null);
      agency.clock.now += hourMs;
      expect(await sync(channelId)).toBe("synced");
    }
    expect(await told(agency)).toHaveLength(2);
  });

  test("by an outage leads to the channel, since signing in would not help; a short outage is told to nobody", async () => {
    const { agency, standIn, clientId, channelId, sync } = await read();
    standIn.chaos("server-error");
    agency.clock.now += hourMs;
    expect(await sync(channelId)).toBe("failed");
    expect(await told(agency)).toEqual([]);
    agency.clock.now += 1;
    expect(await sync(channelId)).toBe("held");
    expect(only(await told(agency)).path).toBe(`/clients/${clientId}#channels`);
  });

  test.each([
    { whose: "a client of one's own", ownerOf: true, assigned: true, hears: ["her owner"] },
    { whose: "a client that is assigned", ownerOf: false, assigned: true, hears: ["a staffer"] },
    { whose: "anybody's client", ownerOf: false, assigned: false, hears: ["Olive Owner", "a manager"] },
  ])("of $whose is told to $hears", async ({ ownerOf, assigned, hears }) => {
    const { agency, standIn, clientId, channelId, sync } = await read();
    const people = [
      await addMember(agency, "staffer", "her owner"),
      await addMember(agency, "staffer", "a staffer"),
      await addMember(agency, "manager", "a manager"),
      await addMember(agency, "viewer", "a viewer"),
      agency.actor,
    ];
    const [owner, staffer] = people;
    if (ownerOf && owner) {
      await agency.system((ctx) =>
        ctx.db.update(clients).set({ ownerId: owner.memberId }).where(eq(clients.id, clientId)),
      );
    }
    if (assigned && staffer) await assign(agency, { clientId, memberId: staffer.memberId });
    standIn.chaos("unauthorized");
    agency.clock.now += hourMs;
    await sync(channelId);
    const ids = (await told(agency)).map(({ memberId }) => memberId);
    const names = people.filter(({ memberId }) => ids.includes(memberId)).map(({ name }) => name);
    expect(names.toSorted()).toEqual(hears.toSorted());
  });

  test("by a cap is told as that, once, also before its first reading", async () => {
    const { agency, clientId, connect, sync, standIn } = await xScene(db, { cap: 0.02 });
    const channelId = await connect();
    expect(await sync(channelId)).toBe("failed");
    await sync(channelId);
    expect(only(await told(agency))).toMatchObject({ kind: "spend-cap", path: `/clients/${clientId}#channels` });
    await agency.as((ctx) => setCap({ ctx, input: { dollars: 1 } }));
    expect(await sync(channelId)).toBe("synced");
    await agency.as((ctx) => setCap({ ctx, input: { dollars: 0.02 } }));
    standIn.store.publish({ text: "Too dear" });
    agency.clock.now += hourMs;
    expect(await sync(channelId)).toBe("held");
    expect(await sync(channelId)).toBe("held");
    const both = await told(agency);
    expect(both.map(({ kind }) => kind)).toEqual(["spend-cap", "spend-cap"]);
    expect(both[1]?.text).toContain("monthly cap");
  });
});

describe("a sign-in that ends", () => {
  const ending = async (inMs: number | null) => {
    const scene = await read();
    const expiresAt = inMs === null ? null : new Date(noon + inMs);
    await scene.agency.system((ctx) => ctx.db.update(connections).set({ expiresAt }));
    return scene;
  };

  test.each([
    { when: "in a week", inMs: 7 * dayMs, times: 1 },
    { when: "in a minute", inMs: 60_000, times: 1 },
    { when: "a moment after a week", inMs: 7 * dayMs + 1, times: 0 },
    { when: "now: that is told when it holds the channel", inMs: 0, times: 0 },
    { when: "never, since it renews itself", inMs: null, times: 0 },
  ])("$when is told $times times, whatever the number of rounds", async ({ inMs, times }) => {
    const { agency } = await ending(inMs);
    await warnOfEnding(db, agency.io);
    await warnOfEnding(db, agency.io);
    expect(await told(agency)).toHaveLength(times);
  });

  test("names the day in the agency's zone and leads to signing in again; the next end is told anew", async () => {
    const { agency, clientId, channelId } = await ending(2 * dayMs);
    await warnOfEnding(db, agency.io);
    const notice = only(await told(agency));
    expect(notice).toMatchObject({ kind: "sign-in-ends", path: `/clients/${clientId}/connect?channel=${channelId}` });
    expect(notice.text).toContain("ends on 17 June 2026.");
    agency.clock.now += dayMs;
    await agency.system((ctx) => ctx.db.update(connections).set({ expiresAt: new Date(noon + 5 * dayMs) }));
    await warnOfEnding(db, agency.io);
    expect(await told(agency)).toHaveLength(2);
  });
});

describe("what was told", () => {
  const tellOf = (agency: TestAgency, { clientId, about = "x" }: { clientId: string; about?: string }) =>
    agency.system((ctx) =>
      tell(ctx, { clientId, kind: "post-failed", about, text: `Told of ${about}.`, path: "/clients" }),
    );

  test("waits for the member's hours in her own zone, and then counts until she saw it", async () => {
    const agency = await testAgency(db);
    const clientId = await addClient(agency);
    // Noon in UTC is five in the morning of Los Angeles.
    await agency.system((ctx) => ctx.db.update(members).set({ timeZone: "America/Los_Angeles" }));
    await tellOf(agency, { clientId });
    expect([await listed(agency), await unseen(agency)]).toEqual([[], 0]);
    agency.clock.now = noon + 3 * hourMs - 1;
    expect(await unseen(agency)).toBe(0);
    agency.clock.now += 1;
    expect(await unseen(agency)).toBe(1);
    const notice = only(await listed(agency));
    expect(notice).toMatchObject({ text: "Told of x.", path: "/clients", at: noon + 3 * hourMs, isSeen: false });
    await agency.as((ctx) => markNoticesSeen({ ctx, input: { noticeIds: [notice.id] } }));
    expect([only(await listed(agency)).isSeen, await unseen(agency)]).toEqual([true, 0]);
  });

  test("is listed newest first", async () => {
    const agency = await testAgency(db);
    const clientId = await addClient(agency);
    for (const about of ["first", "second", "third"]) {
      await tellOf(agency, { clientId, about });
      agency.clock.now += 60_000;
    }
    expect((await listed(agency)).map(({ text }) => text)).toEqual([
      "Told of third.",
      "Told of second.",
      "Told of first.",
    ]);
  });

  test("is nobody else's to see or to mark, and goes with the client that she no longer sees", async () => {
    const agency = await testAgency(db);
    const clientId = await addClient(agency);
    const staffer = await addMember(agency, "staffer");
    await assign(agency, { clientId, memberId: staffer.memberId });
    await tellOf(agency, { clientId });
    expect(await listed(agency)).toEqual([]);
    const { id } = only(await listed(agency, staffer));
    await agency.as((ctx) => markNoticesSeen({ ctx, input: { noticeIds: [id] } }));
    expect(await unseen(agency, staffer)).toBe(1);
    await agency.system((ctx) => ctx.db.delete(assignments).where(eq(assignments.memberId, staffer.memberId)));
    expect([await listed(agency, staffer), await unseen(agency, staffer)]).toEqual([[], 0]);
  });

  test("moves with the hours while it waits, and stays once it was told", async () => {
    const agency = await testAgency(db);
    const clientId = await addClient(agency);
    const hours = (from: number, to: number) =>
      agency.as((ctx) => setNoticeSettings({ ctx, input: { from, to, mails: true, timeZone: "UTC" } }));
    await tellOf(agency, { clientId, about: "early" });
    await hours(14 * 60, 18 * 60);
    await tellOf(agency, { clientId, about: "late" });
    expect(await agency.as((ctx) => getNoticeSettings({ ctx, input: undefined }))).toEqual({
      from: 840,
      to: 1_080,
      mails: true,
      timeZone: "UTC",
    });
    await hours(22 * 60, 6 * 60);
    const due = (await told(agency)).map(({ about, dueAt }) => [about, dueAt.getTime()]);
    expect(Object.fromEntries(due)).toEqual({ early: noon, late: noon + 10 * hourMs });
  });

  test("moves with her when she goes to another time zone, which has to be one", async () => {
    const agency = await testAgency(db);
    const clientId = await addClient(agency);
    const move = (from: number, timeZone: string) =>
      agency.as((ctx) => setNoticeSettings({ ctx, input: { from, to: 20 * 60, mails: true, timeZone } }));
    await move(14 * 60, "UTC");
    await tellOf(agency, { clientId });
    // Two in the afternoon of New York, in June.
    await move(14 * 60, "America/New_York");
    expect(only(await told(agency)).dueAt.getTime()).toBe(noon + 6 * hourMs);
    const input = { from: 0, to: 0, mails: true, timeZone: "Mars/Olympus" };
    expect(SetNoticeSettingsInput.safeParse(input).success).toBe(false);
  });
});
