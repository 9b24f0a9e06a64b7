import { startBlueskyStandIn, startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { auditLog, connections, eq } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { connectChannel } from "../src/channels/connect-channel.ts";
import { secretPurpose } from "../src/channels/connector-context.ts";
import { disconnectChannel } from "../src/channels/disconnect-channel.ts";
import { discoverChannels } from "../src/channels/discover-channels.ts";
import { listNetworks } from "../src/channels/list-networks.ts";
import { addChannel, addClient, dayMs, noon, testDatabase } from "./agency.ts";
import { channelRow, only, type Stage, stage } from "./stage.ts";
import { tablesWith } from "./table-rows.ts";

const db = testDatabase();
afterAll(() => db.close());

const connectionsOf = ({ agency }: Stage) => agency.system(({ db: tx }) => tx.select().from(connections));

const secretOf = async (scene: Stage, channelId: string) => {
  const { connectionId } = await channelRow(scene.agency, channelId);
  const row = only((await connectionsOf(scene)).filter(({ id }) => id === connectionId));
  return row.sealedSecret === null ? null : scene.agency.io.sealer.open(row.sealedSecret, secretPurpose(row.id));
};

describe("a secret", () => {
  test("of Mastodon lies sealed in one table and in clear in none", async () => {
    const scene = await stage(db);
    const channelId = await scene.connect(scene.standIn.connectFieldsWithSecret);
    await scene.sync(channelId);
    const token = scene.standIn.connectFieldsWithSecret.token ?? "";
    expect(token.length).toBeGreaterThan(8);
    expect(await tablesWith(db, token)).toEqual([]);
    expect(await tablesWith(db, Buffer.from(token).toString("base64").slice(0, 16))).toEqual([]);
    expect(await secretOf(scene, channelId)).toBe(token);
    const { sealedSecret } = only(await connectionsOf(scene));
    expect(await tablesWith(db, sealedSecret ?? "")).toEqual(["connections"]);
  });

  test("of Bluesky is a session, renewed and sealed again when it has expired; the app password is kept nowhere", async () => {
    const scene = await stage(db, startBlueskyStandIn);
    scene.standIn.store.mention({ by: "Ann", text: "Hello", at: noon - dayMs });
    const channelId = await scene.connect(scene.standIn.connectFieldsWithSecret);
    const first = await secretOf(scene, channelId);
    scene.agency.clock.now = noon + 3 * 3_600_000;
    expect(await scene.sync(channelId)).toBe("synced");
    const second = await secretOf(scene, channelId);
    expect(second).not.toBe(first);
    const password = scene.standIn.connectFieldsWithSecret.appPassword ?? "";
    const tokens = Object.values(JSON.parse(second ?? "{}")).map((token) => `"${token}"`);
    for (const text of [password, ...tokens]) expect(await tablesWith(db, text)).toEqual([]);
  });

  test("is opened for its own connection only", async () => {
    const scene = await stage(db);
    await scene.connect(scene.standIn.connectFieldsWithSecret);
    const { id, sealedSecret } = only(await connectionsOf(scene));
    expect(() => scene.agency.io.sealer.open(sealedSecret ?? "", secretPurpose(crypto.randomUUID()))).toThrow();
    expect(scene.agency.io.sealer.open(sealedSecret ?? "", secretPurpose(id))).not.toBe("");
  });

  test.each([
    ["Mastodon", startMastodonStandIn],
    ["Bluesky", startBlueskyStandIn],
  ])("of %s stays when the channel is connected again without one, and mentions are still read", async (_, start) => {
    const scene = await stage(db, start);
    const channelId = await scene.connect(scene.standIn.connectFieldsWithSecret);
    await scene.sync(channelId);
    const before = await secretOf(scene, channelId);
    const { knows, config } = await channelRow(scene.agency, channelId);
    expect(await scene.connect()).toBe(channelId);
    expect(await secretOf(scene, channelId)).toBe(before);
    expect(await channelRow(scene.agency, channelId)).toMatchObject({ knows, config, cursor: null });
    expect(knows).toHaveProperty("mention");
    expect(await connectionsOf(scene)).toHaveLength(1);
    expect(await scene.sync(channelId)).toBe("synced");
  });

  test("is replaced by a new one, and the old one is gone", async () => {
    const scene = await stage(db, startBlueskyStandIn);
    const channelId = await scene.connect(scene.standIn.connectFieldsWithSecret);
    const before = await secretOf(scene, channelId);
    await scene.connect(scene.standIn.connectFieldsWithSecret);
    expect(await secretOf(scene, channelId)).not.toBe(before);
    expect(await connectionsOf(scene)).toHaveLength(1);
  });

  test("is gone with the channel that it gave access to", async () => {
    const scene = await stage(db);
    const channelId = await scene.connect(scene.standIn.connectFieldsWithSecret);
    await scene.agency.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
    expect(await connectionsOf(scene)).toEqual([]);
  });

  test("that is wrong connects nothing and names its field", async () => {
    const scene = await stage(db);
    const wrong = { ...scene.standIn.connectFields, token: "not-the-token" };
    await expect(scene.connect(wrong)).rejects.toMatchObject({ code: "invalid", field: "token" });
    expect(await connectionsOf(scene)).toEqual([]);
  });
});

describe("connecting", () => {
  test("names the channel, what it knows and who connected it", async () => {
    const scene = await stage(db, startMastodonStandIn, { owner: "Bakery" });
    const channelId = await scene.connect();
    expect(await channelRow(scene.agency, channelId)).toMatchObject({
      clientId: scene.clientId,
      network: "mastodon",
      title: "Bakery",
      state: "active",
      syncedAt: null,
      knows: { post: 0, linkPost: 0, like: 0, reshare: 0, linkReshare: 0, comment: 0 },
    });
    const log = await scene.agency.system(({ db: tx }) =>
      tx.select().from(auditLog).where(eq(auditLog.subjectId, channelId)),
    );
    expect(only(log)).toMatchObject({
      action: "channel.connected",
      userId: scene.agency.actor.userId,
      after: { network: "mastodon", title: "Bakery" },
    });
  });

  test("the same account for two clients makes two channels", async () => {
    const scene = await stage(db);
    const first = await scene.connect();
    const other = await addClient(scene.agency);
    const { network, fields, nativeId } = {
      network: "mastodon",
      fields: { account: scene.standIn.connectFields.account ?? "" },
      nativeId: (await channelRow(scene.agency, first)).nativeId,
    };
    const second = await connectChannel({
      entry: scene.agency.entry,
      input: { clientId: other, network, fields, nativeId },
    });
    expect(second.channelId).not.toBe(first);
    expect(await connectionsOf(scene)).toHaveLength(2);
  });

  test("a channel that is not among those found is refused", async () => {
    const scene = await stage(db);
    const input = {
      clientId: scene.clientId,
      network: "mastodon",
      fields: { account: scene.standIn.connectFields.account ?? "" },
      nativeId: "somebody-else",
    };
    await expect(connectChannel({ entry: scene.agency.entry, input })).rejects.toMatchObject({
      code: "not-found",
      field: "nativeId",
    });
    expect(await connectionsOf(scene)).toEqual([]);
  });

  test("continues a channel that was known from a file, and refuses one that belongs to another network", async () => {
    const scene = await stage(db);
    const fromFile = await addChannel(scene.agency, scene.clientId, "mastodon");
    expect(await scene.connect(undefined, fromFile)).toBe(fromFile);
    expect((await channelRow(scene.agency, fromFile)).connectionId).not.toBeNull();

    const second = await stage(db);
    const wrong = await addChannel(second.agency, second.clientId, "blog");
    await expect(second.connect(undefined, wrong)).rejects.toMatchObject({ code: "not-found" });
  });

  test("refuses to continue a file where the client has that channel already", async () => {
    const scene = await stage(db);
    await scene.connect();
    const fromFile = await addChannel(scene.agency, scene.clientId, "mastodon");
    await expect(scene.connect(undefined, fromFile)).rejects.toMatchObject({ code: "conflict", field: "continues" });
  });
});

describe("discovering", () => {
  test("changes nothing", async () => {
    const scene = await stage(db);
    const found = await discoverChannels({
      entry: scene.agency.entry,
      input: {
        clientId: scene.clientId,
        network: "mastodon",
        fields: { account: scene.standIn.connectFields.account ?? "" },
      },
    });
    expect(only(found)).toMatchObject({ title: "alice", knows: expect.arrayContaining(["post", "like"]) });
    expect(await connectionsOf(scene)).toEqual([]);
  });

  test.each([
    ["an unknown network", { network: "myspace", fields: {} }, { code: "invalid", field: "network" }],
    [
      "an address that is none",
      { network: "mastodon", fields: { account: "??" } },
      { code: "invalid", field: "account" },
    ],
    ["nothing at all", { network: "blog", fields: { address: "" } }, { code: "invalid", field: "address" }],
    [
      "an address inside the house",
      { network: "blog", fields: { address: "http://10.0.0.1/" } },
      { code: "invalid", field: "address" },
    ],
  ])("refuses %s and names the field", async (_, input, refusal) => {
    const { agency, clientId } = await stage(db);
    const asked = discoverChannels({ entry: agency.entry, input: { clientId, ...input } });
    await expect(asked).rejects.toMatchObject({ name: "ServiceError", ...refusal });
  });

  test("tells a server that is down from an address that is wrong", async () => {
    const { agency, clientId, standIn } = await stage(db);
    const input = { clientId, network: "mastodon", fields: { account: standIn.connectFields.account ?? "" } };
    standIn.chaos("server-error");
    await expect(discoverChannels({ entry: agency.entry, input })).rejects.toMatchObject({ code: "unavailable" });
  });

  test("offers every network with what it asks, and secrets as secrets", async () => {
    const { agency } = await stage(db);
    const offered = await agency.as((ctx) => listNetworks({ ctx, input: undefined }));
    expect(offered.map(({ id }) => id)).toEqual(expect.arrayContaining(["blog", "bluesky", "mastodon"]));
    const secrets = offered.flatMap(({ fields }) => fields.filter(({ secret }) => secret).map(({ name }) => name));
    expect(secrets.toSorted()).toEqual(["appPassword", "key", "token"]);
  });
});
