import { startFacebookStandIn, startFlickrStandIn, startXStandIn } from "@headroom/connectors/stand-ins";
import { asc, auditLog, channels, eq, notices, posts, reconnectLinks } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { disconnectChannel } from "../src/channels/disconnect-channel.ts";
import { assignClient } from "../src/clients/assign-client.ts";
import { changeRole } from "../src/members/change-role.ts";
import { removeMember } from "../src/members/remove-member.ts";
import { whoAwaits } from "../src/networks/begun-by.ts";
import { getSignIn } from "../src/networks/choose-channels.ts";
import { finishSignIn } from "../src/networks/finish-sign-in.ts";
import { startSignIn } from "../src/networks/start-sign-in.ts";
import { makeReconnectLink } from "../src/reconnect/make-reconnect-link.ts";
import { type LinkAddress, openLink } from "../src/reconnect/open-link.ts";
import { startReconnect } from "../src/reconnect/start-reconnect.ts";
import { setCap } from "../src/spending/set-cap.ts";
import { addChannel, dayMs, hourMs, noon, testAgency, testDatabase } from "./agency.ts";
import { agree, linkFor, reconnectScene, type Start } from "./reconnect-scene.ts";
import { holdRows, only } from "./stage.ts";
import { untilWaiting } from "./waiting.ts";

const db = testDatabase();
afterAll(() => db.close());

const over = { code: "not-found", message: "This link no longer works. Ask the agency for a new one." };
type Scene = Awaited<ReturnType<typeof reconnectScene>>;

const signIns: [name: string, start: Start][] = [
  ["X (OAuth 2)", startXStandIn],
  ["Flickr (OAuth 1.0a)", startFlickrStandIn],
  ["one of two pages on Facebook", startFacebookStandIn],
];

describe("a reconnect link", () => {
  test.each(signIns)("brings a held channel back and keeps its history: %s", async (_, start) => {
    const scene = await reconnectScene(db, start);
    const { agency, standIn, channelId, sync, look } = scene;
    standIn.store.publish({ text: "Before", at: agency.clock.now - hourMs });
    await sync();
    const history = () => agency.system((ctx) => ctx.db.select({ id: posts.nativeId, at: posts.at }).from(posts));
    const before = await history();
    expect(before).toHaveLength(1);
    standIn.revoke?.();
    agency.clock.now += dayMs;
    expect(await sync()).toBe("held");
    await scene.follow(await scene.link());
    expect(await sync()).toBe("synced");
    expect((await holdRows(agency, channelId)).map(({ to }) => to === null)).toEqual([false]);
    expect((await look()).channels).toMatchObject([{ id: channelId, state: "active", heldSince: null }]);
    expect(await history()).toEqual(before);
    expect(await scene.signInRows()).toEqual([]);
    expect(await scene.connectionRows()).toHaveLength(1);
  });

  test("tells whoever holds it whose channel it is, who asks, and how", async () => {
    const { link, offer } = await reconnectScene(db);
    expect(await offer(await link())).toMatchObject({
      agencyName: expect.stringMatching(/^Agency /),
      clientName: "Corner Bakery",
      title: "@alice",
      networkTitle: "X",
      publishes: true,
      way: { kind: "sign-in" },
      expiresAt: noon + 7 * dayMs,
      timeZone: "UTC",
    });
  });

  test("is kept as a hash, and shown to staff while it waits and once it was used", async () => {
    const { agency, link, follow, look, connect } = await reconnectScene(db);
    const sent = async () => only((await look()).channels).reconnectLink;
    expect(await sent()).toBeNull();
    const address = await link();
    const row = only(await agency.system((ctx) => ctx.db.select().from(reconnectLinks)));
    expect(JSON.stringify(row)).not.toContain(address.token);
    expect(await sent()).toEqual({ openUntil: noon + 7 * dayMs, of: null });
    agency.clock.now += hourMs;
    await follow(address);
    expect(await sent()).toEqual({ usedAt: noon + hourMs, of: null });
    agency.clock.now += hourMs;
    await connect();
    expect(await sent()).toBeNull();
  });

  test("says in the audit log who made it, and that what came through it was nobody of the agency", async () => {
    const { agency, channelId, staffer, link, follow } = await reconnectScene(db);
    await follow(await link(staffer));
    const rows = await agency.system((ctx) =>
      ctx.db.select().from(auditLog).where(eq(auditLog.subjectId, channelId)).orderBy(asc(auditLog.action)),
    );
    const byAction = (name: string) => rows.filter(({ action }) => action === name).map(({ userId }) => userId);
    expect(byAction("channel.connected").toSorted()).toEqual([agency.actor.userId, null]);
    expect(byAction("channel.reconnect-link-made")).toEqual([staffer.userId]);
    expect(byAction("channel.reconnect-link-used")).toEqual([null]);
    expect(rows.at(-1)?.after).toEqual({ title: "@alice", madeBy: staffer.userId });
  });

  test("is not made for a channel known from a file, nor where nobody could sign in", async () => {
    const { agency, clientId, channelId } = await reconnectScene(db);
    const fromFile = await addChannel(agency, clientId);
    const make = (id: string) => agency.as((ctx) => makeReconnectLink({ ctx, input: { channelId: id } }));
    await expect(make(fromFile)).rejects.toMatchObject({ code: "invalid", message: "Connect this channel before." });
    Object.assign(agency.io, { networkApps: {} });
    await expect(make(channelId)).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("app") });
  });

  test("can be tried ten times in a quarter of an hour, and another link all the same", async () => {
    const { agency, world, link, begin, staffer, connect } = await reconnectScene(db);
    const address = await link();
    for (let n = 0; n < 10; n++) await begin(address);
    await expect(begin(address)).rejects.toMatchObject({ code: "too-many", retryAfterMs: 15 * 60_000 });
    const another = await linkFor(agency, await connect(), staffer);
    await expect(startReconnect(world, another)).resolves.toMatchObject({ url: expect.any(String) });
  });
});

test("a link can be tried forty times in its week, however patiently", async () => {
  const { agency, link, begin } = await reconnectScene(db);
  const address = await link();
  for (let n = 0; n < 40; n++) {
    if (n % 10 === 0) agency.clock.now += hourMs;
    await begin(address);
  }
  agency.clock.now += hourMs;
  await expect(begin(address)).rejects.toMatchObject({
    code: "too-many",
    message: "This link was tried too often. Ask the agency for a new one.",
  });
});

/** Starts all while somebody else holds the channel's row, and lets go once all of them wait for it. */
const atOnce = async <T>({ agency, channelId }: Scene, works: (() => Promise<T>)[]) => {
  const { promise: mayGo, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
  const holder = agency.system(async (ctx) => {
    await ctx.db.select().from(channels).where(eq(channels.id, channelId)).for("update");
    hold();
    await mayGo;
  });
  await isHeld;
  const ends = Promise.allSettled(works.map((work) => work()));
  await untilWaiting(db, works.length);
  letGo();
  await holder;
  return ends;
};

/** A minute before a link ends that was made at noon: nothing else that is on its way ends meanwhile. */
const lastMinute = { now: noon + 7 * dayMs - 60_000 };

/** What ends a link. */
const endings: [name: string, end: (scene: Scene) => Promise<unknown>][] = [
  ["it has expired", async ({ agency }) => Object.assign(agency.clock, { now: noon + 7 * dayMs })],
  ["a newer one was made", ({ link }) => link()],
  ["it was used", async ({ link, follow }) => follow(await link())],
  [
    "its member was removed",
    ({ agency, staffer: { memberId } }) => agency.as((ctx) => removeMember({ ctx, input: { memberId } })),
  ],
  [
    "its member no longer works on the client",
    ({ agency, clientId, staffer: { memberId } }) =>
      agency.as((ctx) => assignClient({ ctx, input: { clientId, memberId, assigned: false } })),
  ],
  [
    "its member may only look on",
    ({ agency, staffer: { memberId } }) => agency.as((ctx) => changeRole({ ctx, input: { memberId, role: "viewer" } })),
  ],
  [
    "the channel was deleted",
    ({ agency, channelId }) => agency.as((ctx) => disconnectChannel({ ctx, input: { channelId } })),
  ],
];

describe("a link is over", () => {
  test.each(endings)("once %s, and does not say why", async (_, end) => {
    const scene = await reconnectScene(db);
    const address = await scene.link(scene.staffer);
    expect(await scene.offer(address)).not.toBeNull();
    await end(scene);
    expect(await scene.offer(address)).toBeNull();
    await expect(scene.begin(address)).rejects.toMatchObject(over);
  });

  test.each(endings.filter(([name]) => name !== "it was used"))(
    "also when the person was at the network already while %s",
    async (_, end) => {
      const scene = await reconnectScene(db);
      const before = await scene.connectionRows();
      const address = await scene.link(scene.staffer);
      Object.assign(scene.agency.clock, lastMinute);
      const answer = await agree(await scene.begin(address));
      await end(scene);
      await expect(scene.finish(address, answer)).rejects.toMatchObject(over);
      const left = await scene.connectionRows();
      expect(before).toEqual(expect.arrayContaining(left));
    },
  );

  test.each(endings.filter(([name]) => name !== "it was used"))(
    "even when the network was being asked while %s, and leaves no grant behind",
    async (_, end) => {
      const scene = await reconnectScene(db);
      const before = await scene.connectionRows();
      const address = await scene.link(scene.staffer);
      Object.assign(scene.agency.clock, lastMinute);
      const answer = await agree(await scene.begin(address));
      const { fetch } = scene.agency.io;
      let isFirst = true;
      Object.assign(scene.agency.io, {
        fetch: async (...asked: Parameters<typeof fetch>) => {
          const response = await fetch(...asked);
          if (isFirst) {
            isFirst = false;
            await end(scene);
          }
          return response;
        },
      });
      await expect(scene.finish(address, answer)).rejects.toMatchObject(over);
      expect(before).toEqual(expect.arrayContaining(await scene.connectionRows()));
      expect((await scene.signInRows()).filter(({ sealedGrant }) => sealedGrant !== null)).toEqual([]);
    },
  );

  test("for a wrong token, an agency that is not its own, and one that is not there", async () => {
    const { link, offer, begin } = await reconnectScene(db);
    const other = await testAgency(db);
    const { slug, token } = await link();
    const wrong: LinkAddress[] = [
      { slug, token: `${token}x` },
      { slug, token: "" },
      { slug: other.slug, token },
      { slug: "nowhere-at-all", token },
    ];
    for (const address of wrong) {
      expect(await offer(address)).toBeNull();
      await expect(begin(address)).rejects.toMatchObject(over);
    }
    expect(await offer({ slug, token })).not.toBeNull();
  });

  test("where its network's app was taken away", async () => {
    const { agency, link, offer } = await reconnectScene(db);
    const address = await link();
    Object.assign(agency.io, { networkApps: {} });
    expect(await offer(address)).toBeNull();
  });

  test("after its first use, of two at once as well", async () => {
    const scene = await reconnectScene(db);
    const { link, begin, finish, offer, signInRows, connectionRows } = scene;
    const address = await link();
    const answers = [await agree(await begin(address)), await agree(await begin(address))];
    const ends = await atOnce(
      scene,
      answers.map((answer) => () => finish(address, answer)),
    );
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(ends.find((end) => end.status === "rejected")?.reason).toMatchObject(over);
    expect(await offer(address)).toBeNull();
    expect(await connectionRows()).toHaveLength(1);
    expect((await signInRows()).filter(({ sealedGrant }) => sealedGrant !== null)).toEqual([]);
  });

  test("for the older of two made at once", async () => {
    const scene = await reconnectScene(db);
    const made = await atOnce(scene, [() => scene.link(), () => scene.link()]);
    const offers: unknown[] = [];
    for (const end of made) if (end.status === "fulfilled") offers.push(await scene.offer(end.value));
    expect(offers).toHaveLength(2);
    expect(offers.filter((found) => found !== null)).toHaveLength(1);
  });
});

describe("whoever follows a link", () => {
  test("and signs in as somebody else is told so; nothing changed, and the link still works", async () => {
    const { standIn, standInFor, meet, link, follow, connectionRows, signInRows, look } = await reconnectScene(db);
    const [before, address] = [await connectionRows(), await link()];
    meet(await standInFor("bob"));
    await expect(follow(address)).rejects.toMatchObject({
      code: "conflict",
      message:
        "This is another account at X, not @alice. Nothing was changed, and the link still works: sign in as @alice.",
    });
    expect(await connectionRows()).toEqual(before);
    expect((await look()).channels).toHaveLength(1);
    expect(await signInRows()).toEqual([]);
    meet(standIn);
    await expect(follow(address)).resolves.toBeUndefined();
  });

  test("and declines at the network can think again", async () => {
    const { link, begin, finish, follow } = await reconnectScene(db);
    const address = await link();
    const state = new URL(await begin(address)).searchParams.get("state") ?? "";
    await expect(finish(address, { state, query: `error=access_denied&state=${state}` })).rejects.toMatchObject({
      code: "invalid",
      message: "X was not allowed to share @alice. Nothing was changed, and the link still works.",
    });
    await expect(follow(address)).resolves.toBeUndefined();
  });

  test("is never told to see to what is the agency's: staff are told, once", async () => {
    const { agency, link, begin, finish, follow } = await reconnectScene(db);
    const told = async () =>
      (await agency.system((ctx) => ctx.db.select().from(notices))).map(({ text, path }) => ({ text, path }));
    const address = await link();
    await agency.as((ctx) => setCap({ ctx, input: { dollars: 0 } }));
    const refused = {
      message: expect.stringMatching(
        /^Agency .+ has to see to something first, and was told what: write to them\. The link still works\.$/,
      ),
    };
    await expect(follow(address)).rejects.toMatchObject(refused);
    await expect(follow(address)).rejects.toMatchObject(refused);
    expect(await told()).toEqual([
      {
        text: expect.stringMatching(/^Somebody wanted to reconnect @alice of Corner Bakery .+ monthly cap\.$/),
        path: expect.stringMatching(/^\/clients\/.+#channels$/),
      },
    ]);
    await agency.as((ctx) => setCap({ ctx, input: { dollars: 10 } }));
    const answer = await agree(await begin(address));
    await expect(finish(address, { ...answer, query: `state=${answer.state}&code=never-given` })).rejects.toMatchObject(
      {
        message: expect.stringMatching(/^X did not let Headroom in\. Go on from the link again\./),
      },
    );
    expect(await told()).toHaveLength(2);
  });

  test("brings back an answer that no member can take, not even the one who made the link", async () => {
    const { agency, world, link, begin, finish } = await reconnectScene(db);
    const address = await link();
    const answer = await agree(await begin(address));
    expect(await whoAwaits(db, answer.state)).toBe("link");
    await expect(finishSignIn({ entry: agency.entry, input: answer })).rejects.toMatchObject({ code: "not-found" });
    const open = await openLink(world, address);
    if (open === null) throw new Error("the link is over");
    const { signInId } = await finishSignIn({ entry: open.entry, input: answer });
    await expect(agency.as((ctx) => getSignIn({ ctx, input: { signInId } }))).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(finish(address, answer)).rejects.toMatchObject({ code: "not-found" });
  });

  test("cannot take a member's answer, nor that of another link", async () => {
    const { agency, clientId, channelId, link, begin, finish } = await reconnectScene(db);
    const { url } = await startSignIn({ entry: agency.entry, input: { clientId, network: "x" } });
    const ofMember = await agree(url);
    expect(await whoAwaits(db, ofMember.state)).toBe("member");
    const first = await link();
    await expect(finish(first, ofMember)).rejects.toMatchObject({ code: "not-found" });
    const ofFirst = await agree(await begin(first));
    const second = await linkFor(agency, channelId);
    await expect(finish(second, ofFirst)).rejects.toMatchObject({ code: "not-found" });
    expect(await whoAwaits(db, `${agency.agencyId}.${"x".repeat(32)}`)).toBeNull();
    expect(await whoAwaits(db, "nonsense")).toBeNull();
  });
});
