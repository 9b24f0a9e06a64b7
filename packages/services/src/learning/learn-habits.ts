import { and, channelHabits, clients, eq, sql } from "@headroom/db";
import { localHourIn } from "@headroom/insights";
import { habitsOf } from "@headroom/scoring";
import { type ClientScope, loadAudience, loadClientScoring } from "../scores/client-scoring.ts";
import { loadSignals } from "../scores/load-signals.ts";

/** Older history is not looked at, ms. */
const lookBackMs = 180 * 86_400_000;

/** Stores what each channel of a client usually draws, as of now (epoch ms). */
export const learnHabits = async ({ db, agencyId, clientId }: ClientScope, now: number): Promise<void> => {
  const [client] = await db
    .select({ timeZone: clients.timeZone })
    .from(clients)
    .where(and(eq(clients.agencyId, agencyId), eq(clients.id, clientId)));
  if (client === undefined) return;
  const { channels, networks, holds } = await loadClientScoring({ db, agencyId, clientId });
  const from = { db, agencyId, channels: networks, after: now - lookBackMs };
  const history = { channels, holds, signals: await loadSignals(from), audience: await loadAudience(from) };
  const learned = habitsOf(history, { t: now, localHour: localHourIn(client.timeZone) });
  if (learned.length === 0) return;
  await db
    .insert(channelHabits)
    .values(learned.map((habits) => ({ agencyId, channelId: habits.channelId, asOf: new Date(now), habits })))
    .onConflictDoUpdate({
      target: [channelHabits.agencyId, channelHabits.channelId],
      set: { asOf: sql`excluded.as_of`, habits: sql`excluded.habits` },
    });
};
