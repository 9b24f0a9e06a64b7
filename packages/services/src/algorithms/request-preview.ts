import { algorithmPreviews, and, eq, sql } from "@headroom/db";
import { activeAt } from "@headroom/scoring";
import { z } from "zod";
import { scheduleWork } from "../channels/schedule-sync.ts";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { loadActivations } from "../scores/client-scoring.ts";
import { existingVersion } from "./algorithm-versions.ts";

export const RequestPreviewInput = z.object({ algorithmId: z.string().min(1).max(100) });
export type RequestPreviewInput = z.infer<typeof RequestPreviewInput>;

/** Asks for a comparison with what scores now, over the whole portfolio; a worker makes it. One at a time. */
export const requestPreview = async ({ ctx, input }: Call<RequestPreviewInput>): Promise<{ previewId: string }> => {
  const candidate = await existingVersion(ctx, input.algorithmId);
  const baseline = activeAt(await loadActivations(ctx), ctx.io.now());
  if (baseline.id === candidate.id)
    throw new ServiceError("conflict", `${candidate.title} is what scores now: there is nothing to compare it with.`);
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`previews:${ctx.agencyId}`}, 0))`);
  const running = await ctx.db
    .select({ id: algorithmPreviews.id })
    .from(algorithmPreviews)
    .where(and(eq(algorithmPreviews.agencyId, ctx.agencyId), eq(algorithmPreviews.status, "running")));
  if (running.length > 0)
    throw new ServiceError("conflict", "Another preview is still running. Stop it, or wait for its end.");
  const previewId = crypto.randomUUID();
  await ctx.db.insert(algorithmPreviews).values({
    agencyId: ctx.agencyId,
    id: previewId,
    algorithmId: candidate.id,
    baselineId: baseline.id,
    status: "running",
    requestedBy: ctx.actor.memberId,
    requestedAt: new Date(ctx.io.now()),
  });
  await scheduleWork(ctx, { kind: "preview", subjectId: previewId, dueAt: ctx.io.now() });
  await record(ctx, {
    action: "algorithm.previewed",
    subject: "algorithm",
    subjectId: candidate.id,
    after: { previewId, against: baseline.id },
  });
  return { previewId };
};
