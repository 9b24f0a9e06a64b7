import { auditLog, channels, eq, plannedPosts } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import type { Actor } from "../src/context/context.ts";
import { listPlan } from "../src/plans/list-plan.ts";
import { type PlanPostInput, planPost } from "../src/plans/plan-post.ts";
import { unplanPost } from "../src/plans/unplan-post.ts";
import {
  addChannel,
  addClient,
  addMember,
  dayMs,
  hourMs,
  noon,
  type TestAgency,
  testAgency,
  testDatabase,
} from "./agency.ts";
import { only } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());

interface Place {
  agency: TestAgency;
  clientId: string;
  channelId: string;
}

const place = async (): Promise<Place> => {
  const agency = await testAgency(db);
  const clientId = await addClient(agency);
  return { agency, clientId, channelId: await addChannel(agency, clientId) };
};

const plan = ({ agency, clientId, channelId }: Place, input: Partial<PlanPostInput> = {}, actor?: Actor) =>
  agency.as(
    (ctx) =>
      planPost({
        ctx,
        input: { clientId, channelId, at: "2026-06-16T18:00", carriesLink: false, note: "", ...input },
      }),
    actor,
  );
const list = ({ agency, clientId }: Place) => agency.as((ctx) => listPlan({ ctx, input: { clientId } }));

describe("a planned post", () => {
  test("is listed with its channel until its time has passed, next first", async () => {
    const here = await place();
    const later = await plan(here, { at: "2026-06-17T09:00", carriesLink: true, note: "The new menu" });
    const sooner = await plan(here);
    expect(await list(here)).toEqual([
      {
        id: sooner.planId,
        channelId: here.channelId,
        channelTitle: "mastodon channel",
        at: Date.UTC(2026, 5, 16, 18),
        carriesLink: false,
        note: "",
        sending: null,
      },
      {
        id: later.planId,
        channelId: here.channelId,
        channelTitle: "mastodon channel",
        at: Date.UTC(2026, 5, 17, 9),
        carriesLink: true,
        note: "The new menu",
        sending: null,
      },
    ]);
    here.agency.clock.now = noon + 1.5 * dayMs;
    expect((await list(here)).map(({ id }) => id)).toEqual([later.planId]);
  });

  test.each([
    ["the past", "2026-06-15T11:59", "A planned post lies in the future."],
    ["this very minute", "2026-06-15T12:00", "A planned post lies in the future."],
    ["more than a year ahead", "2027-06-17T12:00", "Plan at most a year ahead."],
    ["no day at all", "2026-02-30T12:00", "This is not a day and time."],
    ["no time at all", "tomorrow", "This is not a day and time."],
  ])("in %s is refused, and the field is named", async (_, at, message) => {
    await expect(plan(await place(), { at })).rejects.toMatchObject({ code: "invalid", field: "at", message });
  });

  test("goes out on a channel of this client that is still connected", async () => {
    const here = await place();
    const elsewhere = await addChannel(here.agency, await addClient(here.agency));
    await expect(plan(here, { channelId: elsewhere })).rejects.toMatchObject({ code: "not-found" });
    await here.agency.system(({ db: tx }) =>
      tx.update(channels).set({ state: "disconnected" }).where(eq(channels.id, here.channelId)),
    );
    await expect(plan(here)).rejects.toMatchObject({ code: "invalid", field: "channelId" });
  });

  test("is a worker's business, and nobody's who does not see the client", async () => {
    const here = await place();
    const viewer = await addMember(here.agency, "viewer");
    await expect(plan(here, {}, viewer)).rejects.toMatchObject({ code: "not-found" });
    const staffer = await addMember(here.agency, "staffer");
    await expect(plan(here, {}, staffer)).rejects.toMatchObject({ code: "not-found" });
  });

  test("is told in the client's own time", async () => {
    const here = await place();
    await here.agency.db.global.execute("select 1");
    await here.agency.system(({ db: tx }) =>
      tx.execute(`update clients set time_zone = 'Europe/Berlin' where id = '${here.clientId}'`),
    );
    await plan(here);
    expect(only(await list(here)).at).toBe(Date.UTC(2026, 5, 16, 16));
  });

  test("can be taken off the plan once; both are in the audit log", async () => {
    const here = await place();
    const { planId } = await plan(here, { note: "Gone soon" });
    const remove = () => here.agency.as((ctx) => unplanPost({ ctx, input: { clientId: here.clientId, planId } }));
    await remove();
    expect(await here.agency.system(({ db: tx }) => tx.select().from(plannedPosts))).toEqual([]);
    await expect(remove()).rejects.toMatchObject({ code: "not-found" });
    const entries = await here.agency.system(({ db: tx }) =>
      tx.select().from(auditLog).where(eq(auditLog.subjectId, here.clientId)),
    );
    expect(entries.map(({ action, before, after }) => [action, before ?? after])).toEqual([
      ["post.planned", expect.objectContaining({ planId, note: "Gone soon" })],
      ["post.unplanned", expect.objectContaining({ planId, at: noon + 30 * hourMs })],
    ]);
  });
});
