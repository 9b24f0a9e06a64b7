import { type Database, sql } from "@headroom/db";
import type { Io } from "../context/context.ts";
import { inEachAgency } from "../context/in-each-agency.ts";

/** A picture that no post took within a day is forgotten, ms … */
const unusedMs = 24 * 3_600_000;
/** … and one whose posts went out, a week after it was added: until then a person may want to send again. */
const sentMs = 7 * unusedMs;

/** Forgets pictures that no post needs any more. */
export const forgetImages = async (db: Database, io: Pick<Io, "now">): Promise<void> => {
  const now = io.now();
  await inEachAgency(db, (tx, agencyId) =>
    tx.execute(sql`
      delete from images i
      where i.agency_id = ${agencyId}::uuid and i.created_at < to_timestamp(${now - unusedMs}::float8 / 1000)
        and not exists (
          select from planned_pieces p join planned_posts o on o.agency_id = p.agency_id and o.id = p.plan_id
          where p.agency_id = i.agency_id and i.id = any(p.image_ids)
            and (o.state <> 'published' or i.created_at >= to_timestamp(${now - sentMs}::float8 / 1000)))`),
  );
};
