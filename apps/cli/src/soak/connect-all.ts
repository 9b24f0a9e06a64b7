import type { StandIn } from "@headroom/connectors/stand-ins";
import {
  chooseChannels,
  connectChannel,
  createClient,
  discoverChannels,
  type Entry,
  enterAgency,
  finishSignIn,
  getSignIn,
  ServiceError,
  setCap,
  startSignIn,
} from "@headroom/services";

const minuteMs = 60_000;

/** A channel, and the account that it must agree with in the end. */
export interface Connected {
  channelId: string;
  standIn: StandIn;
}

/** Connects every account as a person would, each to a client of its own. */
export const connectAll = async (entry: Entry, standIns: readonly StandIn[]): Promise<Connected[]> => {
  await enterAgency(entry, (ctx) => setCap({ ctx, input: { dollars: 10_000 } }));
  const connected: Connected[] = [];
  for (const [n, standIn] of standIns.entries()) {
    const input = { name: `${standIn.networkId} ${standIn.url} ${n}`, timeZone: "UTC", mine: false };
    const { id: clientId } = await enterAgency(entry, (ctx) => createClient({ ctx, input }));
    const isTyped = Object.keys(standIn.connectFields).length > 0;
    const connect = () => (isTyped ? typeIn : signIn)(entry, { clientId, standIn });
    // A person who is told to wait for a minute does.
    const channelIds = await connect().catch(async (error: unknown) => {
      if (!(error instanceof ServiceError && error.code === "unavailable")) throw error;
      await entry.io.wait?.(minuteMs);
      return connect();
    });
    connected.push(...channelIds.map((channelId) => ({ channelId, standIn })));
  }
  return connected;
};

interface One {
  clientId: string;
  standIn: StandIn;
}

const typeIn = async (entry: Entry, { clientId, standIn }: One): Promise<string[]> => {
  const given = Object.entries(standIn.connectFieldsWithSecret);
  const fields = Object.fromEntries(given.map(([name, value]) => [name, value ?? ""]));
  const network = standIn.networkId;
  const [found] = await discoverChannels({ entry, input: { clientId, network, fields } });
  if (found === undefined) throw new Error(`nothing was found at ${standIn.url}`);
  const { channelId } = await connectChannel({
    entry,
    input: { clientId, network, fields, nativeId: found.nativeId },
  });
  return [channelId];
};

const signIn = async (entry: Entry, { clientId, standIn }: One): Promise<string[]> => {
  const { url } = await startSignIn({ entry, input: { clientId, network: standIn.networkId } });
  // The person agrees on the network's own page and is sent back.
  const answer = await fetch(url, { method: "POST", redirect: "manual" });
  const { searchParams } = new URL(answer.headers.get("location") ?? "about:blank");
  const state = searchParams.get("state") ?? "";
  const { signInId } = await finishSignIn({ entry, input: { state, query: searchParams.toString() } });
  const { channels } = await enterAgency(entry, (ctx) => getSignIn({ ctx, input: { signInId } }));
  const nativeIds = channels.slice(0, 1).map(({ nativeId }) => nativeId);
  const { channelIds } = await enterAgency(entry, (ctx) => chooseChannels({ ctx, input: { signInId, nativeIds } }));
  return channelIds;
};
