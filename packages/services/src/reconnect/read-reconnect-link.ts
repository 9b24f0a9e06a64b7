import { type ConnectField, type Network, networkById } from "@headroom/connectors";
import type { Database } from "@headroom/db";
import type { Io } from "../context/context.ts";
import { enterAgency } from "../context/enter-agency.ts";
import { type LinkAddress, openLink } from "./open-link.ts";
import { wayOf } from "./way-of.ts";

export interface ReconnectOffer {
  agencyName: string;
  clientName: string;
  /** The account, as the network called it last. */
  title: string;
  networkTitle: string;
  /** Whether the network lets us send posts besides reading. */
  publishes: boolean;
  /** How one connects: on the network's own page, or by these fields. */
  way: { kind: "sign-in" } | { kind: "form"; fields: readonly ConnectField[]; address: string };
  /** Epoch ms. */
  expiresAt: number;
  /** IANA zone of the agency. */
  timeZone: string;
}

/** What a reconnect link asks of whoever holds it; null when it was used, has expired, was replaced or was never made. */
export const readReconnectLink = async (
  world: { db: Database; io: Io },
  address: LinkAddress,
): Promise<ReconnectOffer | null> => {
  const open = await openLink(world, address);
  if (open === null) return null;
  const { agency, client, channel, hasSecret } = open;
  const network = networkById(channel.network);
  const way = await enterAgency(open.entry, (ctx) => wayOf(ctx, channel.network));
  if (network === undefined || way === null) return null;
  return {
    agencyName: agency.name,
    clientName: client.name,
    title: channel.title,
    networkTitle: network.title,
    publishes: network.publishing !== undefined,
    way:
      way === "sign-in"
        ? { kind: "sign-in" }
        : { kind: "form", fields: askedFields(network, { hasSecret }), address: channel.url ?? channel.title },
    expiresAt: open.expiresAt,
    timeZone: agency.timeZone,
  };
};

/** Where there was a secret, only a new one brings the channel back. */
const askedFields = ({ connect }: Network, { hasSecret }: { hasSecret: boolean }): ConnectField[] =>
  connect.fields.map(({ optional, ...field }) => ({
    ...field,
    ...(optional === true && !(field.secret === true && hasSecret) ? { optional } : {}),
  }));
