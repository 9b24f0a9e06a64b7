import { and, clients, eq } from "@headroom/db";
import { type Context, mayWorkRoles } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";
import { visibleClients } from "./visible-clients.ts";

export type ClientRecord = typeof clients.$inferSelect;

/** The client, if the actor sees it; otherwise it does not exist for her. */
export const seenClient = async (ctx: Context, clientId: string): Promise<ClientRecord> => {
  const rows = await ctx.db
    .select()
    .from(clients)
    .where(and(visibleClients(ctx), eq(clients.id, clientId)));
  return firstOr404(rows, "This client");
};

/** The client, if the actor may change things of it. */
export const workedClient = async (ctx: Context, clientId: string): Promise<ClientRecord> => {
  const client = await seenClient(ctx, clientId);
  if (client.ownerId !== ctx.actor.memberId && !mayWorkRoles.has(ctx.actor.role)) {
    throw new ServiceError("forbidden", "Viewers can read, but not change anything.");
  }
  return client;
};

/** The client, if its required level is the actor's to set: a manager's, or her own client. */
export const managedClient = async (ctx: Context, clientId: string): Promise<ClientRecord> => {
  const client = await seenClient(ctx, clientId);
  const isManager = ctx.actor.role === "owner" || ctx.actor.role === "manager";
  if (!isManager && client.ownerId !== ctx.actor.memberId) {
    throw new ServiceError("forbidden", "Only managers do this for the agency's clients.");
  }
  return client;
};
