import { randomBytes } from "node:crypto";
import { agencies, algorithmActivations, type Database, inAgency, members, targets } from "@headroom/db";
import { z } from "zod";
import { ServiceError } from "../context/errors.ts";
import { isUniqueViolation } from "../context/pg-error.ts";
import { TimeZone } from "../context/time-zone.ts";

export const CreateAgencyInput = z.object({
  name: z.string().trim().min(2, "Give the agency a name.").max(80),
  timeZone: TimeZone,
  /** The level required of every client without one of its own, points. */
  defaultTarget: z.number().min(1).max(100).default(40),
});
export type CreateAgencyInput = z.infer<typeof CreateAgencyInput>;

export interface Founder {
  userId: string;
  name: string;
}

/** The algorithm that a new agency starts with. */
export const defaultAlgorithmId = "steady-1";

/** Founds an agency with one owner, a default target and the default algorithm. */
export const createAgency = async (
  db: Database,
  { founder, input, now }: { founder: Founder; input: CreateAgencyInput; now: number },
): Promise<{ id: string; slug: string }> => {
  const id = crypto.randomUUID();
  const slug = slugOf(input.name);
  const since = new Date(now);
  try {
    await inAgency(db, { agencyId: id, userId: founder.userId }, async (tx) => {
      await tx
        .insert(agencies)
        .values({ id, slug, name: input.name, timeZone: input.timeZone, actorSalt: randomBytes(32) });
      await tx.insert(members).values({
        agencyId: id,
        userId: founder.userId,
        role: "owner",
        name: founder.name,
        timeZone: input.timeZone,
      });
      await tx.insert(targets).values({ agencyId: id, level: input.defaultTarget, from: since });
      await tx.insert(algorithmActivations).values({ agencyId: id, from: since, algorithmId: defaultAlgorithmId });
    });
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ServiceError("conflict", "There is an agency of that name here already.", { field: "name" });
    }
    throw error;
  }
  return { id, slug };
};

const slugOf = (name: string): string => {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return /^[a-z0-9-]{2,}$/.test(plain) && !reservedSlugs.has(plain)
    ? plain.slice(0, 60)
    : `agency-${randomBytes(4).toString("hex")}`;
};

/** First path segments that are pages of their own. */
const reservedSlugs: ReadonlySet<string> = new Set([
  "api",
  "sign-in",
  "sign-up",
  "connect",
  "how-the-score-works",
  "agencies",
  "join",
  "push",
  "pictures",
  "reconnect",
  "_next",
  "demo",
]);
