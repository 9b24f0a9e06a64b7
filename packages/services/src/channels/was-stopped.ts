import { isConnectorError } from "@headroom/connectors";
import type { ChannelJob } from "./reach-channel.ts";

/** Whether work ended because the process is to end while its next request was kept back: it is taken up again at once. */
export const wasStopped = ({ signal }: Pick<ChannelJob, "signal">, error: unknown): boolean =>
  signal?.aborted === true && isConnectorError(error) && error.code === "rate-limited" && !error.wasAsked;
