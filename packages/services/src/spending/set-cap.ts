import { type Network, networks } from "@headroom/connectors";
import { and, channels, eq, gt, inArray, or, spendingCaps } from "@headroom/db";
import { z } from "zod";
import { scheduleSync, scheduleWork } from "../channels/schedule-sync.ts";
import { managedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { requireManager } from "../networks/require-manager.ts";

export const SetCapInput = z.object({
  /** Absent: the cap of the whole agency. */
  clientId: z.uuid().optional(),
  /** US dollars a month; null lifts a client's own cap, and stops all spending for the agency. */
  dollars: z.number().min(0, "A cap is 0 or more.").max(100_000, "A cap is at most 100 000 dollars.").nullable(),
});
export type SetCapInput = z.infer<typeof SetCapInput>;

const pricedNetworks = networks.flatMap(({ id, prices }: Network) => (prices === undefined ? [] : [id]));

/** Networks that bill the messages they send: whether they are wanted depends on the cap. */
const billedNetworks = networks.flatMap(({ id, push }: Network) => (push?.price === undefined ? [] : [id]));

/** Bounds what paid networks may cost in a month. Channels that waited for it are read again at once. */
export const setCap = async ({ ctx, input }: Call<SetCapInput>): Promise<void> => {
  requireManager(ctx.actor);
  if (input.clientId !== undefined) await managedClient(ctx, input.clientId);
  const subjectId = input.clientId ?? ctx.agencyId;
  const which = and(eq(spendingCaps.agencyId, ctx.agencyId), eq(spendingCaps.subjectId, subjectId));
  const [before] = await ctx.db.select().from(spendingCaps).where(which);
  if (input.dollars === null) await ctx.db.delete(spendingCaps).where(which);
  else {
    const cap = {
      monthlyMicros: Math.round(input.dollars * 1_000_000),
      setBy: ctx.actor.memberId,
      setAt: new Date(ctx.io.now()),
    };
    await ctx.db
      .insert(spendingCaps)
      .values({ agencyId: ctx.agencyId, subjectId, ...cap })
      .onConflictDoUpdate({ target: [spendingCaps.agencyId, spendingCaps.subjectId], set: cap });
  }
  await record(ctx, {
    action: "spending.cap",
    subject: input.clientId === undefined ? "agency" : "client",
    subjectId,
    before: before === undefined ? null : { dollars: before.monthlyMicros / 1_000_000 },
    after: { dollars: input.dollars },
  });
  const held = await ctx.db
    .select({ id: channels.id })
    .from(channels)
    .where(
      and(
        eq(channels.agencyId, ctx.agencyId),
        inArray(channels.network, pricedNetworks),
        // Held, or stopped before its first good reading.
        or(eq(channels.state, "held"), gt(channels.failures, 0)),
        input.clientId === undefined ? undefined : eq(channels.clientId, input.clientId),
      ),
    );
  for (const { id } of held) await scheduleSync(ctx, { channelId: id, dueAt: ctx.io.now() });
  const told = await ctx.db
    .select({ id: channels.id })
    .from(channels)
    .where(
      and(
        eq(channels.agencyId, ctx.agencyId),
        inArray(channels.network, billedNetworks),
        input.clientId === undefined ? undefined : eq(channels.clientId, input.clientId),
      ),
    );
  for (const { id } of told) await scheduleWork(ctx, { kind: "subscribe", subjectId: id, dueAt: ctx.io.now() });
};
