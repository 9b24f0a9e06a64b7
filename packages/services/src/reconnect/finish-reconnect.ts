import { and, type Database, eq, signIns } from "@headroom/db";
import type { Context, Io } from "../context/context.ts";
import { type Entry, enterAgency } from "../context/enter-agency.ts";
import { chooseChannels, getSignIn } from "../networks/choose-channels.ts";
import { type FinishSignInInput, finishSignIn } from "../networks/finish-sign-in.ts";
import { type LinkAddress, type OpenLink, openOrRefuse } from "./open-link.ts";
import { inPlainWords } from "./plain-words.ts";
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
    await useLink(open, (ctx) => chooseOwn(ctx, { signInId, channel: open.channel }));
  } catch (error) {
    await forget(open.entry, signInId);
    throw error;
  }
};

/** Whether the person did not agree (RFC 6749, 4.1.2.1). */
const isNo = (query: string): boolean => new URLSearchParams(query).get("error") === "access_denied";

/** Of what is behind the sign-in, the link's own channel and nothing else. */
const chooseOwn = async (
  ctx: Context,
  { signInId, channel }: { signInId: string } & Pick<OpenLink, "channel">,
): Promise<void> => {
  const { networkTitle, channels } = await getSignIn({ ctx, input: { signInId } });
  const isBehind = channels.some(({ nativeId }) => nativeId === channel.nativeId);
  if (!isBehind) throw otherAccount(networkTitle, channel.title);
  await chooseChannels({ ctx, input: { signInId, nativeIds: [channel.nativeId] } });
};

/** A grant that nobody will use is not kept for its day. */
const forget = (entry: Entry, signInId: string): Promise<unknown> =>
  enterAgency(entry, ({ db, agencyId }) =>
    db.delete(signIns).where(and(eq(signIns.agencyId, agencyId), eq(signIns.id, signInId))),
  );
