import { afterEach, describe, expect, it } from "vitest";
import { isConnectorError, type Listen, networks, type PullChannel, type Touch } from "../src/index.ts";
import type { StandInStore } from "../src/stand-ins/index.ts";
import { collect, errorOf, minute, type Subject, stage, startOfTest, together } from "./subject.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A stand-in, an account with its secret and one post, and somebody who listens. */
async function listening(subject: Subject, listen: Listen, change: Partial<PullChannel> = {}) {
  const set = await stage(subject);
  closers.push(set.standIn.close);
  const post = set.standIn.store.publish({ text: "Bäckerei", at: startOfTest - minute });
  const channel = { ...set.pullable(await set.connect(true)), ...change };
  const ending = new AbortController();
  const touches = listen(set.ctx, channel, ending.signal)[Symbol.asyncIterator]();
  closers.push(async () => ending.abort());
  const asked = set.standIn.requests.length;
  /** What is heard next. The question is on its way before anything happens, as with a connection that is open. */
  const hear = async (happen: () => void): Promise<Touch | undefined> => {
    const next = touches.next();
    while (set.standIn.requests.length - asked < 2) await new Promise((resolve) => setImmediate(resolve));
    happen();
    const { value } = await next;
    return value ?? undefined;
  };
  const newestPost = async (): Promise<string> => {
    const { posts } = together(await collect(subject.network.pull(set.ctx, channel, null)));
    return posts[0]?.nativeId ?? "";
  };
  return { ...set, post, channel, touches, hear, newestPost, end: () => ending.abort() };
}

const answers: readonly (readonly [string, (store: StandInStore, postId: string) => void])[] = [
  ["a like", (store, id) => store.like(id, { by: "Zoë" })],
  ["a reshare", (store, id) => store.reshare(id, { by: "Zoë" })],
  ["an answer", (store, id) => store.comment(id, { by: "Zoë", text: "Schön" })],
];

for (const network of networks) {
  if (!("listen" in network)) continue;
  const { listen } = network;
  const { subject }: { subject: Subject } = await import(`./networks/${network.id}/subjects.ts`);
  describe(`listening to ${network.id}`, () => {
    it.each(answers)("hears of %s and names the post as a reading does", async (_, happen) => {
      const { standIn, post, channel, hear, newestPost } = await listening(subject, listen);
      const touch = await hear(() => happen(standIn.store, post.id));
      expect(touch).toEqual({ channelNativeId: channel.nativeId, postNativeIds: [await newestPost()] });
    });

    it("hears of a mention, which is about no post of the account", async () => {
      const { standIn, channel, hear } = await listening(subject, listen);
      const touch = await hear(() => standIn.store.mention({ by: "Zoë", text: "hello" }));
      expect(touch).toEqual({ channelNativeId: channel.nativeId, postNativeIds: [] });
    });

    it("hears of one thing after another on the same connection", async () => {
      const { standIn, post, hear, newestPost } = await listening(subject, listen);
      const first = await hear(() => standIn.store.like(post.id, { by: "Zoë" }));
      const second = await hear(() => standIn.store.like(post.id, { by: "Yann" }));
      expect([first?.postNativeIds, second?.postNativeIds]).toEqual([[await newestPost()], [await newestPost()]]);
    });

    it("ends when it is told to, in peace", async () => {
      const { standIn, post, touches, hear, end } = await listening(subject, listen);
      await hear(() => standIn.store.like(post.id, { by: "Zoë" }));
      end();
      expect(await touches.next()).toEqual({ done: true, value: undefined });
    });

    it("ends while nothing happens, in peace", async () => {
      const { standIn, touches, end } = await listening(subject, listen);
      const next = touches.next();
      while (standIn.requests.length < 6) {
        await new Promise((resolve) => setImmediate(resolve));
        if (standIn.requests.some((line) => line.includes("streaming"))) break;
      }
      end();
      expect(await next).toEqual({ done: true, value: undefined });
    });

    it("is over when the server goes; whoever listened begins anew", async () => {
      const { standIn, post, touches, hear } = await listening(subject, listen);
      await hear(() => standIn.store.like(post.id, { by: "Zoë" }));
      const next = touches.next().then(
        ({ done }) => (done === true ? "over" : "heard"),
        (error: unknown) => (isConnectorError(error) && error.retryable ? "over" : error),
      );
      await standIn.close();
      expect(await next).toBe("over");
    });

    it.each([
      ["unauthorized", { needsReconnect: true }],
      ["forbidden", { retryable: false }],
      ["rate-limited", { retryable: true, retryAfterMs: expect.any(Number) }],
      ["server-error", { retryable: true }],
    ] as const)("that meets %s says so", async (mode, error) => {
      const { standIn, touches } = await listening(subject, listen);
      standIn.chaos(mode);
      expect(await errorOf(touches.next())).toMatchObject({ networkId: network.id, ...error });
    });

    it("asks nothing without a secret", async () => {
      const { ctx, standIn, channel, end } = await listening(subject, listen);
      const { secret: _, ...open } = channel;
      const asked = standIn.requests.length;
      expect(await collect(listen(ctx, open, new AbortController().signal))).toEqual([]);
      expect(standIn.requests).toHaveLength(asked);
      end();
    });
  });
}
