import { startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { afterAll, describe, expect, test } from "vitest";
import { networkLanes } from "../src/channels/network-lanes.ts";
import { syncChannel } from "../src/channels/sync-channel.ts";
import { testDatabase } from "./agency.ts";
import { channelRow, stage } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());

describe("the lanes of a network", () => {
  test("are as many as were given, free again once, and apart from other networks'", () => {
    const lanes = networkLanes(2);
    const first = lanes.enter("x");
    const second = lanes.enter("x");
    expect(lanes.enter("x")).toBeNull();
    expect(lanes.enter("blog")).not.toBeNull();
    first?.leave();
    first?.leave();
    expect(lanes.enter("x")).not.toBeNull();
    expect(lanes.enter("x")).toBeNull();
    second?.leave();
    expect(lanes.enter("x")).not.toBeNull();
  });

  test("are others' while somebody rests in one, and who has rested goes on though they are taken", async () => {
    const lanes = networkLanes(1);
    const turn = Promise.withResolvers<void>();
    const first = lanes.enter("x");
    const rested = first?.rest(() => turn.promise);
    const second = lanes.enter("x");
    expect(second).not.toBeNull();
    turn.resolve();
    await rested;
    second?.leave();
    expect(lanes.enter("x")).toBeNull();
    first?.leave();
    expect(lanes.enter("x")).not.toBeNull();
  });

  test("are others' while a reading waits for its turn at a limit", async () => {
    const { agency, connect, standIn } = await stage(db, startMastodonStandIn);
    const channelId = await connect();
    // Fifteen at once, then one in two seconds.
    agency.io.networkLimitFactors = { mastodon: 0.5 };
    const lanes = networkLanes(1);
    const job = { db, io: agency.io, agencyId: agency.agencyId, channelId, lanes };
    const whileWaiting: boolean[] = [];
    agency.io.wait = async () => {
      const other = lanes.enter("mastodon");
      whileWaiting.push(other !== null);
      other?.leave();
    };
    for (let n = 0; n < 15 && whileWaiting.length === 0; n++) expect(await syncChannel(job)).toBe("synced");
    expect(new Set(whileWaiting)).toEqual(new Set([true]));
    expect(lanes.enter("mastodon")).not.toBeNull();
    expect(standIn.requests.length).toBeGreaterThan(15);
  });

  test("that are taken leave a channel as it is, for later; a reading frees its own, also a failed one", async () => {
    const { agency, connect, standIn } = await stage(db, startMastodonStandIn);
    const channelId = await connect();
    const lanes = networkLanes(1);
    const job = { db, io: agency.io, agencyId: agency.agencyId, channelId, lanes };
    const lane = lanes.enter("mastodon");
    expect(await syncChannel(job)).toBe("busy");
    expect(await channelRow(agency, channelId)).toMatchObject({ failures: 0, syncedAt: null, lastError: null });
    lane?.leave();
    standIn.chaos("server-error", 1);
    expect(await syncChannel(job)).toBe("failed");
    expect(await syncChannel(job)).toBe("synced");
  });
});
