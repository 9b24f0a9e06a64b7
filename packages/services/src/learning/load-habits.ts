import { and, channelHabits, channels, eq, inArray } from "@headroom/db";
import type { Habits } from "@headroom/scoring";
import type { Context } from "../context/context.ts";

/** What was learned of the channels of these clients, by client id. Clients of which nothing was learned are missing. */
export const loadHabits = async (
  { db, agencyId }: Pick<Context, "db" | "agencyId">,
  clientIds: readonly string[],
): Promise<ReadonlyMap<string, Habits[]>> => {
  const found = new Map<string, Habits[]>();
  if (clientIds.length === 0) return found;
  const rows = await db
    .select({ clientId: channels.clientId, habits: channelHabits.habits })
    .from(channelHabits)
    .innerJoin(channels, and(eq(channels.agencyId, channelHabits.agencyId), eq(channels.id, channelHabits.channelId)))
    .where(and(eq(channelHabits.agencyId, agencyId), inArray(channels.clientId, [...clientIds])));
  for (const { clientId, habits } of rows) found.set(clientId, [...(found.get(clientId) ?? []), asHabits(habits)]);
  return found;
};

/** Written by us from Habits and read back unchanged; the shape is scoring's own plain JSON. */
const asHabits = (json: unknown): Habits => json as Habits;
