import type { JsonValue, Network } from "@headroom/connectors";
import { and, channels, eq } from "@headroom/db";
import type { Context } from "../context/context.ts";
import { asConfig } from "./reach-channel.ts";

export interface KeepPlace {
  network: Network;
  clientId: string;
  nativeId: string;
  /** As the network told it just now. */
  config: JsonValue;
}

/** The config of a channel that is connected again, with the place that was chosen before where the network still names it. */
export const keepPlace = async (
  { db, agencyId }: Context,
  { network, clientId, nativeId, config }: KeepPlace,
): Promise<JsonValue> => {
  const places = network.publishing?.places;
  if (places === undefined) return config;
  const ofClient = and(eq(channels.agencyId, agencyId), eq(channels.clientId, clientId));
  const [before] = await db
    .select({ config: channels.config })
    .from(channels)
    .where(and(ofClient, eq(channels.network, network.id), eq(channels.nativeId, nativeId)))
    // Nobody chooses another until this is done.
    .for("update");
  const chosen = before === undefined ? null : places.read(asConfig(before.config)).chosen;
  const isThere = places.read(config).all.some(({ id }) => id === chosen);
  return chosen !== null && isThere ? places.choose(config, chosen) : config;
};
