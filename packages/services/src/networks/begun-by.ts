import { and, type Database, eq, inAgency, isNull, type SQL, signIns } from "@headroom/db";
import type { Actor } from "../context/context.ts";
import { agencyOfState, stateHash } from "./sign-in-state.ts";

/** The condition under which a sign-in is the actor's to bring to an end: a member's own, or begun through the very link. */
export const begunBy = ({ memberId, throughLink }: Actor): SQL | undefined =>
  and(
    eq(signIns.memberId, memberId),
    throughLink === undefined ? isNull(signIns.linkId) : eq(signIns.linkId, throughLink),
  );

/** Who waits for a network's answer: a member, or somebody who holds a link; null where nobody does. */
export const whoAwaits = async (db: Database, state: string): Promise<"member" | "link" | null> => {
  const agencyId = agencyOfState(state);
  if (agencyId === null) return null;
  const [row] = await inAgency(db, { agencyId }, (tx) =>
    tx
      .select({ linkId: signIns.linkId })
      .from(signIns)
      .where(and(eq(signIns.agencyId, agencyId), eq(signIns.stateHash, stateHash(state)))),
  );
  if (row === undefined) return null;
  return row.linkId === null ? "member" : "link";
};
