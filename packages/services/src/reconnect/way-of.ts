import { networkById } from "@headroom/connectors";
import type { channels } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";
import { networkApp } from "../networks/network-app.ts";
import { askedForm } from "./asked-form.ts";

type Known = Pick<typeof channels.$inferSelect, "network" | "url" | "config">;

/** How one reconnects a channel: on the network's own page, or by a form; null where neither is possible now. */
export const wayOf = async (ctx: SystemContext, channel: Known): Promise<"sign-in" | "form" | null> => {
  const network = networkById(channel.network);
  if (network === undefined) return null;
  if (network.connect.signIn !== undefined && (await networkApp(ctx, network.id)) !== null) return "sign-in";
  return askedForm(channel, { hasSecret: false }) === null ? null : "form";
};
