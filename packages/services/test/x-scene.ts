import { startXStandIn } from "@headroom/connectors/stand-ins";
import type { Database } from "@headroom/db";
import { onTestFinished } from "vitest";
import { syncChannel } from "../src/channels/sync-channel.ts";
import { getClient } from "../src/clients/get-client.ts";
import type { Actor } from "../src/context/context.ts";
import { chooseChannels, getSignIn } from "../src/networks/choose-channels.ts";
import { finishSignIn } from "../src/networks/finish-sign-in.ts";
import { startSignIn } from "../src/networks/start-sign-in.ts";
import { setCap } from "../src/spending/set-cap.ts";
import { addClient, testAgency } from "./agency.ts";
import { only } from "./stage.ts";

/** An agency with a client, and X with one account: its app entered by the agency, or provided by the operator. */
export const xScene = async (db: Database, { provided = true, cap = 10 as number | null, owner = "alice" } = {}) => {
  const agency = await testAgency(db);
  const standIn = await startXStandIn({ now: () => agency.clock.now, owner });
  onTestFinished(() => standIn.close());
  Object.assign(agency.io, {
    networkBaseUrls: { x: standIn.url },
    networkApps: provided && standIn.app ? { x: standIn.app } : {},
  });
  const clientId = await addClient(agency);
  const entryOf = (actor: Actor) => ({ ...agency.entry, actor });
  if (cap !== null) await agency.as((ctx) => setCap({ ctx, input: { dollars: cap } }));
  const start = (actor = agency.actor) => startSignIn({ entry: entryOf(actor), input: { clientId, network: "x" } });
  /** The person agrees on X's own page and is sent back with this. */
  const agree = async (url: string) => {
    const answer = await fetch(url, { method: "POST", redirect: "manual" });
    const { searchParams } = new URL(answer.headers.get("location") ?? "about:blank");
    return { state: searchParams.get("state") ?? "", query: searchParams.toString() };
  };
  const finish = (input: { state: string; query: string }, actor = agency.actor) =>
    finishSignIn({ entry: entryOf(actor), input });
  const connect = async () => {
    const { signInId } = await finish(await agree((await start()).url));
    const { channels } = await agency.as((ctx) => getSignIn({ ctx, input: { signInId } }));
    const nativeIds = channels.map(({ nativeId }) => nativeId);
    const { channelIds } = await agency.as((ctx) => chooseChannels({ ctx, input: { signInId, nativeIds } }));
    return only(channelIds);
  };
  const sync = (channelId: string) => syncChannel({ db, io: agency.io, agencyId: agency.agencyId, channelId });
  const look = () => agency.as((ctx) => getClient({ ctx, input: { clientId } }));
  return { agency, standIn, clientId, start, agree, finish, connect, sync, look };
};
