import { and, channels, eq, sql } from "@headroom/db";
import { z } from "zod";
import { asConfig } from "../channels/reach-channel.ts";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { publishableChannel } from "./publishable-channel.ts";

export const ChoosePlaceInput = z.object({
  clientId: z.uuid(),
  channelId: z.uuid(),
  /** The network's id of a place that it named when the channel was connected. */
  placeId: z.string().max(200),
});
export type ChoosePlaceInput = z.infer<typeof ChoosePlaceInput>;

/** Says to which place of a channel, such as a board, everything goes that is not sent yet. */
export const choosePlace = async ({ ctx, input }: Call<ChoosePlaceInput>): Promise<void> => {
  const client = await workedClient(ctx, input.clientId);
  const which = { clientId: client.id, channelId: input.channelId };
  const ofChannel = and(eq(channels.agencyId, ctx.agencyId), eq(channels.id, input.channelId));
  // Nobody connects it anew meanwhile, which would bring other places.
  await ctx.db.execute(sql`select from channels where ${ofChannel} for update`);
  const { channel, publishing } = await publishableChannel(ctx, which);
  const { places } = publishing;
  const config = asConfig(channel.config);
  const { all, chosen } = places?.read(config) ?? { all: [], chosen: null };
  if (places === undefined || !all.some(({ id }) => id === input.placeId)) {
    const message = "This is not among what the network named. Connect the channel again to see what is there now.";
    throw new ServiceError("invalid", message, { field: "placeId" });
  }
  await ctx.db
    .update(channels)
    .set({ config: places.choose(config, input.placeId) })
    .where(ofChannel);
  await record(ctx, {
    action: "channel.place-chosen",
    subject: "channel",
    subjectId: channel.id,
    before: { placeId: chosen },
    after: { placeId: input.placeId },
  });
};
