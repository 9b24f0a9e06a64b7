import { and, clients, eq } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";

export const ShareClientInput = z.object({ clientId: z.uuid(), shared: z.boolean() });
export type ShareClientInput = z.infer<typeof ShareClientInput>;

/** Shows a member's own client to the agency, or takes it back; only she can. */
export const shareClient = async ({ ctx, input }: Call<ShareClientInput>): Promise<void> => {
  const rows = await ctx.db
    .update(clients)
    .set({ shared: input.shared })
    .where(
      and(eq(clients.agencyId, ctx.agencyId), eq(clients.id, input.clientId), eq(clients.ownerId, ctx.actor.memberId)),
    )
    .returning({ id: clients.id });
  firstOr404(rows, "A client of your own with this id");
  await record(ctx, {
    action: "client.shared",
    subject: "client",
    subjectId: input.clientId,
    after: { shared: input.shared },
  });
};
