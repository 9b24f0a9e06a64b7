import type { z } from "zod";
import { ConnectorError } from "./connector-error.ts";
import type { PullChannel } from "./network.ts";

/** A channel's config as its adapter wrote it. One of an older version asks a person to connect again. */
export function readConfig<T>(
  schema: z.ZodType<T>,
  { networkId, channel }: { networkId: string; channel: PullChannel },
): T {
  const parsed = schema.safeParse(channel.config);
  if (parsed.success) return parsed.data;
  throw new ConnectorError({
    networkId,
    code: "invalid-input",
    needsReconnect: true,
    message: "The settings of this channel cannot be read. Connect it again.",
    cause: parsed.error,
  });
}
