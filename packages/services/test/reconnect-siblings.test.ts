import { startFacebookStandIn } from "@headroom/connectors/stand-ins";
import { and, auditLog, channels, eq } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { disconnectChannel } from "../src/channels/disconnect-channel.ts";
import { syncChannel } from "../src/channels/sync-channel.ts";
import { makeReconnectLink } from "../src/reconnect/make-reconnect-link.ts";
import { withdrawReconnectLink } from "../src/reconnect/withdraw-reconnect-link.ts";
import { addMember, dayMs, hourMs, noon, testAgency, testDatabase } from "./agency.ts";
import { agree, linkFor, reconnectScene } from "./reconnect-scene.ts";
import { only } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());

/** Two pages of one person, both of the same client, behind one sign-in. */
const pagesScene = async ({ connected = 2 } = {}) => {
  const scene = await reconnectScene(db, startFacebookStandIn, { connected });
  const { agency, look, channelId } = scene;
  const shown = async () => (await look()).channels.map(({ title, state }) => ({ title, state }));
  const rows = () => agency.system((ctx) => ctx.db.select().from(channels));
  const siblingId = (await rows()).find(({ id }) => id !== channelId)?.id ?? "";
  const readBoth = async () => {
    const outcomes: string[] = [];
    for (const id of [channelId, siblingId]) {
      outcomes.push(await syncChannel({ ...scene.world, agencyId: agency.agencyId, channelId: id }));
    }
    return outcomes;
  };
  /** Facebook ends the sign-in, and both pages are held. */
  const lose = async () => {
    await readBoth();
    scene.standIn.revoke?.();
    agency.clock.now += dayMs;
    expect(await readBoth()).toEqual(["held", "held"]);
  };
  const links = async () => (await look()).channels.map(({ reconnectLink }) => reconnectLink);
  return { ...scene, shown, rows, siblingId, readBoth, lose, links };
};

/** From now on the person shares only the first of her pages. */
const shareOne = (scene: Awaited<ReturnType<typeof pagesScene>>) => {
  const { fetch } = scene.agency.io;
  Object.assign(scene.agency.io, {
    fetch: async (...asked: Parameters<typeof fetch>) => {
      const response = await fetch(...asked);
      if (!String(asked[0]).includes("/me/accounts")) return response;
      const { data, ...rest } = JSON.parse(await response.text());
      const less = Response.json({ ...rest, data: data.slice(0, 1) });
      return Object.defineProperty(less, "url", { value: response.url });
    },
  });
};

describe("one link for two pages behind one sign-in", () => {
  test("says for which channels it is, and staff see it at each", async () => {
    const { link, offer, links, look } = await pagesScene();
    const [first, second] = (await look()).channels.map(({ title }) => title);
    const offered = await offer(await link());
    expect([offered?.title, offered?.along]).toEqual([first, [second]]);
    const openUntil = noon + 7 * dayMs;
    expect(await links()).toEqual([
      { openUntil, of: null },
      { openUntil, of: first },
    ]);
  });

  test("brings back both, and staff see that they came through it", async () => {
    const scene = await pagesScene();
    await scene.lose();
    const address = await scene.link();
    scene.agency.clock.now += hourMs;
    await scene.follow(address);
    const [first] = await scene.shown();
    expect(await scene.links()).toEqual([
      { usedAt: scene.agency.clock.now, of: null },
      { usedAt: scene.agency.clock.now, of: first?.title },
    ]);
    expect(await scene.readBoth()).toEqual(["synced", "synced"]);
    expect((await scene.shown()).map(({ state }) => state)).toEqual(["active", "active"]);
    expect(await scene.connectionRows()).toHaveLength(1);
    const used = only(
      await scene.agency.system((ctx) =>
        ctx.db.select().from(auditLog).where(eq(auditLog.action, "channel.reconnect-link-used")),
      ),
    );
    expect(used.after).toMatchObject({ along: [(await scene.shown())[1]?.title] });
  });

  test("leaves a page that is no longer shared as it was, on the sign-in that it had", async () => {
    const scene = await pagesScene();
    await scene.lose();
    const before = (await scene.rows()).find(({ id }) => id === scene.siblingId);
    shareOne(scene);
    await scene.follow(await scene.link());
    expect((await scene.rows()).find(({ id }) => id === scene.siblingId)).toEqual(before);
    expect(before?.state).toBe("held");
    expect(await scene.connectionRows()).toHaveLength(2);
    expect((await scene.links())[1]).toBeNull();
    expect(await scene.readBoth()).toEqual(["synced", "held"]);
  });

  test("goes on reading such a page as long as the old sign-in does", async () => {
    const scene = await pagesScene();
    shareOne(scene);
    await scene.follow(await scene.link());
    expect(await scene.readBoth()).toEqual(["synced", "synced"]);
    expect(await scene.connectionRows()).toHaveLength(2);
  });

  test("connects nothing that was not connected: neither a page of the same person nor one that was deleted", async () => {
    const one = await pagesScene({ connected: 1 });
    const address = await one.link();
    expect((await one.offer(address))?.along).toEqual([]);
    await one.follow(address);
    expect(await one.rows()).toHaveLength(1);

    const two = await pagesScene();
    const answer = await agree(await two.begin(await two.link()));
    await two.agency.as((ctx) => disconnectChannel({ ctx, input: { channelId: two.siblingId } }));
    const again = await two.link();
    await expect(two.finish(again, answer)).rejects.toMatchObject({ code: "not-found" });
    await two.follow(again);
    expect(await two.rows()).toHaveLength(1);
  });

  test("refuses a sign-in that reaches the sibling alone", async () => {
    const scene = await pagesScene();
    const before = await scene.rows();
    shareOne(scene);
    const ofSibling = await linkFor(scene.agency, scene.siblingId);
    await expect(scene.follow(ofSibling)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("another account at Facebook"),
    });
    expect(await scene.rows()).toEqual(before);
  });

  test("gives way at each channel to a link of its own", async () => {
    const { agency, link, links, siblingId } = await pagesScene();
    await linkFor(agency, siblingId);
    agency.clock.now += hourMs;
    await link();
    expect(await links()).toEqual([
      { openUntil: noon + hourMs + 7 * dayMs, of: null },
      { openUntil: noon + 7 * dayMs, of: null },
    ]);
  });
});

describe("a link that is out", () => {
  test("can be withdrawn by whoever works on the client, and is over at once, at the network too", async () => {
    const { agency, channelId, staffer, link, links, offer, begin, finish } = await reconnectScene(db).then(
      (scene) => ({
        ...scene,
        links: async () => (await scene.look()).channels.map(({ reconnectLink }) => reconnectLink),
      }),
    );
    const address = await link();
    const answer = await agree(await begin(address));
    const withdraw = () => agency.as((ctx) => withdrawReconnectLink({ ctx, input: { channelId } }), staffer);
    await withdraw();
    expect(await offer(address)).toBeNull();
    await expect(finish(address, answer)).rejects.toMatchObject({ code: "not-found" });
    expect(await links()).toEqual([null]);
    const rows = await agency.system((ctx) =>
      ctx.db
        .select()
        .from(auditLog)
        .where(and(eq(auditLog.subjectId, channelId), eq(auditLog.action, "channel.reconnect-link-withdrawn"))),
    );
    expect(rows).toMatchObject([{ userId: staffer.userId, before: { title: "@alice" } }]);
    await expect(withdraw()).rejects.toMatchObject({ code: "invalid", message: "No link is out for this channel." });
  });

  test("is not withdrawn by a member who does not work on the client, nor by another agency", async () => {
    const { agency, channelId, link, offer } = await reconnectScene(db);
    const address = await link();
    const input = { channelId };
    const other = await testAgency(db);
    const stranger = await addMember(agency, "staffer");
    await expect(agency.as((ctx) => withdrawReconnectLink({ ctx, input }), stranger)).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(other.as((ctx) => withdrawReconnectLink({ ctx, input }))).rejects.toMatchObject({ code: "not-found" });
    await expect(other.as((ctx) => makeReconnectLink({ ctx, input }))).rejects.toMatchObject({ code: "not-found" });
    expect(await offer(address)).not.toBeNull();
  });

  test("is kept where it was used: nothing is left to withdraw", async () => {
    const { agency, channelId, link, follow, look } = await reconnectScene(db);
    await follow(await link());
    await expect(agency.as((ctx) => withdrawReconnectLink({ ctx, input: { channelId } }))).rejects.toMatchObject({
      code: "invalid",
    });
    expect(only((await look()).channels).reconnectLink).toHaveProperty("usedAt");
  });
});
