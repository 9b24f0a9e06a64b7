import type { Entry } from "../context/enter-agency.ts";
import { ServiceError } from "../context/errors.ts";
import { limitAttempts } from "../sign-in/limit-attempts.ts";
import type { OpenLink } from "./open-link.ts";

const windowMs = 15 * 60_000;
/** Enough for typing errors and second thoughts, too few for trying passwords at somebody else's server. */
const ofLink = { most: 10, windowMs };
/** As long as a link lives: whose network bills for each try, must not be made poor by a link that fell into wrong hands. */
const ofLinkEver = { most: 40, windowMs: 7 * 86_400_000 };
/** However many links an agency sent. */
const ofAgency = { most: 200, windowMs };

/** Counts a try that makes us ask a network. Throws `too-many`. */
export const limitReconnects = async ({
  entry,
  linkId,
}: Pick<OpenLink, "linkId"> & { entry: Entry }): Promise<void> => {
  const now = entry.io.now();
  await limitAttempts(entry.db, { key: `reconnect:${linkId}`, ...ofLink, now });
  await limitAttempts(entry.db, { key: `reconnect-ever:${linkId}`, ...ofLinkEver, now }).catch(worn);
  await limitAttempts(entry.db, { key: `reconnects-of:${entry.agencyId}`, ...ofAgency, now });
};

const worn = (error: unknown): never => {
  if (!(error instanceof ServiceError)) throw error;
  throw new ServiceError("too-many", "This link was tried too often. Ask the agency for a new one.");
};
