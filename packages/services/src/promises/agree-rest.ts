import { restWindows } from "@headroom/db";
import { z } from "zod";
import { managedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";

export const AgreeRestInput = z.object({
  clientId: z.uuid(),
  /** Epoch ms. */
  from: z.number().int(),
  to: z.number().int(),
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
  checkSpan(input, ctx.io.now());
  const [row] = await ctx.db
    .insert(restWindows)
    .values({
      agencyId: ctx.agencyId,
      clientId: client.id,
      from: new Date(input.from),
      to: new Date(input.to),
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
    after: { restId: row.id, from: input.from, to: input.to, note: input.note },
  });
  return { restId: row.id };
};

/** An agreement after the fact would let a broken promise look kept. */
const checkSpan = ({ from, to }: AgreeRestInput, now: number): void => {
  if (from < now - lateMs) throw new ServiceError("invalid", "Rest cannot begin in the past.", { field: "from" });
  if (from > now + farthestMs) throw new ServiceError("invalid", "Rest begins within a year.", { field: "from" });
  if (to <= from) throw new ServiceError("invalid", "Rest has to end after it begins.", { field: "to" });
  if (to - from > longestMs) throw new ServiceError("invalid", "Rest lasts three months at most.", { field: "to" });
};
