import { startBlogStandIn, startBlueskyStandIn, startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { asc, audience, channels, eq, observations, posts, signals } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { disconnectChannel } from "../src/channels/disconnect-channel.ts";
import { syncNow } from "../src/channels/sync-now.ts";
import { rebuild } from "../src/scores/rebuild.ts";
import { dayMs, hourMs, noon, type TestAgency, testDatabase } from "./agency.ts";
import { derived } from "./derived.ts";
import { channelRow, dueAt, only, stage } from "./stage.ts";
import { tableRows } from "./table-rows.ts";

const db = testDatabase();
afterAll(() => db.close());

const minuteMs = 60_000;

const stored = (agency: TestAgency, channelId: string) =>
  agency.system(async ({ db: tx }) => ({
    posts: await tx.select().from(posts).where(eq(posts.channelId, channelId)).orderBy(asc(posts.at)),
    signals: await tx.select().from(signals).where(eq(signals.channelId, channelId)).orderBy(asc(signals.nativeKey)),
    totals: await tx
      .select()
      .from(observations)
      .where(eq(observations.channelId, channelId))
      .orderBy(asc(observations.postNativeId), asc(observations.kind), asc(observations.observedAt)),
    audience: await tx.select().from(audience).where(eq(audience.channelId, channelId)),
  }));

/** What was read, without what tells when it was read. */
const contents = async (agency: TestAgency) => {
  const { channels: _, due_work: __, client_runways: ___, ...rest } = await tableRows(db, agency.agencyId);
  return rest;
};

const networks = [
  {
    name: "a Mastodon account",
    start: startMastodonStandIn,
    followers: [{ at: new Date(noon), followers: 250 }],
    totals: { like: 2, reshare: 1, comment: 1 },
    named: ["comment"],
    unknown: ["view", "click", "save", "mention"],
  },
  {
    name: "a Bluesky account",
    start: startBlueskyStandIn,
    followers: [{ at: new Date(noon), followers: 250 }],
    totals: { like: 2, reshare: 1, comment: 1, save: 0 },
    named: ["comment", "like", "like"],
    unknown: ["view", "click", "mention"],
  },
  {
    name: "a blog",
    start: startBlogStandIn,
    followers: [],
    totals: { comment: 1 },
    named: ["comment"],
    unknown: ["view", "like", "click", "save", "reshare", "linkReshare", "mention"],
  },
] as const;

describe.each(networks)("$name", ({ start, followers, totals, named, unknown }) => {
  const played = async () => {
    const scene = await stage(db, start);
    const { standIn } = scene;
    standIn.store.followers = 250;
    const older = standIn.store.publish({ text: "Older", at: noon - 3 * dayMs });
    standIn.store.comment(older.id, { by: "Ann", text: "First", at: noon - 3 * dayMs + hourMs });
    standIn.store.like(older.id, { by: "Ann", at: noon - 2 * dayMs });
    standIn.store.like(older.id, { by: "Bob", at: noon - 2 * dayMs });
    standIn.store.reshare(older.id, { by: "Bob", at: noon - 2 * dayMs });
    standIn.store.publish({ text: "Newer", link: "https://elsewhere.example/page", at: noon - hourMs });
    return { ...scene, older, channelId: await scene.connect() };
  };

  test("connects, is read, and then has posts, totals, names, a score, a runway and points", async () => {
    const { agency, clientId, channelId, sync, look } = await played();
    expect((await look()).row).toMatchObject({ score: null, status: "unscored", syncedAt: null });
    expect(await dueAt(agency, channelId)).toBe(noon);

    expect(await sync(channelId)).toBe("synced");

    const found = await stored(agency, channelId);
    expect(found.posts).toMatchObject([
      { text: expect.stringMatching(/^Older/), carriesLink: false, at: new Date(noon - 3 * dayMs) },
      { text: expect.stringMatching(/^Newer/), carriesLink: true, at: new Date(noon - hourMs) },
    ]);
    expect(found.signals.map(({ kind }) => kind).toSorted()).toEqual(named);
    for (const { actor } of found.signals) expect(actor).toMatch(/^[\w-]{22}$/);
    const older = only(found.posts.filter(({ text }) => text.startsWith("Older"))).nativeId;
    expect(
      Object.fromEntries(found.totals.filter((t) => t.postNativeId === older).map((t) => [t.kind, t.total])),
    ).toEqual(totals);
    expect(found.audience.map(({ at, followers: count }) => ({ at, followers: count }))).toEqual(followers);

    const { row, channels: shown, score } = await look();
    expect(row.score).toBeGreaterThan(1);
    expect(row.fallsAt).not.toBeNull();
    expect(row.headroom).toBeCloseTo((row.score ?? 0) - 30, 9);
    const channel = only(shown);
    expect(channel).toMatchObject({ state: "active", syncedAt: noon, progress: null, lastError: null });
    // One post in two carries a link; the older one has decayed a little.
    expect(score?.linkRatios[0]?.ratio).toBeCloseTo(0.5, 1);
    expect(channel.points).toBeCloseTo((row.score ?? 0) - 1, 9);
    expect([...channel.unknownKinds].toSorted()).toEqual([...unknown].toSorted());
    expect(score?.value).toBe(row.score);
    const before = await derived(agency, clientId);
    await agency.system((ctx) => rebuild({ ctx, input: { clientId } }));
    expect(await derived(agency, clientId)).toEqual(before);
  });

  test("adds nothing at a second reading", async () => {
    const { agency, channelId, sync, look } = await played();
    await sync(channelId);
    const before = await contents(agency);
    const score = (await look()).row.score;
    expect(await sync(channelId)).toBe("synced");
    expect(await contents(agency)).toEqual(before);
    expect((await look()).row.score).toBe(score);
  });

  test("scores higher after a post that ends a silence, and again after a comment", async () => {
    const { agency, standIn, channelId, sync, look } = await played();
    await sync(channelId);
    agency.clock.now = noon + 20 * dayMs;
    await sync(channelId);
    const silent = (await look()).row.score ?? 0;
    const post = standIn.store.publish({ text: "One more", at: agency.clock.now - hourMs });
    await sync(channelId);
    const posted = (await look()).row.score ?? 0;
    expect(posted).toBeGreaterThan(silent);
    standIn.store.comment(post.id, { by: "Cyd", text: "Oh", at: agency.clock.now });
    await sync(channelId);
    expect((await look()).row.score).toBeGreaterThan(posted);
    expect((await stored(agency, channelId)).posts).toHaveLength(3);
  });

  test("is read by the next reading at the latest after 36 minutes, and at the earliest after four", async () => {
    const { agency, channelId, sync } = await played();
    for (const random of [0, 0.5, 0.999]) {
      agency.io.random = () => random;
      await sync(channelId);
      const wait = ((await dueAt(agency, channelId)) ?? 0) - noon;
      expect(wait).toBeGreaterThanOrEqual(4 * minuteMs);
      expect(wait).toBeLessThanOrEqual(36 * minuteMs);
    }
  });
});

describe("a removed post", () => {
  test.each([
    ["Mastodon", startMastodonStandIn],
    ["Bluesky", startBlueskyStandIn],
  ])("of %s leaves posts, signals, totals and the score", async (_, start) => {
    const { agency, standIn, connect, sync, look, clientId } = await stage(db, start);
    standIn.store.publish({ text: "Stays", at: noon - 2 * dayMs });
    const channelId = await connect();
    await sync(channelId);
    const without = (await look()).row.score;
    const gone = standIn.store.publish({ text: "Goes", at: noon - dayMs });
    standIn.store.comment(gone.id, { by: "Ann", text: "Hm", at: noon - hourMs });
    standIn.store.like(gone.id, { by: "Ann", at: noon - hourMs });
    await sync(channelId);
    expect((await look()).row.score).toBeGreaterThan(without ?? 0);
    standIn.store.remove(gone.id);
    await sync(channelId);
    const found = await stored(agency, channelId);
    expect(found.posts.map(({ text }) => text)).toEqual(["Stays"]);
    expect(found.signals).toEqual([]);
    expect(new Set(found.totals.map((t) => t.postNativeId)).size).toBe(1);
    expect((await look()).row.score).toBeCloseTo(without ?? 0, 9);
    const before = await derived(agency, clientId);
    await agency.system((ctx) => rebuild({ ctx, input: { clientId } }));
    expect(await derived(agency, clientId)).toEqual(before);
  });
});

describe("a long list of posts", () => {
  const long = async () => {
    const scene = await stage(db, startMastodonStandIn, { pageSize: 3 });
    for (let n = 0; n < 11; n++) {
      const { id } = scene.standIn.store.publish({ text: `Post ${n}`, at: noon - (n + 1) * dayMs });
      scene.standIn.store.like(id, { by: "Ann" });
    }
    return { ...scene, channelId: await scene.connect() };
  };

  test("tells how many posts were read so far, and nothing of it afterwards", async () => {
    const { agency, channelId, sync } = await long();
    const seen: (number | null)[] = [];
    const fetch = agency.io.fetch;
    agency.io.fetch = async (...call) => {
      if (String(call[0]).includes("/statuses")) seen.push((await channelRow(agency, channelId)).progressDone);
      return fetch(...call);
    };
    await sync(channelId);
    expect(seen).toEqual([null, 3, 6, 9]);
    expect(await channelRow(agency, channelId)).toMatchObject({ progressDone: null, progressTotal: null });
  });

  test("that was stopped in the middle goes on from there, and ends as one that was not", async () => {
    const whole = await long();
    await whole.sync(whole.channelId);
    const cut = await long();
    const requests = () => cut.standIn.requests.filter((line) => line.includes("/statuses")).length;
    const stop = new AbortController();
    const fetch = cut.agency.io.fetch;
    cut.agency.io.fetch = (...call) => {
      if (String(call[0]).includes("max_id")) stop.abort();
      return fetch(...call);
    };
    expect(await cut.sync(cut.channelId, stop.signal)).toBe("stopped");
    expect((await stored(cut.agency, cut.channelId)).posts).toHaveLength(6);
    expect(await channelRow(cut.agency, cut.channelId)).toMatchObject({ syncedAt: null, progressDone: 6 });

    const before = requests();
    expect(await cut.sync(cut.channelId)).toBe("synced");
    expect((await stored(cut.agency, cut.channelId)).posts).toHaveLength(11);
    // Two pages were left; one more looks for what is new meanwhile.
    expect(requests() - before).toBeLessThanOrEqual(5);
    expect(await derived(cut.agency, cut.clientId)).toEqual(await derived(whole.agency, whole.clientId));
  });

  test("keeps what was stored when the network breaks off, with the cursor of the last batch", async () => {
    const { agency, standIn, channelId, sync } = await long();
    const fetch = agency.io.fetch;
    agency.io.fetch = (...call) => {
      if (String(call[0]).includes("max_id")) standIn.chaos("server-error");
      return fetch(...call);
    };
    expect(await sync(channelId)).toBe("failed");
    expect((await stored(agency, channelId)).posts).toHaveLength(3);
    expect((await channelRow(agency, channelId)).cursor).not.toBeNull();
    agency.io.fetch = fetch;
    standIn.chaos(null);
    expect(await sync(channelId)).toBe("synced");
    expect((await stored(agency, channelId)).posts).toHaveLength(11);
  });
});

test("a network whose clock runs ahead makes nothing happen later than now", async () => {
  let ahead = 0;
  const { agency, standIn, connect, sync } = await stage(db, (options) =>
    startMastodonStandIn({ ...options, now: () => noon + ahead }),
  );
  ahead = 2 * hourMs;
  const post = standIn.store.publish({ text: "From the future" });
  standIn.store.comment(post.id, { by: "Ann", text: "Indeed" });
  const channelId = await connect();
  expect(await sync(channelId)).toBe("synced");
  const found = await stored(agency, channelId);
  expect(only(found.posts).at.getTime()).toBe(noon);
  expect(only(found.signals).at.getTime()).toBe(noon);
});

test("our own clock, set back in the middle of a reading, makes nothing happen later than now either", async () => {
  const { agency, standIn, connect, sync } = await stage(db);
  const post = standIn.store.publish({ text: "Just now", at: noon - hourMs });
  standIn.store.comment(post.id, { by: "Ann", text: "First", at: noon - hourMs });
  const channelId = await connect();
  const fetch = agency.io.fetch;
  agency.io.fetch = (...call) => {
    if (String(call[0]).includes("/context")) agency.clock.now = noon - 2 * hourMs;
    return fetch(...call);
  };
  expect(await sync(channelId)).toBe("synced");
  expect(only((await stored(agency, channelId)).posts).at.getTime()).toBe(noon - 2 * hourMs);
});

describe("a wish for another reading", () => {
  test("made while the channel is being read stands", async () => {
    const { agency, connect, sync } = await stage(db);
    const channelId = await connect();
    const fetch = agency.io.fetch;
    agency.io.fetch = async (...call) => {
      agency.clock.now = noon + 5_000;
      if (String(call[0]).includes("/statuses"))
        await agency.as((ctx) => syncNow({ ctx, input: { channelId, posted: true } }));
      return fetch(...call);
    };
    await sync(channelId);
    expect(await dueAt(agency, channelId)).toBe(noon + 5_000);
  });

  test("made before it is fulfilled by it", async () => {
    const { agency, connect, sync } = await stage(db);
    const channelId = await connect();
    await sync(channelId);
    await agency.as((ctx) => syncNow({ ctx, input: { channelId, posted: false } }));
    expect(await dueAt(agency, channelId)).toBe(noon);
    await sync(channelId);
    expect(await dueAt(agency, channelId)).toBe(noon + 30 * minuteMs);
  });

  test("is refused for a channel that is known from a file only", async () => {
    const { agency, connect } = await stage(db);
    const channelId = await connect();
    await agency.system(({ db: tx }) =>
      tx.update(channels).set({ connectionId: null }).where(eq(channels.id, channelId)),
    );
    await expect(agency.as((ctx) => syncNow({ ctx, input: { channelId, posted: false } }))).rejects.toMatchObject({
      code: "invalid",
      field: "channelId",
    });
  });
});

describe("a channel that is no longer there", () => {
  test("is gone before the first request", async () => {
    const { agency, connect, sync, standIn } = await stage(db);
    const channelId = await connect();
    await agency.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
    const before = standIn.requests.length;
    expect(await sync(channelId)).toBe("gone");
    expect(standIn.requests).toHaveLength(before);
  });

  test("is gone when it was disconnected while it was being read, whatever the network says then", async () => {
    for (const chaos of [null, "server-error", "unauthorized"] as const) {
      const { agency, connect, sync, standIn } = await stage(db);
      standIn.store.publish({ text: "Read too late", at: noon - hourMs });
      const channelId = await connect();
      const fetch = agency.io.fetch;
      let disconnected = false;
      agency.io.fetch = async (...call) => {
        if (!disconnected) await agency.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
        disconnected = true;
        standIn.chaos(chaos);
        return fetch(...call);
      };
      expect(await sync(channelId)).toBe("gone");
      expect(await dueAt(agency, channelId)).toBeNull();
      expect((await stored(agency, channelId)).posts).toEqual([]);
    }
  });
});

test("a reading that began before somebody connected the channel again has no say about the new connection", async () => {
  const { agency, connect, sync, standIn } = await stage(db);
  standIn.store.publish({ text: "There before", at: noon - hourMs });
  const channelId = await connect();
  await sync(channelId);
  agency.clock.now = noon + 20 * minuteMs;
  const fetch = agency.io.fetch;
  let again = false;
  agency.io.fetch = async (...call) => {
    if (again) return fetch(...call);
    again = true;
    agency.clock.now += minuteMs;
    await connect();
    standIn.chaos("unauthorized");
    return fetch(...call);
  };
  expect(await sync(channelId)).toBe("superseded");
  expect(await channelRow(agency, channelId)).toMatchObject({
    state: "active",
    failures: 0,
    lastError: null,
    cursor: null,
  });
  expect(await dueAt(agency, channelId)).toBe(noon + 21 * minuteMs);
});
