import { isConnectorError } from "@headroom/connectors";
import { noteRefusal } from "../gates/note-refusal.ts";
import { type ChannelAccess, type ChannelJob, type ReachedChannel, reachChannel } from "./reach-channel.ts";

/**
 * Whatever is done with a channel at its network. When the network refuses for a time, everything else that counts against
 * the same limit stays away as long. Throws what `work` throws, and ConnectorError where the channel cannot be reached for.
 */
export const atNetwork = async <T>(
  job: ChannelJob,
  access: ChannelAccess,
  work: (reached: ReachedChannel) => Promise<T>,
): Promise<T> => {
  try {
    return await work(reachChannel(job, access));
  } catch (error) {
    if (isConnectorError(error)) await noteRefusal(job, { access, error });
    throw error;
  }
};
