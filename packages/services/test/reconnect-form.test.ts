import { startBlueskyStandIn } from "@headroom/connectors/stand-ins";
import { connections } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { readReconnectLink } from "../src/reconnect/read-reconnect-link.ts";
import { reconnectByForm } from "../src/reconnect/reconnect-by-form.ts";
import { hourMs, testDatabase } from "./agency.ts";
import { linkFor } from "./reconnect-scene.ts";
import { holdRows, only, stage } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());

/** A Bluesky account with an app password, whose sign-in has ended, and a link that was sent to its owner. */
const heldScene = async ({ withSecret = true } = {}) => {
  const { agency, standIn, connect, sync, look } = await stage(db, startBlueskyStandIn);
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
  test("asks for the network's own fields, with the secret among what is required", async () => {
    const { offer, look } = await heldScene();
    expect((await offer())?.way).toMatchObject({
      kind: "form",
      address: only((await look()).channels).url,
      fields: [
        { name: "account", label: "Handle" },
        { name: "appPassword", secret: true },
        { name: "service", optional: true },
      ],
    });
    const [, password] = await fieldsOf(offer);
    expect(password).not.toHaveProperty("optional");
  });

  test("leaves the secret optional where there was none", async () => {
    const { offer } = await heldScene({ withSecret: false });
    const [, password] = await fieldsOf(offer);
    expect(password).toMatchObject({ name: "appPassword", optional: true });
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
    });
    expect(await sealed()).toBe(before);
    await expect(type(right)).resolves.toBeUndefined();
  });

  test("refuses another account, changes nothing, and works again", async () => {
    const { agency, right, type, sealed, look } = await heldScene();
    const bob = await startBlueskyStandIn({ now: () => agency.clock.now, owner: "bob" });
    try {
      const before = await sealed();
      const his = { ...right, account: bob.connectFields.account ?? "", service: bob.url };
      await expect(type(his)).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("another account at Bluesky"),
      });
      expect(await sealed()).toBe(before);
      expect((await look()).channels).toHaveLength(1);
      await expect(type(right)).resolves.toBeUndefined();
    } finally {
      await bob.close();
    }
  });

  test("is no way to try passwords: after ten it rests", async () => {
    const { right, type } = await heldScene();
    for (let n = 0; n < 10; n++) await type({ ...right, appPassword: `guess-${n}` }).catch(() => {});
    await expect(type(right)).rejects.toMatchObject({ code: "too-many" });
  });
});

const fieldsOf = async (offer: Awaited<ReturnType<typeof heldScene>>["offer"]) => {
  const way = (await offer())?.way;
  return way?.kind === "form" ? way.fields : [];
};
