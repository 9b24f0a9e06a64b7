import { and, channels, eq, holds, isNull } from "@headroom/db";
import type { SystemCall, SystemContext } from "../context/context.ts";
import { lockChannel } from "../scores/ingest.ts";
import { recompute } from "../scores/recompute.ts";

export interface HoldChannelInput {
  channelId: string;
  /** Epoch ms since when nothing is known of the channel. */
  from: number;
  /** Plain words for the person who has to do something about it. */
  reason: string;
}

/** Stops the clock for a channel: what is not known is not silence. Holding it again changes nothing. */
export const holdChannel = async ({ ctx, input }: SystemCall<HoldChannelInput>): Promise<void> => {
  const { clientId } = await lockChannel(ctx, input.channelId);
  if ((await openHold(ctx, input.channelId)) !== undefined) return;
  await ctx.db.insert(holds).values({
    agencyId: ctx.agencyId,
    clientId,
    channelId: input.channelId,
    from: new Date(input.from),
    reason: input.reason,
  });
  await setState(ctx, input.channelId, "held");
  await recompute({ db: ctx.db, agencyId: ctx.agencyId, clientId, now: ctx.io.now(), from: input.from });
};

/** Lets the clock run again from now on; what arrived meanwhile counts from here. */
export const releaseChannel = async ({ ctx, input }: SystemCall<{ channelId: string }>): Promise<void> => {
  const { clientId } = await lockChannel(ctx, input.channelId);
  const open = await openHold(ctx, input.channelId);
  if (open === undefined) return;
  const now = ctx.io.now();
  await ctx.db
    .update(holds)
    .set({ to: new Date(Math.max(now, open.from.getTime() + 1)) })
    .where(and(eq(holds.agencyId, ctx.agencyId), eq(holds.id, open.id)));
  await setState(ctx, input.channelId, "active");
  await recompute({ db: ctx.db, agencyId: ctx.agencyId, clientId, now, from: now });
};

const openHold = async ({ db, agencyId }: SystemContext, channelId: string) => {
  const [row] = await db
    .select()
    .from(holds)
    .where(and(eq(holds.agencyId, agencyId), eq(holds.channelId, channelId), isNull(holds.to)));
  return row;
};

const setState = async (
  { db, agencyId }: SystemContext,
  channelId: string,
  state: "active" | "held",
): Promise<void> => {
  await db
    .update(channels)
    .set({ state })
    .where(and(eq(channels.agencyId, agencyId), eq(channels.id, channelId)));
};
