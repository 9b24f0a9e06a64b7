import { and, clients, eq, or, type SQL, sql } from "@headroom/db";
import type { Actor, Context } from "../context/context.ts";

/**
 * The condition under which an actor sees a client. Owners and managers see the agency's clients; staffers and viewers
 * those assigned to them; everyone her own, and a private one is seen by its owner alone.
 */
export const visibleClients = ({ agencyId, actor }: Pick<Context, "agencyId" | "actor">): SQL | undefined =>
  and(
    eq(clients.agencyId, agencyId),
    or(sql`${clients.ownerId} = ${actor.memberId}`, and(notPrivate, seesAll(actor) ? undefined : assignedTo(actor))),
  );

const notPrivate = or(sql`${clients.ownerId} is null`, clients.shared);

const seesAll = (actor: Actor): boolean => actor.role === "owner" || actor.role === "manager";

const assignedTo = (actor: Actor): SQL =>
  sql`exists (select from assignments a where a.agency_id = ${clients.agencyId} and a.client_id = ${clients.id} and a.member_id = ${actor.memberId})`;
