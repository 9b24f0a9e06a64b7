import { afterEach, describe, expect, it } from "vitest";
import { threads } from "../../../src/networks/threads/threads.ts";
import { startThreadsStandIn, type ThreadsStandIn } from "../../../src/stand-ins/index.ts";
import { jsonServer } from "../../json-server.ts";
import {
  collect,
  day,
  errorOf,
  lastCursor,
  minute,
  type Subject,
  stage as setStage,
  signInAt,
  startOfTest,
  together,
} from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: { close: () => Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

/** A stage whose stand-in shows what is Threads' own. */
const stage = async (options: Parameters<Subject["start"]>[0] = {}) => {
  const started: ThreadsStandIn[] = [];
  const start: Subject["start"] = async (given) => {
    const standIn = await startThreadsStandIn(given);
    started.push(standIn);
    return standIn;
  };
  const set = await setStage({ ...subject, start }, options);
  const [own] = started;
  if (own === undefined) throw new Error("the stand-in did not start");
  open.push(own);
  const asked = (part: string) => own.requests.filter((one) => one.includes(part)).length;
  return { ...set, standIn: own, asked };
};

describe("a token", () => {
  it("lives sixty days from the sign-in, and is renewed weekly as Threads calls it", async () => {
    const { ctx, connect, pull, clock, asked, secrets } = await stage();
    const { signIn } = threads.connect;
    if (signIn === undefined) throw new Error("no sign-in");
    expect((await signInAt(ctx, signIn)).expiresAt).toBe(startOfTest + 60 * day);
    const channel = await connect();
    for (let week = 0; week < 10; week++) {
      clock.now += 7 * day;
      await pull(channel);
    }
    expect([asked("th_exchange_token"), asked("th_refresh_token")]).toEqual([2, 10]);
    expect(JSON.parse(secrets.at(-1) ?? "{}").expiresAt).toBe(clock.now + 60 * day);
  });

  it("that was revoked asks to connect again", async () => {
    const { connect, pull, standIn } = await stage();
    const channel = await connect();
    standIn.revoke?.();
    expect(await errorOf(pull(channel))).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });

  it("is not to be found where none was stored", async () => {
    const { connect, ctx } = await stage();
    const { nativeId, config } = await connect();
    const error = await errorOf(collect(threads.pull(ctx, { nativeId, config }, null)));
    expect(error).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });
});

describe("counts", () => {
  it("are asked of new posts at once, then ever more rarely, until two weeks are over", async () => {
    const { standIn, connect, pull, clock, asked } = await stage();
    const { id } = standIn.store.publish({ text: "Hello", at: startOfTest });
    const channel = await connect();
    let cursor = lastCursor(await pull(channel));
    const readings: number[] = [];
    for (let minutes = 1; minutes <= 120; minutes++) {
      clock.now = startOfTest + minutes * minute;
      const before = asked(`/${id}/insights`);
      cursor = lastCursor(await pull(channel, cursor));
      if (asked(`/${id}/insights`) > before) readings.push(minutes);
    }
    expect(readings).toEqual([15, 23, 35, 53, 80, 120]);
    clock.now = startOfTest + 14 * day;
    const before = asked(`/${id}/insights`);
    await pull(channel, cursor);
    expect(asked(`/${id}/insights`)).toBe(before);
  });

  it("of posts older than two weeks are never asked, though the posts are told", async () => {
    const { standIn, connect, pull, asked } = await stage();
    standIn.store.publish({ text: "Of old", at: startOfTest - 15 * day });
    const { posts, observations } = together(await pull(await connect()));
    expect([posts.length, observations.length, asked("/insights")]).toEqual([1, 0, 0]);
  });

  it("know reposts and quotes as one", async () => {
    const { standIn, connect, pull } = await stage();
    const { id } = standIn.store.publish({ text: "Hello" });
    standIn.store.reshare(id, { by: "Zoe" });
    standIn.store.quote(id, { by: "Yuri", text: "Look" });
    const { observations } = together(await pull(await connect()));
    expect(observations).toContainEqual({ postNativeId: id, kind: "reshare", observedAt: startOfTest, total: 2 });
  });

  it("whose metric has ended are unknown, and the others stay", async () => {
    const { standIn, connect, pull } = await stage();
    standIn.store.publish({ text: "Hello" });
    standIn.dead.add("views").add("reposts");
    const kinds = together(await pull(await connect())).observations.map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(["comment", "like"]);
  });

  it("of followers that are withheld are unknown and stop nothing", async () => {
    const { standIn, connect, pull } = await stage();
    standIn.store.publish({ text: "Hello" });
    standIn.withheld.add("followers");
    const { posts, audience } = together(await pull(await connect()));
    expect([posts.length, audience]).toEqual([1, []]);
  });
});

describe("a later reading", () => {
  it("asks nothing of posts that it knows and that are not due", async () => {
    const { standIn, connect, pull, clock, asked } = await stage();
    for (const n of [1, 2, 3]) standIn.store.publish({ text: `Post ${n}`, at: startOfTest - n * minute });
    const channel = await connect();
    const cursor = lastCursor(await pull(channel));
    const before = asked("/insights?");
    clock.now += minute;
    standIn.store.publish({ text: "Post 4" });
    expect(together(await pull(channel, cursor)).posts.map(({ text }) => text)).toEqual(["Post 4"]);
    expect(asked("/insights?") - before).toBe(1);
  });

  it("finds what is new though the newest known post was deleted", async () => {
    const { standIn, connect, pull, clock } = await stage();
    standIn.store.publish({ text: "Post 1", at: startOfTest - 2 * minute });
    const newest = standIn.store.publish({ text: "Post 2", at: startOfTest - minute });
    const channel = await connect();
    const cursor = lastCursor(await pull(channel));
    standIn.store.remove(newest.id);
    clock.now += minute;
    standIn.store.publish({ text: "Post 3" });
    expect(together(await pull(channel, cursor)).posts.map(({ text }) => text)).toEqual(["Post 3"]);
  });
});

describe("mentions", () => {
  it("are told once, with a hashed name", async () => {
    const { standIn, connect, pull, clock } = await stage();
    standIn.store.mention({ by: "Zoe Quist", text: "@alice", at: startOfTest - minute });
    const channel = await connect();
    expect(channel.knows).toContain("mention");
    const first = await pull(channel);
    expect(together(first).signals).toMatchObject([
      { kind: "mention", at: startOfTest - minute, actor: expect.stringMatching(/^h\d+$/) },
    ]);
    clock.now += minute;
    expect(together(await pull(channel, lastCursor(first))).signals).toEqual([]);
  });

  it("are unknown where the app was not given that permission", async () => {
    const { standIn, connect, pull } = await stage();
    standIn.withheld.add("mentions");
    const channel = await connect();
    expect(channel.knows).not.toContain("mention");
    expect((await pull(channel)).at(-1)?.done).toBe(true);
  });
});

const me = "17841400000000001";

/** What a pull makes of some posts. */
const pulled = async (posts: readonly object[], edges: Readonly<Record<string, object>> = {}) => {
  const answers: Record<string, object> = { [`/${me}/threads`]: { data: posts }, ...edges };
  const { origin, ctx } = await jsonServer(({ url }) => {
    const json = answers[url.pathname.replace("/v1.0", "")] ?? { data: [] };
    return { json, ...("error" in json && { status: 400 }) };
  });
  const secret = JSON.stringify({
    accessToken: "token",
    refreshToken: null,
    expiresAt: startOfTest + day,
    refreshExpiresAt: null,
    issuedAt: startOfTest,
  });
  const channel = { nativeId: me, config: { userId: me, username: "alice", mentions: false }, secret };
  return together(await collect(threads.pull({ ...ctx, baseUrls: { threads: origin } }, channel, null)));
};

const timestamp = "2026-11-02T11:59:00+0000";

describe("answers that differ from the documentation", () => {
  it("a repost is no post, nor is one without an instant", async () => {
    const { posts } = await pulled([
      { id: "1", timestamp, media_type: "REPOST_FACADE" },
      { id: "2", timestamp: "soon" },
      { id: "9007199254740993", timestamp, text: null, permalink: null, link_attachment_url: null },
      { id: 4.5, timestamp },
    ]);
    expect(posts).toEqual([
      { nativeId: "9007199254740993", at: startOfTest - minute, url: null, text: "", carriesLink: false },
    ]);
  });

  it.each([
    ["an attached page", { link_attachment_url: "https://news.example/a" }, true],
    ["an address in the text", { text: "https://news.example/a" }, true],
    ["a page of Threads", { text: "https://www.threads.com/@zoe" }, false],
    ["a page of Threads' old host", { link_attachment_url: "https://www.threads.net/@zoe" }, false],
  ])("a post with %s carries a link or not", async (_, more, carriesLink) => {
    expect((await pulled([{ id: "1", timestamp, ...more }])).posts[0]?.carriesLink).toBe(carriesLink);
  });

  it.each([
    ["a metric without a number", { name: "likes", values: [{ value: null }] }],
    ["a metric without values", { name: "likes" }],
    ["a metric of another kind", { name: "likes", values: [{ value: { like: 1 } }] }],
  ])("%s is unknown", async (_, metric) => {
    expect((await pulled([{ id: "1", timestamp }], { "/1/insights": { data: [metric] } })).observations).toEqual([]);
  });

  it("an empty set of insights is unknown, and quotes alone are no reshares", async () => {
    const quotes = { data: [{ name: "quotes", values: [{ value: 3 }] }] };
    expect((await pulled([{ id: "1", timestamp }])).observations).toEqual([]);
    expect((await pulled([{ id: "1", timestamp }], { "/1/insights": quotes })).observations).toEqual([]);
  });

  it("answers count at any depth, and of the owner's only direct ones are taken off the total", async () => {
    const { signals, observations } = await pulled([{ id: "1", timestamp }], {
      "/1/insights": { data: [{ name: "replies", values: [{ value: "4" }] }] },
      "/1/conversation": {
        data: [
          { id: "a", timestamp, username: "zoe", is_reply_owned_by_me: false, replied_to: { id: "1" } },
          { id: "b", timestamp, is_reply_owned_by_me: false, replied_to: { id: "a" } },
          { id: "c", timestamp, username: "alice.before", is_reply_owned_by_me: true, replied_to: { id: "1" } },
          { id: "d", timestamp, username: "alice", is_reply_owned_by_me: true, replied_to: { id: "a" } },
          { id: "e", timestamp, username: "alice" },
          { id: "f", timestamp: "", username: "yuri" },
        ],
      },
    });
    expect(signals.map(({ nativeKey, actor }) => [nativeKey, actor !== undefined])).toEqual([
      ["comment:a", true],
      ["comment:b", false],
    ]);
    expect(observations).toMatchObject([{ kind: "comment", total: 2 }]);
  });

  it("answers to a post that was deleted meanwhile are none", async () => {
    const { signals } = await pulled([{ id: "1", timestamp }], {
      "/1/insights": { data: [{ name: "replies", values: [{ value: 4 }] }] },
      "/1/conversation": { error: { code: 100, error_subcode: 33 } },
    });
    expect(signals).toEqual([]);
  });
});

it("at a limit of the app waits as long as the usage says", async () => {
  const { connect, pull, standIn } = await stage();
  const channel = await connect();
  standIn.chaos("rate-limited", 1);
  expect(await errorOf(pull(channel))).toMatchObject({ code: "rate-limited", retryAfterMs: minute });
});
