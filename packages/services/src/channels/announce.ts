import { sql } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";

/** The PostgreSQL channel on which committed changes are told to every process. */
export const changesTopic = "headroom_changes";

export interface Announcement {
  /** What changed: `sync` (progress or end of a reading), `import`, `client`, `report`, `algorithm`. */
  what: "sync" | "import" | "client" | "report" | "algorithm";
  /** Absent for what concerns the whole agency. */
  clientId?: string;
  /** The channel, import or preview at hand. */
  subjectId?: string;
}

/** Tells listening pages that something changed, once the transaction commits. Ids only. */
export const announce = async (
  { db, agencyId }: Pick<SystemContext, "db" | "agencyId">,
  news: Announcement,
): Promise<void> => {
  await db.execute(sql`select pg_notify(${changesTopic}, ${JSON.stringify({ agencyId, ...news })})`);
};
