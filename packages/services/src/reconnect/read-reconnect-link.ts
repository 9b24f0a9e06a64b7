import { networkById } from "@headroom/connectors";
import type { Database } from "@headroom/db";
import type { Io } from "../context/context.ts";
import { enterAgency } from "../context/enter-agency.ts";
import { type AskedForm, askedForm } from "./asked-form.ts";
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
  way: { kind: "sign-in" } | ({ kind: "form" } & Pick<AskedForm, "asked" | "place">);
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
  const { agency, client, channel } = open;
  const network = networkById(channel.network);
  const kind = await enterAgency(open.entry, (ctx) => wayOf(ctx, channel));
  const form = askedForm(channel, open);
  const way = kind === "form" ? form && { kind, asked: form.asked, place: form.place } : kind && { kind };
  if (network === undefined || way === null) return null;
  return {
    agencyName: agency.name,
    clientName: client.name,
    title: channel.title,
    networkTitle: network.title,
    publishes: network.publishing !== undefined,
    way,
    expiresAt: open.expiresAt,
    timeZone: agency.timeZone,
  };
};
