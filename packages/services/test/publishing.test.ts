import { startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { asc, eq, images, notices, plannedPieces, plannedPosts, spending } from "@headroom/db";
import { NetError } from "@headroom/net";
import { afterAll, describe, expect, test } from "vitest";
import { listPlan } from "../src/plans/list-plan.ts";
import { unplanPost } from "../src/plans/unplan-post.ts";
import { forgetImages } from "../src/publishing/forget-images.ts";
import { publicImage } from "../src/publishing/public-image.ts";
import { resolvePost } from "../src/publishing/resolve-post.ts";
import { type PublishOutcome, runPublish } from "../src/publishing/run-publish.ts";
import { type SchedulePostInput, schedulePost } from "../src/publishing/schedule-post.ts";
import { storeImage } from "../src/publishing/store-image.ts";
import { setCap } from "../src/spending/set-cap.ts";
import { addClient, dayMs, hourMs, noon, type TestAgency, testDatabase } from "./agency.ts";
import { onePixel } from "./one-pixel.ts";
import { dueAt, only, type Stage, stage } from "./stage.ts";
import { xScene } from "./x-scene.ts";

const db = testDatabase();
afterAll(() => db.close());

const minuteMs = 60_000;

type Post = Partial<SchedulePostInput> & { text?: string; link?: string };

/** What sends and looks at posts of one channel. */
const desk = (agency: TestAgency, { clientId, channelId }: { clientId: string; channelId: string }) => {
  const schedule = async ({ text = "Fresh bread", link, ...rest }: Post = {}) => {
    const pieces = [{ text, link: link ?? null, imageIds: [] }];
    const input = { clientId, channelIds: [channelId], at: null, title: "", pieces, ...rest };
    return only((await agency.as((ctx) => schedulePost({ ctx, input }))).planIds);
  };
  const run = (planId: string): Promise<PublishOutcome> =>
    runPublish({ db, io: agency.io, agencyId: agency.agencyId, planId });
  const plan = async (planId: string) =>
    only(await agency.system((ctx) => ctx.db.select().from(plannedPosts).where(eq(plannedPosts.id, planId))));
  const pieces = (planId: string) =>
    agency.system((ctx) =>
      ctx.db.select().from(plannedPieces).where(eq(plannedPieces.planId, planId)).orderBy(asc(plannedPieces.position)),
    );
  const told = () => agency.system((ctx) => ctx.db.select().from(notices).orderBy(asc(notices.createdAt)));
  const resolve = (planId: string, answer: "arrived" | "send") =>
    agency.as((ctx) => resolvePost({ ctx, input: { clientId, planId, answer } }));
  const unplan = (planId: string) => agency.as((ctx) => unplanPost({ ctx, input: { clientId, planId } }));
  return { agency, clientId, channelId, schedule, run, plan, pieces, told, resolve, unplan };
};

const atMastodon = async () => {
  const here = await stage(db, startMastodonStandIn);
  const channelId = await here.connect(here.standIn.connectFieldsWithSecret);
  return { ...here, ...desk(here.agency, { clientId: here.clientId, channelId }) };
};

const atX = async () => {
  const here = await xScene(db);
  const channelId = await here.connect();
  return { ...here, ...desk(here.agency, { clientId: here.clientId, channelId }) };
};

/** From now on answers to matching requests are lost on their way back, as many as `times`. */
const loseAnswers = ({ io }: TestAgency, { to, times = 1 }: { to: RegExp; times?: number }): void => {
  const { fetch } = io;
  let left = times;
  io.fetch = async (url, init) => {
    const answer = await fetch(url, init);
    if (left === 0 || init?.method !== "POST" || !to.test(String(url))) return answer;
    left -= 1;
    throw new NetError("connection", "The connection broke.");
  };
};

const picture = async ({ agency, clientId }: { agency: TestAgency; clientId: string }): Promise<string> =>
  (await agency.as((ctx) => storeImage({ ctx, input: { clientId, bytes: onePixel, alt: "A loaf" } }))).imageId;

/** Millionths of a dollar, what is set aside among them. */
const spentOnPosts = async ({ agency }: Pick<Stage, "agency">): Promise<number> => {
  const rows = await agency.system((ctx) => ctx.db.select().from(spending).where(eq(spending.what, "post written")));
  return rows.reduce((sum, { micros, reservedMicros }) => sum + micros + reservedMicros, 0);
};

const textsOf = ({ standIn }: Pick<Stage, "standIn">) => standIn.store.posts.map(({ text }) => text);

describe("a scheduled post", () => {
  test("goes out at its time and not before, once, and is read back at once", async () => {
    const here = await atMastodon();
    const planId = await here.schedule({ at: "2026-06-15T18:00" });
    expect(await dueAt(here.agency, planId)).toBe(noon + 6 * hourMs);
    expect(await here.run(planId)).toBe("gone");
    expect(textsOf(here)).toEqual([]);
    here.agency.clock.now = noon + 6 * hourMs;
    expect(await here.run(planId)).toBe("published");
    expect(await here.run(planId)).toBe("gone");
    expect(textsOf(here)).toEqual(["Fresh bread"]);
    expect(await here.plan(planId)).toMatchObject({ state: "published", error: null });
    expect(only(await here.pieces(planId))).toMatchObject({
      state: "published",
      nativeId: here.standIn.store.posts[0]?.id,
    });
    expect(await dueAt(here.agency, here.channelId)).toBe(here.agency.clock.now);
    expect(await here.sync(here.channelId)).toBe("synced");
    expect((await here.look()).channels[0]?.syncedAt).toBe(here.agency.clock.now);
  });

  test("is on the plan with its state, and counts in the plan like any other", async () => {
    const here = await atMastodon();
    const planId = await here.schedule({ at: "2026-06-15T18:00", link: "https://bakery.example/menu" });
    const list = () => here.agency.as((ctx) => listPlan({ ctx, input: { clientId: here.clientId } }));
    expect(await list()).toMatchObject([
      { id: planId, carriesLink: true, note: "Fresh bread", sending: { state: "waiting", pieces: [{ url: null }] } },
    ]);
    here.agency.clock.now = noon + 7 * hourMs;
    await here.run(planId);
    expect(await list()).toMatchObject([
      { sending: { state: "published", pieces: [{ url: expect.stringMatching(/^http/) }] } },
    ]);
    here.agency.clock.now = noon + 2 * dayMs;
    expect(await list()).toEqual([]);
  });

  test("for several channels is stored for all of them or for none", async () => {
    const here = await atMastodon();
    await expect(here.schedule({ channelIds: [here.channelId, crypto.randomUUID()] })).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await here.agency.system((ctx) => ctx.db.select().from(plannedPosts))).toEqual([]);
  });

  test.each<[string, Post, object]>([
    [
      "too long a text",
      { text: "x".repeat(501) },
      { field: "pieces.0.text", message: expect.stringMatching(/Mastodon: .*too long/) },
    ],
    ["nothing at all", { text: " " }, { field: "pieces.0.text" }],
    ["a time in the past", { at: "2026-06-15T11:59" }, { field: "at" }],
    ["a time that is none", { at: "tomorrow" }, { field: "at" }],
    [
      "a picture of somebody else's",
      { pieces: [{ text: "x", link: null, imageIds: [crypto.randomUUID()] }] },
      { code: "not-found", field: "imageIds" },
    ],
  ])("with %s is refused before anything is stored", async (_, post, refusal) => {
    const here = await atMastodon();
    await expect(here.schedule(post)).rejects.toMatchObject(refusal);
    expect(await here.agency.system((ctx) => ctx.db.select().from(plannedPosts))).toEqual([]);
  });

  test("is refused where the channel is known from a file only, or another client's", async () => {
    const here = await atMastodon();
    const otherClient = await addClient(here.agency);
    await expect(here.schedule({ clientId: otherClient })).rejects.toMatchObject({ code: "not-found" });
  });

  test("taken off the plan never goes out", async () => {
    const here = await atMastodon();
    const planId = await here.schedule({ at: "2026-06-15T18:00" });
    await here.unplan(planId);
    here.agency.clock.now = noon + 6 * hourMs;
    expect(await here.run(planId)).toBe("gone");
    expect(textsOf(here)).toEqual([]);
  });

  test("taken off the plan while it is being prepared stays in", async () => {
    const here = await atMastodon();
    const imageId = await picture(here);
    const planId = await here.schedule({ pieces: [{ text: "Look", link: null, imageIds: [imageId] }] });
    const { fetch } = here.agency.io;
    here.agency.io.fetch = async (...call) => {
      const answer = await fetch(...call);
      if (/\/media$/.test(String(call[0]))) await here.unplan(planId);
      return answer;
    };
    expect(await here.run(planId)).toBe("gone");
    expect(textsOf(here)).toEqual([]);
    expect(await here.told()).toEqual([]);
  });
});

describe("a thread", () => {
  const thread = { pieces: ["One", "Two", "Three"].map((text) => ({ text, link: null, imageIds: [] })) };

  test("goes out piece by piece, and goes on where it broke off", async () => {
    const here = await atMastodon();
    const planId = await here.schedule(thread);
    const { fetch } = here.agency.io;
    let sent = 0;
    here.agency.io.fetch = async (url, init) => {
      if (init?.method === "POST" && String(url).endsWith("/statuses")) sent += 1;
      if (sent === 2) {
        sent += 1;
        return new Response("{}", { status: 429, headers: { "retry-after": "30" } });
      }
      return fetch(url, init);
    };
    expect(await here.run(planId)).toBe("later");
    expect(textsOf(here)).toEqual(["One"]);
    expect((await here.pieces(planId)).map(({ state }) => state)).toEqual(["published", "waiting", "waiting"]);
    expect(await dueAt(here.agency, planId)).toBeGreaterThanOrEqual(noon + 30_000);
    here.agency.clock.now += 10 * minuteMs;
    expect(await here.run(planId)).toBe("published");
    expect(textsOf(here)).toEqual(["One", "Two", "Three"]);
  });
});

describe("an answer that is lost", () => {
  test("leaves a post unknown where the network does not recognise repeats: it never goes out twice by itself", async () => {
    const here = await atX();
    const planId = await here.schedule();
    loseAnswers(here.agency, { to: /\/2\/tweets$/ });
    expect(await here.run(planId)).toBe("unknown");
    expect(await here.run(planId)).toBe("gone");
    expect(textsOf(here)).toEqual(["Fresh bread"]);
    expect(await here.plan(planId)).toMatchObject({ state: "unknown" });
    expect(await here.told()).toMatchObject([{ kind: "post-unknown", memberId: here.agency.actor.memberId }]);
  });

  test("is none where Headroom kept the request back: the post goes out later, and nothing is spent on it now", async () => {
    const here = await atX();
    const planId = await here.schedule();
    const { fetch } = here.agency.io;
    here.agency.io.fetch = async () => new Response("", { status: 500 });
    for (let n = 0; n < 5; n++) await here.sync(here.channelId);
    here.agency.io.fetch = fetch;
    const before = here.standIn.requests.length;
    expect(await here.run(planId)).toBe("later");
    expect(here.standIn.requests).toHaveLength(before);
    expect((await here.pieces(planId)).map(({ state }) => state)).toEqual(["waiting"]);
    expect(await spentOnPosts(here)).toBe(0);
    here.agency.clock.now += 10 * minuteMs;
    expect(await here.run(planId)).toBe("published");
    expect(textsOf(here)).toEqual(["Fresh bread"]);
  });

  test("is repeated by itself where the network recognises repeats, and the post is there once", async () => {
    const here = await atMastodon();
    const planId = await here.schedule();
    loseAnswers(here.agency, { to: /\/statuses$/ });
    expect(await here.run(planId)).toBe("later");
    here.agency.clock.now += 5 * minuteMs;
    expect(await here.run(planId)).toBe("published");
    expect(textsOf(here)).toEqual(["Fresh bread"]);
    expect(await here.told()).toEqual([]);
  });

  test("is resolved by a person: it arrived", async () => {
    const here = await atX();
    const planId = await here.schedule();
    loseAnswers(here.agency, { to: /\/2\/tweets$/ });
    await here.run(planId);
    await here.resolve(planId, "arrived");
    expect(await here.plan(planId)).toMatchObject({ state: "published" });
    expect(await here.run(planId)).toBe("gone");
    expect(textsOf(here)).toHaveLength(1);
    await expect(here.resolve(planId, "arrived")).rejects.toMatchObject({ code: "invalid" });
  });

  test("is resolved by a person: it did not arrive, so it is sent", async () => {
    const here = await atX();
    const planId = await here.schedule();
    loseAnswers(here.agency, { to: /\/2\/tweets$/ });
    await here.run(planId);
    here.standIn.store.remove(here.standIn.store.posts[0]?.id ?? "");
    await here.resolve(planId, "send");
    expect(await dueAt(here.agency, planId)).toBe(here.agency.clock.now);
    expect(await here.run(planId)).toBe("published");
    expect(textsOf(here)).toEqual(["Fresh bread"]);
  });

  test("of the middle of a thread that arrived leaves the rest unsent, and says why", async () => {
    const here = await atX();
    const planId = await here.schedule({
      pieces: ["One", "Two", "Three"].map((text) => ({ text, link: null, imageIds: [] })),
    });
    const { fetch } = here.agency.io;
    here.agency.io.fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (here.standIn.store.posts.length === 2 && String(url).endsWith("/2/tweets"))
        throw new NetError("timeout", "Too slow.");
      return answer;
    };
    expect(await here.run(planId)).toBe("unknown");
    await here.resolve(planId, "arrived");
    expect(await here.plan(planId)).toMatchObject({
      state: "failed",
      error: expect.stringMatching(/rest of the thread/),
    });
    await expect(here.resolve(planId, "send")).rejects.toMatchObject({ code: "conflict" });
    expect(textsOf(here)).toHaveLength(2);
  });
});

describe("a crash", () => {
  test("between sending and noting leaves the post unknown", async () => {
    const here = await atX();
    const planId = await here.schedule();
    await here.agency.system(async (ctx) => {
      await ctx.db.update(plannedPosts).set({ state: "sending" }).where(eq(plannedPosts.id, planId));
      await ctx.db.update(plannedPieces).set({ state: "sending" }).where(eq(plannedPieces.planId, planId));
    });
    expect(await here.run(planId)).toBe("unknown");
    expect(textsOf(here)).toEqual([]);
    await expect(here.unplan(planId)).resolves.toBeUndefined();
  });

  test("before sending leaves nothing behind: it goes out at the next try", async () => {
    const here = await atX();
    const planId = await here.schedule();
    await here.agency.system((ctx) =>
      ctx.db.update(plannedPosts).set({ state: "sending" }).where(eq(plannedPosts.id, planId)),
    );
    expect(await here.run(planId)).toBe("published");
    expect(textsOf(here)).toEqual(["Fresh bread"]);
  });

  test("of a worker that slept past the post's moment asks a person", async () => {
    const here = await atMastodon();
    const planId = await here.schedule();
    here.agency.clock.now += 6 * hourMs + 1;
    expect(await here.run(planId)).toBe("failed");
    expect(await here.plan(planId)).toMatchObject({ error: expect.stringMatching(/more than six hours ago/) });
    expect(textsOf(here)).toEqual([]);
    await here.resolve(planId, "send");
    expect(await here.run(planId)).toBe("published");
  });
});

describe("a refusal", () => {
  test("for a time keeps readings away as long, and the post goes out when it is over", async () => {
    const here = await atX();
    expect(await here.sync(here.channelId)).toBe("synced");
    const planId = await here.schedule();
    here.standIn.chaos("rate-limited", 1);
    expect(await here.run(planId)).toBe("later");
    const before = here.standIn.requests.length;
    here.agency.clock.now += minuteMs - 1;
    expect(await here.sync(here.channelId)).toBe("failed");
    expect(here.standIn.requests).toHaveLength(before);
    here.agency.clock.now += 1;
    expect(await here.sync(here.channelId)).toBe("synced");
    expect(await here.run(planId)).toBe("published");
  });

  test.each([
    ["a dead sign-in", "unauthorized", "failed"],
    ["a limit", "rate-limited", "later"],
  ] as const)("by %s ends %s → %s, and nothing is out", async (_, mode, outcome) => {
    const here = await atMastodon();
    const planId = await here.schedule();
    here.standIn.chaos(mode);
    expect(await here.run(planId)).toBe(outcome);
    expect(textsOf(here)).toEqual([]);
    expect((await here.told()).map(({ kind }) => kind)).toEqual(outcome === "failed" ? ["post-failed"] : []);
  });

  test("by a cap on spending ends in words, and nothing is out or paid", async () => {
    const here = await atX();
    await here.agency.as((ctx) => setCap({ ctx, input: { dollars: 0.05 } }));
    const planId = await here.schedule({ link: "https://bakery.example/menu" });
    expect(await here.run(planId)).toBe("failed");
    expect(await here.plan(planId)).toMatchObject({ error: expect.stringMatching(/cap|limit|spend/i) });
    expect(textsOf(here)).toEqual([]);
  });

  test("what was sent is paid for once", async () => {
    const here = await atX();
    const before = await here.agency.system((ctx) => ctx.db.select().from(spending));
    await here.run(await here.schedule({ link: "https://bakery.example/menu" }));
    const after = await here.agency.system((ctx) => ctx.db.select().from(spending));
    const written = after.filter(({ what }) => !before.some((row) => row.what === what));
    expect(written).toMatchObject([{ count: 1, micros: 200_000, reservedMicros: 0 }]);
  });
});

describe("a picture", () => {
  const stored = async (here: { agency: TestAgency; clientId: string }, bytes: Uint8Array<ArrayBuffer> = onePixel) =>
    here.agency.as((ctx) => storeImage({ ctx, input: { clientId: here.clientId, bytes, alt: "A loaf" } }));

  test("is what its bytes say, not what it is called", async () => {
    const here = await atMastodon();
    expect(await stored(here)).toMatchObject({ width: 1, height: 1 });
    for (const bytes of [
      Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"),
      Buffer.from("GIF89a"),
      // A view whose neighbours would make it whole.
      new Uint8Array(Buffer.from("GIF89a\x01\0\x01\0")).subarray(0, 6),
      new Uint8Array(0),
    ]) {
      await expect(stored(here, bytes)).rejects.toMatchObject({ code: "invalid", field: "bytes" });
    }
    const huge = Buffer.from(onePixel);
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    await expect(stored(here, huge)).rejects.toMatchObject({ message: expect.stringMatching(/50 million/) });
  });

  test("goes out with its description, and is public only while its post is being sent", async () => {
    const here = await atMastodon();
    const { imageId } = await stored(here);
    const planId = await here.schedule({ pieces: [{ text: "Look", link: null, imageIds: [imageId] }] });
    const { agencyId } = here.agency;
    const seen = () => publicImage(db, { agencyId, id: imageId });
    expect(await seen()).toBeNull();
    const { fetch } = here.agency.io;
    const during: unknown[] = [];
    here.agency.io.fetch = async (...call) => {
      during.push((await seen())?.mediaType);
      return fetch(...call);
    };
    expect(await here.run(planId)).toBe("published");
    expect(new Set(during)).toEqual(new Set(["image/png"]));
    expect(await seen()).toBeNull();
    expect(await publicImage(db, { agencyId, id: "../../etc" })).toBeNull();
    expect(JSON.stringify(here.standIn.store.posts)).toContain("A loaf");
  });

  test("is forgotten after a day unused, a week after it was sent, and never while it waits", async () => {
    const here = await atMastodon();
    const [unused, sent, waiting] = [await stored(here), await stored(here), await stored(here)];
    const piece = (imageId: string) => ({ pieces: [{ text: imageId, link: null, imageIds: [imageId] }] });
    await here.run(await here.schedule(piece(sent.imageId)));
    await here.schedule({ ...piece(waiting.imageId), at: "2026-09-01T10:00" });
    const left = async () => {
      await forgetImages(db, here.agency.io);
      return (await here.agency.system((ctx) => ctx.db.select({ id: images.id }).from(images)))
        .map(({ id }) => id)
        .toSorted();
    };
    expect(await left()).toHaveLength(3);
    here.agency.clock.now = noon + dayMs + 1;
    expect(await left()).toEqual([sent.imageId, waiting.imageId].toSorted());
    here.agency.clock.now = noon + 7 * dayMs + 1;
    expect(await left()).toEqual([waiting.imageId]);
    expect(unused.imageId).not.toBe(waiting.imageId);
  });
});
