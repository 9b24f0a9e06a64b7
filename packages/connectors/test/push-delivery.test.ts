import { afterEach, describe, expect, it } from "vitest";
import { networks, type Push, type PushSecrets, type Touch } from "../src/index.ts";
import type { DeliveryChaos, StandIn } from "../src/stand-ins/index.ts";
import { startCallback } from "./callback-server.ts";
import { collect, errorOf, type Subject, stage, startOfTest, together } from "./subject.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** Networks whose messages name the post that somebody answered; the others tell of new posts alone. */
const tellsAnswers: ReadonlySet<string> = new Set(["x", "facebook", "instagram", "threads", "linkedin"]);

/** A stand-in, an address of ours and a channel about which messages come. */
async function subscribed(subject: Subject, push: Push, deliveries: DeliveryChaos = {}) {
  const set = await stage(subject, { deliveries });
  const post = set.standIn.store.publish({ text: "Bäckerei", at: startOfTest - 60_000 });
  const channel = set.pullable(await set.connect());
  const secrets: PushSecrets = { app: set.standIn.app ?? { id: "a", secret: "s" }, verifyToken: "our-verify-token" };
  const callback = await startCallback({ push, secrets, channel });
  closers.push(callback.close, set.standIn.close);
  const input = { callbackUrl: callback.url, secrets };
  const isSet = await set.standIn.setCallback?.({ callbackUrl: callback.url, verifyToken: secrets.verifyToken });
  const subscription = await push.subscribe(set.ctx, channel, input);
  await set.standIn.settled?.();
  const touches = (): Touch[] =>
    callback.received.flatMap((delivery) => push.parse(delivery, { channelNativeId: channel.nativeId }));
  const told = () => ({
    channels: [...new Set(touches().map(({ channelNativeId }) => channelNativeId))],
    posts: [...new Set(touches().flatMap(({ postNativeIds }) => postNativeIds))].toSorted(),
  });
  return { ...set, post, channel, secrets, callback, input, isSet, subscription, told };
}

/** Something that the network tells of: an answer, or a new post. Returns how many messages it makes at least. */
const happen = ({ store }: StandIn, networkId: string, postId: string, n = 0): void => {
  if (tellsAnswers.has(networkId)) store.comment(postId, { by: `Zoë ${n}`, text: "Schön" });
  else store.publish({ text: `Noch ein Brot ${n}` });
};

for (const network of networks) {
  if (!("push" in network)) continue;
  const { push } = network;
  const { subjects }: { subjects: readonly Subject[] } = await import(`./networks/${network.id}/subjects.ts`);
  describe.each(subjects.filter(({ sendsNoMessages }) => sendsNoMessages !== true))("messages of $name", (subject) => {
    const isWebSub = push.address === "channel";

    it("begin with a question that is answered", async () => {
      const { callback, subscription, isSet } = await subscribed(subject, push);
      expect(subscription).not.toBeNull();
      if (network.id !== "threads" && network.id !== "instagram") expect(callback.asked.answered).toBeGreaterThan(0);
      else expect(isSet).toBe(true);
      expect(callback.asked.refused).toBe(0);
      expect(callback.received).toEqual([]);
      if (isWebSub) expect(subscription?.leaseUntil).toBe(startOfTest + 10 * 86_400_000);
    });

    it("arrive signed, are the network's own, and name the channel and the post", async () => {
      const { standIn, post, channel, secrets, callback, told, ctx } = await subscribed(subject, push);
      happen(standIn, network.id, post.id);
      await standIn.settled?.();
      expect(callback.received).toHaveLength(1);
      for (const delivery of callback.received) {
        expect(push.verify(secrets, delivery)).toBe(true);
        const other = { app: { id: "a", secret: "other" }, verifyToken: "other" };
        expect(push.verify(other, delivery)).toBe(false);
      }
      expect(told().channels).toEqual([channel.nativeId]);
      const listed = together(await collect(network.pull(ctx, channel, null))).posts;
      const changed = tellsAnswers.has(network.id) ? listed.at(-1) : listed[0];
      expect(told().posts).toEqual(network.id === "blog" ? [] : [changed?.nativeId]);
    });

    it("mean the same when each comes twice and the last comes first", async () => {
      const tell = async (chaos: DeliveryChaos) => {
        const { standIn, post, told, callback } = await subscribed(subject, push, chaos);
        for (let n = 0; n < 5; n += 1) happen(standIn, network.id, post.id, n);
        await standIn.settled?.();
        return { told: told(), count: callback.received.length };
      };
      const plain = await tell({});
      const twice = await tell({ duplicates: true, outOfOrder: true });
      expect(twice.count).toBe(2 * plain.count);
      expect(twice.told.posts).toEqual(plain.told.posts);
      expect(twice.told.channels).toHaveLength(plain.told.channels.length);
    });

    it("come once more where they were not taken, and then no more", async () => {
      const { standIn, post, callback } = await subscribed(subject, push);
      callback.refuse(3);
      happen(standIn, network.id, post.id, 0);
      happen(standIn, network.id, post.id, 1);
      await standIn.settled?.();
      expect(callback.received.map(({ isTaken }) => isTaken)).toEqual([false, false, false, true]);
    });

    it.skipIf(network.id === "threads")("end when we say so", async () => {
      const { standIn, post, callback, ctx, channel, input } = await subscribed(subject, push);
      if (isWebSub) {
        // Somebody else asks for the end while the channel is read.
        await push.unsubscribe(ctx, channel, input);
        await standIn.settled?.();
        expect(callback.asked.refused).toBe(1);
      }
      callback.forget();
      await push.unsubscribe(ctx, channel, input);
      await standIn.settled?.();
      happen(standIn, network.id, post.id);
      await standIn.settled?.();
      expect(callback.received).toEqual([]);
    });

    it("are refused in words where the network does not have us", async () => {
      const { standIn, ctx, channel, input } = await subscribed(subject, push);
      if (network.id === "threads") return;
      standIn.chaos("server-error");
      expect(await errorOf(push.subscribe(ctx, channel, input))).toMatchObject({
        code: "unavailable",
        networkId: network.id,
      });
    });
  });
}
