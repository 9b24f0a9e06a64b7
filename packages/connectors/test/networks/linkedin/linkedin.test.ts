import { afterEach, describe, expect, it } from "vitest";
import { linkedin } from "../../../src/networks/linkedin/linkedin.ts";
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
const secret = JSON.stringify({
  accessToken: "tok",
  refreshToken: "ref",
  expiresAt: startOfTest + 60 * day,
  refreshExpiresAt: startOfTest + 365 * day,
  issuedAt: startOfTest,
});
const organization = "urn:li:organization:2414183";
const channel = { nativeId: "2414183", config: { organization }, secret };
const urn = "urn:li:share:7390000000000000123";

/** A post as LinkedIn gives it, with what a test changes. */
const post = (change: object = {}) => ({
  id: urn,
  author: organization,
  commentary: "Harbour at dawn",
  createdAt: startOfTest - 3 * minute,
  publishedAt: startOfTest - 2 * minute,
  lifecycleState: "PUBLISHED",
  visibility: "PUBLIC",
  distribution: { feedDistribution: "MAIN_FEED" },
  isOfTheFuture: { yes: true },
  ...change,
});

const metadata = (change: object = {}) => ({
  entity: urn,
  commentSummary: { count: 2, topLevelCount: 1 },
  reactionSummaries: { LIKE: { count: 5 }, PRAISE: { count: 2 }, EMPATHY: { count: "1" } },
  ...change,
});

const page = (elements: readonly unknown[], paging: object = {}): Answer => ({
  json: { elements, paging: { start: 0, count: 50, links: [], ...paging } },
});
const batch = (results: object, more: object = {}): Answer => ({
  json: { results, statuses: {}, errors: {}, ...more },
});

type Paths = Readonly<Record<string, (query: URLSearchParams) => Answer>>;

const sizePath = "/rest/networkSizes/urn%3Ali%3Aorganization%3A2414183";
const statisticsPath = "/rest/organizationalEntityShareStatistics";

const served = async (paths: Paths = {}) => {
  const usual: Paths = {
    [sizePath]: () => ({ json: { firstDegreeSize: 3 } }),
    "/rest/posts": () => page([post()]),
    "/rest/socialMetadata": () => batch({ [urn]: metadata() }),
    [statisticsPath]: () => page([]),
  };
  const server = await jsonServer(({ url }) => (paths[url.pathname] ?? usual[url.pathname])?.(url.searchParams));
  const ctx = { ...server.ctx, baseUrls: { linkedin: server.origin } };
  return { ...server, ctx, pull: () => collect(linkedin.pull(ctx, channel, null)) };
};

const { signIn } = linkedin.connect;
if (signIn === undefined) throw new Error("there is no sign-in");

describe("signing in at LinkedIn", () => {
  it("asks for reading pages, without PKCE, which LinkedIn refuses to apps like this", async () => {
    const { ctx, standIn } = await staged();
    const app = standIn.app ?? { id: "", secret: "" };
    const { url } = await signIn.start(ctx, { app, redirectUri: "https://h.example/answer", state: "s" });
    const params = new URL(url).searchParams;
    expect(params.get("scope")).toBe("r_organization_social w_organization_social rw_organization_admin");
    expect([...params.keys()].filter((name) => name.startsWith("code_"))).toEqual([]);
  });

  it("gives a grant that lasts a year where the app is approved for refresh tokens", async () => {
    const { ctx } = await staged();
    expect((await signInAt(ctx, signIn)).expiresAt).toBe(startOfTest + 365 * day);
  });

  it.each([
    [{}, startOfTest + 60 * day],
    [{ refresh_token: "r", refresh_token_expires_in: 86_400 }, startOfTest + day],
    [{ refresh_token: "r", refresh_token_expires_in: "86400" }, startOfTest + day],
  ])("answered with %j ends at %j", async (refresh, end) => {
    const { origin, ctx, asked } = await jsonServer(() => ({
      json: { access_token: "a", expires_in: 5_184_000, scope: "r_organization_social", ...refresh },
    }));
    const attempt = { app: { id: "i", secret: "s" }, redirectUri: "https://h.example/answer", state: "s" };
    const grant = await signIn.finish(
      { ...ctx, baseUrls: { linkedin: origin } },
      { ...attempt, keep: "v".repeat(43), params: new URLSearchParams({ code: "c", state: "s" }) },
    );
    expect(grant.expiresAt).toBe(end);
    expect(new URLSearchParams(asked[0]?.body).has("code_verifier")).toBe(false);
  });
});

describe("tokens", () => {
  it("are renewed ahead of the end of 60 days", async () => {
    const { connect, pull, clock, secrets } = await staged();
    const connected = await connect();
    const before = JSON.parse(secrets.at(-1) ?? "");
    clock.now += 60 * day - minute;
    await pull(connected);
    const after = JSON.parse(secrets.at(-1) ?? "");
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(after.refreshToken).toBe(before.refreshToken);
  });

  it("end a year after the sign-in, whatever was renewed", async () => {
    const { connect, pull, clock, secrets } = await staged();
    const connected = await connect();
    clock.now += 300 * day;
    await pull(connected);
    expect(JSON.parse(secrets.at(-1) ?? "").refreshExpiresAt).toBe(startOfTest + 365 * day);
    clock.now += 66 * day;
    expect(await errorOf(pull(connected))).toMatchObject({ code: "unauthorized", needsReconnect: true });
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

  it("without a refresh token ask to connect again after 60 days", async () => {
    const { ctx, standIn } = await staged();
    const held = JSON.stringify({ ...JSON.parse(secret), refreshToken: null, expiresAt: startOfTest - minute });
    const renewing = {
      ...ctx,
      renewSecret: async (renew: (text: string) => Promise<string | null>) => (await renew(held)) ?? held,
    };
    const error = await errorOf(collect(linkedin.pull(renewing, { ...channel, secret: held }, null)));
    expect(error).toMatchObject({ code: "unauthorized", needsReconnect: true });
    expect(standIn.requests).toEqual([]);
  });
});

describe("every request", () => {
  it("names the version of the API and that of the protocol", async () => {
    const { ctx, connect, pullable, standIn } = await staged();
    standIn.store.publish({ text: "Harbour" });
    const connected = await connect();
    const heard: (string | null)[] = [];
    const listening: typeof ctx.fetch = (url, init) => {
      const headers = new Headers(init?.headers);
      heard.push(`${headers.get("linkedin-version")} ${headers.get("x-restli-protocol-version")}`);
      return ctx.fetch(url, init);
    };
    await collect(linkedin.pull({ ...ctx, fetch: listening }, pullable(connected), null));
    expect(heard.length).toBeGreaterThan(3);
    expect(new Set(heard)).toEqual(new Set(["202607 2.0.0"]));
  });

  it("escapes URNs and keeps the lists of the protocol", async () => {
    const { pull, asked } = await served();
    await pull();
    expect(asked.map(({ url }) => url.pathname + url.search)).toEqual([
      `${sizePath}?edgeType=COMPANY_FOLLOWED_BY_MEMBER`,
      "/rest/posts?q=author&author=urn%3Ali%3Aorganization%3A2414183&sortBy=CREATED&start=0&count=50",
      "/rest/socialMetadata?ids=List(urn%3Ali%3Ashare%3A7390000000000000123)",
      `${statisticsPath}?q=organizationalEntity&organizationalEntity=urn%3Ali%3Aorganization%3A2414183` +
        "&shares=List(urn%3Ali%3Ashare%3A7390000000000000123)&count=1",
    ]);
  });
});

describe("the pages behind a sign-in", () => {
  const role = (id: string) => ({ organization: id, role: "ADMINISTRATOR", roleAssignee: "urn:li:person:Zoe" });
  const found = async (roles: Paths[string], organizations: Paths[string]) => {
    const { ctx, asked } = await served({ "/rest/organizationAcls": roles, "/rest/organizations": organizations });
    return { channels: (await linkedin.discover(ctx, {}, { secret })).channels, asked };
  };

  it("are all that the person administers, however many pages of roles there are", async () => {
    const { channels } = await found(
      (query) =>
        query.get("start") === "0"
          ? page([role("urn:li:organization:1"), role("urn:li:organization:2")], { links: [{ rel: "next" }], count: 2 })
          : page([role("urn:li:organization:2"), role("urn:li:organization:3")], { start: 2 }),
      () =>
        batch({
          1: { id: 1, localizedName: "Harbour", vanityName: "harbour" },
          2: { id: 2, localizedName: "", vanityName: "quay" },
        }),
    );
    expect(channels.map(({ nativeId, title, url, config }) => [nativeId, title, url, config])).toEqual([
      ["1", "Harbour", "https://www.linkedin.com/company/harbour/", { organization: "urn:li:organization:1" }],
      ["2", "quay", "https://www.linkedin.com/company/quay/", { organization: "urn:li:organization:2" }],
      ["3", "LinkedIn page 3", "https://www.linkedin.com/company/3/", { organization: "urn:li:organization:3" }],
    ]);
    expect(JSON.stringify(channels)).not.toContain("Zoe");
  });

  it("are asked for by fifty ids at a time", async () => {
    const ids = Array.from({ length: 51 }, (_, n) => `urn:li:organization:${n + 1}`);
    const { channels, asked } = await found(
      () => page(ids.map(role)),
      () => batch({}),
    );
    expect(channels).toHaveLength(51);
    expect(asked.filter(({ url }) => url.pathname === "/rest/organizations")).toHaveLength(2);
  });

  it("may be none, and what is no page is passed over", async () => {
    const { channels, asked } = await found(
      () => page([role("urn:li:person:1"), role("urn:li:organization:x")]),
      () => batch({}),
    );
    expect(channels).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});

describe("posts", () => {
  const read = async (...posts: unknown[]) => {
    const { pull } = await served({ "/rest/posts": () => page(posts) });
    return together(await pull());
  };

  it("are read with the numbers of their URNs as they are", async () => {
    expect((await read(post())).posts).toEqual([
      {
        nativeId: urn,
        at: startOfTest - 2 * minute,
        url: `https://www.linkedin.com/feed/update/${urn}/`,
        text: "Harbour at dawn",
        carriesLink: false,
      },
    ]);
  });

  it("keep no name of a member", async () => {
    const { posts } = await read(post({ commentary: "Thanks @[Zoe Quist](urn:li:person:A8x)" }));
    expect(JSON.stringify(posts)).not.toMatch(/zoe|quist|A8x/i);
  });

  it.each([
    ["drafts", { lifecycleState: "DRAFT" }],
    ["advertisements that followers do not see", { distribution: { feedDistribution: "NONE" } }],
    ["posts of others, passed on without a word", { commentary: "", reshareContext: { parent: "urn:li:share:9" } }],
    ["without an instant", { publishedAt: null, createdAt: null }],
    ["of a kind that is not known", { id: "urn:li:novel:7" }],
    ["without an id", { id: null }],
  ])("that are %s are passed over", async (_name, change) => {
    const { posts } = await read(post(change), post({ id: "urn:li:share:2" }));
    expect(posts.map(({ nativeId }) => nativeId)).toEqual(["urn:li:share:2"]);
  });

  it("of others, passed on with words of the page's own, are the page's", async () => {
    expect((await read(post({ reshareContext: { parent: "urn:li:share:9" } }))).posts).toHaveLength(1);
  });

  it.each([
    [{ content: { article: { source: "https://shop.example/a" } } }, true],
    [{ commentary: "See https://lnkd.in/abc" }, true],
    [{ commentary: "See https://www.linkedin.com/company/1" }, false],
    [{ commentary: "See https://notlinkedin.com/" }, true],
    [{ content: { media: { id: "urn:li:image:1" } } }, false],
    [{ content: "of the future" }, false],
  ])("with %j lead elsewhere: %j", async (change, expected) => {
    expect((await read(post(change))).posts.map(({ carriesLink }) => carriesLink)).toEqual([expected]);
  });

  it("go on behind a page that LinkedIn left empty, as long as it names a next one", async () => {
    const pages: Record<string, Answer> = {
      0: page([post()], { count: 2, links: [{ rel: "next" }] }),
      2: page([], { start: 2, count: 2, links: [{ rel: "prev" }, { rel: "next" }] }),
      4: page([post({ id: "urn:li:share:2" })], { start: 4, count: 2, links: [{ rel: "prev" }] }),
    };
    const { pull } = await served({ "/rest/posts": (query) => pages[query.get("start") ?? ""] ?? page([]) });
    expect(together(await pull()).posts.map(({ nativeId }) => nativeId)).toEqual([urn, "urn:li:share:2"]);
  });
});

describe("totals", () => {
  const totalsOf = async (paths: Paths) => {
    const { pull } = await served(paths);
    const { observations } = together(await pull());
    return Object.fromEntries(observations.map(({ kind, total }) => [kind, total]));
  };
  const statistics = (counts: object, name = urn) => page([{ share: name, totalShareStatistics: counts }]);

  it("are all kinds of reactions and comments of now, and what the statistics add", async () => {
    const counts = {
      impressionCount: 70,
      clickCount: "9",
      shareCount: 1,
      likeCount: 4,
      commentCount: 1,
      engagement: 0.1,
    };
    expect(await totalsOf({ [statisticsPath]: () => statistics(counts) })).toEqual({
      view: 70,
      like: 8,
      click: 9,
      reshare: 1,
      comment: 2,
    });
  });

  it.each<[object | null, object]>([
    [metadata({ reactionSummaries: {}, commentSummary: { count: 0 } }), { like: 0, comment: 0 }],
    [metadata({ reactionSummaries: { LIKE: { count: null } } }), { comment: 2 }],
    [metadata({ reactionSummaries: null, commentSummary: null }), {}],
    [null, {}],
  ])("from %j without statistics are %j: what is not told is unknown", async (view, totals) => {
    expect(await totalsOf({ "/rest/socialMetadata": () => batch({ [urn]: view }) })).toEqual(totals);
  });

  it("that came with an error for the post are unknown, and the others are told", async () => {
    const partial = () => batch({}, { statuses: { [urn]: 500 }, errors: { [urn]: { status: 500 } } });
    expect(
      await totalsOf({ "/rest/socialMetadata": partial, [statisticsPath]: () => statistics({ shareCount: 3 }) }),
    ).toEqual({ reshare: 3 });
  });

  it("of shares and of posts of the older kind are asked for by their own names", async () => {
    const older = "urn:li:ugcPost:7390000000000000124";
    const lists: [string | null, string | null][] = [];
    const { pull } = await served({
      "/rest/posts": () => page([post(), post({ id: older })]),
      [statisticsPath]: (query) => {
        lists.push([query.get("shares"), query.get("ugcPosts")]);
        const one = query.has("shares") ? { share: urn } : { ugcPost: older };
        return page([{ ...one, totalShareStatistics: { impressionCount: query.has("shares") ? 1 : 2 } }]);
      },
    });
    const { observations } = together(await pull());
    expect(lists).toEqual([
      [`List(${urn})`, null],
      [null, `List(${older})`],
    ]);
    expect(observations.filter(({ kind }) => kind === "view").map((one) => [one.postNativeId, one.total])).toEqual([
      [urn, 1],
      [older, 2],
    ]);
  });

  it("are not asked for where there are no posts", async () => {
    const { pull, asked } = await served({ "/rest/posts": () => page([]) });
    await pull();
    expect(asked.map(({ url }) => url.pathname)).toEqual([sizePath, "/rest/posts"]);
  });
});

describe("reading again", () => {
  const ids = ["1", "2", "3"].map((n) => `urn:li:share:${n}`);
  const again = async (answer: Answer) => {
    const first = await (await served({ "/rest/posts": () => page(ids.map((id) => post({ id }))) })).pull();
    const { ctx } = await served({
      "/rest/posts": (query) => (query.has("ids") ? answer : page([])),
      "/rest/socialMetadata": () => batch(Object.fromEntries(ids.map((id) => [id, metadata()]))),
    });
    return collect(linkedin.pull({ ...ctx, now: () => startOfTest + hour }, channel, lastCursor(first)));
  };
  const posts = (names: readonly string[]) => Object.fromEntries(names.map((id) => [id, post({ id })]));

  it.each([404, 403, 410])("takes posts with the status %d for gone", async (status) => {
    const answer = batch(posts(["urn:li:share:1", "urn:li:share:3"]), { errors: { "urn:li:share:2": { status } } });
    expect(together(await again(answer)).removals).toEqual([{ nativeKey: "post:urn:li:share:2" }]);
  });

  it("takes posts that were taken back into drafts for gone", async () => {
    const answer = batch({ ...posts(ids), "urn:li:share:2": post({ id: "urn:li:share:2", lifecycleState: "DRAFT" }) });
    expect(together(await again(answer)).removals).toEqual([{ nativeKey: "post:urn:li:share:2" }]);
  });

  it("takes other trouble with a post for no removal", async () => {
    const answer = batch(posts(["urn:li:share:1"]), { statuses: { "urn:li:share:2": 500, "urn:li:share:3": 404 } });
    expect(await errorOf(again(answer))).toMatchObject({ code: "unavailable", retryable: true });
  });

  it("leaves a post as it was that is there but cannot be read", async () => {
    const second = together(await again(batch({ ...posts(ids), "urn:li:share:2": { of: "the future" } })));
    expect(second.removals).toEqual([]);
    expect(second.observations.map(({ postNativeId }) => postNativeId)).not.toContain("urn:li:share:2");
  });
});

describe("followers", () => {
  it.each([
    [12, [12]],
    ["12", [12]],
    [0, [0]],
    [null, []],
    [-1, []],
  ])("given as %j are %j", async (firstDegreeSize, followers) => {
    const { pull } = await served({ [sizePath]: () => ({ json: { firstDegreeSize } }) });
    expect(together(await pull()).audience.map((one) => one.followers)).toEqual(followers);
  });
});

describe("a refusal", () => {
  it.each<[number, Record<string, string>, object]>([
    [429, {}, { code: "rate-limited", retryAfterMs: 12 * hour }],
    [429, { "retry-after": "7" }, { code: "rate-limited", retryAfterMs: 7_000 }],
    [401, {}, { code: "unauthorized", needsReconnect: true }],
    [403, {}, { code: "forbidden", needsReconnect: false }],
    [404, {}, { code: "not-found", retryable: false }],
    [400, {}, { code: "malformed", retryable: false }],
    [426, {}, { code: "malformed", retryable: false, needsReconnect: false }],
    [503, {}, { code: "unavailable", retryable: true }],
  ])("with status %d and headers %j is classified", async (status, headers, expected) => {
    const json = { status, code: "WORDS", message: "429 unauthorized NONEXISTENT_VERSION" };
    const { pull } = await served({ "/rest/posts": () => ({ status, headers, json }) });
    expect(await errorOf(pull())).toMatchObject({ networkId: "linkedin", status, ...expected });
  });

  it.each([
    [startOfTest + 11 * hour + 59 * minute, minute],
    [startOfTest + 12 * hour, day],
  ])("for the day's limit at %d lasts until midnight in UTC", async (now, retryAfterMs) => {
    const { ctx } = await served({ "/rest/posts": () => ({ status: 429, json: {} }) });
    const error = await errorOf(collect(linkedin.pull({ ...ctx, now: () => now }, channel, null)));
    expect(error).toMatchObject({ retryAfterMs });
  });

  it("of a dead version says that Headroom has to be updated, not that the person did anything wrong", async () => {
    const { pull } = await served({ "/rest/posts": () => ({ status: 426, json: { code: "NONEXISTENT_VERSION" } }) });
    expect(await errorOf(pull())).toMatchObject({
      message: expect.stringMatching(/202607.*Headroom has to be updated/),
    });
  });
});
