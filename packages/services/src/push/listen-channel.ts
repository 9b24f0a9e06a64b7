import { isConnectorError } from "@headroom/connectors";
import { backoffMs } from "@headroom/net";
import { atNetwork } from "../channels/at-network.ts";
import { type ChannelAccess, type ChannelJob, enterJob, loadAccess } from "../channels/reach-channel.ts";
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
/** A server that does not let us listen is asked again after so long, ms. */
const refusedPauseMs = 6 * 60 * minuteMs;
/** Held open at most, ms: then it is looked whether the channel is still there and still reached in the same way. */
const longestListenMs = 60 * minuteMs;

/** Holds a connection open over which a network tells of a channel, until it ends or is ended; then it is due again. */
export const listenChannel = async (job: ListenChannel): Promise<"ended" | "gone"> => {
  const access = await enterJob(job, (ctx) => loadAccess(ctx, job.channelId));
  if (access === null || access.connection.sealedSecret === null) return "gone";
  const ending = AbortSignal.any([job.signal, AbortSignal.timeout(longestListenMs)]);
  const outcome = await listen({ ...job, signal: ending }, access).catch((error: unknown) => settleFailure(job, error));
  if (outcome === "gone") return "gone";
  const pauseMs = ending.aborted ? 0 : outcome.pauseMs;
  await enterJob(job, (ctx) =>
    scheduleWork(ctx, { kind: "listen", subjectId: job.channelId, dueAt: job.io.now() + pauseMs }),
  );
  return "ended";
};

const listen = (job: ListenChannel, access: ChannelAccess): Promise<"gone" | { pauseMs: number }> =>
  atNetwork(job, access, async ({ network, outside, account }) => {
    const { channelId, signal } = job;
    if (network.listen === undefined) return "gone";
    await enterJob(job, (ctx) => noteListening(ctx, { channelId }));
    for await (const { channelNativeId, postNativeIds } of network.listen(outside, account, signal)) {
      if (channelNativeId !== access.channel.nativeId) continue;
      if (!(await enterJob(job, (ctx) => noteTouches(ctx, { channelId, postNativeIds })))) return "gone";
    }
    return { pauseMs: minuteMs };
  });

/** What waiting mends is tried again soon; what a server refuses is said, and seldom tried. */
const settleFailure = async (job: ListenChannel, error: unknown): Promise<{ pauseMs: number }> => {
  if (!isConnectorError(error)) job.io.log("Listening failed unexpectedly", { error: describeError(error) });
  else if (!error.retryable) {
    await enterJob(job, (ctx) => noteListening(ctx, { channelId: job.channelId, error: error.message }));
    return { pauseMs: refusedPauseMs };
  }
  const retryAfterMs = isConnectorError(error) ? error.retryAfterMs : undefined;
  const pauseMs = backoffMs({
    attempt: 3,
    baseMs: minuteMs,
    capMs: longestPauseMs,
    random: job.io.random,
    retryAfterMs,
  });
  return { pauseMs: Math.max(pauseMs, minuteMs) };
};
