import { and, channelHabits, dueWork, eq } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { holdChannel } from "../src/channels/hold-channel.ts";
import { clientForecast } from "../src/clients/client-forecast.ts";
import { targetPrice } from "../src/clients/price-of-target.ts";
import { learnClient } from "../src/learning/learn-client.ts";
import { planPost } from "../src/plans/plan-post.ts";
import { nextUp } from "../src/queue/next-up.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { addClient, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { only } from "./stage.ts";
import { addScored, type Standing } from "./standing.ts";

const db = testDatabase();
afterAll(() => db.close());

const learn = ({ agencyId, io }: TestAgency, clientId: string) => learnClient({ db, io, agencyId, clientId });
const look = (agency: TestAgency, clientId: string) => agency.as((ctx) => clientForecast({ ctx, input: { clientId } }));
const wishes = (agency: TestAgency, clientId: string) =>
  db.global
    .select()
    .from(dueWork)
    .where(and(eq(dueWork.kind, "learn"), eq(dueWork.agencyId, agency.agencyId), eq(dueWork.subjectId, clientId)));
const bring = (agency: TestAgency, { channelId }: Standing, nativeId: string) =>
  agency.system((ctx) =>
    ingest({
      ctx,
      input: {
        channelId,
        batch: {
          ...emptyBatch,
          posts: [{ nativeId, at: agency.clock.now - 60_000, url: null, text: "", carriesLink: false }],
        },
      },
    }),
  );

describe("learning", () => {
  test("is wished for at once when the first reading brought something, and never twice", async () => {
    const agency = await testAgency(db);
    const own = await addScored(agency, "New", { likes: 3 });
    expect(only(await wishes(agency, own.clientId)).dueAt.getTime()).toBe(noon);
    agency.clock.now = noon + hourMs;
    await bring(agency, own, "next");
    expect(only(await wishes(agency, own.clientId)).dueAt.getTime()).toBe(noon);
  });

  test("happens at most once an hour", async () => {
    const agency = await testAgency(db);
    const own = await addScored(agency, "Busy", { likes: 3 });
    await learn(agency, own.clientId);
    await db.global.delete(dueWork).where(eq(dueWork.subjectId, own.clientId));
    agency.clock.now = noon + 10 * 60_000;
    await bring(agency, own, "soon after");
    expect(only(await wishes(agency, own.clientId)).dueAt.getTime()).toBe(noon + hourMs);
  });

  test("stores what each channel's posts draw, and the same again when done twice", async () => {
    const agency = await testAgency(db);
    const { clientId, channelId } = await addScored(agency, "Ten posts", { likes: 4 });
    const stored = () =>
      agency.system(({ db: tx }) => tx.select().from(channelHabits).where(eq(channelHabits.channelId, channelId)));
    await learn(agency, clientId);
    const first = only(await stored());
    expect(first).toMatchObject({ habits: { channelId, network: "mastodon", linkShare: 0.5 } });
    await learn(agency, clientId);
    expect(only(await stored())).toEqual(first);
  });

  test("of a client that is gone does nothing", async () => {
    const agency = await testAgency(db);
    await expect(learn(agency, crypto.randomUUID())).resolves.toBeUndefined();
  });
});

describe("a client's forecast", () => {
  test("is for fourteen days, and without a plan both futures are the same", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Planless", { likes: 4 });
    await learn(agency, clientId);
    const found = await look(agency, clientId);
    expect(found?.points.at(-1)?.at).toBe(noon + 14 * dayMs);
    for (const point of found?.points ?? []) {
      expect(point.with).toEqual(point.without);
      expect(point.with.low).toBeLessThanOrEqual(point.with.median);
      expect(point.with.median).toBeLessThanOrEqual(point.with.high);
    }
  });

  test("counts on what is planned", async () => {
    const agency = await testAgency(db);
    const { clientId, channelId } = await addScored(agency, "Planned", { likes: 4 });
    await learn(agency, clientId);
    const input = { clientId, channelId, at: "2026-06-25T12:00", carriesLink: true, note: "" };
    await agency.as((ctx) => planPost({ ctx, input }));
    const found = await look(agency, clientId);
    expect(found?.plan).toHaveLength(1);
    const before = found?.points.find(({ at }) => at === noon + 9 * dayMs);
    const after = found?.points.find(({ at }) => at === noon + 13 * dayMs);
    expect(before?.with).toEqual(before?.without);
    expect(after?.with.median).toBeGreaterThan((after?.without.median ?? 0) + 0.1);
  });

  test("says from how much each channel's curve comes, and that the network's is assumed where little is known", async () => {
    const agency = await testAgency(db);
    const { clientId, channelId } = await addScored(agency, "Ten posts", { likes: 1 });
    expect(only((await look(agency, clientId))?.channels ?? []).learned).toBeNull();
    await learn(agency, clientId);
    const channel = only((await look(agency, clientId))?.channels ?? []);
    expect(channel).toMatchObject({ id: channelId, isHeld: false, learned: { curve: { basis: "assumed" } } });
    expect(channel.post).toMatchObject({ bestHour: null });
  });

  test("lets a held channel stand still and asks nothing of it", async () => {
    const agency = await testAgency(db);
    const { clientId, channelId } = await addScored(agency, "Held", { likes: 4 });
    await learn(agency, clientId);
    await agency.system((ctx) =>
      holdChannel({ ctx, input: { channelId, from: noon - hourMs / 2, reason: "The sign-in has expired." } }),
    );
    const found = await look(agency, clientId);
    expect(only(found?.channels ?? [])).toMatchObject({ isHeld: true, post: null });
    for (const { with: band } of found?.points ?? []) {
      expect(band.low).toBeCloseTo(found?.score ?? 0, 9);
      expect(band.high).toBeCloseTo(found?.score ?? 0, 9);
    }
  });

  test("does not exist before anything was read", async () => {
    const agency = await testAgency(db);
    expect(await look(agency, await addClient(agency))).toBeNull();
  });
});

describe("what one post adds", () => {
  test("is told on the queue with reactions where something was learned, before reactions elsewhere", async () => {
    const agency = await testAgency(db);
    const known = await addScored(agency, "Known", { likes: 6 });
    await addScored(agency, "Unknown", { likes: 6 });
    await learn(agency, known.clientId);
    const items = await agency.as((ctx) => nextUp({ ctx, input: { scope: "all" } }));
    const postOf = (name: string) => items.find((item) => item.name === name)?.nextPosts[0]?.post;
    expect(postOf("Unknown")).toMatchObject({ now: null, beforeReactions: expect.any(Number) });
    const learned = postOf("Known");
    expect(learned?.now?.median).toBeGreaterThan(learned?.beforeReactions ?? Number.NaN);
    expect(learned?.now?.high).toBeGreaterThanOrEqual(learned?.now?.median ?? Number.NaN);
  });
});

describe("the price of a target", () => {
  const price = (agency: TestAgency, clientId: string, level: number) =>
    agency.as((ctx) => targetPrice({ ctx, input: { clientId, level } }));

  test("is nothing for the lowest level, rises with it, and ends out of reach", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Priced", { likes: 4 });
    await learn(agency, clientId);
    expect(await price(agency, clientId, 1)).toMatchObject({ postsPerWeek: 0 });
    const low = (await price(agency, clientId, 14))?.postsPerWeek ?? Number.NaN;
    const high = (await price(agency, clientId, 20))?.postsPerWeek ?? Number.NaN;
    expect(high).toBeGreaterThan(low);
    expect(await price(agency, clientId, 95)).toMatchObject({ postsPerWeek: null });
  });

  test("is not told before anything was learned", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Fresh", { likes: 4 });
    expect(await price(agency, clientId, 20)).toBeNull();
  });
});
