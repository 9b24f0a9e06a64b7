import { afterEach, describe, expect, it } from "vitest";
import { youtube } from "../../../src/networks/youtube/youtube.ts";
import type { StandIn } from "../../../src/stand-ins/index.ts";
import { type Answer, jsonServer } from "../../json-server.ts";
import { collect, errorOf, lastCursor, minute, signInAt, stage, startOfTest, together } from "../../subject.ts";
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
  expiresAt: startOfTest + hour,
  refreshExpiresAt: null,
  issuedAt: startOfTest,
});
const config = { channelId: "UC1", uploads: "UU1" };
const channel = { nativeId: "UC1", config, secret };

/** A video as YouTube gives it, with what a test changes. */
const video = ({ snippet = {}, statistics = {}, ...change }: Record<string, object | string> = {}) => ({
  kind: "youtube#video",
  id: "dQw4w9WgXcQ",
  snippet: {
    publishedAt: new Date(startOfTest - 2 * minute).toISOString(),
    title: "Harbour at dawn",
    description: "",
    liveBroadcastContent: "none",
    ...(typeof snippet === "object" ? snippet : {}),
  },
  status: { privacyStatus: "public" },
  statistics: {
    viewCount: "7",
    likeCount: "2",
    commentCount: "0",
    ...(typeof statistics === "object" ? statistics : {}),
  },
  ...change,
});

const refusal = (status: number, reason: string): Answer => ({
  status,
  json: { error: { code: status, message: "words that may change", errors: [{ reason, domain: "youtube" }] } },
});

type Lists = Readonly<Record<string, (query: URLSearchParams) => Answer>>;

/** A server that answers each list as told, and the usual ones with `videos`. */
const served = async (videos: readonly { id: unknown }[], lists: Lists = {}) => {
  const usual: Lists = {
    channels: () => ({ json: { items: [{ id: "UC1", statistics: { subscriberCount: "1230" } }] } }),
    playlistItems: () => ({ json: { items: videos.map(({ id }) => ({ contentDetails: { videoId: id } })) } }),
    videos: () => ({ json: { items: videos } }),
  };
  const server = await jsonServer(({ url }) => {
    const list = url.pathname.replace("/youtube/v3/", "");
    return (lists[list] ?? usual[list])?.(url.searchParams);
  });
  const ctx = { ...server.ctx, baseUrls: { youtube: server.origin } };
  const pull = () => collect(youtube.pull(ctx, channel, null));
  const paths = () => server.asked.map(({ url }) => url.pathname.replace("/youtube/v3/", ""));
  return { ...server, ctx, pull, paths };
};

describe("signing in at Google", () => {
  it("asks for a token that can be renewed, for reading and for the comments", async () => {
    const { ctx, standIn } = await staged();
    const { signIn } = youtube.connect;
    const app = standIn.app ?? { id: "", secret: "" };
    const start = await signIn?.start(ctx, { app, redirectUri: "https://h.example/answer", state: "s" });
    const { searchParams } = new URL(start?.url ?? "");
    expect(Object.fromEntries(searchParams)).toMatchObject({
      access_type: "offline",
      prompt: "consent",
      code_challenge_method: "S256",
      scope: "https://www.googleapis.com/auth/youtube.readonly https://www.googleapis.com/auth/youtube.force-ssl",
    });
  });

  it("gives a grant without an end that we know of", async () => {
    const { ctx } = await staged();
    const { signIn } = youtube.connect;
    if (signIn === undefined) throw new Error("there is no sign-in");
    expect(await signInAt(ctx, signIn)).toMatchObject({ expiresAt: null });
  });

  it("is renewed ahead of its end, and the refresh token that Google does not repeat is kept", async () => {
    const { connect, pull, clock, secrets, standIn } = await staged();
    const connected = await connect();
    const before = JSON.parse(secrets.at(-1) ?? "");
    clock.now += 56 * minute;
    await pull(connected);
    const after = JSON.parse(secrets.at(-1) ?? "");
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(after.refreshToken).toBe(before.refreshToken);
    expect(standIn.requests.filter((line) => line === "POST /token")).toHaveLength(2);
  });

  it("is renewed once where the token dies in the middle of a pull", async () => {
    const { connect, ctx, pullable, clock, standIn } = await staged();
    standIn.store.publish({ text: "one", at: startOfTest - minute });
    standIn.store.followers = 5;
    const stream = youtube.pull(ctx, pullable(await connect()), null)[Symbol.asyncIterator]();
    expect((await stream.next()).value?.audience).toHaveLength(1);
    clock.now += 2 * hour;
    expect((await stream.next()).value?.posts).toHaveLength(1);
    expect(standIn.requests.filter((line) => line === "POST /token")).toHaveLength(2);
  });

  it("that was taken back asks to connect again", async () => {
    const { connect, pull, standIn } = await staged();
    const connected = await connect();
    standIn.revoke?.();
    expect(await errorOf(pull(connected))).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });
});

describe("the channels of an account", () => {
  const found = async (items: unknown) => {
    const { ctx } = await served([], { channels: () => ({ json: { items } }) });
    return (await youtube.discover(ctx, {}, { secret })).channels;
  };
  const uploading = (id: string) => ({ id, contentDetails: { relatedPlaylists: { uploads: `UU${id}` } } });

  it("are all offered, each with its own list of uploads", async () => {
    const channels = await found([uploading("UC1"), { ...uploading("UC2"), snippet: { title: "Two" } }]);
    expect(channels.map(({ title, config: own }) => [title, own])).toEqual([
      ["UC1", { channelId: "UC1", uploads: "UUUC1" }],
      ["Two", { channelId: "UC2", uploads: "UUUC2" }],
    ]);
  });

  it("say it where the subscribers are hidden", async () => {
    const [channel] = await found([{ ...uploading("UC1"), statistics: { hiddenSubscriberCount: true } }]);
    expect(channel?.note).toMatch(/hides how many people subscribed/);
  });

  it("are none where the account has none, and none that cannot upload", async () => {
    expect(await found(undefined)).toEqual([]);
    expect(await found([{ id: "UC1", contentDetails: { relatedPlaylists: { uploads: "" } } }])).toEqual([]);
  });
});

describe("subscribers", () => {
  const audience = async (statistics: object) => {
    const { pull } = await served([], { channels: () => ({ json: { items: [{ id: "UC1", statistics }] } }) });
    return together(await pull()).audience.map(({ followers }) => followers);
  };

  it.each([
    [{ subscriberCount: "1230000", hiddenSubscriberCount: false }, [1_230_000]],
    [{ subscriberCount: 12 }, [12]],
    [{ subscriberCount: "0", hiddenSubscriberCount: false }, [0]],
    [{ subscriberCount: "0", hiddenSubscriberCount: true }, []],
    [{ hiddenSubscriberCount: true }, []],
    [{ subscriberCount: null }, []],
    [{}, []],
  ])("%j are %j: what is hidden is unknown, not nobody", async (statistics, followers) => {
    expect(await audience(statistics)).toEqual(followers);
  });

  it("are unknown where the channel is not listed any more", async () => {
    const { pull } = await served([video()], { channels: () => ({ json: { kind: "x" } }) });
    const { audience: told, posts } = together(await pull());
    expect([told, posts.length]).toEqual([[], 1]);
  });
});

describe("videos", () => {
  const read = async (...videos: { id: unknown }[]) => together(await (await served(videos)).pull());

  it("are dated by their publication and counted from strings", async () => {
    const { posts, observations } = await read(video({ snippet: { description: "Shot in\n\nOctober" } }));
    expect(posts).toEqual([
      {
        nativeId: "dQw4w9WgXcQ",
        at: startOfTest - 2 * minute,
        url: "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        text: "Harbour at dawn — Shot in October",
        carriesLink: false,
      },
    ]);
    expect(observations.map(({ kind, total }) => [kind, total])).toEqual([
      ["view", 7],
      ["like", 2],
      ["comment", 0],
    ]);
  });

  it.each([
    ["likes hidden", { statistics: { likeCount: undefined } }, ["view", "comment"]],
    ["comments switched off", { statistics: { commentCount: undefined } }, ["view", "like"]],
    ["a view count that is no number", { statistics: { viewCount: "many" } }, ["like", "comment"]],
    ["bare numbers", { statistics: { viewCount: 3 } }, ["view", "like", "comment"]],
    ["views beyond 2^32", { statistics: { viewCount: "8000000000" } }, ["view", "like", "comment"]],
  ])("with %s tell only what was given", async (_name, change, kinds) => {
    const { observations } = await read(video(change));
    expect(observations.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("without statistics or status are posts of which nothing is known", async () => {
    const { snippet } = video();
    const { posts, observations } = await read({ ...{ id: "a", snippet } });
    expect([posts.length, observations]).toEqual([1, []]);
  });

  it.each([
    ["private", { status: { privacyStatus: "private" } }],
    ["unlisted", { status: { privacyStatus: "unlisted" } }],
    ["still to come", { snippet: { liveBroadcastContent: "upcoming" } }],
    ["dated by no date", { snippet: { publishedAt: "yesterday" } }],
  ])("that are %s are passed over", async (_name, change) => {
    const { posts } = await read(video(change), video({ id: "b" }));
    expect(posts.map(({ nativeId }) => nativeId)).toEqual(["b"]);
  });

  it.each([
    ["More: https://blog.example/a", true],
    ["(http://blog.example)", true],
    ["https://youtu.be/abc and https://www.youtube.com/@alice", false],
    ["https://notyoutube.com/x", true],
    ["blog.example", false],
  ])("with the description %j link elsewhere: %j", async (description, expected) => {
    const { posts } = await read(video({ snippet: { description } }));
    expect(posts.map(({ carriesLink }) => carriesLink)).toEqual([expected]);
  });

  it("are listed newest first, though the list of uploads follows another order", async () => {
    const at = (minutes: number) => ({ publishedAt: new Date(startOfTest - minutes * minute).toISOString() });
    const { posts } = await read(video({ id: "a", snippet: at(9) }), video({ id: "b", snippet: at(3) }));
    expect(posts.map(({ nativeId }) => nativeId)).toEqual(["b", "a"]);
  });

  it("are read to the page without a token, fifty at a time", async () => {
    const pages: Record<string, object> = {
      "": { items: [{ contentDetails: { videoId: "a" } }], nextPageToken: "CAE", pageInfo: { totalResults: 2 } },
      CAE: { items: [] },
    };
    const { pull, asked, paths } = await served([video({ id: "a" })], {
      playlistItems: (query) => ({ json: pages[query.get("pageToken") ?? ""] }),
    });
    const batches = await pull();
    expect(together(batches).posts).toHaveLength(1);
    // An empty page costs no second unit.
    expect(paths()).toEqual(["channels", "playlistItems", "videos", "playlistItems"]);
    expect(asked[1]?.url.searchParams.get("maxResults")).toBe("50");
  });

  it("of a channel that never uploaded are none, though Google knows no such list", async () => {
    const { pull } = await served([], { playlistItems: () => refusal(404, "playlistNotFound") });
    expect(together(await pull()).posts).toEqual([]);
  });

  it("that went private are removed when their time comes", async () => {
    const first = await (await served([video()])).pull();
    const { ctx, asked } = await served([], {
      videos: () => ({ json: { items: [video({ status: { privacyStatus: "private" } })] } }),
    });
    const later = { ...ctx, now: () => startOfTest + 30 * minute };
    const second = await collect(youtube.pull(later, channel, lastCursor(first)));
    expect(together(second).removals).toEqual([{ nativeKey: "post:dQw4w9WgXcQ" }]);
    expect(asked.at(-1)?.url.searchParams.get("id")).toBe("dQw4w9WgXcQ");
  });
});

describe("comments", () => {
  const comment = (id: string, author?: string) => ({
    id,
    snippet: {
      ...(author === undefined ? {} : { authorChannelId: { value: author } }),
      publishedAt: new Date(startOfTest - minute).toISOString(),
      textDisplay: "never read",
    },
  });
  const thread = (id: string, author: string | undefined, answers: object[] = [], count = answers.length) => ({
    id,
    snippet: { topLevelComment: comment(id, author), totalReplyCount: count },
    ...(answers.length > 0 && { replies: { comments: answers } }),
  });
  const commented = (lists: Lists, commentCount = "4") => served([video({ statistics: { commentCount } })], lists);

  it("are told with their answers, the owner's taken out", async () => {
    const { pull, paths } = await commented({
      commentThreads: () => ({
        json: {
          items: [thread("t1", "UC9", [comment("t1.a", "UC1"), comment("t1.b", "UC8")]), thread("t2", undefined)],
        },
      }),
    });
    const { signals, observations } = together(await pull());
    expect(signals.map(({ nativeKey, actor }) => [nativeKey, actor !== undefined])).toEqual([
      ["comment:t1", true],
      ["comment:t1.b", true],
      ["comment:t2", false],
    ]);
    expect(observations.find(({ kind }) => kind === "comment")?.total).toBe(3);
    expect(JSON.stringify(signals)).not.toMatch(/UC9|UC8|never read/);
    expect(paths()).not.toContain("comments");
  });

  it("whose answers Google cuts short are asked for, of ten threads at most", async () => {
    const threads = Array.from({ length: 12 }, (_, n) => thread(`t${n}`, "UC9", [comment(`t${n}.a`, "UC8")], 7));
    const { pull, asked } = await commented(
      {
        commentThreads: () => ({ json: { items: threads } }),
        comments: (query) => ({
          json: { items: ["a", "b"].map((name) => comment(`${query.get("parentId")}.${name}`, "UC8")) },
        }),
      },
      "90",
    );
    const { signals } = together(await pull());
    expect(asked.filter(({ url }) => url.pathname.endsWith("/comments"))).toHaveLength(10);
    expect(signals).toHaveLength(12 + 10 * 2 + 2);
  });

  it("beyond five pages are counted without names", async () => {
    const { pull, asked } = await commented(
      {
        commentThreads: (query) => {
          const page = Number(query.get("pageToken") ?? 0);
          return { json: { items: [thread(`t${page}`, "UC9")], nextPageToken: String(page + 1) } };
        },
      },
      "4000",
    );
    const { signals, observations } = together(await pull());
    expect([signals.length, observations.find(({ kind }) => kind === "comment")?.total]).toEqual([5, 4000]);
    expect(asked.filter(({ url }) => url.pathname.endsWith("/commentThreads"))).toHaveLength(5);
  });

  it.each([
    [403, "commentsDisabled"],
    [404, "videoNotFound"],
    [403, "insufficientPermissions"],
  ])("that may not be listed (%d %s) leave the total as it is", async (status, reason) => {
    const { pull } = await commented({ commentThreads: () => refusal(status, reason) });
    const { signals, observations } = together(await pull());
    expect([signals, observations.find(({ kind }) => kind === "comment")?.total]).toEqual([[], 4]);
  });

  it("stop the pull where the day's units are used up in the middle", async () => {
    const { pull } = await commented({ commentThreads: () => refusal(403, "quotaExceeded") });
    expect(await errorOf(pull())).toMatchObject({ code: "rate-limited" });
  });
});

describe("a refusal", () => {
  it.each<[number, string, object]>([
    [403, "quotaExceeded", { code: "rate-limited", retryAfterMs: 20 * hour }],
    [403, "dailyLimitExceeded", { code: "rate-limited", retryAfterMs: 20 * hour }],
    [403, "rateLimitExceeded", { code: "rate-limited", retryAfterMs: minute }],
    [429, "userRateLimitExceeded", { code: "rate-limited", retryAfterMs: minute }],
    [403, "forbidden", { code: "forbidden", needsReconnect: false }],
    [403, "a reason of the future", { code: "forbidden", retryable: false }],
    [401, "authError", { code: "unauthorized", needsReconnect: true }],
    [404, "channelNotFound", { code: "not-found" }],
    [503, "backendError", { code: "unavailable", retryable: true }],
    [400, "invalidFilters", { code: "malformed", retryable: false }],
  ])("with status %d and the reason %s is classified by both", async (status, reason, expected) => {
    const { pull } = await served([], { channels: () => refusal(status, reason) });
    expect(await errorOf(pull())).toMatchObject({ networkId: "youtube", ...expected });
  });

  it("without a reason is read by its status", async () => {
    const { pull } = await served([], { channels: () => ({ status: 403, json: { error: "quotaExceeded" } }) });
    expect(await errorOf(pull())).toMatchObject({ code: "forbidden" });
  });

  it.each([
    ["2026-11-02T07:59:30.250Z", 29_750],
    ["2026-11-02T08:00:00.000Z", 24 * hour],
    ["2026-07-01T06:30:00.000Z", 30 * minute],
    ["2026-07-01T19:00:00.000Z", 12 * hour],
  ])("of the day's units at %s waits %d ms, until midnight in California", async (instant, wait) => {
    const { ctx } = await served([], { channels: () => refusal(403, "quotaExceeded") });
    const held = JSON.stringify({ ...JSON.parse(secret), expiresAt: null });
    const then = { ...ctx, now: () => Date.parse(instant) };
    const error = await errorOf(collect(youtube.pull(then, { ...channel, secret: held }, null)));
    expect(error).toMatchObject({ code: "rate-limited", retryAfterMs: wait });
  });

  it("that names a wait is obeyed", async () => {
    const { pull } = await served([], {
      channels: () => ({ ...refusal(429, "rateLimitExceeded"), headers: { "retry-after": "7" } }),
    });
    expect(await errorOf(pull())).toMatchObject({ retryAfterMs: 7_000 });
  });
});

it("keeps tokens out of addresses", async () => {
  const { pull, asked } = await served([video()]);
  await pull();
  expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer tok"]));
  expect(asked.map(({ url }) => url.href).join()).not.toContain("tok=");
});
