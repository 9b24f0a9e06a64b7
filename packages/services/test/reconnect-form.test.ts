import {
  type BlogFlavour,
  startBlogStandIn,
  startBlueskyStandIn,
  startMastodonStandIn,
} from "@headroom/connectors/stand-ins";
import { channels, connections, notices } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { readReconnectLink } from "../src/reconnect/read-reconnect-link.ts";
import { reconnectByForm } from "../src/reconnect/reconnect-by-form.ts";
import { hourMs, testDatabase } from "./agency.ts";
import { impostorOf } from "./impostor.ts";
import { linkFor, type Start } from "./reconnect-scene.ts";
import { holdRows, only, stage } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());

/** A Bluesky account with an app password, whose sign-in has ended, and a link that was sent to its owner. */
const heldScene = async ({
  withSecret = true,
  start = startBlueskyStandIn,
}: {
  withSecret?: boolean;
  start?: Start;
} = {}) => {
  const { agency, standIn, connect, sync, look } = await stage(db, start);
  const typed = withSecret ? standIn.connectFieldsWithSecret : standIn.connectFields;
  const channelId = await connect(typed);
  await sync(channelId);
  standIn.chaos("unauthorized");
  agency.clock.now += hourMs;
  await sync(channelId);
  standIn.chaos(null);
  const address = await linkFor(agency, channelId);
  const world = { db, io: agency.io };
  const right = Object.fromEntries(
    Object.entries(standIn.connectFieldsWithSecret).map(([name, value]) => [name, value ?? ""]),
  );
  return {
    agency,
    standIn,
    channelId,
    right,
    sync: () => sync(channelId),
    look,
    offer: () => readReconnectLink(world, address),
    type: (fields: Record<string, string>) => reconnectByForm(world, { address, fields }),
    sealed: async () => only(await agency.system((ctx) => ctx.db.select().from(connections))).sealedSecret,
  };
};

describe("a reconnect link to a network with app passwords", () => {
  test("asks for nothing but the secret: where the account is is known, and shown", async () => {
    const { offer, look, standIn } = await heldScene();
    const way = (await offer())?.way;
    expect(way).toEqual({
      kind: "form",
      asked: [
        {
          name: "appPassword",
          label: "App password",
          placeholder: expect.any(String),
          makeAt: expect.stringMatching(/^Make one under /),
          secret: true,
        },
      ],
      place: [
        { label: "Handle", value: only((await look()).channels).url },
        { label: "Server", value: standIn.url },
      ],
    });
  });

  test("leaves the secret optional where there was none", async () => {
    const { offer } = await heldScene({ withSecret: false });
    expect((await offer())?.way).toMatchObject({ asked: [{ name: "appPassword", optional: true }] });
  });

  test("brings the channel back, once", async () => {
    const { agency, channelId, right, sync, look, type, sealed } = await heldScene();
    const before = await sealed();
    await type({ ...right, nobodyAskedFor: "this" });
    expect(await sealed()).not.toBe(before);
    expect(await sync()).toBe("synced");
    expect((await holdRows(agency, channelId)).map(({ to }) => to === null)).toEqual([false]);
    expect((await look()).channels).toMatchObject([{ id: channelId, state: "active" }]);
    await expect(type(right)).rejects.toMatchObject({ code: "not-found" });
  });

  test("never puts nothing in the place of the secret that is there", async () => {
    const { right, type, sealed, offer, standIn } = await heldScene();
    const [before, asked] = [await sealed(), standIn.requests.length];
    await expect(type({ ...right, appPassword: " " })).rejects.toMatchObject({ code: "invalid", field: "appPassword" });
    expect(standIn.requests).toHaveLength(asked);
    expect(await sealed()).toBe(before);
    expect(await offer()).not.toBeNull();
  });

  test("names the field of a wrong one, and works again", async () => {
    const { right, type, sealed } = await heldScene();
    const before = await sealed();
    await expect(type({ ...right, appPassword: "wrong-wrong-wrong" })).rejects.toMatchObject({
      code: "invalid",
      field: "appPassword",
      message: "Bluesky did not accept this. Check what you entered, or make a new one.",
    });
    expect(await sealed()).toBe(before);
    await expect(type(right)).resolves.toBeUndefined();
  });

  test("refuses another account that is there now, changes nothing, and works again", async () => {
    const { agency, right, type, sealed } = await heldScene();
    const setId = (nativeId: string) => agency.system((ctx) => ctx.db.update(channels).set({ nativeId }));
    const before = await sealed();
    const { nativeId } = only(await agency.system((ctx) => ctx.db.select().from(channels)));
    await setId("did:plc:somebodyelse");
    await expect(type(right)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("another account at Bluesky"),
    });
    expect(await sealed()).toBe(before);
    await setId(nativeId);
    await expect(type(right)).resolves.toBeUndefined();
  });

  test("says that the server rests, and tells staff nothing of it", async () => {
    const { agency, right, type, standIn } = await heldScene();
    const told = () => agency.system((ctx) => ctx.db.select().from(notices));
    const before = await told();
    standIn.chaos("server-error");
    await expect(type(right)).rejects.toMatchObject({
      code: "unavailable",
      message: "Bluesky cannot be asked just now. Try again in a few minutes: the link still works.",
    });
    expect(await told()).toEqual(before);
  });

  test("is no way to try passwords: after ten it rests", async () => {
    const { right, type } = await heldScene();
    for (let n = 0; n < 10; n++) await type({ ...right, appPassword: `guess-${n}` }).catch(() => {});
    await expect(type(right)).rejects.toMatchObject({ code: "too-many" });
  });
});

const blogOf =
  (flavour: BlogFlavour): Start =>
  (options) =>
    startBlogStandIn({ ...options, flavour });

const typedServers: [name: string, field: string, start: Start, path?: string][] = [
  ["a Bluesky account, whose server any server may claim to be", "service", startBlueskyStandIn],
  ["an account on Mastodon", "account", startMastodonStandIn, "/@alice"],
  ["a feed, which says itself which site it belongs to", "address", blogOf("rss")],
  ["WordPress, whose page names its routes", "address", blogOf("wordpress")],
  ["Ghost", "address", blogOf("ghost")],
];

describe("a link brings a channel back where it was", () => {
  test.each(typedServers)("and asks no other server that is typed: %s", async (_, field, start, path = "") => {
    const { agency, standIn, right, type, sync } = await heldScene({ start });
    const config = async () => only(await agency.system((ctx) => ctx.db.select().from(channels))).config;
    const [before, impostor] = [await config(), await impostorOf(standIn)];
    expect(right).toHaveProperty(field);
    await type({ ...right, [field]: impostor.url + path });
    expect(await config()).toEqual(before);
    expect(await sync()).toBe("synced");
    expect(impostor.asked()).toBe(0);
  });
});
