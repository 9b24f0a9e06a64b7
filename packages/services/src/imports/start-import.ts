import { rm } from "node:fs/promises";
import { kinds } from "@headroom/connectors";
import type { ArchivePreview } from "@headroom/connectors/archives";
import { and, channels, eq, imports } from "@headroom/db";
import { z } from "zod";
import { knownFromStart } from "../channels/known-kinds.ts";
import { scheduleWork } from "../channels/schedule-sync.ts";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { firstOr404, ServiceError } from "../context/errors.ts";

export const StartImportInput = z.object({
  importId: z.uuid(),
  /** The channel the file belongs to; absent: a channel of its own is made, under `channelTitle`. */
  channelId: z.uuid().optional(),
  channelTitle: z.string().trim().min(1).max(120).optional(),
});
export type StartImportInput = z.infer<typeof StartImportInput>;

export type ImportRecord = typeof imports.$inferSelect;

/** Written by `previewImport` and read back unchanged. */
export const asPreview = (json: unknown) => json as ArchivePreview;

/** Takes a previewed file in: a worker reads it whole, or nothing of it. */
export const startImport = async ({ ctx, input }: Call<StartImportInput>): Promise<{ channelId: string }> => {
  const upload = await lockedImport(ctx, input.importId);
  if (upload.status !== "previewed") throw new ServiceError("conflict", "This file was taken in or dropped already.");
  const channelId = await targetChannel(ctx, { input, upload });
  await ctx.db
    .update(imports)
    .set({ status: "running", channelId, postsDone: 0 })
    .where(and(eq(imports.agencyId, ctx.agencyId), eq(imports.id, upload.id)));
  await scheduleWork(ctx, { kind: "import", subjectId: upload.id, dueAt: ctx.io.now() });
  await record(ctx, {
    action: "import.started",
    subject: "import",
    subjectId: upload.id,
    after: { fileName: upload.fileName, channelId },
  });
  return { channelId };
};

/** The import, locked, if the actor may change things of its client. */
export const lockedImport = async (ctx: Context, importId: string): Promise<ImportRecord> => {
  const rows = await ctx.db
    .select()
    .from(imports)
    .where(and(eq(imports.agencyId, ctx.agencyId), eq(imports.id, importId)))
    .for("update");
  const upload = firstOr404(rows, "This import");
  await workedClient(ctx, upload.clientId);
  return upload;
};

const targetChannel = async (
  { db, agencyId }: Context,
  { input, upload }: { input: StartImportInput; upload: ImportRecord },
): Promise<string> => {
  if (input.channelId !== undefined) {
    const rows = await db
      .select({ id: channels.id })
      .from(channels)
      .where(
        and(eq(channels.agencyId, agencyId), eq(channels.clientId, upload.clientId), eq(channels.id, input.channelId)),
      );
    return firstOr404(rows, "The channel to import into").id;
  }
  const preview = asPreview(upload.preview);
  const id = crypto.randomUUID();
  await db.insert(channels).values({
    agencyId,
    id,
    clientId: upload.clientId,
    network: preview.networkId ?? "file",
    nativeId: `import:${id}`,
    title: input.channelTitle ?? preview.title ?? preview.owner ?? upload.fileName,
    knows: knownFrom(preview),
  });
  return id;
};

/** What the file can tell is known; what it holds nothing of stays unknown. */
export const knownFrom = ({ signalsByKind }: ArchivePreview): Record<string, number> =>
  knownFromStart(["post", "linkPost", ...kinds.filter((kind) => signalsByKind[kind] !== undefined)]);

export const DropImportInput = z.object({ importId: z.uuid() });
export type DropImportInput = z.infer<typeof DropImportInput>;

/** Deletes an upload that nobody wants. */
export const dropImport = async ({ ctx, input }: Call<DropImportInput>): Promise<void> => {
  const upload = await lockedImport(ctx, input.importId);
  if (upload.status !== "previewed") throw new ServiceError("conflict", "This file was taken in or dropped already.");
  await ctx.db
    .update(imports)
    .set({ status: "dropped", finishedAt: new Date(ctx.io.now()) })
    .where(and(eq(imports.agencyId, ctx.agencyId), eq(imports.id, upload.id)));
  await rm(upload.filePath, { force: true });
};
