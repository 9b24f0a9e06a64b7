import { and, type Database, eq, lt, signIns } from "@headroom/db";
import type { Io } from "../context/context.ts";
import { inEachAgency } from "../context/in-each-agency.ts";
import { signInKeptMs } from "./start-sign-in.ts";

/** Forgets sign-ins at networks that nobody brought to an end: live tokens that no channel uses. */
export const forgetSignIns = async (db: Database, io: Pick<Io, "now">): Promise<void> => {
  const before = new Date(io.now() - signInKeptMs);
  await inEachAgency(db, (tx, agencyId) =>
    tx.delete(signIns).where(and(eq(signIns.agencyId, agencyId), lt(signIns.createdAt, before))),
  );
};
