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
    first?.();
    first?.();
    expect(lanes.enter("x")).not.toBeNull();
    expect(lanes.enter("x")).toBeNull();
    second?.();
    expect(lanes.enter("x")).not.toBeNull();
  });

  test("that are taken leave a channel as it is, for later; a reading frees its own, also a failed one", async () => {
    const { agency, connect, standIn } = await stage(db, startMastodonStandIn);
    const channelId = await connect();
    const lanes = networkLanes(1);
    const job = { db, io: agency.io, agencyId: agency.agencyId, channelId, lanes };
    const leave = lanes.enter("mastodon");
    expect(await syncChannel(job)).toBe("busy");
    expect(await channelRow(agency, channelId)).toMatchObject({ failures: 0, syncedAt: null, lastError: null });
    leave?.();
    standIn.chaos("server-error", 1);
    expect(await syncChannel(job)).toBe("failed");
    expect(await syncChannel(job)).toBe("synced");
  });
});
