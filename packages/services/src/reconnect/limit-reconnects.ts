import type { Entry } from "../context/enter-agency.ts";
import { limitAttempts } from "../sign-in/limit-attempts.ts";
import type { OpenLink } from "./open-link.ts";

const windowMs = 15 * 60_000;
/** Enough for typing errors and second thoughts, too few for trying passwords at somebody else's server. */
const ofLink = { most: 10, windowMs };
/** However many links an agency sent. */
const ofAgency = { most: 200, windowMs };

/** Counts a try that makes us ask a network. Throws `too-many`. */
export const limitReconnects = async ({
  entry,
  linkId,
}: Pick<OpenLink, "linkId"> & { entry: Entry }): Promise<void> => {
  const now = entry.io.now();
  await limitAttempts(entry.db, { key: `reconnect:${linkId}`, ...ofLink, now });
  await limitAttempts(entry.db, { key: `reconnects-of:${entry.agencyId}`, ...ofAgency, now });
};
