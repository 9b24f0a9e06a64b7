import { and, clients, eq } from "@headroom/db";
import type { Call } from "../context/context.ts";
import { visibleClients } from "./visible-clients.ts";

/** Whether the actor sees a client: a stream of changes passes over what she may not even know of. */
export const seesClient = async ({ ctx, input }: Call<{ clientId: string }>): Promise<boolean> => {
  const rows = await ctx.db
    .select({ id: clients.id })
    .from(clients)
    .where(and(visibleClients(ctx), eq(clients.id, input.clientId)));
  return rows.length > 0;
};
