import type { Database } from "@headroom/db";
import type { Io } from "../context/context.ts";
import { beginSignIn } from "../networks/start-sign-in.ts";
import { limitReconnects } from "./limit-reconnects.ts";
import { type LinkAddress, openOrRefuse } from "./open-link.ts";
import { inPlainWords } from "./plain-words.ts";

/** Where to send the person who holds a link: the network's own page. `state` is what its answer will name. */
export const startReconnect = async (
  world: { db: Database; io: Io },
  address: LinkAddress,
): Promise<{ url: string; state: string }> => {
  const open = await openOrRefuse(world, address);
  await limitReconnects(open);
  const { clientId, network } = open.channel;
  return inPlainWords(open, {}, () => beginSignIn({ entry: open.entry, input: { clientId, network } }));
};
