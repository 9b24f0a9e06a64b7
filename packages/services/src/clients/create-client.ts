import { assignments, clients } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { isUniqueViolation } from "../context/pg-error.ts";
import { TimeZone } from "../context/time-zone.ts";

export const CreateClientInput = z.object({
  name: z.string().trim().min(1, "Give the client a name.").max(120),
  timeZone: TimeZone,
  /** A member's own client, seen by nobody else until she shares it. */
  mine: z.boolean().default(false),
});
export type CreateClientInput = z.infer<typeof CreateClientInput>;

export const createClient = async ({ ctx, input }: Call<CreateClientInput>): Promise<{ id: string }> => {
  if (ctx.actor.role === "viewer") throw new ServiceError("forbidden", "Viewers can read, but not change anything.");
  if (ctx.actor.role === "staffer" && !input.mine) {
    throw new ServiceError("forbidden", "Managers add the agency's clients. You can keep one of your own.", {
      field: "mine",
    });
  }
  const row = {
    agencyId: ctx.agencyId,
    id: crypto.randomUUID(),
    name: input.name,
    timeZone: input.timeZone,
    ownerId: input.mine ? ctx.actor.memberId : null,
    shared: !input.mine,
  };
  try {
    await ctx.db.transaction((db) => db.insert(clients).values(row));
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ServiceError("conflict", "The agency has a client of that name.", { field: "name" });
    }
    throw error;
  }
  if (input.mine) {
    await ctx.db.insert(assignments).values({ agencyId: ctx.agencyId, clientId: row.id, memberId: ctx.actor.memberId });
  }
  await record(ctx, {
    action: "client.created",
    subject: "client",
    subjectId: row.id,
    after: { name: row.name, mine: input.mine },
  });
  return { id: row.id };
};
