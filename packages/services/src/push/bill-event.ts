import type { Price } from "@headroom/connectors";
import { and, channels, eq, sql } from "@headroom/db";
import { scheduleWork } from "../channels/schedule-sync.ts";
import type { SystemContext } from "../context/context.ts";
import { capPassed, capsAndSpent } from "../spending/caps-and-spent.ts";
import { monthOfInstant } from "../spending/month.ts";

/**
 * Counts what a network charges for a message. It was delivered, so it is spent, beyond a cap as well; the first one that
 * leaves no room for another has the messages ended by a job.
 */
export const billEvent = async (
  ctx: SystemContext,
  { channelId, price: { what, microsEach } }: { channelId: string; price: Price },
): Promise<void> => {
  const { db, agencyId, io } = ctx;
  const [channel] = await db
    .select({ clientId: channels.clientId, network: channels.network })
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), eq(channels.id, channelId)));
  if (channel === undefined) return;
  const { clientId, network } = channel;
  const month = monthOfInstant(io.now());
  await db.execute(sql`
    insert into spending (agency_id, client_id, network, month, what, count, micros)
    values (${agencyId}::uuid, ${clientId}::uuid, ${network}, ${month}::date, ${what}, 1, ${microsEach})
    on conflict (agency_id, month, client_id, network, what)
    do update set count = spending.count + 1, micros = spending.micros + excluded.micros`);
  const isUsedUp = capPassed(await capsAndSpent(db, { agencyId, clientId, month }), microsEach) !== null;
  if (isUsedUp) await scheduleWork(ctx, { kind: "subscribe", subjectId: channelId, dueAt: io.now() });
};
