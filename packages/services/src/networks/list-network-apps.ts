import { type AppForm, networks, type Price } from "@headroom/connectors";
import { eq, networkApps } from "@headroom/db";
import type { Call } from "../context/context.ts";
import { redirectUri } from "./sign-in-state.ts";

export interface NetworkApp {
  network: string;
  title: string;
  form: AppForm;
  /** What people are asked to allow. */
  scopes: readonly string[];
  /** What calls cost; empty where they are free. */
  prices: readonly Price[];
  /** The agency's own app; its secret never leaves the server. */
  own: { appId: string; setAt: number } | null;
  /** Whether the operator of this instance has set one up for everybody. */
  isProvided: boolean;
}

/** The networks on whose own pages people sign in, and whether that is set up. */
export const listNetworkApps = async ({
  ctx,
}: Call<undefined>): Promise<{ redirectUri: string; apps: NetworkApp[] }> => {
  const rows = await ctx.db.select().from(networkApps).where(eq(networkApps.agencyId, ctx.agencyId));
  const apps = networks.flatMap((network): NetworkApp[] => {
    const { signIn } = network.connect;
    if (signIn === undefined) return [];
    const own = rows.find((row) => row.network === network.id);
    return [
      {
        network: network.id,
        title: network.title,
        form: signIn.app,
        scopes: signIn.scopes,
        prices: network.prices ?? [],
        own: own === undefined ? null : { appId: own.appId, setAt: own.setAt.getTime() },
        isProvided: ctx.io.networkApps[network.id] !== undefined,
      },
    ];
  });
  return { redirectUri: redirectUri(ctx.io), apps };
};
