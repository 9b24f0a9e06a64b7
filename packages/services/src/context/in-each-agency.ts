import { agencies, type Database, inAgency, type Tx } from "@headroom/db";

/**
 * Does the same in every agency, one after another, each in a transaction of its own. Where it fails in one the others have
 * their turn all the same; afterwards it throws what went wrong.
 */
export const inEachAgency = async (
  db: Database,
  work: (tx: Tx, agencyId: string) => Promise<unknown>,
): Promise<void> => {
  const all = await db.global.select({ id: agencies.id }).from(agencies);
  const failures: unknown[] = [];
  for (const { id } of all) {
    await inAgency(db, { agencyId: id }, (tx) => work(tx, id)).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, `Failed in ${failures.length} of ${all.length} agencies`);
};
