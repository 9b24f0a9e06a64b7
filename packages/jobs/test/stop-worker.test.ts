import { setTimeout } from "node:timers/promises";
import { type StandIn, startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { channels, type Database, eq, inAgency, listen, posts } from "@headroom/db";
import { changesTopic, connectChannel, discoverChannels, type Io } from "@headroom/services";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { realIo, startWorker, testDatabase, type WorkedAgency, workedAgency } from "./worker-agency.ts";

const db: Database = testDatabase();
afterAll(() => db.close());

const dayMs = 86_400_000;
const tools = { renderReport: () => Promise.reject(new Error("no report in this test")) };

/** A channel with more to read than its limit lets through at once, due to be read. */
const longChannel = async (agency: WorkedAgency) => {
  const standIn = await startMastodonStandIn({ pageSize: 2 });
  onTestFinished(() => standIn.close());
  for (let n = 0; n < 40; n++) standIn.store.publish({ text: `Post ${n}`, at: Date.now() - (n + 1) * dayMs });
  const io: Io = { ...realIo(), fetch: (url, init) => fetch(url, init) };
  const channelId = await connected(agency, { standIn, io });
  return { standIn, io, channelId };
};

const connected = async (agency: WorkedAgency, { standIn, io }: { standIn: StandIn; io: Io }): Promise<string> => {
  const fields = Object.fromEntries(Object.entries(standIn.connectFields).map(([name, value]) => [name, value ?? ""]));
  const input = { clientId: await agency.addClient("Baker"), network: "mastodon", fields };
  const entry = { db, io, agencyId: agency.agencyId, actor: agency.actor };
  const [found] = await discoverChannels({ entry, input });
  return (await connectChannel({ entry, input: { ...input, nativeId: found?.nativeId ?? "" } })).channelId;
};

/** Looks from now on; what it returns resolves when the channel has been read to its end. */
const endOfReading = async ({ agencyId }: WorkedAgency, channelId: string): Promise<() => Promise<void>> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = async () => {
    const [row] = await inAgency(db, { agencyId }, (tx) =>
      tx.select().from(channels).where(eq(channels.id, channelId)),
    );
    if (row?.syncedAt != null) resolve();
  };
  const stop = await listen(db, changesTopic, look);
  return () => promise.then(stop);
};

test("a worker that is told to stop while a reading waits ends at once, and the next one reads the rest, once", async () => {
  const agency = await workedAgency(db);
  const { standIn, io, channelId } = await longChannel(agency);
  const waiting = Promise.withResolvers<void>();
  const endless: Io["wait"] = (_ms, signal) => {
    waiting.resolve();
    // No turn ever comes: only the word to stop ends this.
    return setTimeout(dayMs, undefined, { signal });
  };
  const first = startWorker(db, { tools, io: { ...io, wait: endless, networkLimitFactors: { mastodon: 0.5 } } });
  await waiting.promise;
  const told = Date.now();
  await first.stop();
  const left = await agency.workOf(channelId);
  expect(left).toMatchObject({ kind: "sync", leasedUntil: null });
  expect(left?.dueAt.getTime()).toBeLessThanOrEqual(Date.now());
  expect(Date.now() - told).toBeLessThan(2_000);

  const done = await endOfReading(agency, channelId);
  const second = startWorker(db, { tools, io: { ...io, networkLimitFactors: { mastodon: 1_000 } } });
  await done();
  await second.stop();
  const stored = await inAgency(db, agency, (tx) => tx.select().from(posts).where(eq(posts.channelId, channelId)));
  expect(stored.map(({ text }) => text).toSorted()).toEqual(standIn.store.posts.map(({ text }) => text).toSorted());
});
