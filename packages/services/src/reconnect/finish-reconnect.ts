import { and, type Database, eq, signIns } from "@headroom/db";
import type { Context, Io } from "../context/context.ts";
import { type Entry, enterAgency } from "../context/enter-agency.ts";
import { chooseChannels, getSignIn } from "../networks/choose-channels.ts";
import { type FinishSignInInput, finishSignIn } from "../networks/finish-sign-in.ts";
import { type LinkAddress, type OpenLink, openOrRefuse } from "./open-link.ts";
import { inPlainWords } from "./plain-words.ts";
import type { Sibling } from "./siblings.ts";
import { otherAccount, useLink } from "./use-link.ts";

/** Takes the network's answer to a sign-in that was begun through a link, and brings the channel back, if it is that one. */
export const finishReconnect = async (
  world: { db: Database; io: Io },
  { address, ...input }: FinishSignInInput & { address: LinkAddress },
): Promise<void> => {
  const open = await openOrRefuse(world, address);
  const { signInId } = await inPlainWords(open, { isDeclined: isNo(input.query) }, () =>
    finishSignIn({ entry: open.entry, input }),
  );
  try {
    await useLink(open, (ctx, siblings) => chooseOwn(ctx, { signInId, channel: open.channel, siblings }));
  } catch (error) {
    await forget(open.entry, signInId);
    throw error;
  }
};

/** Whether the person did not agree (RFC 6749, 4.1.2.1). */
const isNo = (query: string): boolean => new URLSearchParams(query).get("error") === "access_denied";

/**
 * Of what is behind the sign-in, the link's own channel and those that hung on the old sign-in with it; nothing that was not
 * connected before. A sibling that the new one does not reach stays on the old, which nobody revokes: whether that still
 * reads it, its next reading finds out.
 */
const chooseOwn = async (
  ctx: Context,
  { signInId, channel, siblings }: { signInId: string; siblings: readonly Sibling[] } & Pick<OpenLink, "channel">,
): Promise<readonly Sibling[]> => {
  const { networkTitle, channels } = await getSignIn({ ctx, input: { signInId } });
  const behind = new Set(channels.map(({ nativeId }) => nativeId));
  if (!behind.has(channel.nativeId)) throw otherAccount(networkTitle, channel.title);
  const along = siblings.filter(({ nativeId }) => behind.has(nativeId));
  const nativeIds = [channel, ...along].map(({ nativeId }) => nativeId);
  await chooseChannels({ ctx, input: { signInId, nativeIds } });
  return along;
};

/** A grant that nobody will use is not kept for its day. */
const forget = (entry: Entry, signInId: string): Promise<unknown> =>
  enterAgency(entry, ({ db, agencyId }) =>
    db.delete(signIns).where(and(eq(signIns.agencyId, agencyId), eq(signIns.id, signInId))),
  );
