import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { checkPost, isConnectorError, type OutgoingImage, type OutgoingPost, type Published } from "../src/index.ts";
import type { StandIn } from "../src/stand-ins/index.ts";
import { errorOf, minute, type Subject, stage as setStage, together } from "./subject.ts";

/** Bytes that are no text in any charset, so that a form or a server that takes them for text is found out. */
const picture: OutgoingImage = {
  bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x80, 0x81, 0xc3, 0x28, 0x0d, 0x0a, 0xff, 0xd9]),
  mediaType: "image/jpeg",
  width: 1_200,
  height: 900,
  alt: "A loaf of rye bread, cut open",
  publicUrl: "https://headroom.example/pictures/rye.jpg",
};

const link = "https://elsewhere.example/page";

/** What every network that publishes must do. Run for each of them against its stand-in. */
export function runPublishContract(subject: Subject): void {
  const { publishing } = subject.network;
  if (publishing === undefined) throw new Error(`${subject.name} does not publish`);
  const { rules } = publishing;
  const open: StandIn[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((standIn) => standIn.close()));
  });

  const post = (given: Partial<OutgoingPost> = {}): OutgoingPost => ({
    text: "Fresh rye bread from seven o'clock",
    title: rules.title?.required === true ? "At the bakery" : "",
    link: null,
    images: Array.from({ length: rules.images.least }, () => picture),
    ...given,
  });

  const stage = async () => {
    const set = await setStage(subject);
    open.push(set.standIn);
    const channel = await set.connect(true);
    const calls: number[] = [];
    const publish = (given: Partial<OutgoingPost> = {}, more: Partial<Parameters<typeof publishing.publish>[2]> = {}) =>
      publishing.publish(set.ctx, set.pullable(channel), {
        post: post(given),
        before: [],
        idempotencyKey: "5f0e6d2c-0001",
        beforeSend: async () => {
          calls.push(set.standIn.store.posts.length);
        },
        ...more,
      });
    return { ...set, channel, publish, calls };
  };

  describe("a post", () => {
    it("that goes out is told by the next pull, once, under the id that publishing gave", async () => {
      const { publish, pull, channel } = await stage();
      const { nativeId, url } = await publish();
      const { posts } = together(await pull(channel));
      expect(posts.map((told) => told.nativeId)).toEqual([nativeId]);
      expect(posts[0]?.text).toContain("Fresh rye bread from seven o'clock");
      expect(posts[0]?.carriesLink).toBe(false);
      if (url !== null) expect(new URL(url).protocol).toMatch(/^https?:$/);
    });

    it("arrives letter by letter, whatever the letters mean to the network", async () => {
      const { publish, pull, channel } = await stage();
      const text = "Käse & Brot <b>50% off</b> (today) \\o/ {not #1} 👩‍👩‍👧 “now”";
      await publish({ text });
      const { posts } = together(await pull(channel));
      expect(posts[0]?.text).toContain(subject.flattensText === true ? "Käse & Brot" : text);
    });

    it.runIf(rules.link !== "none")("with a link is told as a post that leads elsewhere", async () => {
      const { publish, pull, channel } = await stage();
      await publish({ link });
      const { posts } = together(await pull(channel));
      expect(posts.map(({ carriesLink }) => carriesLink)).toEqual([true]);
    });

    it.runIf(rules.images.most > 0)("takes its pictures along, with the words that describe them", async () => {
      const { publish, standIn } = await stage();
      await publish({ images: [picture] });
      expect(standIn.store.posts[0]?.images).toMatchObject([
        { alt: rules.images.altMost > 0 ? picture.alt : "", mediaType: "image/jpeg" },
      ]);
      expect([0, picture.bytes.byteLength]).toContain(standIn.store.posts[0]?.images[0]?.size);
    });

    it.runIf(rules.images.most > 1)("takes several pictures, in their order", async () => {
      const { publish, standIn } = await stage();
      await publish({
        images: [picture, { ...picture, alt: "" }, { ...picture, alt: "The oven" }].slice(0, rules.images.most),
      });
      const alts = standIn.store.posts[0]?.images.map(({ alt }) => alt);
      expect(alts).toEqual([picture.alt, "", "The oven"].slice(0, rules.images.most));
    });

    it.runIf(rules.images.most > 0 && rules.link !== "none")("takes pictures and a link together", async () => {
      const { publish, pull, channel } = await stage();
      await publish({ images: [picture], link });
      expect(together(await pull(channel)).posts.map(({ carriesLink }) => carriesLink)).toEqual([true]);
    });

    it("that is too long is refused in words, and nothing is asked", async () => {
      const { publish, standIn } = await stage();
      const text = "a".repeat(rules.text.most + 1);
      expect(checkPost(rules, post({ text })).map(({ field }) => field)).toEqual(["text"]);
      expect(checkPost(rules, post({ text: "a".repeat(rules.text.most) }))).toEqual([]);
      const asked = standIn.requests.length;
      expect(await errorOf(publish({ text }))).toMatchObject({ code: "invalid-input", retryable: false });
      expect(standIn.requests.length).toBe(asked);
    });
  });

  describe("a thread", () => {
    it.runIf(rules.thread)("of three hangs together", async () => {
      const { publish, pull, channel, standIn, clock } = await stage();
      const before: Published[] = [];
      for (const [at, text] of ["One", "Two", "Three"].entries()) {
        clock.now += 1_000;
        before.push(JSON.parse(JSON.stringify(await publish({ text }, { before, idempotencyKey: `piece-${at}` }))));
      }
      const stored = standIn.store.posts;
      expect(stored.map(({ text }) => text)).toEqual(["One", "Two", "Three"]);
      expect(stored.map(({ answers }) => answers)).toEqual([null, stored[0]?.id, stored[1]?.id]);
      const told = together(await pull(channel)).posts.map(({ nativeId }) => nativeId);
      const pieces = before.map(({ nativeId }) => nativeId).toReversed();
      expect(told).toEqual(subject.pullsThreadPieces === false ? pieces.slice(-1) : pieces);
    });

    it.runIf(!rules.thread)("is refused where there are none", async () => {
      const { publish, standIn } = await stage();
      const before = [await publish()];
      expect(await errorOf(publish({}, { before }))).toMatchObject({ code: "invalid-input" });
      expect(standIn.store.posts).toHaveLength(1);
    });
  });

  describe("sending", () => {
    it("is announced once, before the post is public", async () => {
      const { publish, calls, standIn } = await stage();
      await publish(rules.images.most > 0 ? { images: [picture] } : {});
      expect(calls).toEqual([0]);
      expect(standIn.store.posts).toHaveLength(1);
    });

    it("does not happen where the announcement fails", async () => {
      const { publish, standIn } = await stage();
      const lost = new Error("the database is gone");
      const error = await errorOf(publish({}, { beforeSend: () => Promise.reject(lost) }));
      expect(error).toBe(lost);
      expect(standIn.store.posts).toEqual([]);
    });

    const { limitWaitMs = minute } = subject;
    const accidents = {
      "server-error": { code: "unavailable", retryable: true, needsReconnect: false },
      unauthorized: { code: "unauthorized", retryable: false, needsReconnect: true },
      forbidden: { code: "forbidden", retryable: false, needsReconnect: false },
      "rate-limited": { code: "rate-limited", retryable: true, retryAfterMs: limitWaitMs },
    } as const;
    const modes = ["server-error", "unauthorized", "forbidden", "rate-limited"] as const;

    it.each(modes)("that meets the accident %s before it begins says so, and sends nothing", async (mode) => {
      const { publish, standIn, calls } = await stage();
      standIn.chaos(mode);
      const error = await errorOf(publish());
      expect(error).toMatchObject({ networkId: subject.network.id, ...accidents[mode] });
      expect(isConnectorError(error) && error.message).toMatch(/^[A-Z0-9].*\.$/);
      expect(calls.length).toBeLessThanOrEqual(1);
      standIn.chaos(null);
      expect(standIn.store.posts).toEqual([]);
    });

    it.each(modes)("that meets the accident %s at the last step says so", async (mode) => {
      const { publish, standIn } = await stage();
      const error = await errorOf(publish({}, { beforeSend: async () => standIn.chaos(mode) }));
      expect(error).toMatchObject({ networkId: subject.network.id, ...accidents[mode] });
      expect(standIn.store.posts).toEqual([]);
    });

    it("whose answer is lost is never told as a refusal", async () => {
      const { publish, standIn } = await stage();
      const outcome = await publish({}, { beforeSend: async () => standIn.chaos("truncated") }).then(
        () => "published",
        (error: unknown) => isConnectorError(error) && error.code,
      );
      expect(["published", "malformed"]).toContain(outcome);
      expect(standIn.store.posts).toHaveLength(1);
    });

    it.runIf(rules.repeatable)("again with the same key adds no second post", async () => {
      const { publish, standIn, pull, channel } = await stage();
      await errorOf(publish({}, { beforeSend: async () => standIn.chaos("truncated", 1) }));
      standIn.chaos(null);
      const again = await publish();
      const third = await publish();
      expect(standIn.store.posts).toHaveLength(1);
      expect(third).toEqual(again);
      expect(together(await pull(channel)).posts.map(({ nativeId }) => nativeId)).toEqual([again.nativeId]);
    });

    it.runIf(rules.repeatable)("with another key adds a post of its own", async () => {
      const { publish, standIn } = await stage();
      await publish();
      await publish({ text: "Another day" }, { idempotencyKey: "5f0e6d2c-0002" });
      expect(standIn.store.posts).toHaveLength(2);
    });

    it.each(["unauthorized", "forbidden", "html"] as const)("that fails by %s tells no secret", async (mode) => {
      const { publish, standIn, secrets } = await stage();
      const error = await errorOf(publish({}, { beforeSend: async () => standIn.chaos(mode) }));
      const told = inspect(error, { depth: 10 });
      const words = secrets.flatMap((secret) => secret.match(/[\w.-]{8,}/g) ?? []);
      expect(words.length).toBeGreaterThan(0);
      for (const word of words.filter((one) => !notSecret.has(one))) expect(told).not.toContain(word);
    });
  });
}

/** Names of fields in stored sign-ins. */
const notSecret: ReadonlySet<string> = new Set([
  "accessToken",
  "refreshToken",
  "expiresAt",
  "refreshExpiresAt",
  "issuedAt",
  "accessJwt",
  "refreshJwt",
  "password",
  "wordpress",
]);
