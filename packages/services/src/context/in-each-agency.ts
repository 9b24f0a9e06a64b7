import { agencies, type Database, inAgency, type Tx } from "@headroom/db";

/** Does the same in every agency, one after another, each in a transaction of its own. */
export const inEachAgency = async (
  db: Database,
  work: (tx: Tx, agencyId: string) => Promise<unknown>,
): Promise<void> => {
  const all = await db.global.select({ id: agencies.id }).from(agencies);
  for (const { id } of all) await inAgency(db, { agencyId: id }, (tx) => work(tx, id));
};
