import { networkById } from "@headroom/connectors";
import type { SystemContext } from "../context/context.ts";
import { networkApp } from "../networks/network-app.ts";

/** How one connects to a network here: on its own page, or by a form; null where neither is possible now. */
export const wayOf = async (ctx: SystemContext, networkId: string): Promise<"sign-in" | "form" | null> => {
  const network = networkById(networkId);
  if (network === undefined) return null;
  if (network.connect.signIn !== undefined && (await networkApp(ctx, networkId)) !== null) return "sign-in";
  return network.connect.fields.length > 0 ? "form" : null;
};
