import { algorithmPreviews, and, eq } from "@headroom/db";
import { z } from "zod";
import { announce } from "../channels/announce.ts";
import type { Call } from "../context/context.ts";
import { notFound } from "../context/errors.ts";

export const StopPreviewInput = z.object({ previewId: z.uuid() });
export type StopPreviewInput = z.infer<typeof StopPreviewInput>;

/** Stops a preview that runs; the worker notices at the next client. */
export const stopPreview = async ({ ctx, input }: Call<StopPreviewInput>): Promise<void> => {
  const rows = await ctx.db
    .update(algorithmPreviews)
    .set({ status: "stopped", finishedAt: new Date(ctx.io.now()) })
    .where(
      and(
        eq(algorithmPreviews.agencyId, ctx.agencyId),
        eq(algorithmPreviews.id, input.previewId),
        eq(algorithmPreviews.status, "running"),
      ),
    )
    .returning({ id: algorithmPreviews.id });
  if (rows.length === 0) throw notFound("A running preview");
  await announce(ctx, { what: "algorithm", subjectId: input.previewId });
};
