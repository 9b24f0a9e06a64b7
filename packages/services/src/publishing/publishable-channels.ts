import { networkById, type Place, type Places, type PublishRules } from "@headroom/connectors";
import { and, asc, channels, eq, isNotNull, ne } from "@headroom/db";
import { z } from "zod";
import { asConfig } from "../channels/reach-channel.ts";
import { seenClient } from "../clients/client-access.ts";
import type { Call } from "../context/context.ts";

export const PublishableChannelsInput = z.object({ clientId: z.uuid() });
export type PublishableChannelsInput = z.infer<typeof PublishableChannelsInput>;

export interface PublishableChannel {
  id: string;
  title: string;
  networkTitle: string;
  /** What the network takes; null where Headroom cannot post, and then `reason` says why. */
  rules: PublishRules | null;
  reason: string | null;
  /** Where there is a choice: the places of the channel, one of which is chosen for it. */
  places: { name: string; all: readonly Place[]; chosen: string | null } | null;
}

/** A client's channels, and what may be posted there. */
export const publishableChannels = async ({
  ctx,
  input,
}: Call<PublishableChannelsInput>): Promise<PublishableChannel[]> => {
  const client = await seenClient(ctx, input.clientId);
  const rows = await ctx.db
    .select()
    .from(channels)
    .where(
      and(
        eq(channels.agencyId, ctx.agencyId),
        eq(channels.clientId, client.id),
        isNotNull(channels.connectionId),
        ne(channels.state, "disconnected"),
      ),
    )
    .orderBy(asc(channels.createdAt), asc(channels.id));
  return rows.map(({ id, title, network: networkId, config }) => {
    const network = networkById(networkId);
    const publish = network?.capabilities.publish;
    return {
      id,
      title,
      networkTitle: network?.title ?? networkId,
      rules: network?.publishing?.rules ?? null,
      reason: publish?.available === false ? publish.reason : null,
      places: choiceOf(network?.publishing?.places, config),
    };
  });
};

/** Of one place alone nothing is asked. */
const choiceOf = (places: Places | undefined, config: unknown): PublishableChannel["places"] => {
  if (places === undefined) return null;
  const { all, chosen } = places.read(asConfig(config));
  return all.length > 1 ? { name: places.name, all, chosen } : null;
};
