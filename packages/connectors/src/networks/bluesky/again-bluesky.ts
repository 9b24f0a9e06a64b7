import type { ConnectFields, KnownChannel } from "../../contract/network.ts";
import { blueskyConfigSchema, publicAppView } from "./xrpc.ts";

/** The account by its DID, on the server that it is read from. Who signs in elsewhere proves nothing: any server may name any DID. */
export const againBluesky = ({ config }: KnownChannel): ConnectFields | null => {
  const known = blueskyConfigSchema.safeParse(config).data;
  if (known === undefined) return null;
  // Nobody signs in at the AppView.
  return { account: known.did, service: known.origin === publicAppView ? "" : known.origin };
};
