import { afterEach, describe, expect, it } from "vitest";
import { facebook } from "../../../src/networks/facebook/facebook.ts";
import { type FacebookStandIn, startFacebookStandIn } from "../../../src/stand-ins/index.ts";
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

/** A stage whose stand-in shows what is Facebook's own. */
const stage = async (options: Parameters<Subject["start"]>[0] = {}) => {
  const started: FacebookStandIn[] = [];
  const start: Subject["start"] = async (given) => {
    const standIn = await startFacebookStandIn(given);
    started.push(standIn);
    return standIn;
  };
  const set = await setStage({ ...subject, start }, options);
  const [own] = started;
  if (own === undefined) throw new Error("the stand-in did not start");
  open.push(own);
  return { ...set, standIn: own };
};

const inApp = (secret: string) => ({ id: "stand-in-app", secret });

describe("a sign-in", () => {
  it("offers every page of the person as a channel, with no token in its settings", async () => {
    const { ctx, grant, standIn } = await stage({ pageSize: 1 });
    const { channels } = await facebook.discover(ctx, {}, await grant());
    expect(channels.map(({ title }) => title)).toEqual(["alice", "alice Bakery"]);
    expect(new Set(channels.map(({ nativeId }) => nativeId)).size).toBe(2);
    expect(JSON.stringify(channels)).not.toMatch(/token/i);
    expect(standIn.requests.filter((one) => one.includes("/me/accounts")).length).toBe(4);
  });

  it("names no end, since page tokens have none, and reads on when the person's own token has ended", async () => {
    const { ctx, grant, clock, pullable, standIn } = await stage();
    const { signIn } = facebook.connect;
    if (signIn === undefined) throw new Error("no sign-in");
    expect((await signInAt(ctx, signIn)).expiresAt).toBeNull();
    const [first] = (await facebook.discover(ctx, {}, await grant())).channels;
    if (first === undefined) throw new Error("no page");
    clock.now += 100 * day;
    standIn.store.publish({ text: "Still here" });
    expect(together(await collect(facebook.pull(ctx, pullable(first), null))).posts).toHaveLength(1);
  });

  it("asks for the scopes that reading and webhooks need and for none that write", () => {
    expect(facebook.connect.signIn?.scopes).toEqual([
      "pages_show_list",
      "pages_read_engagement",
      "pages_read_user_content",
      "read_insights",
      "pages_manage_metadata",
      "pages_manage_posts",
    ]);
  });

  it.each([
    ["was refused by the person", { error: "access_denied", state: "s" }, /not allowed/],
    ["comes back with another state", { code: "c", state: "other" }, /did not sign you in/],
    ["comes back without a code", { state: "s" }, /did not sign you in/],
    ["comes back with a code that has ended", { code: "old", state: "s" }, /refused/],
  ])("that %s says so to the person", async (_, params, words) => {
    const { ctx } = await stage();
    const attempt = { app: inApp("stand-in-app-secret"), redirectUri: "https://headroom.example/a", state: "s" };
    const error = await errorOf(
      facebook.connect.signIn?.finish(ctx, { ...attempt, keep: "", params: new URLSearchParams(params) }) ??
        Promise.resolve(),
    );
    expect(error).toMatchObject({ code: "invalid-input", message: expect.stringMatching(words) });
  });

  it("tells whether the network knows the app", async () => {
    const { ctx, standIn } = await stage();
    const verdict = (secret: string) => facebook.connect.signIn?.testApp?.(ctx, inApp(secret));
    expect(await verdict("stand-in-app-secret")).toEqual({ accepted: true });
    expect(await verdict("wrong")).toMatchObject({ accepted: false });
    standIn.chaos("server-error");
    await expect(verdict("stand-in-app-secret")).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("several pages of one sign-in", () => {
  const twoPages = async () => {
    const set = await stage();
    const { channels } = await facebook.discover(set.ctx, {}, await set.grant());
    const [first, second] = channels;
    if (first === undefined || second === undefined) throw new Error("a page is missing");
    return { ...set, first, second };
  };

  it("are read each with its own token", async () => {
    const { standIn, first, second, pull } = await twoPages();
    standIn.store.publish({ text: "Of the first" });
    standIn.second.publish({ text: "Of the second" });
    const texts = async (channel: typeof first) => together(await pull(channel)).posts.map(({ text }) => text);
    expect([await texts(first), await texts(second)]).toEqual([["Of the first"], ["Of the second"]]);
  });

  it("share what is stored: one that came later is asked for once and added beside the others", async () => {
    const { standIn, first, second, pull, secrets } = await twoPages();
    const { pages, ...rest } = JSON.parse(secrets.at(-1) ?? "{}");
    secrets.push(JSON.stringify({ ...rest, pages: { [first.nativeId]: pages[first.nativeId] } }));
    standIn.second.publish({ text: "Of the second" });
    expect(together(await pull(second)).posts).toHaveLength(1);
    expect(Object.keys(JSON.parse(secrets.at(-1) ?? "{}").pages).toSorted()).toEqual(
      [first.nativeId, second.nativeId].toSorted(),
    );
    const before = standIn.requests.length;
    await pull(second);
    expect(standIn.requests.slice(before).filter((one) => one.includes("access_token"))).toEqual([]);
  });

  it("a token that another reading replaced is looked up again in the middle of a reading", async () => {
    const { standIn, first, pullable, ctx, secrets } = await twoPages();
    standIn.store.publish({ text: "Hello" });
    const old = pullable(first);
    const stored = JSON.parse(secrets.at(-1) ?? "{}");
    const outdated = { ...stored, pages: { ...stored.pages, [first.nativeId]: "outdated" } };
    const batches = await collect(facebook.pull(ctx, { ...old, secret: JSON.stringify(outdated) }, null));
    expect(together(batches).posts).toHaveLength(1);
  });

  it("all ask to connect again once the person takes her permission back", async () => {
    const { standIn, first, second, pull } = await twoPages();
    standIn.revoke?.();
    for (const channel of [first, second]) {
      expect(await errorOf(pull(channel))).toMatchObject({ code: "unauthorized", needsReconnect: true });
    }
  });
});

describe("insights", () => {
  const withPost = async () => {
    const set = await stage();
    const post = set.standIn.store.publish({ text: "Hello", at: startOfTest - minute });
    set.standIn.store.like(post.id, { by: "Zoe" });
    set.standIn.store.view(post.id);
    const channel = await set.connect();
    const totals = async () =>
      Object.fromEntries(together(await set.pull(channel)).observations.map(({ kind, total }) => [kind, total]));
    return { ...set, post, channel, totals };
  };

  it("tell views and clicks", async () => {
    const { standIn, post, totals } = await withPost();
    standIn.clicks.set(post.id, 4);
    expect(await totals()).toEqual({ view: 1, click: 4, like: 1, comment: 0 });
  });

  it("without data are unknown, not zero", async () => {
    expect(await (await withPost()).totals()).toEqual({ view: 1, like: 1, comment: 0 });
  });

  it("that have ended leave the others and the post's own counts alone", async () => {
    const { standIn, totals } = await withPost();
    standIn.dead.add("post_clicks");
    expect(await totals()).toEqual({ view: 1, like: 1, comment: 0 });
    standIn.dead.add("post_media_view");
    expect(await totals()).toEqual({ like: 1, comment: 0 });
  });

  it("that have ended are found once in a reading, not at every page", async () => {
    const { standIn, connect, pull } = await stage({ pageSize: 1 });
    for (const n of [1, 2, 3, 4]) standIn.store.publish({ text: `Post ${n}`, at: startOfTest - n * minute });
    standIn.dead.add("post_clicks");
    const channel = await connect();
    const before = standIn.requests.length;
    await pull(channel);
    // Four pages, and for the first of them a refusal and one question for each metric.
    expect(standIn.requests.slice(before).filter((one) => one.includes("/posts?"))).toHaveLength(4 + 3);
  });
});

describe("limits", () => {
  it("of the network, in minutes, are told to the millisecond", async () => {
    const { connect, pull, standIn } = await stage();
    const channel = await connect();
    standIn.chaos("rate-limited", 1);
    expect(await errorOf(pull(channel))).toMatchObject({ code: "rate-limited", retryAfterMs: minute });
  });
});

describe("mentions", () => {
  it("are public posts that tag the page, told once", async () => {
    const { standIn, connect, pull, clock } = await stage();
    standIn.store.mention({ by: "Zoe Quist", text: "At @alice", at: startOfTest - minute });
    const channel = await connect();
    const first = await pull(channel);
    expect(together(first).signals).toMatchObject([{ kind: "mention", at: startOfTest - minute, count: 1 }]);
    clock.now += minute;
    standIn.store.mention({ by: "Yuri Pohl", text: "At @alice again" });
    const second = await pull(channel, lastCursor(first));
    expect(together(second).signals.map(({ at }) => at)).toEqual([clock.now]);
    expect(JSON.stringify([first, second])).not.toMatch(/zoe|yuri/i);
  });
});
