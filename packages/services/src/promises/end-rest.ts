import { and, eq, restWindows } from "@headroom/db";
import { z } from "zod";
import { managedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";

export const EndRestInput = z.object({ clientId: z.uuid(), restId: z.uuid() });
export type EndRestInput = z.infer<typeof EndRestInput>;

/** Takes back rest that has not begun, or ends it now. What is over stays: it was agreed. */
export const endRest = async ({ ctx, input }: Call<EndRestInput>): Promise<void> => {
  const client = await managedClient(ctx, input.clientId);
  const which = and(
    eq(restWindows.agencyId, ctx.agencyId),
    eq(restWindows.clientId, client.id),
    eq(restWindows.id, input.restId),
  );
  const rest = firstOr404(await ctx.db.select().from(restWindows).where(which).for("update"), "This rest");
  const now = ctx.io.now();
  if (rest.to.getTime() <= now) throw new ServiceError("conflict", "This rest is over; it stays as it was agreed.");
  const isRunning = rest.from.getTime() < now;
  if (isRunning)
    await ctx.db
      .update(restWindows)
      .set({ to: new Date(now) })
      .where(which);
  else await ctx.db.delete(restWindows).where(which);
  await record(ctx, {
    action: isRunning ? "rest.ended" : "rest.withdrawn",
    subject: "client",
    subjectId: client.id,
    before: { restId: rest.id, from: rest.from.getTime(), to: rest.to.getTime(), note: rest.note },
    ...(isRunning && { after: { restId: rest.id, from: rest.from.getTime(), to: now } }),
  });
};
