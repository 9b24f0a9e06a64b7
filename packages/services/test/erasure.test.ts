import {
  channels,
  connections,
  eq,
  inArray,
  notices,
  plannedPieces,
  plannedPosts,
  reconnectLinks,
  subscriptions,
  touches,
  webhookRoutes,
} from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { disconnectChannel } from "../src/channels/disconnect-channel.ts";
import { scheduleSync, scheduleWork } from "../src/channels/schedule-sync.ts";
import { deleteClient } from "../src/clients/delete-client.ts";
import { type News, tell } from "../src/notices/tell.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { addChannel, addClient, dayMs, noon, testAgency, testDatabase } from "./agency.ts";
import { tablesWith } from "./table-rows.ts";

const db = testDatabase();
afterAll(() => db.close());

/** Two channels behind one sign-in, the first with everything that can be about a channel. */
const everything = async () => {
  const agency = await testAgency(db);
  const clientId = await addClient(agency);
  const [channelId, otherId] = [await addChannel(agency, clientId), await addChannel(agency, clientId)];
  const [connectionId, planId, linkId] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  // Occurs nowhere else in the database.
  const title = `@nadia-${channelId.slice(-8)}-bakes`;
  const post = { nativeId: `post-of-${channelId}`, at: noon - dayMs, url: null, text: "Rye", carriesLink: false };
  await agency.system(async (ctx) => {
    const { agencyId, db: tx } = ctx;
    const of = { agencyId, channelId };
    await tx.insert(connections).values({ agencyId, id: connectionId, clientId, network: "mastodon", title: "Both" });
    await tx
      .update(channels)
      .set({ connectionId })
      .where(inArray(channels.id, [channelId, otherId]));
    await tx.update(channels).set({ title }).where(eq(channels.id, channelId));
    await ingest({ ctx, input: { channelId, batch: { ...emptyBatch, posts: [post] } } });
    await tx.insert(subscriptions).values({ ...of, state: "active", askedAt: new Date(noon) });
    await tx.insert(touches).values({ ...of, postNativeId: post.nativeId, at: new Date(noon) });
    await tx.insert(webhookRoutes).values({ ...of, subjectHash: `hash-of-${channelId}` });
    const link = {
      id: linkId,
      tokenHash: channelId,
      memberId: agency.actor.memberId,
      expiresAt: new Date(noon + dayMs),
    };
    await tx.insert(reconnectLinks).values({ ...of, ...link });
    await tx.insert(plannedPosts).values({ ...of, id: planId, clientId, at: new Date(noon + dayMs), sends: true });
    await tx.insert(plannedPieces).values({ agencyId, planId, position: 0, text: `From ${title}` });
    await scheduleSync(ctx, { channelId, dueAt: noon });
    await scheduleWork(ctx, { kind: "publish", subjectId: planId, dueAt: noon + dayMs });
    const news = (kind: News["kind"], about: string, text = `Something about ${title}.`) =>
      tell(ctx, { clientId, kind, about, text, path: `/clients/${clientId}` });
    await news("channel-held", `${channelId} ${noon}`);
    await news("post-failed", `${planId} ${noon}`);
    await news("sign-in-ends", `${connectionId} ${noon}`);
    await news("channel-held", `link ${linkId} here`);
    await news("channel-held", `${otherId} ${noon}`, "Something about the other.");
  });
  return { agency, clientId, channelId, otherId, planId, title };
};

/** Who did what to which account stays: nobody could otherwise be asked about it. */
const kept = ["audit_log"];

describe("nothing but a line in the audit log is left", () => {
  test("of a channel that was disconnected: neither its ids nor its name, in any table, nor news of it", async () => {
    const { agency, channelId, otherId, planId, title } = await everything();
    await agency.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
    for (const text of [channelId, title]) expect(await tablesWith(db, text), text).toEqual(kept);
    expect(await tablesWith(db, planId)).toEqual([]);
    const left = await agency.system((ctx) => ctx.db.select({ about: notices.about }).from(notices));
    expect(left).toEqual([{ about: `${otherId} ${noon}` }]);
  });

  test("of a client that was deleted", async () => {
    const { agency, clientId, channelId, otherId, planId, title } = await everything();
    await agency.as((ctx) => deleteClient({ ctx, input: { clientId } }));
    expect(await tablesWith(db, clientId)).toEqual(kept);
    for (const text of [channelId, otherId, planId, title]) expect(await tablesWith(db, text), text).toEqual([]);
  });
});
