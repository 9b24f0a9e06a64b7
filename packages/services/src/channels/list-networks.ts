import {
  type Capability,
  type CapabilityName,
  type ConnectField,
  type Network,
  networks,
  type Price,
  type ReadingCosts,
  type SignIn,
} from "@headroom/connectors";
import { eq, networkApps } from "@headroom/db";
import type { Kind } from "@headroom/scoring";
import type { Call } from "../context/context.ts";

export interface ConnectableNetwork {
  id: string;
  title: string;
  fields: readonly ConnectField[];
  /** Null where nobody signs in at the network itself; `isReady`: its app is set up. */
  signIn: { isReady: boolean; scopes: readonly string[]; wider: string | null } | null;
  prices: readonly Price[];
  /** Null where reading is free. */
  costs: ReadingCosts | null;
  capabilities: Readonly<Record<CapabilityName, Capability>>;
  knows: readonly Kind[];
}

/** The networks that can be connected, and what each asks and tells. */
export const listNetworks = async ({ ctx }: Call<unknown>): Promise<ConnectableNetwork[]> => {
  const own = await ctx.db
    .select({ network: networkApps.network })
    .from(networkApps)
    .where(eq(networkApps.agencyId, ctx.agencyId));
  const isReady = (id: string) => ctx.io.networkApps[id] !== undefined || own.some(({ network }) => network === id);
  return networks.map(({ id, title, connect, prices, costs, capabilities, knows }: Network) => ({
    id,
    title,
    fields: connect.fields,
    signIn: connect.signIn === undefined ? null : { isReady: isReady(id), ...asksFor(connect.signIn) },
    prices: prices ?? [],
    costs: costs ?? null,
    capabilities,
    knows,
  }));
};

/** What a person is asked to allow. */
const asksFor = ({ scopes, wider }: SignIn) => ({ scopes, wider: wider ?? null });
