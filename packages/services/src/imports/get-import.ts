import type { ArchivePreview } from "@headroom/connectors/archives";
import { and, eq, imports } from "@headroom/db";
import { z } from "zod";
import { seenClient } from "../clients/client-access.ts";
import type { Call } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";
import { type PossibleChannel, possibleChannels } from "./preview-import.ts";
import { asPreview } from "./start-import.ts";

export const GetImportInput = z.object({ importId: z.uuid() });
export type GetImportInput = z.infer<typeof GetImportInput>;

export interface ImportStatus {
  id: string;
  clientId: string;
  fileName: string;
  status: "previewed" | "running" | "done" | "failed" | "dropped";
  channelId: string | null;
  /** Posts taken in so far. */
  postsDone: number | null;
  error: string | null;
  /** What the file holds. */
  preview: ArchivePreview;
  /** Channels of the client that the file may belong to. */
  channels: PossibleChannel[];
}

/** How far an import is. */
export const getImport = async ({ ctx, input }: Call<GetImportInput>): Promise<ImportStatus> => {
  const rows = await ctx.db
    .select()
    .from(imports)
    .where(and(eq(imports.agencyId, ctx.agencyId), eq(imports.id, input.importId)));
  const row = firstOr404(rows, "This import");
  const { id, clientId, fileName, status, channelId, postsDone, error } = row;
  await seenClient(ctx, clientId);
  const preview = asPreview(row.preview);
  const channels = await possibleChannels(ctx, { clientId, preview });
  return { id, clientId, fileName, status, channelId, postsDone, error, preview, channels };
};
