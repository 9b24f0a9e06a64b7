import { startPinterestStandIn, startXStandIn } from "@headroom/connectors/stand-ins";
import { auditLog, channels, eq } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { choosePlace } from "../src/publishing/choose-place.ts";
import { publishableChannels } from "../src/publishing/publishable-channels.ts";
import { runPublish } from "../src/publishing/run-publish.ts";
import { schedulePost } from "../src/publishing/schedule-post.ts";
import { storeImage } from "../src/publishing/store-image.ts";
import { addClient, addMember, testDatabase } from "./agency.ts";
import { onePixel } from "./one-pixel.ts";
import { reconnectScene, type Start } from "./reconnect-scene.ts";
import { channelRow, only } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());

const [bread, cakes] = ["549755885175", "549755885176"];

const kitchen = async (start: Start = startPinterestStandIn) => {
  const scene = await reconnectScene(db, start);
  const { agency, clientId, channelId } = scene;
  const choose = (placeId: string, change: object = {}, actor = agency.actor) =>
    agency.as((ctx) => choosePlace({ ctx, input: { clientId, channelId, placeId, ...change } }), actor);
  const shown = async () => only(await agency.as((ctx) => publishableChannels({ ctx, input: { clientId } }))).places;
  const setConfig = (config: object) =>
    agency.system((ctx) => ctx.db.update(channels).set({ config }).where(eq(channels.id, channelId)));
  const config = async () => (await channelRow(agency, channelId)).config;
  return { ...scene, choose, shown, setConfig, config };
};

describe("the places of a channel", () => {
  test("are those that the network named, the first one chosen, until somebody chooses another", async () => {
    const { agency, choose, shown } = await kitchen();
    const all = [
      { id: bread, title: "Bread" },
      { id: cakes, title: "Cakes & tarts" },
    ];
    expect(await shown()).toEqual({ name: "Board", all, chosen: bread });
    await choose(cakes);
    expect(await shown()).toEqual({ name: "Board", all, chosen: cakes });
    const log = await agency.system((ctx) =>
      ctx.db.select().from(auditLog).where(eq(auditLog.action, "channel.place-chosen")),
    );
    expect(log).toMatchObject([{ before: { placeId: bread }, after: { placeId: cakes }, userId: agency.actor.userId }]);
  });

  test("are asked for only where there is a choice", async () => {
    const { shown, setConfig } = await kitchen();
    await setConfig({ username: "alice", board: bread, boards: [{ id: bread, name: "Bread" }] });
    expect(await shown()).toBeNull();
    await setConfig({ username: "alice", board: bread });
    expect(await shown()).toBeNull();
    expect(await (await kitchen(startXStandIn)).shown()).toBeNull();
  });

  test("decide where a post goes that was planned before, as it goes out", async () => {
    const { agency, clientId, channelId, standIn, choose } = await kitchen();
    const { imageId } = await agency.as((ctx) =>
      storeImage({ ctx, input: { clientId, bytes: onePixel, alt: "A tart" } }),
    );
    const pieces = [{ text: "Tarts", link: null, imageIds: [imageId] }];
    const input = { clientId, channelIds: [channelId], at: null, title: "", pieces };
    const planId = only((await agency.as((ctx) => schedulePost({ ctx, input }))).planIds);
    await choose(cakes);
    const bodies: string[] = [];
    const { fetch } = agency.io;
    agency.io.fetch = (url, init) => {
      if (init?.method === "POST") bodies.push(String(init.body));
      return fetch(url, init);
    };
    expect(await runPublish({ db, io: agency.io, agencyId: agency.agencyId, planId })).toBe("published");
    expect(standIn.store.posts).toHaveLength(1);
    expect(JSON.parse(only(bodies))).toMatchObject({ board_id: cakes });
  });

  test.each<[string, string, object, object]>([
    ["a board that the network did not name", "7", {}, { code: "invalid", field: "placeId" }],
    ["no board at all", "", {}, { code: "invalid", field: "placeId" }],
    ["a channel that is not there", cakes, { channelId: crypto.randomUUID() }, { code: "not-found" }],
    ["a client who is not there", cakes, { clientId: crypto.randomUUID() }, { code: "not-found" }],
  ])("cannot be changed to %s", async (_, placeId, change, refusal) => {
    const { choose, config } = await kitchen();
    const before = await config();
    await expect(choose(placeId, change)).rejects.toMatchObject(refusal);
    expect(await config()).toEqual(before);
  });

  test("cannot be chosen where the network has none, nor through another client, nor by somebody who only looks on", async () => {
    await expect((await kitchen(startXStandIn)).choose("1")).rejects.toMatchObject({ field: "placeId" });
    const { agency, choose, config } = await kitchen();
    const before = await config();
    const clientId = await addClient(agency);
    await expect(choose(cakes, { clientId })).rejects.toMatchObject({ code: "not-found" });
    const stranger = await addMember(agency, "staffer");
    await expect(choose(cakes, {}, stranger)).rejects.toMatchObject({ code: "not-found" });
    expect(await config()).toEqual(before);
  });

  test("stay as they were chosen when the channel is connected again, unless the place is gone", async () => {
    const { connect, choose, setConfig, config } = await kitchen();
    await choose(cakes);
    await connect();
    expect(await config()).toMatchObject({ board: cakes, boards: [{ id: bread }, { id: cakes }] });
    await setConfig({ username: "alice", board: "7", boards: [{ id: "7", name: "Gone" }] });
    await connect();
    expect(await config()).toMatchObject({ board: bread });
  });
});
