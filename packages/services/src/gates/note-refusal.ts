import { type ConnectorError, networkById } from "@headroom/connectors";
import { askerOfChannel, type ChannelAccess, type ChannelJob } from "../channels/reach-channel.ts";
import { askerOf, keysOf } from "./gates-of.ts";
import { closeGates } from "./pass-gate.ts";

/** When a network refuses for a time, everything else that counts against the same limit stays away as long. */
export const noteRefusal = async (
  { db, io }: ChannelJob,
  { access, error }: { access: ChannelAccess; error: ConnectorError },
): Promise<void> => {
  const network = networkById(access.channel.network);
  if (network === undefined || error.code !== "rate-limited" || !error.wasAsked) return;
  const asker = askerOf(io, askerOfChannel(network, access));
  const keys = keysOf(asker, network.limits.refusedBy);
  const now = io.now();
  await closeGates(db, { keys, until: now + (error.retryAfterMs ?? 0), now });
};
