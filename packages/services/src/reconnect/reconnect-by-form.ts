import type { Network } from "@headroom/connectors";
import { networkById } from "@headroom/connectors";
import type { Database } from "@headroom/db";
import { connectFound } from "../channels/connect-channel.ts";
import { askNetwork } from "../channels/discover-channels.ts";
import type { Io } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { limitReconnects } from "./limit-reconnects.ts";
import { type LinkAddress, linkIsOver, type OpenLink, openOrRefuse } from "./open-link.ts";
import { otherAccount, useLink } from "./use-link.ts";

export interface ReconnectForm {
  address: LinkAddress;
  /** What was typed, by the network's names; other names are passed over. */
  fields: Readonly<Record<string, string>>;
}

/** Brings a channel back with what somebody typed who holds its link: an app password, a key. */
export const reconnectByForm = async (
  world: { db: Database; io: Io },
  { address, fields }: ReconnectForm,
): Promise<void> => {
  const open = await openOrRefuse(world, address);
  const { channel, entry } = open;
  const network = networkById(channel.network);
  if (network === undefined) throw linkIsOver();
  const own = ownFields(network, fields);
  requireSecret(network, { own, open });
  await limitReconnects(open);
  const input = { clientId: channel.clientId, network: network.id, nativeId: channel.nativeId };
  const answer = await askNetwork({ entry, input: { ...input, fields: own } });
  const found = answer.channels.find(({ nativeId }) => nativeId === channel.nativeId);
  if (found === undefined) throw otherAccount(network.title, channel.title);
  await useLink(open, (ctx) => connectFound(ctx, { input, answer, found }));
};

/** Longer is nothing that a network gave. */
const longest = 2_000;

const ownFields = ({ connect }: Network, fields: ReconnectForm["fields"]): Record<string, string> =>
  Object.fromEntries(connect.fields.map(({ name }) => [name, (fields[name] ?? "").trim().slice(0, longest)]));

/** Without it the old secret would stay, which is the one that no longer works. */
const requireSecret = (
  { connect }: Network,
  { own, open }: { own: Readonly<Record<string, string>>; open: Pick<OpenLink, "hasSecret"> },
): void => {
  const missing = connect.fields.find(({ name, secret }) => secret === true && own[name] === "");
  if (missing === undefined || !open.hasSecret) return;
  throw new ServiceError("invalid", `Enter the ${missing.label.toLowerCase()}: it is what was missing.`, {
    field: missing.name,
  });
};
