import { rm } from "node:fs/promises";
import { ArchiveError, type ArchiveOptions, type ArchivePreview, previewArchive } from "@headroom/connectors/archives";
import { and, asc, channels, eq, imports } from "@headroom/db";
import { z } from "zod";
import { agencyHashActor } from "../channels/connector-context.ts";
import { workedClient } from "../clients/client-access.ts";
import type { Context } from "../context/context.ts";
import { type EntryCall, enterAgency } from "../context/enter-agency.ts";
import { ServiceError } from "../context/errors.ts";

export const PreviewImportInput = z.object({
  clientId: z.uuid(),
  fileName: z.string().min(1).max(255),
  /** Where the upload lies on this machine; named by the server, never by the browser. */
  filePath: z.string(),
});
export type PreviewImportInput = z.infer<typeof PreviewImportInput>;

export interface ImportPreview extends ArchivePreview {
  importId: string;
  fileName: string;
  /** Channels of the client that the file may belong to. */
  channels: PossibleChannel[];
}

export interface PossibleChannel {
  id: string;
  title: string;
  network: string;
}

/**
 * Reads an uploaded file from end to end and says what it would bring; nothing is imported yet. A bad file is deleted. No
 * transaction is open while a large file is read.
 */
export const previewImport = async ({ entry, input }: EntryCall<PreviewImportInput>): Promise<ImportPreview> => {
  const hashActor = await enterAgency(entry, async (ctx) => {
    await workedClient(ctx, input.clientId);
    return agencyHashActor(ctx);
  });
  const preview = await readPreview(input, { now: entry.io.now, hashActor });
  return enterAgency(entry, (ctx) => keepPreview(ctx, { input, preview }));
};

const keepPreview = async (
  ctx: Context,
  { input, preview }: { input: PreviewImportInput; preview: ArchivePreview },
): Promise<ImportPreview> => {
  // Asked again: reading took its time, and she may have lost the client meanwhile.
  const client = await workedClient(ctx, input.clientId);
  const importId = crypto.randomUUID();
  await ctx.db.insert(imports).values({
    agencyId: ctx.agencyId,
    id: importId,
    clientId: client.id,
    fileName: input.fileName,
    filePath: input.filePath,
    status: "previewed",
    preview,
    createdBy: ctx.actor.memberId,
  });
  return {
    ...preview,
    importId,
    fileName: input.fileName,
    channels: await possibleChannels(ctx, { clientId: client.id, preview }),
  };
};

const readPreview = async (
  { fileName, filePath }: PreviewImportInput,
  options: ArchiveOptions,
): Promise<ArchivePreview> => {
  try {
    return await previewArchive({ name: fileName, path: filePath }, options);
  } catch (error) {
    await rm(filePath, { force: true });
    if (error instanceof ArchiveError)
      throw new ServiceError("invalid", error.message, { field: "file", cause: error });
    throw error;
  }
};

export const possibleChannels = async (
  { db, agencyId }: Context,
  { clientId, preview }: { clientId: string; preview: ArchivePreview },
): Promise<PossibleChannel[]> => {
  const rows = await db
    .select({ id: channels.id, title: channels.title, network: channels.network })
    .from(channels)
    .where(
      and(
        eq(channels.agencyId, agencyId),
        eq(channels.clientId, clientId),
        preview.networkId === null ? undefined : eq(channels.network, preview.networkId),
      ),
    )
    .orderBy(asc(channels.title));
  return rows;
};
