import { and, assignments, eq, members } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";
import { managedClient } from "./client-access.ts";

export const AssignClientInput = z.object({ clientId: z.uuid(), memberId: z.uuid(), assigned: z.boolean() });
export type AssignClientInput = z.infer<typeof AssignClientInput>;

/** Puts a client in a member's care, or takes it out. */
export const assignClient = async ({ ctx, input }: Call<AssignClientInput>): Promise<void> => {
  const client = await managedClient(ctx, input.clientId);
  const found = await ctx.db
    .select({ id: members.id, name: members.name })
    .from(members)
    .where(and(eq(members.agencyId, ctx.agencyId), eq(members.id, input.memberId)));
  const member = firstOr404(found, "This member");
  const row = { agencyId: ctx.agencyId, clientId: client.id, memberId: member.id };
  if (input.assigned) await ctx.db.insert(assignments).values(row).onConflictDoNothing();
  else {
    await ctx.db
      .delete(assignments)
      .where(
        and(
          eq(assignments.agencyId, row.agencyId),
          eq(assignments.clientId, row.clientId),
          eq(assignments.memberId, row.memberId),
        ),
      );
  }
  await record(ctx, {
    action: input.assigned ? "client.assigned" : "client.unassigned",
    subject: "client",
    subjectId: client.id,
    after: { member: member.id },
  });
};
