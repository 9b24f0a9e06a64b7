import { and, channels, clients, dueWork, eq, imports, inArray, or, reports, spendingCaps } from "@headroom/db";
import { z } from "zod";
import { forgetAround } from "../channels/forget-around.ts";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import type { EntryCall } from "../context/enter-agency.ts";
import { deleteImports } from "../imports/delete-imports.ts";
import { leavePolitely } from "../push/farewell.ts";
import { managedClient } from "./client-access.ts";

export const DeleteClientInput = z.object({ clientId: z.uuid() });
export type DeleteClientInput = z.infer<typeof DeleteClientInput>;

/** Deletes a client and everything about it for good. */
export const deleteClient = async ({ ctx, input }: Call<DeleteClientInput>): Promise<void> => {
  const client = await managedClient(ctx, input.clientId);
  const ofClient = and(eq(channels.agencyId, ctx.agencyId), eq(channels.clientId, client.id));
  const reportsOf = ctx.db
    .select({ id: reports.id })
    .from(reports)
    .where(and(eq(reports.agencyId, ctx.agencyId), eq(reports.clientId, client.id)));
  // Channels first, as imports and readings lock them: in another order two of us could wait for each other.
  await ctx.db.select({ id: channels.id }).from(channels).where(ofClient).orderBy(channels.id).for("update");
  await deleteImports(ctx, eq(imports.clientId, client.id));
  await ctx.db
    .delete(dueWork)
    .where(
      and(
        eq(dueWork.agencyId, ctx.agencyId),
        or(eq(dueWork.subjectId, client.id), inArray(dueWork.subjectId, reportsOf)),
      ),
    );
  await forgetAround(ctx, eq(channels.clientId, client.id));
  await ctx.db.delete(channels).where(ofClient);
  await ctx.db
    .delete(spendingCaps)
    .where(and(eq(spendingCaps.agencyId, ctx.agencyId), eq(spendingCaps.subjectId, client.id)));
  await ctx.db.delete(clients).where(and(eq(clients.agencyId, ctx.agencyId), eq(clients.id, client.id)));
  await record(ctx, {
    action: "client.deleted",
    subject: "client",
    subjectId: client.id,
    before: { name: client.name },
  });
};

/** The same, and networks are told to send no more about its channels. */
export const leaveClient = ({ entry, input }: EntryCall<DeleteClientInput>): Promise<void> =>
  leavePolitely(entry, {
    channelIds: async ({ db, agencyId }) => {
      const ofClient = and(eq(channels.agencyId, agencyId), eq(channels.clientId, input.clientId));
      return (await db.select({ id: channels.id }).from(channels).where(ofClient)).map(({ id }) => id);
    },
    leave: (ctx) => deleteClient({ ctx, input }),
  });
