import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { tiktok } from "../../../src/networks/tiktok/tiktok.ts";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { type Answer, jsonServer } from "../../json-server.ts";
import { collect, day, errorOf, lastCursor, minute, signInAt, stage, startOfTest, together } from "../../subject.ts";
import { subject } from "./subjects.ts";

const open: StandIn[] = [];
afterEach(() => Promise.all(open.splice(0).map((standIn) => standIn.close())));

const staged = async () => {
  const set = await stage(subject);
  open.push(set.standIn);
  return set;
};

const hour = 60 * minute;
const tokens = {
  accessToken: "tok",
  refreshToken: "ref",
  expiresAt: startOfTest + 2 * hour,
  refreshExpiresAt: startOfTest + 180 * day,
  issuedAt: startOfTest,
};
const secret = JSON.stringify(tokens);
const channel = { nativeId: "o-1", config: { openId: "o-1" }, secret };
const id = "7300000000000000123";

/** A video as TikTok gives it, with what a test changes. */
const video = (change: object = {}) => ({
  id,
  create_time: (startOfTest - 2 * minute) / 1_000,
  title: "Harbour",
  video_description: "At dawn #sea",
  share_url: `https://www.tiktok.com/@alice/video/${id}?utm_campaign=tt4d_open_api&utm_source=key`,
  view_count: 70,
  like_count: 7,
  comment_count: 2,
  share_count: 1,
  is_new_field: { of: "the future" },
  ...change,
});

const fine = (data: unknown): Answer => ({ json: { data, error: { code: "ok", message: "", log_id: "1" } } });
const refusal = (status: number, code: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  json: { data: {}, error: { code, message: "words that may change", log_id: "1" } },
});

interface Sent {
  fields: readonly string[];
  body: unknown;
}
type Paths = Readonly<Record<string, (sent: Sent) => Answer>>;

const served = async (paths: Paths = {}) => {
  const usual: Paths = {
    "/v2/user/info/": () => fine({ user: { follower_count: 3 } }),
    "/v2/video/list/": () => fine({ videos: [video()], cursor: 0, has_more: false }),
  };
  const server = await jsonServer(({ url, body }) =>
    (paths[url.pathname] ?? usual[url.pathname])?.({
      fields: (url.searchParams.get("fields") ?? "").split(","),
      body: body.startsWith("{") ? JSON.parse(body) : null,
    }),
  );
  const ctx = { ...server.ctx, baseUrls: { tiktok: server.origin } };
  return { ...server, ctx, pull: () => collect(tiktok.pull(ctx, channel, null)) };
};

const { signIn } = tiktok.connect;
if (signIn === undefined) throw new Error("there is no sign-in");

describe("signing in at TikTok", () => {
  const asked = async () => {
    const { ctx, standIn } = await staged();
    const app = standIn.app ?? { id: "", secret: "" };
    const { url, keep } = await signIn.start(ctx, { app, redirectUri: "https://h.example/answer", state: "s" });
    return { params: new URL(url).searchParams, keep };
  };

  it("calls the app's id client_key and puts commas between scopes", async () => {
    const { params } = await asked();
    expect(params.get("client_key")).toBe("stand-in-app");
    expect(params.has("client_id")).toBe(false);
    expect(params.get("scope")).toBe("user.info.basic,user.info.profile,user.info.stats,video.list");
  });

  it("writes the challenge in hexadecimal", async () => {
    const { params, keep } = await asked();
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(keep));
    expect(params.get("code_challenge")).toBe(Buffer.from(hash).toString("hex"));
  });

  it("calls the app's id client_key at the token endpoint too", async () => {
    const { ctx } = await staged();
    const bodies: string[] = [];
    const heard: typeof ctx.fetch = (url, init) => {
      bodies.push(init?.body?.toString() ?? "");
      return ctx.fetch(url, init);
    };
    await signInAt({ ...ctx, fetch: heard }, signIn);
    const form = new URLSearchParams(bodies[0]);
    expect([form.get("client_key"), form.get("client_id")]).toEqual(["stand-in-app", null]);
  });

  it("gives a grant that a person has to renew when nothing was read for 180 days", async () => {
    const { ctx } = await staged();
    expect((await signInAt(ctx, signIn)).expiresAt).toBe(startOfTest + 180 * day);
  });

  it.each([
    [{ refresh_expires_in: 31_536_000 }, startOfTest + 365 * day],
    [{ refresh_expires_in: "86400" }, startOfTest + day],
    [{}, null],
  ])("that answers %j ends at %j: what TikTok names counts", async (lives, end) => {
    const { origin, ctx } = await jsonServer(() => ({
      json: { access_token: "a", refresh_token: "r", expires_in: 86_400, token_type: "Bearer", open_id: "o", ...lives },
    }));
    const app = { id: "key", secret: "s" };
    const attempt = { app, redirectUri: "https://h.example/answer", state: "s" };
    const grant = await signIn.finish(
      { ...ctx, baseUrls: { tiktok: origin } },
      { ...attempt, keep: "v".repeat(43), params: new URLSearchParams({ code: "c", state: "s" }) },
    );
    expect(grant.expiresAt).toBe(end);
    expect(JSON.parse(grant.secret).expiresAt).toBe(startOfTest + day);
  });
});

describe("tokens", () => {
  it("are renewed ahead of the end of two hours, the refresh token with them", async () => {
    const { connect, pull, clock, secrets } = await staged();
    const connected = await connect();
    const before = JSON.parse(secrets.at(-1) ?? "");
    clock.now += 2 * hour - minute;
    await pull(connected);
    const after = JSON.parse(secrets.at(-1) ?? "");
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(after.refreshToken).not.toBe(before.refreshToken);
    expect(after.refreshExpiresAt).toBe(clock.now + 180 * day);
    clock.now += 3 * hour;
    await pull(connected);
    expect(secrets).toHaveLength(3);
  });

  it("that die in the middle of a reading are renewed once, and the reading goes on", async () => {
    const { connect, pull, standIn, secrets } = await staged();
    const connected = await connect();
    standIn.store.publish({ text: "Harbour" });
    standIn.chaos("unauthorized", 1);
    expect(together(await pull(connected)).posts).toHaveLength(1);
    expect(secrets).toHaveLength(2);
  });

  it("that were taken back ask to connect again", async () => {
    const { connect, pull, standIn } = await staged();
    const connected = await connect();
    standIn.revoke?.();
    expect(await errorOf(pull(connected))).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });

  it("that end with the 180 days ask to connect again", async () => {
    const { connect, pull, clock } = await staged();
    const connected = await connect();
    clock.now += 181 * day;
    expect(await errorOf(pull(connected))).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });

  it.each([400, 200])("whose renewal is refused with status %d ask to connect again", async (status) => {
    const { ctx } = await served({
      "/v2/oauth/token/": () => ({ status, json: { error: "invalid_grant", error_description: "gone", log_id: "1" } }),
    });
    const old = { ...channel, secret: JSON.stringify({ ...tokens, expiresAt: startOfTest }) };
    const renewing = {
      ...ctx,
      app: { id: "key", secret: "s" },
      renewSecret: async (renew: (stored: string) => Promise<string | null>) => (await renew(old.secret)) ?? old.secret,
    };
    const error = await errorOf(collect(tiktok.pull(renewing, old, null)));
    expect(error).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });
});

describe("the account behind a sign-in", () => {
  const found = async (user: object) => {
    const { ctx } = await served({ "/v2/user/info/": () => fine({ user }) });
    return (await tiktok.discover(ctx, {}, { secret })).channels[0];
  };

  it("is named by its id for this app", async () => {
    const user = { open_id: "o-1", display_name: "Alice & Co", username: "alice", avatar_url: "https://i.example/a" };
    expect(await found(user)).toEqual({
      nativeId: "o-1",
      title: "Alice & Co",
      url: "https://www.tiktok.com/@alice",
      avatarUrl: "https://i.example/a",
      config: { openId: "o-1" },
      knows: ["post", "linkPost", "view", "like", "comment", "reshare"],
    });
  });

  it.each([
    [{ profile_deep_link: "https://vm.tiktok.com/Z/" }, "TikTok account", "https://vm.tiktok.com/Z/"],
    [{ display_name: "", username: "alice" }, "alice", "https://www.tiktok.com/@alice"],
    [{ display_name: null, profile_deep_link: "javascript:alert(1)" }, "TikTok account", "https://www.tiktok.com/"],
  ])("that tells only %j is still shown", async (user, title, url) => {
    expect(await found({ open_id: "o-1", ...user })).toMatchObject({ title, url });
  });

  it("without an id is no channel", async () => {
    const { ctx } = await served({ "/v2/user/info/": () => fine({ user: { username: "alice" } }) });
    expect(await errorOf(tiktok.discover(ctx, {}, { secret }))).toMatchObject({ code: "malformed" });
  });
});

describe("videos", () => {
  const read = async (...videos: unknown[]) => {
    const { pull } = await served({ "/v2/video/list/": () => fine({ videos, cursor: 1, has_more: false }) });
    return together(await pull());
  };

  it("are read with ids beyond 2^53, seconds for instants, and no key of ours in their address", async () => {
    const { posts, observations } = await read(video());
    expect(posts).toEqual([
      {
        nativeId: id,
        at: startOfTest - 2 * minute,
        url: `https://www.tiktok.com/@alice/video/${id}`,
        text: "At dawn #sea",
        carriesLink: false,
      },
    ]);
    expect(observations.map(({ kind, total }) => [kind, total])).toEqual([
      ["view", 70],
      ["like", 7],
      ["reshare", 1],
      ["comment", 2],
    ]);
  });

  it.each([
    [{ view_count: "12" }, { view: 12, like: 7, comment: 2, reshare: 1 }],
    [{ view_count: null, like_count: undefined, share_count: -1 }, { comment: 2 }],
    [
      { view_count: 0, comment_count: "many" },
      { view: 0, like: 7, reshare: 1 },
    ],
  ])("with the numbers %j tell %j: what is missing is unknown", async (change, totals) => {
    const { observations } = await read(video(change));
    expect(Object.fromEntries(observations.map(({ kind, total }) => [kind, total]))).toEqual(totals);
  });

  it("ask for nothing but what is read", async () => {
    const asked: Sent[] = [];
    const { pull } = await served({
      "/v2/video/list/": (sent) => {
        asked.push(sent);
        return fine({ videos: [], has_more: false });
      },
    });
    await pull();
    expect(asked).toEqual([
      {
        fields: [
          "id",
          "create_time",
          "title",
          "video_description",
          "share_url",
          "view_count",
          "like_count",
          "comment_count",
          "share_count",
        ],
        body: { max_count: 20 },
      },
    ]);
  });

  it.each([
    ["without an id", { id: undefined }],
    ["whose id is a fraction", { id: 1.5 }],
    ["dated by no date", { create_time: "yesterday" }],
  ])("%s are passed over", async (_name, change) => {
    const { posts } = await read(video(change), video({ id: "2" }));
    expect(posts.map(({ nativeId }) => nativeId)).toEqual(["2"]);
  });

  it.each([
    ["See https://shop.example/a", true],
    ["See https://www.tiktok.com/@bob", false],
    ["See https://nottiktok.com/", true],
    ["no link here", false],
  ])("described as %j lead elsewhere: %j", async (video_description, expected) => {
    const { posts } = await read(video({ video_description }));
    expect(posts.map(({ carriesLink }) => carriesLink)).toEqual([expected]);
  });

  it("without a description have their title for a text, without an address none", async () => {
    const { posts } = await read(video({ video_description: "" }), video({ id: "2", title: null, share_url: "?" }));
    expect(posts.map(({ text, url }) => [text, url === null])).toEqual([
      ["Harbour", false],
      ["At dawn #sea", true],
    ]);
  });

  it.each([[{ videos: [] }], [{ videos: null, has_more: null }], [{}]])("told as %j are none", async (data) => {
    const { pull } = await served({ "/v2/video/list/": () => fine(data) });
    expect(together(await pull()).posts).toEqual([]);
  });
});

describe("pages", () => {
  const bodySchema = z.object({ cursor: z.number().default(0) });
  const paged = async (pages: Readonly<Record<number, object>>) => {
    const asked: number[] = [];
    const { pull } = await served({
      "/v2/video/list/": ({ body }) => {
        const { cursor } = bodySchema.parse(body);
        asked.push(cursor);
        return fine(pages[cursor]);
      },
    });
    return { ids: together(await pull()).posts.map(({ nativeId }) => nativeId), asked };
  };

  it("follow while TikTok says that there is more, though a page may be empty", async () => {
    const { ids, asked } = await paged({
      0: { videos: [video()], cursor: 30, has_more: true },
      30: { videos: [], cursor: 20, has_more: true },
      20: { videos: [video({ id: "2" })], cursor: 10, has_more: false },
    });
    expect([ids, asked]).toEqual([
      [id, "2"],
      [0, 30, 20],
    ]);
  });

  it.each([
    ["names no cursor", { has_more: true }],
    ["names a cursor, but says that there is no more", { cursor: 5, has_more: false }],
  ])("end with one that %s", async (_name, end) => {
    expect((await paged({ 0: { videos: [video()], ...end } })).asked).toEqual([0]);
  });

  it("end where the cursor stands still", async () => {
    const still = { videos: [video()], cursor: 30, has_more: true };
    expect((await paged({ 0: still, 30: still })).asked).toEqual([0, 30]);
  });
});

describe("reading again", () => {
  it("asks for twenty videos at a time by their ids, and what is left out is gone", async () => {
    const ids = Array.from({ length: 25 }, (_, n) => String(n + 1));
    const first = await (
      await served({ "/v2/video/list/": () => fine({ videos: ids.map((one) => video({ id: one })), has_more: false }) })
    ).pull();
    const asked: number[] = [];
    const querySchema = z.object({ filters: z.object({ video_ids: z.array(z.string()) }) });
    const { ctx } = await served({
      "/v2/video/list/": () => fine({ videos: [], has_more: false }),
      "/v2/video/query/": ({ body }) => {
        const wanted = querySchema.parse(body).filters.video_ids;
        asked.push(wanted.length);
        return fine({ videos: wanted.filter((one) => one !== "7").map((one) => video({ id: one })) });
      },
    });
    const later = { ...ctx, now: () => startOfTest + hour };
    const second = await collect(tiktok.pull(later, channel, lastCursor(first)));
    expect(asked).toEqual([20, 5]);
    expect(together(second).removals).toEqual([{ nativeKey: "post:7" }]);
  });
});

describe("followers", () => {
  it.each([
    [12, [12]],
    ["12", [12]],
    [0, [0]],
    [null, []],
    [undefined, []],
  ])("given as %j are %j", async (count, followers) => {
    const { pull } = await served({ "/v2/user/info/": () => fine({ user: { follower_count: count } }) });
    expect(together(await pull()).audience.map((one) => one.followers)).toEqual(followers);
  });
});

describe("a refusal", () => {
  it.each<[number, string, Record<string, string>, object]>([
    [429, "rate_limit_exceeded", {}, { code: "rate-limited", retryAfterMs: minute }],
    [429, "rate_limit_exceeded", { "retry-after": "7" }, { code: "rate-limited", retryAfterMs: 7_000 }],
    [200, "rate_limit_exceeded", {}, { code: "rate-limited", retryAfterMs: minute }],
    [401, "access_token_invalid", {}, { code: "unauthorized", needsReconnect: true }],
    [200, "access_token_invalid", {}, { code: "unauthorized", needsReconnect: true }],
    [401, "scope_not_authorized", {}, { code: "forbidden", needsReconnect: true }],
    [400, "scope_permission_missed", {}, { code: "forbidden", needsReconnect: true }],
    [400, "invalid_params", {}, { code: "malformed", retryable: false }],
    [403, "of_the_future", {}, { code: "forbidden", needsReconnect: false }],
    [200, "internal_error", {}, { code: "unavailable", retryable: true }],
    [500, "internal_error", {}, { code: "unavailable", retryable: true }],
  ])("with status %d, code %s and headers %j is classified", async (status, code, headers, expected) => {
    const { pull } = await served({ "/v2/video/list/": () => refusal(status, code, headers) });
    expect(await errorOf(pull())).toMatchObject({ networkId: "tiktok", ...expected });
  });

  it("is read where the documentation shows the code outside its error", async () => {
    const bare: Answer = { status: 400, json: { code: "access_token_invalid", message: "", log_id: "1" } };
    const { pull } = await served({ "/v2/video/list/": () => bare });
    expect(await errorOf(pull())).toMatchObject({ code: "unauthorized" });
  });

  it("is read by its code, whatever its words hold", async () => {
    const wordy = { code: "of_the_future", message: "rate_limit_exceeded access_token_invalid" };
    const { pull } = await served({ "/v2/video/list/": () => ({ status: 403, json: { error: wordy } }) });
    expect(await errorOf(pull())).toMatchObject({ code: "forbidden" });
  });

  it("of a part of what was asked says what to allow", async () => {
    const { pull } = await served({ "/v2/video/list/": () => refusal(401, "scope_not_authorized") });
    expect(await errorOf(pull())).toMatchObject({ message: expect.stringMatching(/allow all of it/) });
  });
});
