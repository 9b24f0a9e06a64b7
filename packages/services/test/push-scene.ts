import { createHmac } from "node:crypto";
import { and, channels, type Database, dueWork, eq, spending, subscriptions, touches } from "@headroom/db";
import type { PushAddress } from "../src/push/receive-push.ts";
import { receivePush } from "../src/push/receive-push.ts";
import { subscribeChannel } from "../src/push/subscribe-channel.ts";
import type { TestAgency } from "./agency.ts";
import { startPushRoute } from "./push-route.ts";
import { only } from "./stage.ts";
import { xScene } from "./x-scene.ts";

/** X with one account that is told about, and an address at which X reaches us. */
export const pushScene = async (db: Database, options?: Parameters<typeof xScene>[1]) => {
  // Whoever reads an account is told of it: an account that other tests read as well would tell them.
  const scene = await xScene(db, { owner: crypto.randomUUID(), ...options });
  const { agency, standIn } = scene;
  const route = await startPushRoute(db, agency.io);
  const subscribe = (channelId: string) =>
    subscribeChannel({ db, io: agency.io, agencyId: agency.agencyId, channelId });
  const connectRead = async () => {
    const channelId = await scene.connect();
    await scene.sync(channelId);
    await subscribe(channelId);
    return channelId;
  };
  const nativeId = async (channelId: string) =>
    only(await agency.system(({ db: tx }) => tx.select().from(channels).where(eq(channels.id, channelId)))).nativeId;
  /** A message as X sends it: an answer to a post of the account. */
  const message = (account: string, postId: string, secret = standIn.app?.secret ?? "") => {
    const data = {
      event_type: "post.reply.create",
      filter: { user_id: account },
      payload: { id: "1", in_reply_to_tweet_id: postId },
    };
    const body = new TextEncoder().encode(JSON.stringify({ data }));
    const signature = `sha256=${createHmac("sha256", secret).update(body).digest("base64")}`;
    return { headers: { "x-twitter-webhooks-signature-oauth2": signature }, body };
  };
  const receive = (delivery: ReturnType<typeof message>, address: Partial<PushAddress> = {}) =>
    receivePush({ db, io: agency.io }, { network: "x", whose: "all", channelId: null, ...address }, delivery);
  return { ...scene, route, subscribe, connectRead, nativeId, message, receive };
};

/** When a kind of work for a subject is due, epoch ms; null when it is not. */
export const workDueAt = async (
  { db, agencyId }: TestAgency,
  { kind, subjectId }: { kind: "sync" | "subscribe" | "listen"; subjectId: string },
): Promise<number | null> => {
  const [row] = await db.global
    .select()
    .from(dueWork)
    .where(and(eq(dueWork.agencyId, agencyId), eq(dueWork.subjectId, subjectId), eq(dueWork.kind, kind)));
  return row?.dueAt.getTime() ?? null;
};

export const touchedOf = (agency: TestAgency): Promise<string[]> =>
  agency.system(async ({ db }) => {
    const rows = await db.select().from(touches).where(eq(touches.agencyId, agency.agencyId));
    return rows.map(({ postNativeId }) => postNativeId).toSorted();
  });

export const subscriptionOf = (agency: TestAgency, channelId: string) =>
  agency.system(async ({ db }) => {
    const [row] = await db.select().from(subscriptions).where(eq(subscriptions.channelId, channelId));
    return row;
  });

/** Money spent on messages, millionths of a dollar. */
export const spentMicros = (agency: TestAgency): Promise<number> =>
  agency.system(async ({ db }) => (await db.select().from(spending)).reduce((sum, { micros }) => sum + micros, 0));
