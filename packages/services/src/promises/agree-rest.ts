import { and, eq, gt, restWindows } from "@headroom/db";
import { instantOfLocalTime } from "@headroom/insights";
import type { Stretch } from "@headroom/scoring";
import { z } from "zod";
import { managedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";

export const AgreeRestInput = z.object({
  clientId: z.uuid(),
  /** What the client's clocks show, e.g. `2026-12-24T18:00`. */
  from: z.string().max(16),
  to: z.string().max(16),
  note: z.string().trim().max(200, "At most 200 characters.").default(""),
});
export type AgreeRestInput = z.infer<typeof AgreeRestInput>;

const dayMs = 86_400_000;
/** Somebody who fills in a form does not agree after the fact. */
const lateMs = 15 * 60_000;
const longestMs = 92 * dayMs;
const farthestMs = 366 * dayMs;

/** Agrees time off with a client: it never alters the score, and does not count in the promise as agreed. */
export const agreeRest = async ({ ctx, input }: Call<AgreeRestInput>): Promise<{ restId: string }> => {
  const client = await managedClient(ctx, input.clientId);
  const from = instantIn(client.timeZone, { field: "from", local: input.from });
  const to = instantIn(client.timeZone, { field: "to", local: input.to });
  checkSpan({ from, to }, ctx.io.now());
  await requireRoom(ctx, client.id);
  const [row] = await ctx.db
    .insert(restWindows)
    .values({
      agencyId: ctx.agencyId,
      clientId: client.id,
      from: new Date(from),
      to: new Date(to),
      note: input.note,
      agreedBy: ctx.actor.memberId,
      agreedAt: new Date(ctx.io.now()),
    })
    .returning({ id: restWindows.id });
  if (row === undefined) throw new Error("The rest window was not stored.");
  await record(ctx, {
    action: "rest.agreed",
    subject: "client",
    subjectId: client.id,
    after: { restId: row.id, from, to, note: input.note },
  });
  return { restId: row.id };
};

const instantIn = (zone: string, { field, local }: { field: string; local: string }): number => {
  const at = instantOfLocalTime(local, zone);
  if (at === null) throw new ServiceError("invalid", "This is not a day and time.", { field });
  return at;
};

/** Every list of clients looks at them all. */
const mostAhead = 50;

const requireRoom = async ({ db, agencyId, io }: Call<unknown>["ctx"], clientId: string): Promise<void> => {
  const ahead = await db
    .select({ id: restWindows.id })
    .from(restWindows)
    .where(
      and(
        eq(restWindows.agencyId, agencyId),
        eq(restWindows.clientId, clientId),
        gt(restWindows.to, new Date(io.now())),
      ),
    )
    .limit(mostAhead);
  if (ahead.length >= mostAhead) throw new ServiceError("too-many", `At most ${mostAhead} rest windows lie ahead.`);
};

/** An agreement after the fact would let a broken promise look kept. */
const checkSpan = ({ from, to }: Stretch, now: number): void => {
  if (from < now - lateMs) throw new ServiceError("invalid", "Rest cannot begin in the past.", { field: "from" });
  if (from > now + farthestMs) throw new ServiceError("invalid", "Rest begins within a year.", { field: "from" });
  if (to <= from) throw new ServiceError("invalid", "Rest has to end after it begins.", { field: "to" });
  if (to - from > longestMs) throw new ServiceError("invalid", "Rest lasts three months at most.", { field: "to" });
};
