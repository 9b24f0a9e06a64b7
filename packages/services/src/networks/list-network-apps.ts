import { type AppForm, type Network, networks, type Price, type Push } from "@headroom/connectors";
import { eq, networkApps } from "@headroom/db";
import type { Call, Context } from "../context/context.ts";
import { appCallback, appSecrets } from "../push/push-secrets.ts";
import { openApp } from "./network-app.ts";
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
  /** How a further key is called without which the network tells of no changes; null where it wants none. */
  keyLabel: string | null;
  /** How the network is to tell of changes by itself, through the agency's own app; null where it does not. */
  push: AppPush | null;
}

export interface AppPush {
  /** Where the network is to send what it tells. */
  callbackUrl: string;
  /** To be entered beside the address; null where the network asks for none. */
  verifyToken: string | null;
  /** What a person has to do in the network's console; null where Headroom does it. */
  setUp: string | null;
  /** Whether what `keyLabel` names was entered. */
  hasKey: boolean;
}

/** The networks on whose own pages people sign in, and whether that is set up. */
export const listNetworkApps = async ({
  ctx,
}: Call<undefined>): Promise<{ redirectUri: string; apps: NetworkApp[] }> => {
  const rows = await ctx.db.select().from(networkApps).where(eq(networkApps.agencyId, ctx.agencyId));
  const apps = networks.flatMap((network: Network): NetworkApp[] => {
    const { push } = network;
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
        keyLabel: push?.keyLabel ?? null,
        push: own === undefined || push?.address !== "app" ? null : pushOf(ctx, { push, own }),
      },
    ];
  });
  return { redirectUri: redirectUri(ctx.io), apps };
};

const pushOf = (
  { agencyId, io }: Context,
  { push, own }: { push: Push; own: typeof networkApps.$inferSelect },
): AppPush => {
  const app = openApp({ agencyId, io }, own);
  return {
    callbackUrl: appCallback(io, { network: own.network, whose: agencyId }),
    verifyToken: push.asksVerifyToken === true ? appSecrets(app, own.network).verifyToken : null,
    setUp: push.setUp ?? null,
    hasKey: app.pushKey !== undefined,
  };
};
