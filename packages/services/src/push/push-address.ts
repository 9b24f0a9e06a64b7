import { networkById, type SubscribeInput } from "@headroom/connectors";
import type { ChannelAccess } from "../channels/reach-channel.ts";
import type { SystemContext } from "../context/context.ts";
import { appCallback, appSecrets, channelCallback, channelSecrets, subscriptionPurpose } from "./push-secrets.ts";

/** Where a network sends what it tells of a channel, and what both sides sign it with; null where there is no app to ask through. */
export const pushAddress = (
  { agencyId, io }: Pick<SystemContext, "agencyId" | "io">,
  { access: { channel, app }, sealedToken }: { access: ChannelAccess; sealedToken: string | null },
): SubscribeInput | null => {
  const { id: channelId, network } = channel;
  if (networkById(network)?.push?.address === "app") {
    if (app === null) return null;
    const whose = io.networkApps[network]?.id === app.id ? "all" : agencyId;
    return { callbackUrl: appCallback(io, { network, whose }), secrets: appSecrets(app, network) };
  }
  if (sealedToken === null) return null;
  const token = io.sealer.open(sealedToken, subscriptionPurpose(channelId));
  return { callbackUrl: channelCallback(io, { network, agencyId, channelId }), secrets: channelSecrets(token, app) };
};
