import { z } from "zod";
import { announce } from "../channels/announce.ts";
import { workedChannel } from "../channels/disconnect-channel.ts";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { endOpenLinks } from "./end-open-links.ts";

export const WithdrawReconnectLinkInput = z.object({ channelId: z.uuid() });
export type WithdrawReconnectLinkInput = z.infer<typeof WithdrawReconnectLinkInput>;

/** Ends the link that is out for a channel, whoever made it; also for somebody who is at the network with it right now. */
export const withdrawReconnectLink = async ({ ctx, input }: Call<WithdrawReconnectLinkInput>): Promise<void> => {
  const { id, title, clientId } = await workedChannel(ctx, input.channelId);
  if ((await endOpenLinks(ctx, id)) === 0) throw new ServiceError("invalid", "No link is out for this channel.");
  await record(ctx, {
    action: "channel.reconnect-link-withdrawn",
    subject: "channel",
    subjectId: id,
    before: { title },
  });
  await announce(ctx, { what: "client", clientId });
};
