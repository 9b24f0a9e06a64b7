import { isConnectorError } from "@headroom/connectors";
import { backoffMs } from "@headroom/net";
import { type ChannelJob, enterJob, loadAccess, reachChannel } from "../channels/reach-channel.ts";
import { scheduleWork } from "../channels/schedule-sync.ts";
import { describeError } from "../context/describe-error.ts";
import { noteListening, noteTouches } from "./note-touches.ts";

export interface ListenChannel extends ChannelJob {
  channelId: string;
  /** Ends the listening; another process may take it up. */
  signal: AbortSignal;
}

const minuteMs = 60_000;
/** A connection that broke is opened again within this, ms; readings at intervals go on meanwhile. */
const longestPauseMs = 10 * minuteMs;

/** Holds a connection open over which a network tells of a channel, until it ends or is ended; then it is due again. */
export const listenChannel = async (job: ListenChannel): Promise<"ended" | "gone"> => {
  const access = await enterJob(job, (ctx) => loadAccess(ctx, job.channelId));
  if (access === null || access.connection.sealedSecret === null) return "gone";
  let pauseMs = minuteMs;
  try {
    const { network, outside, account } = reachChannel(job, access);
    if (network.listen === undefined) return "gone";
    await enterJob(job, (ctx) => noteListening(ctx, job.channelId));
    for await (const touch of network.listen(outside, account, job.signal)) {
      if (touch.channelNativeId !== access.channel.nativeId) continue;
      await enterJob(job, (ctx) => noteTouches(ctx, { channelId: job.channelId, postNativeIds: touch.postNativeIds }));
    }
  } catch (error) {
    if (!isConnectorError(error)) job.io.log("Listening failed unexpectedly", { error: describeError(error) });
    const retryAfterMs = isConnectorError(error) ? error.retryAfterMs : undefined;
    pauseMs = backoffMs({ attempt: 3, baseMs: minuteMs, capMs: longestPauseMs, random: job.io.random, retryAfterMs });
  }
  const dueAt = job.io.now() + (job.signal.aborted ? 0 : Math.max(pauseMs, minuteMs));
  await enterJob(job, (ctx) => scheduleWork(ctx, { kind: "listen", subjectId: job.channelId, dueAt }));
  return "ended";
};
