import { type StandIn, type StandInOptions, startXStandIn } from "@headroom/connectors/stand-ins";
import { assignments, connections, type Database, signIns } from "@headroom/db";
import { onTestFinished } from "vitest";
import { syncChannel } from "../src/channels/sync-channel.ts";
import { getClient } from "../src/clients/get-client.ts";
import type { Actor } from "../src/context/context.ts";
import { chooseChannels, getSignIn } from "../src/networks/choose-channels.ts";
import { finishSignIn } from "../src/networks/finish-sign-in.ts";
import { startSignIn } from "../src/networks/start-sign-in.ts";
import { finishReconnect } from "../src/reconnect/finish-reconnect.ts";
import { makeReconnectLink } from "../src/reconnect/make-reconnect-link.ts";
import type { LinkAddress } from "../src/reconnect/open-link.ts";
import { readReconnectLink } from "../src/reconnect/read-reconnect-link.ts";
import { startReconnect } from "../src/reconnect/start-reconnect.ts";
import { setCap } from "../src/spending/set-cap.ts";
import { addClient, addMember, type TestAgency, testAgency } from "./agency.ts";

export type Start = (options: StandInOptions) => Promise<StandIn>;

/** The person at the network agrees on its own page, and is sent back with this. */
export const agree = async (url: string): Promise<{ state: string; query: string }> => {
  const answer = await fetch(url, { method: "POST", redirect: "manual" });
  const { searchParams } = new URL(answer.headers.get("location") ?? "about:blank");
  return { state: searchParams.get("state") ?? "", query: searchParams.toString() };
};

/** The last two segments of a link's path. */
export const addressOf = (path: string): LinkAddress => {
  const [, , slug = "", token = ""] = path.split("/");
  return { slug, token };
};

/** Makes a link as the given member. */
export const linkFor = async (agency: TestAgency, channelId: string, actor: Actor = agency.actor) => {
  const { path } = await agency.as((ctx) => makeReconnectLink({ ctx, input: { channelId } }), actor);
  return addressOf(path);
};

/** A client whose channel was connected on the network's own page, and somebody outside who may be sent a link. */
export const reconnectScene = async (db: Database, start: Start = startXStandIn, { connected = 1 } = {}) => {
  const agency = await testAgency(db);
  const world = { db, io: agency.io };
  const standInFor = async (owner: string) => {
    const standIn = await start({ now: () => agency.clock.now, owner });
    onTestFinished(() => standIn.close());
    return standIn;
  };
  /** From now on the network is this one. */
  const meet = ({ networkId, url, app }: StandIn) =>
    Object.assign(agency.io, { networkBaseUrls: { [networkId]: url }, networkApps: app ? { [networkId]: app } : {} });
  const standIn = await standInFor("alice");
  meet(standIn);
  const clientId = await addClient(agency, "Corner Bakery");
  const staffer = await addMember(agency, "staffer");
  await agency.system((ctx) =>
    ctx.db.insert(assignments).values({ agencyId: ctx.agencyId, clientId, memberId: staffer.memberId }),
  );
  await agency.as((ctx) => setCap({ ctx, input: { dollars: 10 } }));

  const connect = async () => {
    const { url } = await startSignIn({ entry: agency.entry, input: { clientId, network: standIn.networkId } });
    const { signInId } = await finishSignIn({ entry: agency.entry, input: await agree(url) });
    const { channels } = await agency.as((ctx) => getSignIn({ ctx, input: { signInId } }));
    const nativeIds = channels.slice(0, connected).map(({ nativeId }) => nativeId);
    const { channelIds } = await agency.as((ctx) => chooseChannels({ ctx, input: { signInId, nativeIds } }));
    const [first = ""] = channelIds;
    return first;
  };
  const channelId = await connect();
  const begin = async (address: LinkAddress) => (await startReconnect(world, address)).url;
  const finish = (address: LinkAddress, answer: { state: string; query: string }) =>
    finishReconnect(world, { address, ...answer });
  return {
    agency,
    world,
    standIn,
    standInFor,
    meet,
    clientId,
    channelId,
    staffer,
    connect,
    link: (actor?: Actor) => linkFor(agency, channelId, actor),
    begin,
    finish,
    /** All that the person does who got a link. */
    follow: async (address: LinkAddress) => finish(address, await agree(await begin(address))),
    offer: (address: LinkAddress) => readReconnectLink(world, address),
    sync: () => syncChannel({ ...world, agencyId: agency.agencyId, channelId }),
    look: () => agency.as((ctx) => getClient({ ctx, input: { clientId } })),
    connectionRows: () => agency.system((ctx) => ctx.db.select().from(connections)),
    signInRows: () => agency.system((ctx) => ctx.db.select().from(signIns)),
  };
};
