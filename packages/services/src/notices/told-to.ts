import { and, clients, eq, lte, notices, type SQL } from "@headroom/db";
import { visibleClients } from "../clients/visible-clients.ts";
import type { Context } from "../context/context.ts";

/** The actor's own notices, not before her hours, and of clients that she still sees: a notice names its client. */
export const toldTo = (ctx: Context): SQL | undefined =>
  and(
    eq(notices.agencyId, ctx.agencyId),
    eq(notices.memberId, ctx.actor.memberId),
    lte(notices.dueAt, new Date(ctx.io.now())),
    visibleClients(ctx),
  );

/** Joins a notice with its client, which `toldTo` looks at. */
export const itsClient = and(eq(clients.agencyId, notices.agencyId), eq(clients.id, notices.clientId));
