import { and, type Database, inArray, sql, users } from "@headroom/db";
import { demoMembers } from "./cast.ts";

/** Deletes the demo's people, whose password everybody knows, once they belong to no agency. */
export const forgetDemoPeople = async (db: Database): Promise<void> => {
  const invented = demoMembers.map(({ email }) => email);
  await db.global
    .delete(users)
    .where(and(inArray(users.email, invented), sql`not exists (select from members m where m.user_id = ${users.id})`));
};
