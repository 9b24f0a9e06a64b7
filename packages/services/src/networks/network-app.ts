import { type AppCredentials, type Network, networkById } from "@headroom/connectors";
import { and, eq, networkApps } from "@headroom/db";
import { z } from "zod";
import type { SystemContext } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";

/** What an app's secret is sealed for. */
export const appPurpose = (agencyId: string, network: string): string => `app:${agencyId}:${network}`;

/** The app through which an agency's people sign in at a network: its own, else the operator's; null where there is none. */
export const networkApp = async (
  { db, agencyId, io }: SystemContext,
  network: string,
): Promise<AppCredentials | null> => {
  const [own] = await db
    .select()
    .from(networkApps)
    .where(and(eq(networkApps.agencyId, agencyId), eq(networkApps.network, network)));
  if (own === undefined) return io.networkApps[network] ?? null;
  return openApp({ agencyId, io }, own);
};

/** An agency's own app as it was entered. */
export const openApp = (
  { agencyId, io }: Pick<SystemContext, "agencyId" | "io">,
  own: typeof networkApps.$inferSelect,
): AppCredentials => ({
  id: own.appId,
  ...readAppText(io.sealer.open(own.sealedSecret, appPurpose(agencyId, own.network))),
});

const AppText = z.object({ secret: z.string(), pushKey: z.string() });

/** What is sealed of an app: its secret alone, or with its push key. */
export const appText = ({ secret, pushKey }: Omit<AppCredentials, "id">): string =>
  pushKey === undefined ? secret : JSON.stringify({ secret, pushKey });

const readAppText = (text: string): Omit<AppCredentials, "id"> => {
  if (!text.startsWith("{")) return { secret: text };
  try {
    return AppText.parse(JSON.parse(text));
  } catch {
    return { secret: text };
  }
};

/** The very app through which a connection was made, if it is still there: another one cannot renew its grant. */
export const appOfConnection = async (
  ctx: SystemContext,
  { network, appId }: { network: string; appId: string | null },
): Promise<AppCredentials | null> => {
  const current = await networkApp(ctx, network);
  if (appId === null || current?.id === appId) return current;
  const provided = ctx.io.networkApps[network];
  return provided?.id === appId ? provided : null;
};

/** A network on whose own page people sign in. Throws ServiceError for any other. */
export const signInNetwork = (
  id: string,
): Network & { connect: { signIn: NonNullable<Network["connect"]["signIn"]> } } => {
  const network = networkById(id);
  const signIn = network?.connect.signIn;
  if (network === undefined || signIn === undefined) {
    throw new ServiceError("invalid", "Nobody signs in at this network.", { field: "network" });
  }
  return { ...network, connect: { ...network.connect, signIn } };
};
