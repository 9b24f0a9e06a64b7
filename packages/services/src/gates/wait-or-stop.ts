import { setTimeout } from "node:timers/promises";
import { ConnectorError } from "@headroom/connectors";
import type { Io } from "../context/context.ts";

export interface Waiting {
  io: Pick<Io, "wait">;
  /** Ends the wait: the process is to end. */
  signal?: AbortSignal | undefined;
}

/** Waits so many milliseconds, or until told to stop: then it throws what a request throws that is kept back. */
export const waitOrStop = async ({ io, signal }: Waiting, { networkId, ms }: Stopped): Promise<void> => {
  try {
    if (io.wait === undefined) await setTimeout(ms, undefined, { signal });
    else await io.wait(ms, signal);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw stopped({ networkId, ms });
  }
};

interface Stopped {
  networkId: string;
  ms: number;
}

/** The network was not asked: whoever takes the work up again goes on as if nothing had been. */
export const stopped = ({ networkId, ms }: Stopped): ConnectorError =>
  new ConnectorError({
    networkId,
    code: "rate-limited",
    retryAfterMs: ms,
    wasAsked: false,
    message: "Headroom is being stopped. This goes on by itself when it runs again.",
  });
