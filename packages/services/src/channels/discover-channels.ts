import {
  type ConnectorError,
  type DiscoveredChannel,
  isConnectorError,
  type Network,
  networkById,
} from "@headroom/connectors";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import { type EntryCall, enterAgency } from "../context/enter-agency.ts";
import { ServiceError } from "../context/errors.ts";
import { gatedFetch } from "../gates/gated-fetch.ts";
import { askerOf } from "../gates/gates-of.ts";
import { agencyHashActor, connectorContext } from "./connector-context.ts";

export const DiscoverChannelsInput = z.object({
  clientId: z.uuid(),
  network: z.string(),
  fields: z.record(z.string().max(50), z.string().trim().max(2_000)),
});
export type DiscoverChannelsInput = z.infer<typeof DiscoverChannelsInput>;

export interface FoundChannel {
  nativeId: string;
  title: string;
  url: string;
  knows: string[];
  note: string | null;
}

/**
 * What is behind an address or handle, before anything is connected. Takes the way into the agency rather than a transaction:
 * none is held open while a host that somebody typed takes its time.
 */
export const discoverChannels = async ({ entry, input }: EntryCall<DiscoverChannelsInput>): Promise<FoundChannel[]> => {
  const { channels } = await askNetwork({ entry, input });
  return channels.map(({ nativeId, title, url, knows, note }) => ({ nativeId, title, url, knows, note: note ?? null }));
};

export interface Answer {
  network: Network;
  channels: DiscoveredChannel[];
  /** What the network gave for later readings; null where none is needed. */
  secret: string | null;
}

/** Asks a network on behalf of somebody who may work on the client. */
export const askNetwork = async ({ entry, input }: EntryCall<DiscoverChannelsInput>): Promise<Answer> => {
  const { clientId, network: id, fields } = input;
  const hashActor = await enterAgency(entry, async (ctx) => {
    await workedClient(ctx, clientId);
    return agencyHashActor(ctx);
  });
  const network = networkById(id);
  if (network === undefined) throw new ServiceError("invalid", "This network is not known.", { field: "network" });
  let secret: string | null = null;
  const saveSecret = async (text: string) => {
    secret = text;
  };
  const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
  try {
    const fetch = gatedFetch(entry, askerOf(entry.io, { network }));
    const found = await network.discover(connectorContext(entry.io, { fetch, hashActor, saveSecret }), filled);
    if (found.channels.length === 0)
      throw new ServiceError("not-found", `Nothing was found there on ${network.title}.`);
    return { network, channels: found.channels, secret };
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    throw refusalFor(network, { error, filled });
  }
};

interface Refused {
  error: ConnectorError;
  filled: Readonly<Record<string, string>>;
}

/** A refused sign-in is about the secret that was just typed, everything else about the address. */
const refusalFor = ({ connect: { fields } }: Network, { error, filled }: Refused): ServiceError => {
  const secret = fields.find((field) => field.secret && filled[field.name] !== undefined);
  if (error.needsReconnect && secret !== undefined) {
    const message = `This ${secret.label.toLowerCase()} was not accepted. Check it, or make a new one.`;
    return new ServiceError("invalid", message, { field: secret.name, cause: error });
  }
  const code = error.retryable ? "unavailable" : "invalid";
  return new ServiceError(code, error.message, { field: fields[0]?.name ?? "network", cause: error });
};
