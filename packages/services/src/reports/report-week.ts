import { and, eq, gte, lt, scorePoints } from "@headroom/db";
import { type Week, weekOf, weekOfDate } from "@headroom/insights";
import type { ClientRecord } from "../clients/client-access.ts";
import type { SystemContext } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";

/** The week just finished is of more use than a running one that is younger than this, ms. */
const youngMs = 86_400_000;

/** The week that was asked for by any of its days; otherwise the running one, on its Monday the one just finished. */
export const reportWeek = async (
  ctx: SystemContext,
  { client, day }: { client: ClientRecord; day: string | undefined },
): Promise<Week> => {
  const now = ctx.io.now();
  if (day !== undefined) {
    const asked = weekOfDate(day, client.timeZone);
    if (asked.from > now) throw new ServiceError("invalid", "This week has not begun yet.", { field: "weekOf" });
    return asked;
  }
  const running = weekOf(now, client.timeZone);
  if (now - running.from >= youngMs) return running;
  const finished = weekOf(running.from - 1, client.timeZone);
  return (await hadScore(ctx, { client, week: finished })) ? finished : running;
};

const hadScore = async (
  { db, agencyId }: SystemContext,
  { client, week }: { client: ClientRecord; week: Week },
): Promise<boolean> => {
  const rows = await db
    .select({ at: scorePoints.at })
    .from(scorePoints)
    .where(
      and(
        eq(scorePoints.agencyId, agencyId),
        eq(scorePoints.clientId, client.id),
        gte(scorePoints.at, new Date(week.from)),
        lt(scorePoints.at, new Date(week.to)),
      ),
    )
    .limit(1);
  return rows.length > 0;
};
