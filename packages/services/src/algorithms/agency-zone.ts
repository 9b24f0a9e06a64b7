import { agencies, eq } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";

/** The agency's own IANA zone: dates that concern everybody are days there. */
export const agencyZone = async ({ db, agencyId }: Pick<SystemContext, "db" | "agencyId">): Promise<string> => {
  const rows = await db.select({ zone: agencies.timeZone }).from(agencies).where(eq(agencies.id, agencyId));
  return firstOr404(rows, "The agency").zone;
};
