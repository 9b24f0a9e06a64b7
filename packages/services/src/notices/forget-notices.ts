import { and, type Database, eq, lt, notices } from "@headroom/db";
import type { Io } from "../context/context.ts";
import { inEachAgency } from "../context/in-each-agency.ts";

/** What was told so long ago is of no use to anybody, ms. Longer than a notice's cause can be news a second time. */
const keptMs = 90 * 86_400_000;

/** Forgets old notices, seen or not. */
export const forgetNotices = async (db: Database, io: Pick<Io, "now">): Promise<void> => {
  const before = new Date(io.now() - keptMs);
  await inEachAgency(db, (tx, agencyId) =>
    tx.delete(notices).where(and(eq(notices.agencyId, agencyId), lt(notices.dueAt, before))),
  );
};
