import { and, channels, eq, ne } from "@headroom/db";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import type { Context } from "../context/context.ts";
import { type Entry, type EntryCall, enterAgency } from "../context/enter-agency.ts";
import { ServiceError } from "../context/errors.ts";
import { connectFound } from "./connect-channel.ts";
import { askNetwork } from "./discover-channels.ts";

export const ConnectListedBlogInput = z.object({ clientId: z.uuid(), address: z.url().max(2_000) });
export type ConnectListedBlogInput = z.infer<typeof ConnectListedBlogInput>;

export interface ListedBlogOutcome {
  channelId: string;
  title: string;
  /** Whether the client had this channel before: then nothing was changed. */
  isOld: boolean;
}

/** One blog of a list may take so long, ms: somebody waits for two hundred of them. */
const patienceMs = 20_000;

/**
 * Connects one blog of a list as if somebody had typed its address, but leaves a channel that is connected already as it is:
 * lists are brought again.
 */
export const connectListedBlog = async ({
  entry,
  input,
}: EntryCall<ConnectListedBlogInput>): Promise<ListedBlogOutcome> => {
  const { clientId, address } = input;
  const asked = { clientId, network: "blog", fields: { address } };
  const answer = await patiently(entry, (within) => askNetwork({ entry: within, input: asked }));
  const [found] = answer.channels;
  if (found === undefined) throw new ServiceError("not-found", "No blog was found there.", { field: "address" });
  return enterAgency(entry, async (ctx) => {
    const old = await connectedAlready(ctx, { clientId, nativeId: found.nativeId });
    if (old !== undefined) return { channelId: old.id, title: old.title, isOld: true };
    const { channelId } = await connectFound(ctx, { input: { ...asked, nativeId: found.nativeId }, answer, found });
    return { channelId, title: found.title, isOld: false };
  });
};

/** `work` with a fetch that ends when the patience does. Throws "unavailable" then. */
const patiently = async <T>(entry: Entry, work: (entry: Entry) => Promise<T>): Promise<T> => {
  const signal = AbortSignal.timeout(patienceMs);
  const { io } = entry;
  const within = { ...io, fetch: (url: string | URL, init = {}) => io.fetch(url, { ...init, signal }) };
  try {
    return await work({ ...entry, io: within });
  } catch (error) {
    if (!signal.aborted) throw error;
    const message = "This blog took longer than 20 seconds to answer. Connect it by itself later.";
    throw new ServiceError("unavailable", message, { field: "address", cause: error });
  }
};

const connectedAlready = async (
  ctx: Context,
  { clientId, nativeId }: { clientId: string; nativeId: string },
): Promise<{ id: string; title: string } | undefined> => {
  await workedClient(ctx, clientId);
  const [row] = await ctx.db
    .select({ id: channels.id, title: channels.title })
    .from(channels)
    .where(
      and(
        eq(channels.agencyId, ctx.agencyId),
        eq(channels.clientId, clientId),
        eq(channels.network, "blog"),
        eq(channels.nativeId, nativeId),
        ne(channels.state, "disconnected"),
      ),
    );
  return row;
};
