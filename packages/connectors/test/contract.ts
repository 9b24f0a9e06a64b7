import { afterEach, describe, expect, it } from "vitest";
import { type Batch, type Cursor, isConnectorError, postKey } from "../src/index.ts";
import { type ChaosMode, chaosModes, type StandIn, type StandInOptions } from "../src/stand-ins/index.ts";
import {
  collect,
  day,
  errorOf,
  keysOf,
  lastCursor,
  minute,
  type Subject,
  stage as setStage,
  startOfTest,
  together,
} from "./subject.ts";

/** What each accident means to the caller, whatever the network. */
const classifiedBy = ({ limitWaitMs = minute }: Subject): Record<ChaosMode, object> => ({
  "server-error": { code: "unavailable", retryable: true, needsReconnect: false },
  slow: { code: "unavailable", retryable: true, needsReconnect: false },
  truncated: { code: "malformed", retryable: true, needsReconnect: false },
  html: { code: "malformed", retryable: true, needsReconnect: false },
  unauthorized: { code: "unauthorized", retryable: false, needsReconnect: true },
  forbidden: { code: "forbidden", retryable: false, needsReconnect: false },
  "not-found": { code: "not-found", retryable: false, needsReconnect: false },
  "rate-limited": { code: "rate-limited", retryable: true, needsReconnect: false, retryAfterMs: limitWaitMs },
});

/** Accidents that mean the same to somebody who types an address: a site may well have a page where a feed was looked for. */
const accidents = ["server-error", "slow", "unauthorized", "forbidden", "rate-limited"] as const;

/** What every network must do. Run for each entry of the registry against its stand-in. */
export function runContract(subject: Subject): void {
  const { rereadsAfterMs = minute, followersAfterMs = minute } = subject;
  const classified = classifiedBy(subject);
  const open: StandIn[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((standIn) => standIn.close()));
  });
  const stage = async (options: StandInOptions = {}) => {
    const set = await setStage(subject, options);
    open.push(set.standIn);
    return set;
  };

  /** Five posts, a minute apart, the newest a minute old; every second one links elsewhere. */
  const withFivePosts = async (options: StandInOptions = {}) => {
    const set = await stage(options);
    const posts = [1, 2, 3, 4, 5].map((n) =>
      set.standIn.store.publish({
        text: `Post number ${n}`,
        at: startOfTest - (6 - n) * minute,
        ...(n % 2 === 0 ? { link: "https://elsewhere.example/page" } : {}),
      }),
    );
    return { ...set, posts, channel: await set.connect() };
  };

  describe("discovery", () => {
    it("finds the channel, without secrets in its config, and claims no kind that the network cannot tell", async () => {
      const { connect } = await withFivePosts();
      const channel = await connect();
      expect(channel.nativeId).toMatch(/^[\x21-\x7e]{1,200}$/);
      expect(channel.title).not.toBe("");
      expect(new URL(channel.url).protocol).toMatch(/^https?:$/);
      expect(subject.network.knows).toEqual(expect.arrayContaining(channel.knows));
      expect(JSON.parse(JSON.stringify(channel.config))).toEqual(channel.config);
    });

    it("gives the same id when asked again", async () => {
      const { connect } = await withFivePosts();
      expect((await connect()).nativeId).toBe((await connect()).nativeId);
    });

    it.runIf(subject.network.connect.fields.length > 0)(
      "finds the very channel again, at the very place, by what is kept of it and a secret",
      async () => {
        const { again, fields } = subject.network.connect;
        const { ctx, connect, standIn } = await withFivePosts();
        const { connectFieldsWithSecret } = standIn;
        const isAsked = (name: string) => fields.some((field) => field.name === name && field.makeAt !== undefined);
        const typed = Object.fromEntries(Object.entries(connectFieldsWithSecret).filter(([name]) => isAsked(name)));
        const { nativeId, url, config } = await connect(true);
        const found = await subject.network.discover(ctx, { ...typed, ...again?.({ url, config }) });
        expect(found.channels).toMatchObject([{ nativeId, config }]);
        expect(again?.({ url, config: { reader: "of an older version" } })).toBeNull();
      },
    );

    it("refuses an empty form in words", async () => {
      const { ctx } = await stage();
      const error = await errorOf(Promise.resolve().then(() => subject.network.discover(ctx, {})));
      expect(error).toMatchObject({ code: "invalid-input", networkId: subject.network.id, retryable: false });
    });

    it.each(accidents)("classifies the accident %s", async (mode) => {
      const { ctx, standIn, grant, losePatience } = await stage();
      const granted = await grant();
      standIn.chaos(mode);
      if (mode === "slow") losePatience();
      const error = await errorOf(subject.network.discover(ctx, standIn.connectFields, granted));
      expect(error).toMatchObject({ networkId: subject.network.id, ...classified[mode] });
      expect(isConnectorError(error) && error.message).toMatch(/^[A-Z0-9].*\.$/);
    });

    it("says that an address inside our own network is not read", async () => {
      const { standIn, ctx, grant } = await stage();
      const granted = await grant();
      const { guardedFetch } = await import("@headroom/net");
      const guarded = { ...ctx, fetch: guardedFetch() };
      const error = await errorOf(subject.network.discover(guarded, standIn.connectFields, granted));
      expect(error).toMatchObject({ code: "blocked", retryable: false });
    });
  });

  describe("a first pull", () => {
    it("hands over every post, newest first, with its instant, text and whether it links elsewhere", async () => {
      const { channel, pull } = await withFivePosts();
      const { posts } = together(await pull(channel));
      expect(posts.map(({ at }) => at)).toEqual([1, 2, 3, 4, 5].map((n) => startOfTest - n * minute));
      expect(posts.map(({ text }) => /Post number \d/.exec(text)?.[0])).toEqual(
        [5, 4, 3, 2, 1].map((n) => `Post number ${n}`),
      );
      expect(posts.map(({ carriesLink }) => carriesLink)).toEqual([false, true, false, true, false]);
      for (const post of posts) {
        expect(post.nativeId).toMatch(/^[\x21-\x7e]{1,200}$/);
        expect(post.url).toMatch(/^https?:\/\//);
        expect(post.text).not.toMatch(/<[a-z]/);
      }
    });

    it("ends with exactly one last batch, and keeps batches small", async () => {
      const { channel, pull } = await withFivePosts();
      const batches = await pull(channel);
      expect(batches.map(({ done }) => done)).toEqual([...batches.slice(1).map(() => false), true]);
      for (const { posts } of batches) expect(posts.length).toBeLessThanOrEqual(200);
    });

    it("of an empty account hands over nothing and ends well", async () => {
      const { connect, pull } = await stage();
      const batches = await pull(await connect());
      expect(together(batches)).toMatchObject({ posts: [], observations: [], signals: [], removals: [] });
      expect(batches.at(-1)?.done).toBe(true);
    });

    it("starts afresh from a cursor that it does not understand", async () => {
      const { channel, pull } = await withFivePosts();
      expect(together(await pull(channel, { version: "of the future" })).posts).toHaveLength(5);
    });

    it.runIf(subject.pages)("reads all pages, one batch each", async () => {
      const { channel, pull } = await withFivePosts({ pageSize: 2 });
      const batches = await pull(channel);
      expect(together(batches).posts).toHaveLength(5);
      expect(batches.filter(({ posts }) => posts.length > 0).map(({ posts }) => posts.length)).toEqual([2, 2, 1]);
    });
  });

  describe("a cursor", () => {
    it("survives JSON, and the next pull adds nothing", async () => {
      const { channel, pull, clock } = await withFivePosts();
      const first = await pull(channel);
      for (const { cursor } of first) expect(JSON.parse(JSON.stringify(cursor))).toEqual(cursor);
      clock.now += minute;
      expect(together(await pull(channel, lastCursor(first)))).toEqual({
        posts: [],
        observations: [],
        signals: [],
        audience: [],
        removals: [],
      });
    });

    it("makes the next pull hand over what is new and nothing else", async () => {
      const { channel, pull, clock, standIn } = await withFivePosts();
      const cursor = lastCursor(await pull(channel));
      clock.now += minute;
      standIn.store.publish({ text: "Post number 6" });
      const { posts } = together(await pull(channel, cursor));
      expect(posts.map(({ at }) => at)).toEqual([clock.now]);
    });

    it.runIf(subject.pages)("of any batch resumes a pull that broke off after it", async () => {
      const { channel, pull } = await withFivePosts({ pageSize: 2 });
      const whole = await pull(channel);
      for (let stored = 1; stored < whole.length; stored += 1) {
        const before = whole.slice(0, stored);
        const after = await pull(channel, lastCursor(before));
        const ids = together([...before, ...after]).posts.map(({ nativeId }) => nativeId);
        expect(new Set(ids).size).toBe(5);
      }
    });

    it.runIf(subject.pages)("of the last whole batch is what an error leaves behind", async () => {
      const { channel, pull, ctx, pullable, standIn } = await withFivePosts({ pageSize: 2 });
      const stored: Batch[] = [];
      const error = await errorOf(
        (async () => {
          for await (const batch of subject.network.pull(ctx, pullable(channel), null)) {
            stored.push(batch);
            if (together(stored).posts.length >= 2) standIn.chaos("rate-limited");
          }
        })(),
      );
      expect(error).toMatchObject({ code: "rate-limited" });
      standIn.chaos(null);
      const rest = await pull(channel, lastCursor(stored));
      expect(new Set(together([...stored, ...rest]).posts.map(({ nativeId }) => nativeId)).size).toBe(5);
    });

    it.runIf(subject.tellsDeletion)("lets a deleted post be told once", async () => {
      const { channel, pull, standIn, posts, clock } = await withFivePosts();
      const first = await pull(channel);
      const victim = together(first).posts.find(({ at }) => at === posts[2]?.at);
      standIn.store.remove(posts[2]?.id ?? "");
      clock.now += rereadsAfterMs;
      const second = await pull(channel, lastCursor(first));
      expect(together(second).removals).toEqual([{ nativeKey: postKey(victim?.nativeId ?? "") }]);
      expect(together(await pull(channel, lastCursor(second))).removals).toEqual([]);
    });
  });

  describe("reactions", () => {
    const react = (standIn: StandIn, postId: string, by: string) => {
      standIn.store.like(postId, { by });
      standIn.store.reshare(postId, { by });
      standIn.store.save(postId, { by });
      standIn.store.view(postId);
      standIn.store.comment(postId, { by, text: `Well said, says ${by}` });
    };
    const withReactions = async () => {
      const set = await withFivePosts();
      for (const by of ["Zoe Quist", "Yuri Pohl"]) react(set.standIn, set.posts[4]?.id ?? "", by);
      return set;
    };
    const pullWithSecret = async () => {
      const set = await withReactions();
      const channel = await set.connect(true);
      return { ...set, channel, batches: await set.pull(channel) };
    };

    it("that the network counts are told as totals of their post", async () => {
      const { channel, pull } = await withReactions();
      const { posts, observations } = together(await pull(channel));
      const newest = posts[0]?.nativeId;
      for (const kind of subject.totals) {
        expect(observations.filter((one) => one.kind === kind && one.postNativeId === newest)).toEqual([
          { postNativeId: newest, kind, observedAt: startOfTest, total: 2 },
        ]);
      }
      expect([...new Set(observations.map(({ kind }) => kind))].toSorted()).toEqual([...subject.totals].toSorted());
    });

    it("that the network names are told with their instant and a hashed actor", async () => {
      const { batches } = await pullWithSecret();
      const { posts, signals } = together(batches);
      for (const kind of subject.named) {
        const told = signals.filter((signal) => signal.kind === kind && signal.postNativeId === posts[0]?.nativeId);
        expect(told.map(({ at, count }) => [at, count])).toEqual([
          [startOfTest, 1],
          [startOfTest, 1],
        ]);
        expect(new Set(told.map(({ actor }) => actor)).size).toBe(2);
      }
      expect(subject.named).toEqual(expect.arrayContaining([...new Set(signals.map(({ kind }) => kind))]));
    });

    it("that arrive later are told alone, and the old total is confirmed up to the reading before", async () => {
      const { channel, pull, clock, standIn, posts } = await withReactions();
      const first = await pull(channel);
      clock.now += rereadsAfterMs;
      const between = await pull(channel, lastCursor(first));
      clock.now += 4 * rereadsAfterMs;
      react(standIn, posts[4]?.id ?? "", "Xaver Ott");
      const { observations, signals } = together(await pull(channel, lastCursor(between)));
      for (const kind of subject.totals) {
        const [old, current, ...rest] = observations.filter((one) => one.kind === kind);
        expect([old?.total, current?.total, rest]).toEqual([2, 3, []]);
        expect(current?.observedAt).toBe(clock.now);
        // "Not modified" may or may not confirm a count, so a feed may leave the first reading as the last word.
        expect([startOfTest, startOfTest + rereadsAfterMs]).toContain(old?.observedAt);
      }
      const before = new Set(keysOf(together([...first, ...between]).signals));
      const added = signals.filter(({ nativeKey }) => !before.has(nativeKey));
      expect(added.map(({ kind, at }) => [kind, at]).toSorted()).toEqual(
        subject.named
          .filter((kind) => !subject.needSecret.includes(kind))
          .map((kind) => [kind, clock.now])
          .toSorted(),
      );
    });

    it("have keys that are unique and stay the same in another first pull", async () => {
      const { batches, channel, pull } = await pullWithSecret();
      const keys = keysOf(together(batches).signals);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keysOf(together(await pull(channel)).signals)).toEqual(keys);
      for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]{1,200}$/);
    });

    it("of the owner are no reactions", async () => {
      const { channel, pull, standIn, posts } = await withFivePosts({ owner: "Alice" });
      standIn.store.comment(posts[4]?.id ?? "", { by: "Alice", text: "Thank you all" });
      const { signals, observations } = together(await pull(channel));
      expect(signals).toEqual([]);
      if (subject.named.includes("comment")) {
        expect(observations.filter(({ kind, total }) => kind === "comment" && total > 0)).toEqual([]);
      }
    });

    it("never name anybody in clear", async () => {
      const { batches, channel } = await pullWithSecret();
      expect(JSON.stringify([batches, channel])).not.toMatch(/zoe|quist|yuri|pohl/i);
    });

    it("never hold the network's id of anybody, in keys neither", async () => {
      const { ctx, connect, pull, standIn } = await withReactions();
      standIn.store.mention({ by: "Zoe Quist", text: "Hello" });
      const people = new Set<string>();
      const { hashActor } = ctx;
      ctx.hashActor = (networkId, actorId) => {
        people.add(actorId);
        return hashActor(networkId, actorId);
      };
      const told = JSON.stringify(together(await pull(await connect(true))).signals);
      expect([...people].filter((id) => told.includes(id))).toEqual([]);
    });

    it.runIf(subject.needSecret.includes("mention"))("that need a secret are unknown without it", async () => {
      const { connect, pull, standIn } = await withFivePosts();
      standIn.store.mention({ by: "Zoe Quist", text: "hello there" });
      const without = await connect();
      expect(without.knows).not.toContain("mention");
      expect(together(await pull(without)).signals).toEqual([]);
      const channel = await connect(true);
      expect(channel.knows).toContain("mention");
      const first = await pull(channel);
      expect(together(first).signals.map(({ kind, at }) => [kind, at])).toEqual([["mention", startOfTest]]);
      expect(together(await pull(channel, lastCursor(first))).signals).toEqual([]);
    });
  });

  describe.skipIf(subject.readsNoSinglePost === true)("a post that the network said had changed", () => {
    const withOldPost = async () => {
      const set = await stage();
      const old = set.standIn.store.publish({ text: "Forty days ago", at: startOfTest - 40 * day });
      const channel = await set.connect();
      const first = await set.pull(channel);
      const nativeId = together(first).posts[0]?.nativeId ?? "";
      set.clock.now += 10 * minute;
      return { ...set, old, channel, nativeId, cursor: lastCursor(first) };
    };

    it("is read again however old it is, and without that word it is not", async () => {
      const { standIn, old, channel, nativeId, cursor, pull, clock } = await withOldPost();
      standIn.store.like(old.id, { by: "Zoe Quist" });
      expect(together(await pull(channel, cursor)).observations).toEqual([]);
      const { observations } = together(await pull(channel, cursor, [nativeId]));
      expect(observations.filter(({ total }) => total > 0)).toEqual([
        { postNativeId: nativeId, kind: "like", observedAt: clock.now, total: 1 },
      ]);
    });

    it("changes nothing where it is not there or not the channel's, and costs at most a call", async () => {
      const { standIn, channel, cursor, pull, nativeId } = await withOldPost();
      const calls = async (touched: string[]) => {
        const before = standIn.requests.length;
        const told = together(await pull(channel, cursor, touched));
        expect(told).toEqual({ posts: [], observations: [], signals: [], audience: [], removals: [] });
        return standIn.requests.length - before;
      };
      const usual = await calls([]);
      for (const stranger of [nativeId.replace(/.$/, (last) => (last === "9" ? "8" : "9")), "no such post", "../me"]) {
        expect(await calls([stranger])).toBeLessThanOrEqual(usual + 1);
      }
    });
  });

  it("never dates anything after now, though clocks elsewhere are wrong", async () => {
    const { connect, pull, standIn, clock } = await stage();
    const post = standIn.store.publish({ text: "From tomorrow", at: startOfTest + day });
    standIn.store.like(post.id, { by: "Zoe", at: startOfTest + day });
    standIn.store.comment(post.id, { by: "Zoe", text: "Hi", at: startOfTest + day });
    const { posts, observations, signals, audience } = together(await pull(await connect(true)));
    expect(posts).toHaveLength(1);
    const instants = [...posts, ...signals, ...audience].map(({ at }) => at);
    for (const at of [...instants, ...observations.map(({ observedAt }) => observedAt)]) {
      expect(at).toBeLessThanOrEqual(clock.now);
    }
  });

  it.runIf(subject.followers)("tells followers at first and when they change", async () => {
    const { connect, pull, standIn, clock } = await stage();
    standIn.store.followers = 120;
    const channel = await connect();
    const first = await pull(channel);
    expect(together(first).audience).toEqual([{ at: startOfTest, followers: 120 }]);
    standIn.store.followers = 119;
    clock.now += followersAfterMs;
    expect(together(await pull(channel, lastCursor(first))).audience).toEqual([{ at: clock.now, followers: 119 }]);
  });

  it("asks to connect again where it does not understand its own settings", async () => {
    const { ctx, channel } = await withFivePosts();
    const broken = { nativeId: channel.nativeId, config: { of: "the past" } };
    const error = await errorOf(Promise.resolve().then(() => collect(subject.network.pull(ctx, broken, null))));
    expect(error).toMatchObject({ code: "invalid-input", needsReconnect: true, retryable: false });
  });

  describe("an accident", () => {
    it.each(chaosModes)("%s is classified, and leaves the channel to be read later", async (mode) => {
      const { channel, pull, standIn, losePatience } = await withFivePosts();
      standIn.chaos(mode);
      if (mode === "slow") losePatience();
      const error = await errorOf(pull(channel));
      expect(error).toMatchObject({ networkId: subject.network.id, ...classified[mode] });
      expect(isConnectorError(error) && error.message).toMatch(/^[A-Z0-9].*\.$/);
      standIn.chaos(null);
      expect(together(await pull(channel)).posts).toHaveLength(5);
    });

    it("in the second pull leaves the cursor of the first good", async () => {
      const { channel, pull, standIn } = await withFivePosts();
      const cursor: Cursor = lastCursor(await pull(channel));
      standIn.chaos("server-error");
      await errorOf(pull(channel, cursor));
      standIn.chaos(null);
      expect(together(await pull(channel, cursor)).posts).toEqual([]);
    });
  });
}
