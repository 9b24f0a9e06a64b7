import { rm } from "node:fs/promises";
import { and, eq, imports, lt } from "@headroom/db";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import type { Call, Context } from "../context/context.ts";

export const CheckUploadInput = z.object({ clientId: z.uuid() });
export type CheckUploadInput = z.infer<typeof CheckUploadInput>;

/** Refuses whoever may not import for this client: asked before the first byte of an upload is read. */
export const checkUpload = async ({ ctx, input }: Call<CheckUploadInput>): Promise<void> => {
  const client = await workedClient(ctx, input.clientId);
  await dropForgotten(ctx, client.id);
};

/** An upload that nobody has decided on for this long is forgotten, ms. */
const undecidedMs = 7 * 86_400_000;

/** Makes room: files of this client that were looked at and left. */
const dropForgotten = async (ctx: Context, clientId: string): Promise<void> => {
  const now = ctx.io.now();
  const rows = await ctx.db
    .update(imports)
    .set({ status: "dropped", finishedAt: new Date(now) })
    .where(
      and(
        eq(imports.agencyId, ctx.agencyId),
        eq(imports.clientId, clientId),
        eq(imports.status, "previewed"),
        lt(imports.createdAt, new Date(now - undecidedMs)),
      ),
    )
    .returning({ filePath: imports.filePath });
  for (const { filePath } of rows) await rm(filePath, { force: true });
};
