import { ConnectorError, isConnectorError, networkById, type Published, type Publishing } from "@headroom/connectors";
import { atNetwork } from "../channels/at-network.ts";
import {
  type ChannelAccess,
  type ChannelJob,
  enterJob,
  loadAccess,
  type ReachedChannel,
  Superseded,
} from "../channels/reach-channel.ts";
import { wasStopped } from "../channels/was-stopped.ts";
import { describeError } from "../context/describe-error.ts";
import { waitOrStop } from "../gates/wait-or-stop.ts";
import {
  loadPieces,
  markPiece,
  outgoingPost,
  type PieceRow,
  publishedPiece,
  type Sending,
  takePost,
} from "./sending.ts";
import { postpone, settleFailed, settlePublished, settleUnknown } from "./settle-publish.ts";

export interface RunPublish extends ChannelJob {
  planId: string;
}

/** `later`: it is tried again by itself. `interrupted`: told to stop while it waited. `gone`: taken off the plan, or not due. */
export type PublishOutcome = "published" | "failed" | "unknown" | "later" | "interrupted" | "gone";

/** Later than this a post has missed its moment, ms: a person decides. */
const tooLateMs = 6 * 3_600_000;
const tooLate = "Its time passed more than six hours ago without Headroom being able to send it.";

/**
 * Sends a post piece by piece. Each piece is marked before the one request that makes it public: after a crash or a lost
 * answer it is known that nobody knows, and such a piece never goes out again by itself unless the network recognises repeats.
 */
export const runPublish = async (job: RunPublish): Promise<PublishOutcome> => {
  const sending = await enterJob(job, (ctx) => takePost(ctx, job.planId));
  if (sending === null) return "gone";
  if (job.io.now() - sending.plan.at.getTime() > tooLateMs && !sending.pieces.some(isUnderWay)) {
    return enterJob(job, (ctx) => settleFailed(ctx, sending.plan, tooLate));
  }
  const reached: { publishing: Publishing | null } = { publishing: null };
  try {
    const { access, publishing } = await destination(job, sending);
    reached.publishing = publishing;
    if (sending.pieces.some(isUnderWay) && !publishing.rules.repeatable) {
      return await enterJob(job, (ctx) => settleUnknown(ctx, sending.plan));
    }
    await atNetwork(job, access, (there) => sendPieces(job, { sending, channel: { ...there, publishing } }));
  } catch (error) {
    // Taken off the plan meanwhile.
    if (error instanceof Superseded) return "gone";
    return settleError(job, { sending, publishing: reached.publishing, error });
  }
  return enterJob(job, (ctx) => settlePublished(ctx, sending.plan));
};

const isUnderWay = ({ state }: PieceRow): boolean => state === "sending";

interface Destination {
  access: ChannelAccess;
  publishing: Publishing;
}

const destination = async (job: RunPublish, { plan }: Sending): Promise<Destination> => {
  const access = await enterJob(job, (ctx) => loadAccess(ctx, plan.channelId));
  if (access === null) throw refusal("", "The channel is not connected any more.");
  const { network } = access.channel;
  const publishing = networkById(network)?.publishing;
  if (publishing === undefined) throw refusal(network, "Headroom cannot post there.");
  return { access, publishing };
};

const refusal = (networkId: string, message: string): ConnectorError =>
  new ConnectorError({ networkId, code: "invalid-input", message });

interface SendPieces {
  sending: Sending;
  channel: ReachedChannel & Pick<Destination, "publishing">;
}

const sendPieces = async (job: RunPublish, { sending, channel }: SendPieces): Promise<void> => {
  const before = sending.pieces.flatMap(publishedPiece);
  for (const piece of sending.pieces.filter(({ state }) => state !== "published")) {
    before.push(await send(job, { sending, piece, channel, before }));
  }
};

interface Send extends SendPieces {
  piece: PieceRow;
  before: readonly Published[];
}

const send = async (job: RunPublish, { sending: { plan }, piece, channel, before }: Send): Promise<Published> => {
  const post = await enterJob(job, (ctx) => outgoingPost(ctx, { plan, piece }));
  const { id: networkId } = channel.network;
  const outside = { ...channel.outside, wait: (ms: number) => waitOrStop(job, { networkId, ms }) };
  const published = await channel.publishing.publish(outside, channel.account, {
    post,
    before,
    idempotencyKey: `${plan.id}-${piece.position}`,
    beforeSend: () => enterJob(job, (ctx) => markPiece(ctx, piece, { state: "sending" })),
  });
  const { nativeId, url, thread } = published;
  await enterJob(job, (ctx) =>
    markPiece(ctx, piece, {
      state: "published",
      nativeId,
      url,
      thread: thread ?? null,
      publishedAt: new Date(ctx.io.now()),
    }),
  );
  return published;
};

interface Failure {
  sending: Sending;
  /** Null where the network could not even be reached for. */
  publishing: Publishing | null;
  error: unknown;
}

/** What may have arrived is left to a person, what can be tried again is, and the rest has failed and says why. */
const settleError = async (
  job: RunPublish,
  { sending: { plan }, publishing, error }: Failure,
): Promise<PublishOutcome> => {
  if (!isConnectorError(error)) {
    job.io.log("A post could not be sent", { planId: plan.id, error: describeError(error) });
  }
  return enterJob(job, async (ctx) => {
    const underWay = (await loadPieces(ctx, plan.id)).find(isUnderWay);
    if (underWay !== undefined) {
      if (mayHaveArrived(error) && publishing?.rules.repeatable !== true) return settleUnknown(ctx, plan);
      if (!mayHaveArrived(error)) await markPiece(ctx, underWay, { state: "waiting" });
    }
    if (wasStopped(job, error)) return "interrupted";
    if (!isConnectorError(error)) return postpone(ctx, plan, undefined);
    return error.retryable ? postpone(ctx, plan, error.retryAfterMs) : settleFailed(ctx, plan, error.message);
  });
};

/** Once the request was made, only an answer tells that nothing went public. */
const mayHaveArrived = (error: unknown): boolean =>
  !isConnectorError(error) || (error.wasAsked && (error.code === "unavailable" || error.code === "malformed"));
