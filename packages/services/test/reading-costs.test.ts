import { type Batch, type ConnectorContext, type Cursor, networkById, networks } from "@headroom/connectors";
import { estimateCosts, sumOfCosts } from "@headroom/insights";
import { responseCurve } from "@headroom/scoring";
import { afterAll, describe, expect, test } from "vitest";
import { loadAccess, reachChannel } from "../src/channels/reach-channel.ts";
import { afterSuccessMs } from "../src/channels/sync-rhythm.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { clientPace } from "../src/spending/client-pace.ts";
import { addChannel, addClient, dayMs, hourMs, noon, testAgency, testDatabase } from "./agency.ts";
import { xScene } from "./x-scene.ts";

const db = testDatabase();
afterAll(() => db.close());

const days = 30;

/** X read by its own adapter for a month, as often as the worker would, with a post, an answer and a mention every day. */
async function monthOfX(): Promise<{ first: number; ongoing: number }> {
  const { agency, standIn, connect } = await xScene(db);
  const channelId = await connect();
  const job = { db, io: agency.io, agencyId: agency.agencyId, channelId, signal: new AbortController().signal };
  const access = await agency.system((ctx) => loadAccess(ctx, channelId));
  if (access === null) throw new Error("the channel is not connected");
  const { network, outside, account } = reachChannel(job, access);
  let micros = 0;
  const spend: ConnectorContext["spend"] = async ({ microsEach }) => ({
    settle: async (count) => {
      micros += microsEach * count;
    },
  });
  const begun = agency.clock.now;
  let cursor: Cursor | null = null;
  const read = async () => {
    let last: Batch | undefined;
    for await (const batch of network.pull({ ...outside, fetch: agency.io.fetch, spend }, account, cursor))
      last = batch;
    cursor = last?.cursor ?? cursor;
  };
  await read();
  const first = micros;
  const { medianMs: halfLifeMs } = responseCurve("x");
  for (let newest: number | null = null, posts = 0; ; ) {
    const newestPostAgeMs = newest === null ? null : agency.clock.now - newest;
    agency.clock.now += afterSuccessMs({ halfLifeMs, newestPostAgeMs, random: 0.5 });
    if (agency.clock.now > begun + days * dayMs) return { first, ongoing: micros - first };
    const due = begun + posts * dayMs + hourMs;
    if (due <= agency.clock.now) {
      posts += 1;
      newest = due;
      const { id } = standIn.store.publish({ text: `Loaf ${posts}`, at: due });
      standIn.store.comment(id, { by: "Zoe", text: "Mm", at: due });
      standIn.store.mention({ by: "Zoe", text: "Look", at: due });
    }
    await read();
  }
}

describe("what reading is said to cost", () => {
  test("is said by every network that has prices, and by no other", () => {
    for (const { id } of networks) {
      const network = networkById(id);
      expect([id, network?.costs !== undefined]).toEqual([id, network?.prices !== undefined]);
    }
  });

  test("is what X bills for a month as the worker reads it, or up to a sixth more", async () => {
    const { first, ongoing } = await monthOfX();
    const costs = networkById("x")?.costs;
    const pace = { postsPerWeek: 7, answersPerWeek: 14 };
    const expected = sumOfCosts(estimateCosts(costs?.ongoing ?? [], { pace, days }));
    expect(expected).toBeGreaterThanOrEqual(ongoing);
    expect(expected).toBeLessThanOrEqual(ongoing * (1 + 1 / 6));
    // Of an empty account the first reading buys the account alone.
    expect(first).toBe(10_000);
  });
});

describe("how much happens on a client's channel", () => {
  const post = (nativeId: string, at: number) => ({ nativeId, at, url: null, text: "", carriesLink: false });
  const comment = (nativeKey: string, at: number) => ({ nativeKey, kind: "comment" as const, at, count: 1 });

  test("is that of the network's own channel, else of the one with the most posts, over four weeks", async () => {
    const agency = await testAgency(db);
    const clientId = await addClient(agency);
    const pace = (network: string) => agency.as((ctx) => clientPace({ ctx, input: { clientId, network } }));
    expect(await pace("x")).toBeNull();
    const fill = async (network: string, posts: number, comments: number) => {
      const channelId = await addChannel(agency, clientId, network);
      const batch = {
        ...emptyBatch,
        posts: [
          ...Array.from({ length: posts }, (_, n) => post(`p${n}`, noon - (n + 1) * hourMs)),
          post("old", noon - 29 * dayMs),
        ],
        signals: [
          ...Array.from({ length: comments }, (_, n) => comment(`c${n}`, noon - n * hourMs)),
          comment("old", noon - 29 * dayMs),
          { ...comment("like", noon - hourMs), kind: "like" as const },
        ],
      };
      await agency.system((ctx) => ingest({ ctx, input: { channelId, batch } }));
    };
    await fill("mastodon", 8, 4);
    expect(await pace("x")).toEqual({ title: "mastodon channel", postsPerWeek: 2, answersPerWeek: 1 });
    await fill("x", 4, 12);
    expect(await pace("x")).toEqual({ title: "x channel", postsPerWeek: 1, answersPerWeek: 3 });
    expect(await pace("threads")).toEqual({ title: "mastodon channel", postsPerWeek: 2, answersPerWeek: 1 });
  });
});
