import { afterEach, describe, expect, it, vi } from "vitest";
import { pinterest } from "../../../src/networks/pinterest/pinterest.ts";
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

const secret = JSON.stringify({
  accessToken: "tok",
  refreshToken: "ref",
  expiresAt: startOfTest + 30 * day,
  refreshExpiresAt: startOfTest + 60 * day,
  issuedAt: startOfTest,
});
const channel = { nativeId: "1", config: { username: "alice" }, secret };
const id = "813744226420795884";

/** A pin as Pinterest gives it, with what a test changes. */
const pin = (change: object = {}) => ({
  id,
  created_at: "2026-11-02T11:58:00",
  title: "Harbour",
  description: "At dawn",
  link: null,
  is_owner: true,
  parent_pin_id: null,
  pin_metrics: { "90d": { impression: 9999 }, lifetime_metrics: { impression: 7, save: 2, outbound_click: 1 } },
  ...change,
});

const account = (change: object = {}) => ({ id: "549", username: "alice", account_type: "BUSINESS", ...change });

type Paths = Readonly<Record<string, (query: URLSearchParams) => Answer>>;

const served = async (pins: readonly unknown[], paths: Paths = {}) => {
  const usual: Paths = {
    "/v5/user_account": () => ({ json: account({ follower_count: 3 }) }),
    "/v5/pins": () => ({ json: { items: pins, bookmark: null } }),
    "/v5/boards": () => ({ json: { items: [], bookmark: null } }),
  };
  const server = await jsonServer(({ url }) => (paths[url.pathname] ?? usual[url.pathname])?.(url.searchParams));
  const ctx = { ...server.ctx, baseUrls: { pinterest: server.origin } };
  return { ...server, ctx, pull: () => collect(pinterest.pull(ctx, channel, null)) };
};

const refusal = (status: number, code: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  json: { code, message: "words that may change" },
});

describe("signing in at Pinterest", () => {
  const { signIn } = pinterest.connect;
  if (signIn === undefined) throw new Error("there is no sign-in");

  it("asks for reading and for making pins, with commas between, and names the app by its credentials", async () => {
    const { ctx, standIn } = await staged();
    const app = standIn.app ?? { id: "", secret: "" };
    const { url } = await signIn.start(ctx, { app, redirectUri: "https://h.example/answer", state: "s" });
    expect(new URL(url).searchParams.get("scope")).toBe(
      "user_accounts:read,boards:read,boards:write,pins:read,pins:write",
    );
    expect(standIn.requests).toEqual([]);
  });

  it("shows the app's secret in the header alone", async () => {
    const { ctx } = await staged();
    const bodies: string[] = [];
    const heard: typeof ctx.fetch = (url, init) => {
      bodies.push(init?.body?.toString() ?? "");
      return ctx.fetch(url, init);
    };
    await signInAt({ ...ctx, fetch: heard }, signIn);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).not.toContain("secret");
  });

  it("gives a grant that a person has to renew when nothing was read for sixty days", async () => {
    const { ctx } = await staged();
    expect((await signInAt(ctx, signIn)).expiresAt).toBe(startOfTest + 60 * day);
  });

  it("is renewed with a new refresh token, which is kept before it is used", async () => {
    const { connect, pull, clock, secrets } = await staged();
    const connected = await connect();
    const before = JSON.parse(secrets.at(-1) ?? "");
    clock.now += 31 * day;
    await pull(connected);
    const first = JSON.parse(secrets.at(-1) ?? "");
    expect(first.refreshToken).not.toBe(before.refreshToken);
    expect(first.refreshExpiresAt).toBe(startOfTest + 91 * day);
    clock.now += 31 * day;
    await pull(connected);
    expect(JSON.parse(secrets.at(-1) ?? "").accessToken).not.toBe(first.accessToken);
  });

  it("that was taken back asks to connect again", async () => {
    const { connect, pull, standIn } = await staged();
    const connected = await connect();
    standIn.revoke?.();
    expect(await errorOf(pull(connected))).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });
});

describe("the account behind a sign-in", () => {
  const found = async (view: object, boards: readonly object[] = []) => {
    const { ctx, asked } = await served([], {
      "/v5/user_account": () => ({ json: view }),
      "/v5/boards": () => ({ json: { items: boards, bookmark: null } }),
    });
    const [channelFound] = (await pinterest.discover(ctx, {}, { secret })).channels;
    expect(asked.at(-1)?.url.search).toBe("?privacy=PUBLIC&page_size=250");
    return channelFound;
  };

  it("that is a business knows its numbers", async () => {
    const channelFound = await found(
      account({ business_name: "Alice & Co", profile_image: "https://i.example/a.jpg" }),
    );
    expect(channelFound).toMatchObject({
      nativeId: "549",
      title: "Alice & Co",
      url: "https://www.pinterest.com/alice/",
      avatarUrl: "https://i.example/a.jpg",
      knows: ["post", "linkPost", "view", "like", "click", "save", "comment"],
    });
    expect(channelFound?.note).not.toMatch(/business/);
  });

  it("publishes on the board that it lists first, and says on which", async () => {
    const boards = [
      { id: "549755885175000009", name: "Bread & rolls", privacy: "PUBLIC" },
      { id: "2", name: "Cakes", privacy: "PUBLIC" },
    ];
    expect(await found(account(), boards)).toMatchObject({
      config: {
        username: "alice",
        board: "549755885175000009",
        boards: [
          { id: "549755885175000009", name: "Bread & rolls" },
          { id: "2", name: "Cakes" },
        ],
      },
      note: "Pins are published on the board Bread & rolls. Another can be chosen when one is written.",
    });
  });

  it("with one board alone has nothing to choose", async () => {
    expect(await found(account(), [{ id: "2", name: "Cakes" }])).toMatchObject({
      note: "Pins are published on the board Cakes.",
    });
  });

  it("without a public board is read all the same, and told what publishing needs", async () => {
    expect(await found(account())).toMatchObject({
      config: { username: "alice", board: null, boards: [] },
      note: "The account has no public board yet: make one and connect it again to publish.",
    });
  });

  it("that is personal knows its pins alone, and says why", async () => {
    const channelFound = await found(account({ account_type: "PINNER", business_name: null }));
    expect(channelFound).toMatchObject({ title: "alice", knows: ["post", "linkPost"] });
    expect(channelFound?.note).toMatch(/business accounts only/);
  });

  it("goes by its name where Pinterest gives no id", async () => {
    expect(await found({ username: "alice" })).toMatchObject({ nativeId: "alice" });
  });
});

describe("pins", () => {
  const read = async (...pins: unknown[]) => together(await (await served(pins)).pull());
  const totalsOf = async (metrics: unknown) => {
    const { observations } = await read(pin({ pin_metrics: metrics }));
    return Object.fromEntries(observations.map(({ kind, total }) => [kind, total]));
  };

  it("are read with ids beyond 2^53, times without a zone, and totals since they were made", async () => {
    const { posts, observations } = await read(pin());
    expect(posts).toEqual([
      {
        nativeId: id,
        at: startOfTest - 2 * minute,
        url: `https://www.pinterest.com/pin/${id}/`,
        text: "Harbour — At dawn",
        carriesLink: false,
      },
    ]);
    expect(observations.map(({ kind, total }) => [kind, total])).toEqual([
      ["view", 7],
      ["click", 1],
      ["save", 2],
    ]);
  });

  it.each([
    [
      { lifetime_metrics: { impression: 1, reaction: 2, comment: 3, save: 4 } },
      { view: 1, like: 2, comment: 3, save: 4 },
    ],
    [{ all_time: { impression: 1, clickthrough: 2 } }, { view: 1, click: 2 }],
    [{ lifetime_metrics: { outbound_click: 3, clickthrough: 9 } }, { click: 3 }],
    [{ lifetime_metrics: { impression: "12" } }, { view: 12 }],
    [{ lifetime_metrics: { impression: null, save: -1 } }, {}],
    [{ "90d": { impression: 5 } }, {}],
    [{ lifetime_metrics: "soon" }, {}],
    [null, {}],
    [undefined, {}],
  ])("with the numbers %j tell %j: what moves or is missing is no total", async (metrics, totals) => {
    expect(await totalsOf(metrics)).toEqual(totals);
  });

  it.each([
    ["2026-11-02T11:58:00Z", startOfTest - 2 * minute],
    ["2026-11-02T11:58:00-00:00", startOfTest - 2 * minute],
    ["2026-11-02T12:58:00+01:00", startOfTest - 2 * minute],
  ])("made at %s are dated by that instant", async (created_at, at) => {
    expect((await read(pin({ created_at }))).posts.map((post) => post.at)).toEqual([at]);
  });

  it("made at a time without a zone are dated in UTC, wherever we run", async () => {
    vi.stubEnv("TZ", "America/New_York");
    try {
      expect((await read(pin())).posts.map((post) => post.at)).toEqual([startOfTest - 2 * minute]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.each([
    ["saved from others", { parent_pin_id: "7" }],
    ["of another account on a shared board", { is_owner: false }],
    ["dated by no date", { created_at: "yesterday" }],
  ])("that are %s are passed over", async (_name, change) => {
    const { posts } = await read(pin(change), pin({ id: "2", parent_pin_id: "" }));
    expect(posts.map(({ nativeId }) => nativeId)).toEqual(["2"]);
  });

  it.each([
    ["https://shop.example/a", true],
    ["https://www.pinterest.co.uk/pin/1/", false],
    ["https://pin.it/abc", false],
    ["https://pinterest.example.org.evil.test/", false],
    ["https://notpinterest.com/", true],
    ["", false],
    [null, false],
  ])("with the link %j lead elsewhere: %j", async (link, expected) => {
    expect((await read(pin({ link }))).posts.map(({ carriesLink }) => carriesLink)).toEqual([expected]);
  });

  it("without a title or a description have the other for a text", async () => {
    const { posts } = await read(
      pin({ title: null }),
      pin({ id: "2", description: " " }),
      pin({ id: "3", title: "", description: null }),
    );
    expect(posts.map(({ text }) => text)).toEqual(["At dawn", "Harbour", ""]);
  });

  it("are read bookmark by bookmark, until there is none", async () => {
    const pages: Record<string, object> = {
      "": { items: [pin()], bookmark: "b+/=1" },
      "b+/=1": { items: [], bookmark: "b2" },
      b2: { items: [pin({ id: "2" })] },
    };
    const { pull, asked } = await served([], { "/v5/pins": (query) => ({ json: pages[query.get("bookmark") ?? ""] }) });
    expect(together(await pull()).posts.map(({ nativeId }) => nativeId)).toEqual([id, "2"]);
    expect(asked.filter(({ url }) => url.pathname === "/v5/pins")).toHaveLength(3);
  });

  it("that cannot be found any more are removed, those that the list missed are not", async () => {
    const first = await (await served(["1", "2", "3"].map((one) => pin({ id: one })))).pull();
    const { ctx } = await served([pin({ id: "3" })], {
      "/v5/pins/1": () => refusal(404, 50),
      "/v5/pins/2": () => ({ json: pin({ id: "2" }) }),
    });
    const second = await collect(pinterest.pull(ctx, channel, lastCursor(first)));
    expect(together(second).removals).toEqual([{ nativeKey: "post:1" }]);
  });
});

describe("followers", () => {
  it.each([
    [12, [12]],
    ["12", [12]],
    [null, []],
    [-1, []],
    [undefined, []],
  ])("given as %j are %j", async (count, followers) => {
    const { pull } = await served([], { "/v5/user_account": () => ({ json: account({ follower_count: count }) }) });
    expect(together(await pull()).audience.map((one) => one.followers)).toEqual(followers);
  });
});

describe("a refusal", () => {
  it.each<[number, number, Record<string, string>, object]>([
    [429, 8, { "x-ratelimit-reset": "12" }, { code: "rate-limited", retryAfterMs: 12_000 }],
    [429, 8, { "retry-after": "3", "x-ratelimit-reset": "12" }, { code: "rate-limited", retryAfterMs: 3_000 }],
    [429, 0, {}, { code: "rate-limited", retryAfterMs: 5 * minute }],
    [403, 8, {}, { code: "rate-limited" }],
    [401, 2, {}, { code: "unauthorized", needsReconnect: true }],
    [403, 29, {}, { code: "forbidden", needsReconnect: false }],
    [403, 12_345, {}, { code: "forbidden" }],
    [404, 50, {}, { code: "not-found" }],
    [400, 1, {}, { code: "malformed", retryable: false }],
    [500, 0, {}, { code: "unavailable", retryable: true }],
  ])("with status %d, code %d and headers %j is classified", async (status, code, headers, expected) => {
    const { pull } = await served([], { "/v5/user_account": () => refusal(status, code, headers) });
    expect(await errorOf(pull())).toMatchObject({ networkId: "pinterest", ...expected });
  });

  it("is read by numbers, whatever its words hold", async () => {
    const wordy: Answer = { status: 403, json: { code: 29, message: "rate limit 429 unauthorized, code: 2" } };
    const { pull } = await served([], { "/v5/user_account": () => wordy });
    expect(await errorOf(pull())).toMatchObject({ code: "forbidden" });
  });
});
