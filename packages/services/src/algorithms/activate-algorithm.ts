import { algorithmActivations, asc, eq, sql } from "@headroom/db";
import { startOfDate } from "@headroom/insights";
import { z } from "zod";
import { announce } from "../channels/announce.ts";
import { scheduleWork } from "../channels/schedule-sync.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { agencyZone } from "./agency-zone.ts";
import { existingVersion } from "./algorithm-versions.ts";

export const ActivateAlgorithmInput = z.object({
  algorithmId: z.string().min(1).max(100),
  /** A day in the agency's zone, at whose beginning it takes effect; absent: from now on. */
  on: z.iso.date("This is not a date.").optional(),
});
export type ActivateAlgorithmInput = z.infer<typeof ActivateAlgorithmInput>;

/** Scores with another algorithm from an instant on, now or to come. What was scored before stays as it is. */
export const activateAlgorithm = async ({ ctx, input }: Call<ActivateAlgorithmInput>): Promise<{ from: number }> => {
  const algorithm = await existingVersion(ctx, input.algorithmId);
  const from = await beginning(ctx, input.on);
  const activations = await lockedActivations(ctx);
  if (activations.some((other) => other.from === from))
    throw new ServiceError("conflict", "Another change is planned for that moment. Withdraw it first.", {
      field: "on",
    });
  const before = activations.findLast((other) => other.from < from);
  if (before?.algorithmId === algorithm.id)
    throw new ServiceError("conflict", `${algorithm.title} is what scores then already.`, { field: "algorithmId" });
  await addActivation(ctx, { algorithmId: algorithm.id, from });
  await record(ctx, {
    action: "algorithm.activated",
    subject: "agency",
    subjectId: ctx.agencyId,
    before: before === undefined ? null : { algorithmId: before.algorithmId },
    after: { algorithmId: algorithm.id, from: new Date(from).toISOString() },
  });
  return { from };
};

const beginning = async (ctx: Context, on: string | undefined): Promise<number> => {
  const now = ctx.io.now();
  if (on === undefined) return now;
  const from = startOfDate(on, await agencyZone(ctx));
  if (from <= now)
    throw new ServiceError("invalid", "Choose a day after today, or let it take effect now: the past stays as it is.", {
      field: "on",
    });
  return from;
};

/** The agency's activations, earliest first, locked: two people cannot change them at once. */
export const lockedActivations = async ({
  db,
  agencyId,
}: Context): Promise<{ from: number; algorithmId: string }[]> => {
  // Rows that do not exist yet cannot be locked: this stands for all of them.
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`activations:${agencyId}`}, 0))`);
  const rows = await db
    .select({ from: algorithmActivations.from, algorithmId: algorithmActivations.algorithmId })
    .from(algorithmActivations)
    .where(eq(algorithmActivations.agencyId, agencyId))
    .orderBy(asc(algorithmActivations.from))
    .for("update");
  return rows.map(({ from, algorithmId }) => ({ from: from.getTime(), algorithmId }));
};

/** Writes an activation down and wakes the work that prepares every client for it. */
export const addActivation = async (
  ctx: Context,
  { algorithmId, from }: { algorithmId: string; from: number },
): Promise<void> => {
  const now = ctx.io.now();
  await ctx.db.insert(algorithmActivations).values({
    agencyId: ctx.agencyId,
    from: new Date(from),
    algorithmId,
    activatedBy: ctx.actor.memberId,
    activatedAt: new Date(now),
  });
  await scheduleWork(ctx, { kind: "activate", subjectId: ctx.agencyId, dueAt: now });
  await announce(ctx, { what: "algorithm" });
};
