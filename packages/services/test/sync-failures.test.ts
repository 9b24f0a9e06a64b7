import {
  type ChaosMode,
  startBlogStandIn,
  startBlueskyStandIn,
  startMastodonStandIn,
} from "@headroom/connectors/stand-ins";
import { channels, eq, posts } from "@headroom/db";
import { guardedFetch } from "@headroom/net";
import { afterAll, describe, expect, test } from "vitest";
import { afterFailureMs } from "../src/channels/sync-rhythm.ts";
import { createSealer } from "../src/context/sealer.ts";
import { rebuild } from "../src/scores/rebuild.ts";
import { dayMs, hourMs, noon, testDatabase } from "./agency.ts";
import { derived } from "./derived.ts";
import { channelRow, dueAt, holdRows, only, stage } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());

const minuteMs = 60_000;

/** Notices a silent server within the test. */
const impatient = guardedFetch({ allowedPrivateHosts: ["127.0.0.1"], idleTimeoutMs: 200, totalTimeoutMs: 200 });

/** A channel with one good reading behind it. */
const read = async (start = startMastodonStandIn, secret = false) => {
  const scene = await stage(db, start);
  scene.standIn.store.followers = 100;
  const post = scene.standIn.store.publish({ text: "Before", at: noon - 2 * dayMs });
  scene.standIn.store.like(post.id, { by: "Ann", at: noon - dayMs });
  const channelId = await scene.connect(secret ? scene.standIn.connectFieldsWithSecret : undefined);
  await scene.sync(channelId);
  return { ...scene, channelId };
};

describe("a refused sign-in", () => {
  test("holds the channel from the last good reading, with the reason, and stops the clock", async () => {
    const { agency, standIn, channelId, sync, look } = await read(startMastodonStandIn, true);
    const good = (await look()).row.score;
    agency.clock.now = noon + 40 * minuteMs;
    standIn.chaos("unauthorized");
    expect(await sync(channelId)).toBe("held");

    expect(await channelRow(agency, channelId)).toMatchObject({ state: "held", failures: 1, syncedAt: new Date(noon) });
    const hold = only(await holdRows(agency, channelId));
    expect(hold).toMatchObject({ from: new Date(noon), to: null });
    const held = only((await look()).channels);
    expect(held).toMatchObject({ state: "held", heldSince: noon, holdReason: hold.reason, lastError: hold.reason });
    expect(hold.reason).not.toBe("");

    agency.clock.now = noon + 30 * dayMs;
    expect((await look()).row.score).toBeCloseTo(good ?? 0, 9);
    expect((await look()).row.heldChannels).toBe(1);
    // What no machine can mend is still tried now and then.
    expect((await dueAt(agency, channelId)) ?? 0).toBeGreaterThan(noon + 3 * hourMs);
    expect((await dueAt(agency, channelId)) ?? 0).toBeLessThanOrEqual(noon + 40 * minuteMs + 6 * hourMs);
  });

  test("again keeps the first hold", async () => {
    const { agency, standIn, channelId, sync } = await read();
    standIn.chaos("unauthorized");
    agency.clock.now = noon + 20 * minuteMs;
    await sync(channelId);
    agency.clock.now = noon + 7 * hourMs;
    expect(await sync(channelId)).toBe("held");
    expect(only(await holdRows(agency, channelId)).from).toEqual(new Date(noon));
    expect((await channelRow(agency, channelId)).failures).toBe(2);
  });

  test("is mended by connecting again and a good reading, and the history stays", async () => {
    const { agency, standIn, channelId, sync, look, connect, clientId } = await read(startMastodonStandIn, true);
    standIn.chaos("unauthorized");
    agency.clock.now = noon + hourMs;
    await sync(channelId);
    standIn.chaos(null);
    agency.clock.now = noon + 5 * dayMs;
    standIn.store.publish({ text: "Meanwhile", at: noon + 2 * dayMs });
    const held = (await look()).row.score ?? 0;

    expect(await connect(standIn.connectFieldsWithSecret)).toBe(channelId);
    expect(await channelRow(agency, channelId)).toMatchObject({ state: "held", failures: 0, lastError: null });
    expect((await look()).row.score).toBeCloseTo(held, 9);
    expect(await dueAt(agency, channelId)).toBe(agency.clock.now);

    expect(await sync(channelId)).toBe("synced");
    expect(await channelRow(agency, channelId)).toMatchObject({
      state: "active",
      syncedAt: new Date(agency.clock.now),
    });
    expect(only(await holdRows(agency, channelId))).toMatchObject({
      from: new Date(noon),
      to: new Date(agency.clock.now),
    });
    expect((await look()).row.score).not.toBeCloseTo(held, 3);
    const kept = await agency.system(({ db: tx }) => tx.select().from(posts).where(eq(posts.channelId, channelId)));
    expect(kept.map(({ text }) => text).toSorted()).toEqual(["Before", "Meanwhile"]);
    const before = await derived(agency, clientId, agency.clock.now);
    await agency.system((ctx) => rebuild({ ctx, input: { clientId } }));
    expect(await derived(agency, clientId, agency.clock.now)).toEqual(before);
  });

  test("before the first reading holds nothing, and says why there is no score", async () => {
    const { agency, standIn, connect, sync, look } = await stage(db);
    const channelId = await connect();
    standIn.chaos("unauthorized");
    expect(await sync(channelId)).toBe("failed");
    expect(await holdRows(agency, channelId)).toEqual([]);
    const shown = await look();
    expect(shown.row).toMatchObject({ score: null, status: "unscored" });
    expect(only(shown.channels).lastError).not.toBeNull();
  });

  test("is what a secret counts as whose key is gone", async () => {
    const { agency, channelId, sync } = await read(startMastodonStandIn, true);
    agency.io.sealer = createSealer([{ id: "other", key: new Uint8Array(32).fill(9) }]);
    expect(await sync(channelId)).toBe("held");
    expect(only(await holdRows(agency, channelId)).reason).toBe(
      "The stored sign-in cannot be opened. Connect the channel again.",
    );
  });
});

describe.each([
  ["Mastodon", startMastodonStandIn],
  ["Bluesky", startBlueskyStandIn],
  ["a blog", startBlogStandIn],
])("%s", (_, start) => {
  test.each<ChaosMode>(["server-error", "slow", "truncated", "html", "rate-limited"])(
    "that answers with %s for a while is not held, counts its failures and goes on with the next success",
    async (mode) => {
      const { agency, standIn, channelId, sync, look } = await read(start);
      // Something new, so that no answer is "not modified".
      standIn.store.publish({ text: "New", at: noon });
      agency.io.fetch = impatient;
      standIn.chaos(mode);
      for (const failures of [1, 2]) {
        // Longer than any of them asks to be left alone.
        agency.clock.now += 6 * minuteMs;
        expect(await sync(channelId)).toBe("failed");
        const row = await channelRow(agency, channelId);
        expect(row).toMatchObject({ failures, state: "active", syncedAt: new Date(noon) });
        expect(row.lastError).not.toMatch(/\n|at .*:\d+/);
      }
      expect(only((await look()).channels).lastError).not.toBeNull();
      standIn.chaos(null);
      agency.io.fetch = guardedFetch({ allowedPrivateHosts: ["127.0.0.1"] });
      agency.clock.now += 6 * minuteMs;
      expect(await sync(channelId)).toBe("synced");
      expect(await channelRow(agency, channelId)).toMatchObject({ failures: 0, lastError: null, lastErrorAt: null });
    },
  );
});

describe("a network that stays away", () => {
  test("is held after an hour, from the last good reading on, and released by the next success", async () => {
    const { agency, standIn, channelId, sync, look } = await read();
    const good = (await look()).row.score ?? 0;
    standIn.chaos("server-error");
    agency.clock.now = noon + hourMs;
    expect(await sync(channelId)).toBe("failed");
    agency.clock.now = noon + hourMs + 1;
    expect(await sync(channelId)).toBe("held");
    expect(only(await holdRows(agency, channelId)).from).toEqual(new Date(noon));
    agency.clock.now = noon + 10 * dayMs;
    expect((await look()).row.score).toBeCloseTo(good, 9);
    standIn.chaos(null);
    expect(await sync(channelId)).toBe("synced");
    expect((await channelRow(agency, channelId)).state).toBe("active");
    expect((await look()).row.score).toBeLessThan(good);
    expect(only(await holdRows(agency, channelId)).to).toEqual(new Date(agency.clock.now));
  });

  test("is asked again after pauses that double up to an hour", async () => {
    const { agency, standIn, channelId, sync } = await read();
    standIn.chaos("server-error");
    agency.io.random = () => 1 - Number.EPSILON;
    const pauses: number[] = [];
    for (let n = 0; n < 8; n++) {
      await sync(channelId);
      pauses.push(((await dueAt(agency, channelId)) ?? 0) - agency.clock.now);
      agency.clock.now += pauses.at(-1) ?? 0;
    }
    expect(pauses.map((ms) => ms / minuteMs)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test("is not asked before the instant that it named", async () => {
    const { agency, standIn, channelId, sync } = await read();
    agency.io.random = () => 0;
    standIn.chaos("rate-limited");
    await sync(channelId);
    // The stand-in's own wait is a minute; half of the first pause would be earlier.
    expect((await dueAt(agency, channelId)) ?? 0).toBeGreaterThanOrEqual(noon + minuteMs);
  });
});

describe("a network that asks for a pause", () => {
  const paused = async (retryAfter: string, sinceGoodMs: number) => {
    const scene = await read();
    scene.agency.clock.now = noon + sinceGoodMs;
    scene.agency.io.fetch = async () => new Response("", { status: 429, headers: { "retry-after": retryAfter } });
    return { ...scene, outcome: await scene.sync(scene.channelId), now: scene.agency.clock.now };
  };

  test("within the hour since the last good reading leaves the clock running", async () => {
    const { agency, channelId, outcome } = await paused("1800", 30 * minuteMs);
    expect(outcome).toBe("failed");
    expect(await holdRows(agency, channelId)).toEqual([]);
  });

  test("beyond that hour has the channel held at once: nothing will be known of it until then", async () => {
    const { agency, channelId, outcome, now, look } = await paused("1801", 30 * minuteMs);
    expect(outcome).toBe("held");
    expect(only(await holdRows(agency, channelId)).from).toEqual(new Date(noon));
    expect((await dueAt(agency, channelId)) ?? 0).toBeGreaterThanOrEqual(now + 1_801_000);
    const points = (await look()).row.score ?? 0;
    agency.clock.now = noon + dayMs;
    expect((await look()).row.score).toBeCloseTo(points, 9);
  });

  test.each(["99999999999", "9".repeat(30)])(
    "of %s seconds is asked again after a month, and says why",
    async (sent) => {
      const { agency, channelId, outcome, now } = await paused(sent, 40 * minuteMs);
      expect(outcome).toBe("held");
      expect((await channelRow(agency, channelId)).lastError).not.toBeNull();
      expect(await dueAt(agency, channelId)).toBe(now + 31 * dayMs);
    },
  );
});

test.each([
  { failures: 1, retryAfterMs: undefined, retryable: true, random: 0, ms: 30_000 },
  { failures: 1, retryAfterMs: undefined, retryable: true, random: 1, ms: 60_000 },
  { failures: 4, retryAfterMs: undefined, retryable: true, random: 1, ms: 480_000 },
  { failures: 1_000, retryAfterMs: undefined, retryable: true, random: 1, ms: hourMs },
  { failures: 1, retryAfterMs: 7 * hourMs, retryable: true, random: 1, ms: 7 * hourMs },
  { failures: 1, retryAfterMs: 5, retryable: true, random: 1, ms: 60_000 },
  { failures: 9, retryAfterMs: undefined, retryable: false, random: 0, ms: 3 * hourMs },
  { failures: 1, retryAfterMs: undefined, retryable: false, random: 1, ms: 6 * hourMs },
])(
  "after $failures failures (retryable: $retryable, told to wait: $retryAfterMs, dice: $random) $ms ms pass",
  ({ ms, ...failure }) => {
    expect(afterFailureMs(failure)).toBe(ms);
  },
);

describe("a bug of ours", () => {
  test("counts as a failure, is logged with its stack, holds after an hour, and shows nobody its insides", async () => {
    const { agency, channelId, sync } = await read();
    const logged: unknown[] = [];
    agency.io.log = (line, detail) => logged.push({ line, ...detail });
    const fetch = agency.io.fetch;
    // The second question: the first batch is stored by then.
    agency.io.random = () => 0;
    agency.io.now = () => {
      const stack = new Error("where").stack ?? "";
      if (stack.includes("pullMastodon") || stack.includes("pullTimeline")) throw new TypeError("secret insides");
      return agency.clock.now;
    };
    expect(await sync(channelId)).toBe("failed");
    const row = await channelRow(agency, channelId);
    expect(row.lastError).toBe("Something went wrong on our side while reading. It was noted and is tried again.");
    expect(row.failures).toBe(1);
    expect(JSON.stringify(logged)).toContain("secret insides");
    agency.clock.now = noon + 2 * hourMs;
    expect(await sync(channelId)).toBe("held");
    agency.io.fetch = fetch;
    agency.io.now = () => agency.clock.now;
    expect(await sync(channelId)).toBe("synced");
  });

  test.each([
    ["a network that is no longer supported", { network: "myspace" }],
    ["settings that cannot be read", { config: { version: 0 } }],
  ])("%s holds the channel and names it", async (_, change) => {
    const { agency, channelId, sync } = await read();
    await agency.system(({ db: tx }) => tx.update(channels).set(change).where(eq(channels.id, channelId)));
    expect(await sync(channelId)).toBe("held");
    expect(only(await holdRows(agency, channelId)).reason).not.toBe("");
  });
});
