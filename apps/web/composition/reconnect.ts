import "server-only";
import {
  finishReconnect,
  type LinkAddress,
  type ReconnectOffer,
  readReconnectLink,
  reconnectByForm,
  ServiceError,
  startReconnect,
  stateHash,
  whoAwaits,
} from "@headroom/services";
import { cookies } from "next/headers";
import { app } from "./app.ts";

export type { LinkAddress, ReconnectOffer };

/** What a link asks for; null for one that does not work. */
export const offerOf = (address: LinkAddress): Promise<ReconnectOffer | null> => readReconnectLink(app(), address);

/** Who waits for a network's answer: a member, or somebody who holds a link. */
export const awaiting = (state: string): Promise<"member" | "link" | null> => whoAwaits(app().db, state);

export const linkPath = ({ slug, token }: LinkAddress): string => `/reconnect/${slug}/${encodeURIComponent(token)}`;

/** As long as an answer is waited for, s. */
const cookieSeconds = 15 * 60;

/** Each attempt has a cookie of its own, so that two links in two tabs do not get in each other's way. */
const cookieOf = (state: string): string => `reconnect-${stateHash(state).slice(0, 16)}`;

/** The network's page to go to. The browser that goes there keeps the link, and no other may bring the answer back. */
export const beginReconnect = async (address: LinkAddress): Promise<string> => {
  const { url, state } = await startReconnect(app(), address);
  (await cookies()).set(cookieOf(state), `${address.slug}/${address.token}`, {
    httpOnly: true,
    sameSite: "lax",
    secure: app().io.publicUrl.startsWith("https:"),
    path: "/connect/answer",
    maxAge: cookieSeconds,
  });
  return url;
};

export interface ReconnectOutcome {
  /** What went wrong, in words for the person; null when it is done. */
  problem: string | null;
  /** Where to try again; null where this browser holds no link. */
  back: string | null;
}

/** The link through which this browser began an attempt; null where it did not. */
export const linkOfAttempt = async (state: string): Promise<LinkAddress | null> => {
  const [slug, token] = (await cookies()).get(cookieOf(state))?.value.split("/") ?? [];
  return slug === undefined || token === undefined ? null : { slug, token };
};

/** Takes the answer that a network sent with the person who holds a link. */
export const takeAnswer = async (answer: { state: string; query: string }): Promise<ReconnectOutcome> => {
  const address = await linkOfAttempt(answer.state);
  if (address === null) {
    return { problem: "This was begun in another browser. Open the link again, and go on from there.", back: null };
  }
  const refusal = await refusalOf(finishReconnect(app(), { address, ...answer }));
  return { problem: refusal?.message ?? null, back: linkPath(address) };
};

/** Reconnects with what was typed; the refusal, or null when it is done. */
export const typeReconnect = (
  address: LinkAddress,
  fields: Readonly<Record<string, string>>,
): Promise<ServiceError | null> => refusalOf(reconnectByForm(app(), { address, fields }));

/** A verb's refusal, or null where it was done; anything else is thrown on. */
export const refusalOf = (work: Promise<unknown>): Promise<ServiceError | null> =>
  work.then(
    () => null,
    (error: unknown) => {
      if (error instanceof ServiceError) return error;
      throw error;
    },
  );
