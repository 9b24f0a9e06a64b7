import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import type { Call } from "../context/context.ts";

export const CheckUploadInput = z.object({ clientId: z.uuid() });
export type CheckUploadInput = z.infer<typeof CheckUploadInput>;

/** Refuses whoever may not import for this client: asked before the first byte of an upload is read. */
export const checkUpload = async ({ ctx, input }: Call<CheckUploadInput>): Promise<void> => {
  await workedClient(ctx, input.clientId);
};
