import { createHmac } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { syncChannel } from "../src/channels/sync-channel.ts";
import { appSecrets } from "../src/push/push-secrets.ts";
import { answerHandshake } from "../src/push/receive-push.ts";
import { hourMs, testDatabase } from "./agency.ts";
import { pushScene, touchedOf } from "./push-scene.ts";
import { dueAt } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());
const scene = (options?: Parameters<typeof pushScene>[1]) => pushScene(db, options);

/** Soon: what comes together is gathered first. */
const gatherMs = 3_000;
const minuteMs = 60_000;

describe("a message of a network", () => {
  test("has the channel read soon, and the posts that it names read again", async () => {
    const { agency, standIn, connectRead, sync, route } = await scene();
    const post = standIn.store.publish({ text: "Old and quiet", at: agency.clock.now - 20 * hourMs });
    const channelId = await connectRead();
    await sync(channelId);
    agency.clock.now += 2 * minuteMs;
    expect(await dueAt(agency, channelId)).toBeGreaterThan(agency.clock.now + gatherMs);
    standIn.store.comment(post.id, { by: "Zoë", text: "Schön" });
    await standIn.settled?.();
    expect(route.receptions).toEqual(["taken"]);
    expect(await dueAt(agency, channelId)).toBe(agency.clock.now + gatherMs);
    expect(await touchedOf(agency)).toEqual([post.id]);
    const asked = standIn.requests.length;
    agency.clock.now += gatherMs;
    expect(await sync(channelId)).toBe("synced");
    // Read by its id, though nothing in its age asks for that.
    expect(standIn.requests.slice(asked).filter((line) => line.includes(`ids=${post.id}`))).toHaveLength(1);
    expect(await touchedOf(agency)).toEqual([]);
  });

  test("changes nothing where its signature is not the network's", async () => {
    const { agency, connectRead, nativeId, message, receive } = await scene();
    const channelId = await connectRead();
    const before = await dueAt(agency, channelId);
    const good = message(await nativeId(channelId), "1");
    const body = good.body.with(0, 0x5b);
    expect(await receive({ ...good, body })).toBe("refused");
    expect(await receive({ ...good, headers: { "x-twitter-webhooks-signature-oauth2": "" } })).toBe("refused");
    expect(await receive(message(await nativeId(channelId), "1", "another-secret"))).toBe("refused");
    expect(await touchedOf(agency)).toEqual([]);
    expect(await dueAt(agency, channelId)).toBe(before);
  });

  test("that is signed and makes no sense is said to be so, and changes nothing", async () => {
    const { agency, connectRead, receive, standIn } = await scene();
    await connectRead();
    const body = new TextEncoder().encode("not json");
    const signature = createHmac("sha256", standIn.app?.secret ?? "")
      .update(body)
      .digest("base64");
    const headers = { "x-twitter-webhooks-signature-oauth2": `sha256=${signature}` };
    expect(await receive({ headers, body })).toBe("unreadable");
    expect(await touchedOf(agency)).toEqual([]);
  });

  test("that comes again, and others in any order, come to the same", async () => {
    const outcome = async (order: readonly string[]) => {
      const { agency, connectRead, nativeId, message, receive } = await scene();
      const channelId = await connectRead();
      const account = await nativeId(channelId);
      for (const post of order) expect(await receive(message(account, post))).toBe("taken");
      return { touched: await touchedOf(agency), due: ((await dueAt(agency, channelId)) ?? 0) - agency.clock.now };
    };
    const plain = await outcome(["1", "2", "3"]);
    expect(plain.touched).toEqual(["1", "2", "3"]);
    expect(await outcome(["3", "1", "1", "2", "3", "2"])).toEqual(plain);
  });

  test("never puts a reading off: hundreds of them make one, a minute after the last", async () => {
    const { agency, connectRead, nativeId, message, receive } = await scene();
    const channelId = await connectRead();
    const account = await nativeId(channelId);
    const readAt = agency.clock.now;
    for (let n = 0; n < 20; n += 1) {
      agency.clock.now += 1_000;
      await receive(message(account, `${n}`));
      expect(await dueAt(agency, channelId)).toBe(readAt + minuteMs);
    }
  });

  test("that comes during a reading is for the next one", async () => {
    const { agency, standIn, connectRead, nativeId, message, receive } = await scene();
    const post = standIn.store.publish({ text: "Fresh", at: agency.clock.now - 20 * hourMs });
    const channelId = await connectRead();
    agency.clock.now += 2 * minuteMs;
    await receive(message(await nativeId(channelId), post.id));
    const fetch = agency.io.fetch;
    let told = false;
    agency.io.fetch = async (...call) => {
      const answer = await fetch(...call);
      if (!told) {
        told = true;
        agency.clock.now += 1;
        await receive(message(await nativeId(channelId), post.id));
      }
      return answer;
    };
    expect(await syncChannel({ db, io: agency.io, agencyId: agency.agencyId, channelId })).toBe("synced");
    expect(await touchedOf(agency)).toEqual([post.id]);
    expect(await dueAt(agency, channelId)).toBeLessThanOrEqual(agency.clock.now + minuteMs);
  });

  test("about an account that nobody reads is taken and means nothing", async () => {
    const { agency, connectRead, message, receive } = await scene();
    const channelId = await connectRead();
    const before = await dueAt(agency, channelId);
    expect(await receive(message("999", "1"))).toBe("taken");
    expect([await touchedOf(agency), await dueAt(agency, channelId)]).toEqual([[], before]);
  });
});

describe("an address", () => {
  test.each([
    ["of a network that sends nothing", { network: "flickr" }],
    ["of no network", { network: "constructor" }],
    ["of an agency that is none", { whose: "everyone" }],
    ["of an agency without an app", { whose: crypto.randomUUID() }],
    ["of a channel, at a network that has one for the whole app", { channelId: crypto.randomUUID() }],
    [
      "of a channel that is not there",
      { network: "youtube", whose: crypto.randomUUID(), channelId: crypto.randomUUID() },
    ],
    ["of a channel that is none", { network: "blog", whose: crypto.randomUUID(), channelId: "1' or 1" }],
    [
      "of the operator's channel, of which there is none",
      { network: "blog", whose: "all", channelId: crypto.randomUUID() },
    ],
  ])("%s is gone", async (_, address) => {
    const { receive, message } = await scene({ provided: false });
    expect(await receive(message("1", "1"), address)).toBe("gone");
  });

  test("of the operator's app speaks for every agency that reads the account, an agency's own for itself alone", async () => {
    const owner = crypto.randomUUID();
    const one = await scene({ owner });
    const two = await scene({ owner });
    const account = await one.nativeId(await one.connectRead());
    expect(await two.nativeId(await two.connectRead())).toBe(account);
    expect(await one.receive(one.message(account, "11"))).toBe("taken");
    expect([await touchedOf(one.agency), await touchedOf(two.agency)]).toEqual([["11"], ["11"]]);
    expect(await one.receive(one.message(account, "12"), { whose: one.agency.agencyId })).toBe("taken");
    expect([await touchedOf(one.agency), await touchedOf(two.agency)]).toEqual([["11", "12"], ["11"]]);
  });

  test("answers a network's question with what only we can know", async () => {
    const { agency, standIn } = await scene();
    const { id = "", secret = "" } = standIn.app ?? {};
    Object.assign(agency.io, { networkApps: { threads: { id, secret } } });
    const ask = (token: string) =>
      answerHandshake(
        { db, io: agency.io },
        { network: "threads", whose: "all", channelId: null },
        new URLSearchParams({ "hub.mode": "subscribe", "hub.challenge": "c-1", "hub.verify_token": token }),
      );
    const { verifyToken } = appSecrets({ id, secret }, "threads");
    expect(await ask(verifyToken)).toMatchObject({ status: 200, body: "c-1" });
    expect(await ask("guessed")).toBeNull();
    expect(appSecrets({ id, secret: "another" }, "threads").verifyToken).not.toBe(verifyToken);
    expect(appSecrets({ id, secret }, "facebook").verifyToken).not.toBe(verifyToken);
  });
});
