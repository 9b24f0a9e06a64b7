import { and, eq, networkApps } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";
import { requireManager } from "./require-manager.ts";

export const RemoveNetworkAppInput = z.object({ network: z.string().max(50) });
export type RemoveNetworkAppInput = z.infer<typeof RemoveNetworkAppInput>;

/** Forgets the agency's own app. Channels that were connected through it are read until their tokens end. */
export const removeNetworkApp = async ({ ctx, input }: Call<RemoveNetworkAppInput>): Promise<void> => {
  requireManager(ctx.actor);
  const rows = await ctx.db
    .delete(networkApps)
    .where(and(eq(networkApps.agencyId, ctx.agencyId), eq(networkApps.network, input.network)))
    .returning({ appId: networkApps.appId });
  const { appId } = firstOr404(rows, "An app of your own for this network");
  await record(ctx, { action: "app.removed", subject: "network", subjectId: input.network, before: { appId } });
};
