import { networkById } from "@headroom/connectors";
import type { Database } from "@headroom/db";
import type { Io } from "../context/context.ts";
import { enterAgency } from "../context/enter-agency.ts";
import { type AskedForm, askedForm } from "./asked-form.ts";
import { type LinkAddress, openLink } from "./open-link.ts";
import { siblingsOf } from "./siblings.ts";
import { wayOf } from "./way-of.ts";

export interface ReconnectOffer {
  agencyName: string;
  clientName: string;
  /** The account, as the network called it last. */
  title: string;
  networkTitle: string;
  /** Titles of the channels that hang on the same sign-in: brought back too, as far as the new one reaches them. */
  along: string[];
  /** Whether the network lets us send posts besides reading. */
  publishes: boolean;
  /** Why the network has her allow more than is done; null where it does not. */
  wider: string | null;
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
  const { kind, siblings } = await enterAgency(open.entry, async (ctx) => ({
    kind: await wayOf(ctx, channel),
    siblings: await siblingsOf(ctx, channel),
  }));
  const form = askedForm(channel, open);
  const way = kind === "form" ? form && { kind, asked: form.asked, place: form.place } : kind && { kind };
  if (network === undefined || way === null) return null;
  return {
    agencyName: agency.name,
    clientName: client.name,
    title: channel.title,
    networkTitle: network.title,
    along: kind === "sign-in" ? siblings.map(({ title }) => title) : [],
    publishes: network.publishing !== undefined,
    wider: (kind === "sign-in" ? network.connect.signIn?.wider : undefined) ?? null,
    way,
    expiresAt: open.expiresAt,
    timeZone: agency.timeZone,
  };
};
