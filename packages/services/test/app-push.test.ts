import { networkApps } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { listNetworkApps } from "../src/networks/list-network-apps.ts";
import { networkApp } from "../src/networks/network-app.ts";
import { setNetworkApp } from "../src/networks/set-network-app.ts";
import { answerHandshake } from "../src/push/receive-push.ts";
import { addMember, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { pushScene, subscriptionOf, workDueAt } from "./push-scene.ts";
import { only } from "./stage.ts";

const db = testDatabase();
afterAll(() => db.close());

const appsOf = async (agency: TestAgency, network: string) => {
  const { apps } = await agency.as((ctx) => listNetworkApps({ ctx, input: undefined }));
  return only(apps.filter((app) => app.network === network));
};

const set = (agency: TestAgency, input: { network: string; appId?: string; appSecret?: string; pushKey?: string }) =>
  setNetworkApp({ entry: agency.entry, input: { appId: "app-1", appSecret: "the-secret", ...input } });

describe("an app's settings for push", () => {
  test("name the address and the token with which the network's question is then answered", async () => {
    const agency = await testAgency(db);
    await set(agency, { network: "threads" });
    const { push } = await appsOf(agency, "threads");
    expect(push?.callbackUrl).toBe(`https://headroom.example/push/threads/${agency.agencyId}`);
    expect(push?.setUp).toContain("verify token");
    const query = { "hub.mode": "subscribe", "hub.challenge": "c-1", "hub.verify_token": push?.verifyToken ?? "" };
    const ask = (asked: Record<string, string>) =>
      answerHandshake(
        { db, io: agency.io },
        { network: "threads", whose: agency.agencyId, channelId: null },
        new URLSearchParams(asked),
      );
    expect(await ask(query)).toMatchObject({ status: 200, body: "c-1" });
    const other = await testAgency(db);
    await set(other, { network: "threads", appSecret: "their-secret" });
    const { push: theirs } = await appsOf(other, "threads");
    expect(await ask({ ...query, "hub.verify_token": theirs?.verifyToken ?? "" })).toBeNull();
  });

  test.each([
    ["threads", { keyLabel: null, asksToken: true, setUp: expect.any(String) }],
    ["instagram", { keyLabel: null, asksToken: true, setUp: expect.any(String) }],
    ["facebook", { keyLabel: null, asksToken: true, setUp: null }],
    ["x", { keyLabel: "Bearer token", asksToken: false, setUp: expect.any(String) }],
    ["linkedin", { keyLabel: "App number", asksToken: false, setUp: expect.any(String) }],
  ])("of %s say what is to be done there", async (network, { keyLabel, asksToken, setUp }) => {
    const agency = await testAgency(db);
    await agency.system(({ db: tx, agencyId, io }) =>
      tx.insert(networkApps).values({
        agencyId,
        network,
        appId: "app-1",
        sealedSecret: io.sealer.seal("the-secret", `app:${agencyId}:${network}`),
      }),
    );
    const app = await appsOf(agency, network);
    expect(app.keyLabel).toBe(keyLabel);
    expect(app.push?.setUp).toEqual(setUp);
    expect(app.push?.verifyToken !== null).toBe(asksToken);
    expect(app.push?.hasKey).toBe(false);
  });

  test.each(["youtube", "pinterest"])("of %s are none: nothing is sent to an app there", async (network) => {
    const agency = await testAgency(db);
    expect((await appsOf(agency, network)).push).toBeNull();
  });

  test("are the operator's affair where the app is the operator's", async () => {
    const agency = await testAgency(db);
    Object.assign(agency.io, { networkApps: { threads: { id: "op", secret: "operator-secret" } } });
    expect(await appsOf(agency, "threads")).toMatchObject({ isProvided: true, push: null });
  });

  test("are for managers alone to change", async () => {
    const agency = await testAgency(db);
    const staffer = await addMember(agency, "staffer");
    const entry = { ...agency.entry, actor: staffer };
    const input = { network: "threads", appId: "a", appSecret: "b", pushKey: "c" };
    await expect(setNetworkApp({ entry, input })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a push key", () => {
  const keyOf = (agency: TestAgency) => agency.system((ctx) => networkApp(ctx, "x"));

  test("lies sealed with the secret, is shown to nobody, and stays while the app is the same", async () => {
    const { agency, standIn } = await pushScene(db, { provided: false });
    const { id = "", secret = "", pushKey = "" } = standIn.app ?? {};
    const enter = (more: { appId?: string; pushKey?: string } = {}) =>
      set(agency, { network: "x", appId: id, appSecret: secret, ...more });
    await enter({ pushKey });
    expect(await keyOf(agency)).toEqual({ id, secret, pushKey });
    const row = only(await agency.system(({ db: tx }) => tx.select().from(networkApps)));
    expect(JSON.stringify(row)).not.toContain(pushKey);
    const app = await appsOf(agency, "x");
    expect(app.push?.hasKey).toBe(true);
    expect(JSON.stringify(app)).not.toMatch(new RegExp(`${pushKey}|"${secret}"`));
    await enter();
    expect(await keyOf(agency)).toEqual({ id, secret, pushKey });
    await enter({ appId: "another-app" });
    expect(await keyOf(agency)).toEqual({ id: "another-app", secret });
  });

  test("that is entered later has the channels that are there told about", async () => {
    const { agency, standIn, connect, subscribe } = await pushScene(db, { provided: false });
    const { id = "", secret = "", pushKey = "" } = standIn.app ?? {};
    await set(agency, { network: "x", appId: id, appSecret: secret });
    const channelId = await connect();
    expect(await subscribe(channelId)).toBe("none");
    agency.clock.now += 60_000;
    await set(agency, { network: "x", appId: id, appSecret: secret, pushKey });
    expect(await workDueAt(agency, { kind: "subscribe", subjectId: channelId })).toBe(agency.clock.now);
    expect(await subscribe(channelId)).toBe("active");
    expect(await subscriptionOf(agency, channelId)).toMatchObject({ state: "active" });
  });
});

test("a secret that looks like data is a secret all the same", async () => {
  const agency = await testAgency(db);
  await set(agency, { network: "threads", appSecret: '{"secret":"x"}' });
  expect(await agency.system((ctx) => networkApp(ctx, "threads"))).toEqual({ id: "app-1", secret: '{"secret":"x"}' });
});
