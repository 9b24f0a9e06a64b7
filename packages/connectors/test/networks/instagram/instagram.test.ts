import { afterEach, describe, expect, it } from "vitest";
import { instagram } from "../../../src/networks/instagram/instagram.ts";
import { type InstagramStandIn, startInstagramStandIn } from "../../../src/stand-ins/index.ts";
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

/** A stage whose stand-in shows what is Instagram's own. */
const stage = async (options: Parameters<Subject["start"]>[0] = {}) => {
  const started: InstagramStandIn[] = [];
  const start: Subject["start"] = async (given) => {
    const standIn = await startInstagramStandIn(given);
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

describe("a sign-in", () => {
  it("gives a token of sixty days, though the first one lives an hour", async () => {
    const { ctx, asked } = await stage();
    const { signIn } = instagram.connect;
    if (signIn === undefined) throw new Error("no sign-in");
    expect((await signInAt(ctx, signIn)).expiresAt).toBe(startOfTest + 60 * day);
    expect(asked("ig_exchange_token")).toBe(1);
  });

  it("with a code that has ended says so in words, whatever shape the refusal has", async () => {
    const { ctx, standIn } = await stage();
    const attempt = {
      app: standIn.app ?? { id: "", secret: "" },
      redirectUri: "https://headroom.example/a",
      state: "s",
      keep: "",
      params: new URLSearchParams({ code: "old", state: "s" }),
    };
    const error = await errorOf(instagram.connect.signIn?.finish(ctx, attempt) ?? Promise.resolve());
    expect(error).toMatchObject({ code: "invalid-input", message: expect.stringMatching(/refused this sign-in/) });
  });

  it("takes the first token bare as well as in a list", async () => {
    const answers: Record<string, object> = {
      "/oauth/access_token": { access_token: "short", user_id: 17_841_400_000_000_000 },
      "/access_token": { access_token: "long", token_type: "bearer", expires_in: "5184000" },
    };
    const { origin, ctx, asked } = await jsonServer(({ url }) => ({ json: answers[url.pathname] ?? {} }));
    const grant = await instagram.connect.signIn?.finish(
      { ...ctx, baseUrls: { instagram: origin } },
      {
        app: { id: "app", secret: "hush" },
        redirectUri: "https://headroom.example/a",
        state: "s",
        keep: "",
        params: new URLSearchParams({ code: "c", state: "s" }),
      },
    );
    expect(JSON.parse(grant?.secret ?? "{}")).toMatchObject({ accessToken: "long", expiresAt: startOfTest + 60 * day });
    expect(asked[1]?.url.searchParams.get("access_token")).toBe("short");
  });
});

describe("a token", () => {
  const connected = async () => {
    const set = await stage();
    set.standIn.store.publish({ text: "Hello", at: startOfTest - minute });
    return { ...set, channel: await set.connect() };
  };

  it("is not renewed in its first week", async () => {
    const { channel, pull, clock, asked, secrets } = await connected();
    clock.now += 6 * day;
    await pull(channel);
    expect([asked("refresh_access_token"), secrets.length]).toEqual([0, 1]);
  });

  it("is renewed weekly, and so lives on beyond its sixty days", async () => {
    const { channel, pull, clock, asked, secrets } = await connected();
    for (let week = 0; week < 10; week++) {
      clock.now += 7 * day;
      expect(together(await pull(channel)).posts).toHaveLength(1);
    }
    expect([asked("refresh_access_token"), secrets.length]).toEqual([10, 11]);
    expect(JSON.parse(secrets.at(-1) ?? "{}").expiresAt).toBe(clock.now + 60 * day);
  });

  it("is used on where it cannot be renewed for the moment", async () => {
    const { channel, pull, clock, standIn, secrets } = await connected();
    clock.now += 8 * day;
    standIn.chaos("server-error", 1);
    expect(together(await pull(channel)).posts).toHaveLength(1);
    expect(secrets).toHaveLength(1);
  });

  it("that has ended is not renewed: a person has to sign in", async () => {
    const { channel, pull, clock, asked } = await connected();
    clock.now += 60 * day;
    expect(await errorOf(pull(channel))).toMatchObject({ code: "unauthorized", needsReconnect: true });
    expect(asked("refresh_access_token")).toBe(0);
  });

  it("that was revoked asks to connect again", async () => {
    const { channel, pull, standIn } = await connected();
    standIn.revoke?.();
    expect(await errorOf(pull(channel))).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });

  it("that dies in the middle of a reading is replaced by the one that another reading stored", async () => {
    const { channel, pullable, ctx, clock, pull } = await connected();
    const before = pullable(channel);
    clock.now += 8 * day;
    await pull(channel);
    // The clock of this reading is behind, so it takes the token that it was handed for good.
    const outdated = {
      ...before,
      secret: JSON.stringify({ ...JSON.parse(before.secret ?? "{}"), issuedAt: clock.now }),
    };
    expect(together(await collect(instagram.pull(ctx, outdated, null))).posts).toHaveLength(1);
  });
});

describe("insights", () => {
  const totalsOf = (batches: Awaited<ReturnType<Awaited<ReturnType<typeof stage>>["pull"]>>, postId: string) =>
    Object.fromEntries(
      together(batches)
        .observations.filter(({ postNativeId }) => postNativeId === postId)
        .map(({ kind, total }) => [kind, total]),
    );

  it("that have ended leave the others alone", async () => {
    const { standIn, connect, pull } = await stage();
    const { id } = standIn.store.publish({ text: "Hello" });
    standIn.dead.add("saved");
    expect(totalsOf(await pull(await connect()), id)).toEqual({ like: 0, comment: 0, view: 0, reshare: 0 });
  });

  it("are asked medium by medium where one from before the professional account spoils the list", async () => {
    const { standIn, connect, pull, asked } = await stage();
    const old = standIn.store.publish({ text: "Private times", at: startOfTest - 2 * day });
    const ancient = standIn.store.publish({ text: "Long ago", at: startOfTest - 90 * day });
    const fresh = standIn.store.publish({ text: "Shop opens", at: startOfTest - day });
    standIn.store.view(fresh.id);
    standIn.early.add(old.id);
    const batches = await pull(await connect());
    expect(totalsOf(batches, fresh.id)).toEqual({ like: 0, comment: 0, view: 1, save: 0, reshare: 0 });
    expect(totalsOf(batches, old.id)).toEqual({ like: 0, comment: 0 });
    // That one is too early is told by a number, so its metrics are not tried one by one.
    expect(asked(`/${old.id}/insights`)).toBe(1);
    // Media of more than a week are not asked one by one.
    expect(totalsOf(batches, ancient.id)).toEqual({ like: 0, comment: 0 });
    expect(asked(`/${ancient.id}/insights`)).toBe(0);
  });

  it("that have ended are not asked for again and again, medium by medium", async () => {
    const { standIn, connect, pull, asked } = await stage();
    for (let n = 0; n < 5; n++) standIn.store.publish({ text: `Post ${n}`, at: startOfTest - n * minute });
    for (const name of ["views", "saved", "shares"]) standIn.dead.add(name);
    expect(together(await pull(await connect())).posts).toHaveLength(5);
    // Refused as a whole and one by one for the first medium, then left alone.
    expect(asked("/insights?")).toBe(4);
  });

  it("of a medium without data are unknown", async () => {
    const { posts, totals } = await pulledMedium({ like_count: 3, insights: { data: [] } });
    expect([posts.length, totals]).toEqual([1, { like: 3 }]);
  });
});

/** What a pull makes of one medium. */
const pulledMedium = async (more: object, edges: Readonly<Record<string, object>> = {}) => {
  const medium = { id: "18000000000000001", timestamp: "2026-11-02T11:59:00+0000", ...more };
  const answers: Record<string, object> = {
    "/17841400000000001": { user_id: "17841400000000001", username: "alice", followers_count: "41" },
    "/17841400000000001/media": { data: [medium, { id: 18, timestamp: null }] },
    ...edges,
  };
  const { origin, ctx, asked } = await jsonServer(({ url }) => {
    const json = answers[url.pathname.replace("/v26.0", "")] ?? { data: [] };
    return { json, ...("error" in json && { status: 400 }) };
  });
  const secret = JSON.stringify({
    accessToken: "token",
    refreshToken: null,
    expiresAt: startOfTest + day,
    refreshExpiresAt: null,
    issuedAt: startOfTest,
  });
  const channel = { nativeId: "1", config: { userId: "17841400000000001", mentions: false }, secret };
  const batches = await collect(instagram.pull({ ...ctx, baseUrls: { instagram: origin } }, channel, null));
  const told = together(batches);
  const totals = Object.fromEntries(told.observations.map(({ kind, total }) => [kind, total]));
  return { ...told, totals, asked };
};

describe("answers that differ from the documentation", () => {
  it.each([
    ["without anything but an id and a time", {}, {}],
    ["with nulls", { caption: null, permalink: null, like_count: null, insights: null }, {}],
    ["with counts in quotes", { like_count: "7", comments_count: "0" }, { like: 7, comment: 0 }],
    [
      "with totals instead of values",
      { insights: { data: [{ name: "views", total_value: { value: 9 } }] } },
      { view: 9 },
    ],
    ["with a metric without a number", { insights: { data: [{ name: "views", values: [{ value: {} }] }] } }, {}],
    ["with unknown metrics", { insights: { data: [{ name: "auras", values: [{ value: 1 }] }] } }, {}],
  ])("a medium %s is read as far as it goes", async (_, more, expected) => {
    const { posts, totals, audience } = await pulledMedium(more);
    expect(posts).toMatchObject([{ nativeId: "18000000000000001", url: null, carriesLink: false }]);
    expect(totals).toEqual(expected);
    expect(audience).toEqual([{ at: startOfTest, followers: 41 }]);
  });

  it("hidden likes are unknown, not zero", async () => {
    const { standIn, connect, pull } = await stage();
    standIn.store.publish({ text: "Shy" });
    standIn.withheld.add("likes");
    const kinds = together(await pull(await connect())).observations.map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(["comment", "reshare", "save", "view"]);
  });

  it("answers to comments count, the owner's own do not, by number or by name", async () => {
    const time = "2026-11-02T11:59:30+0000";
    const { signals, totals } = await pulledMedium(
      { comments_count: 5 },
      {
        "/18000000000000001/comments": {
          data: [
            {
              id: "c1",
              timestamp: time,
              username: "zoe",
              replies: { data: [{ id: "c2", timestamp: time, username: "yuri" }] },
            },
            { id: "c3", timestamp: time, from: { id: "17841400000000001" } },
            { id: "c4", timestamp: time, username: "alice", replies: null },
            { id: "c5", timestamp: time },
          ],
        },
      },
    );
    expect(signals.map(({ nativeKey }) => nativeKey)).toEqual(["comment:c1", "comment:c2", "comment:c5"]);
    expect(signals.map(({ actor }) => actor !== undefined)).toEqual([true, true, false]);
    expect(totals).toEqual({ comment: 3 });
  });

  it("comments of a medium that was deleted meanwhile are none", async () => {
    const gone = { "/18000000000000001/comments": { error: { code: 100, error_subcode: 33 } } };
    expect((await pulledMedium({ comments_count: 5 }, gone)).signals).toEqual([]);
  });

  it("an address in a caption is a link, one of Instagram's own is not", async () => {
    expect((await pulledMedium({ caption: "See https://shop.example/new" })).posts[0]?.carriesLink).toBe(true);
    expect((await pulledMedium({ caption: "https://www.instagram.com/p/1" })).posts[0]?.carriesLink).toBe(false);
  });
});

describe("mentions", () => {
  it("are media that tag the account, told once", async () => {
    const { standIn, connect, pull, clock } = await stage();
    standIn.store.mention({ by: "Zoe Quist", text: "With @alice", at: startOfTest - minute });
    const channel = await connect();
    expect(channel.knows).toContain("mention");
    const first = await pull(channel);
    expect(together(first).signals).toMatchObject([{ kind: "mention", at: startOfTest - minute }]);
    clock.now += minute;
    expect(together(await pull(channel, lastCursor(first))).signals).toEqual([]);
  });

  it("are unknown where Instagram does not show them to the app", async () => {
    const { standIn, connect, pull, asked } = await stage();
    standIn.withheld.add("tags");
    const channel = await connect();
    expect(channel.knows).not.toContain("mention");
    const before = asked("/tags");
    expect((await pull(channel)).at(-1)?.done).toBe(true);
    expect(asked("/tags")).toBe(before);
  });
});

it("at Instagram's own limit waits the minutes that it names", async () => {
  const { connect, pull, standIn } = await stage();
  const channel = await connect();
  standIn.chaos("rate-limited", 1);
  expect(await errorOf(pull(channel))).toMatchObject({ code: "rate-limited", status: 400, retryAfterMs: minute });
});
