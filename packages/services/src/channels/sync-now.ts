import { z } from "zod";
import { record } from "../context/audit.ts";
import type { Call } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";
import { workedChannel } from "./disconnect-channel.ts";
import { scheduleSync } from "./schedule-sync.ts";

export const SyncNowInput = z.object({
  channelId: z.uuid(),
  /** Somebody just posted there and says so. */
  posted: z.boolean().default(false),
});
export type SyncNowInput = z.infer<typeof SyncNowInput>;

/** Reads a channel as soon as a worker is free; a post said to be made counts once the network shows it. */
export const syncNow = async ({ ctx, input }: Call<SyncNowInput>): Promise<void> => {
  const channel = await workedChannel(ctx, input.channelId);
  if (channel.connectionId === null) {
    throw new ServiceError("invalid", "This channel is known from a file only. Connect it to read it.", {
      field: "channelId",
    });
  }
  await scheduleSync(ctx, { channelId: channel.id, dueAt: ctx.io.now() });
  if (input.posted) await record(ctx, { action: "post.reported", subject: "channel", subjectId: channel.id });
};
