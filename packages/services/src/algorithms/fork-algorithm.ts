import { agencyAlgorithms, eq } from "@headroom/db";
import { algorithmNumbers, numberChanges, numberText } from "@headroom/insights";
import {
  type Algorithm,
  builtIn,
  algorithms as builtInAlgorithms,
  InvalidInput,
  validateAlgorithm,
} from "@headroom/scoring";
import { z } from "zod";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { isUniqueViolation } from "../context/pg-error.ts";
import { existingVersion } from "./algorithm-versions.ts";

export const ForkAlgorithmInput = z.object({
  /** The version whose numbers are changed. */
  from: z.string().min(1).max(100),
  title: z.string().trim().min(2, "Give the new version a name.").max(60, "A name has at most 60 characters."),
  /** By field of `algorithmNumbers`, in the unit in which people read it; what is left out stays as it was. */
  numbers: z.record(z.string().max(60), z.number("This is not a number.")),
});
export type ForkAlgorithmInput = z.infer<typeof ForkAlgorithmInput>;

/** Makes a new version of an algorithm with some numbers changed. No version is ever changed itself. */
export const forkAlgorithm = async ({ ctx, input }: Call<ForkAlgorithmInput>): Promise<{ id: string }> => {
  const parent = await existingVersion(ctx, input.from);
  if (builtInAlgorithms.some(({ title }) => title.toLowerCase() === input.title.toLowerCase())) throw titleTaken();
  const id = await freeId(ctx, input.title);
  const fork = checked({ ...changed(parent, input.numbers), id, title: input.title });
  const changes = numberChanges(parent, fork);
  if (changes.length === 0)
    throw new ServiceError("invalid", `Change at least one number: this is ${parent.title} as it is.`, {
      field: "numbers",
    });
  try {
    await ctx.db.insert(agencyAlgorithms).values({
      agencyId: ctx.agencyId,
      id,
      title: fork.title,
      value: fork,
      forkedFrom: parent.id,
      createdBy: ctx.actor.memberId,
      createdAt: new Date(ctx.io.now()),
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw titleTaken();
    throw error;
  }
  await record(ctx, {
    action: "algorithm.forked",
    subject: "algorithm",
    subjectId: id,
    after: { title: fork.title, forkedFrom: parent.id, changes },
  });
  return { id };
};

const titleTaken = (): ServiceError =>
  new ServiceError("conflict", "There is a version of that name already.", { field: "title" });

const changed = (parent: Algorithm, numbers: ForkAlgorithmInput["numbers"]): Algorithm => {
  let algorithm = parent;
  for (const [field, value] of Object.entries(numbers)) {
    const number = algorithmNumbers.find((known) => known.field === field);
    if (number === undefined) throw new ServiceError("invalid", `There is no number called ${field}.`, { field });
    const { label, least, most, unit } = number;
    if (!(value >= least && value <= most))
      throw new ServiceError("invalid", `${label}: from ${numberText(least, unit)} to ${numberText(most, unit)}.`, {
        field,
      });
    algorithm = number.change(algorithm, value);
  }
  return algorithm;
};

/** What the formula itself refuses, in words and with the form's own name of the field. */
const checked = (algorithm: Algorithm): Algorithm => {
  try {
    return validateAlgorithm(algorithm);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new ServiceError("invalid", refusals[error.field] ?? `${error.field} ${error.reason}.`, {
      field: error.field,
      cause: error,
    });
  }
};

const refusals: Readonly<Record<string, string>> = {
  weights: "The shares of the components must sum to 100 %.",
  "linkMix.band": "The link mix must be full from a share that is not above the one up to which it is.",
};

/** `quick-1`, or the next number that is free; never that of a built-in one. */
const freeId = async ({ db, agencyId }: Context, title: string): Promise<string> => {
  const rows = await db
    .select({ id: agencyAlgorithms.id })
    .from(agencyAlgorithms)
    .where(eq(agencyAlgorithms.agencyId, agencyId));
  const taken = new Set(rows.map(({ id }) => id));
  const slug = slugOf(title);
  for (let n = 1; ; n++) {
    const id = `${slug}-${n}`;
    if (!taken.has(id) && builtIn(id) === undefined) return id;
  }
};

const slugOf = (title: string): string => {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return plain === "" ? "own" : plain.slice(0, 40);
};
