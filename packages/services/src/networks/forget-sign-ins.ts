import { agencies, and, type Database, eq, inAgency, lt, signIns } from "@headroom/db";
import type { Io } from "../context/context.ts";
import { signInKeptMs } from "./start-sign-in.ts";

/** Forgets sign-ins at networks that nobody brought to an end: live tokens that no channel uses. */
export const forgetSignIns = async (db: Database, io: Pick<Io, "now">): Promise<void> => {
  const before = new Date(io.now() - signInKeptMs);
  const all = await db.global.select({ id: agencies.id }).from(agencies);
  for (const { id: agencyId } of all) {
    await inAgency(db, { agencyId }, (tx) =>
      tx.delete(signIns).where(and(eq(signIns.agencyId, agencyId), lt(signIns.createdAt, before))),
    );
  }
};
