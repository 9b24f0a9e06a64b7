import type { Database } from "@headroom/db";
import { connectFound } from "../channels/connect-channel.ts";
import { askNetwork } from "../channels/discover-channels.ts";
import type { Io } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { type AskedField, askedForm } from "./asked-form.ts";
import { limitReconnects } from "./limit-reconnects.ts";
import { type LinkAddress, linkIsOver, openOrRefuse } from "./open-link.ts";
import { inPlainWords } from "./plain-words.ts";
import { otherAccount, useLink } from "./use-link.ts";

export interface ReconnectForm {
  address: LinkAddress;
  /** What was typed, by the network's names; names that were not asked for are passed over. */
  fields: Readonly<Record<string, string>>;
}

/** Brings a channel back with what somebody typed who holds its link: an app password, a key. */
export const reconnectByForm = async (
  world: { db: Database; io: Io },
  { address, fields }: ReconnectForm,
): Promise<void> => {
  const open = await openOrRefuse(world, address);
  const { channel, entry } = open;
  const form = askedForm(channel, open);
  if (form === null) throw linkIsOver();
  const typed = typedFields(form.asked, fields);
  requireAll(form.asked, typed);
  await limitReconnects(open);
  const input = { clientId: channel.clientId, network: channel.network, nativeId: channel.nativeId };
  const secretField = form.asked.find(({ name, secret }) => secret === true && typed[name] !== "")?.name;
  const answer = await inPlainWords(open, { secretField }, () =>
    askNetwork({ entry, input: { ...input, fields: { ...typed, ...filled(form.kept) } } }),
  );
  const found = answer.channels.find(({ nativeId }) => nativeId === channel.nativeId);
  if (found === undefined) throw otherAccount(answer.network.title, channel.title);
  await useLink(open, async (ctx) => {
    await connectFound(ctx, { input, answer, found });
    return [];
  });
};

/** Longer is nothing that a network gave. */
const longest = 2_000;

const typedFields = (asked: readonly AskedField[], fields: ReconnectForm["fields"]): Record<string, string> =>
  Object.fromEntries(asked.map(({ name }) => [name, (fields[name] ?? "").trim().slice(0, longest)]));

const filled = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ""]));

/** Without a new secret the old one would stay, which is the one that no longer works. */
const requireAll = (asked: readonly AskedField[], typed: Readonly<Record<string, string>>): void => {
  const missing = asked.find(({ name, optional }) => optional !== true && typed[name] === "");
  if (missing === undefined) return;
  throw new ServiceError("invalid", `Enter the ${missing.label.toLowerCase()}: it is what was missing.`, {
    field: missing.name,
  });
};
