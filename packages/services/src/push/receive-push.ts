import {
  type Delivery,
  type HandshakeAnswer,
  isConnectorError,
  type JsonValue,
  networkById,
  type Push,
  type PushSecrets,
  type Touch,
} from "@headroom/connectors";
import { and, channels, type Database, eq, inAgency, subscriptions } from "@headroom/db";
import { z } from "zod";
import { asConfig } from "../channels/reach-channel.ts";
import type { Io } from "../context/context.ts";
import { networkApp } from "../networks/network-app.ts";
import { billEvent } from "./bill-event.ts";
import { isFirstTold } from "./is-first-told.ts";
import { keepLease } from "./keep-lease.ts";
import { noteTouches } from "./note-touches.ts";
import { routesOf, subjectHash } from "./push-routes.ts";
import { appSecrets, channelSecrets, subscriptionPurpose } from "./push-secrets.ts";

/** Where a delivery arrived: at an app's address (`channelId` null) or at one channel's. */
export interface PushAddress {
  network: string;
  /** An agency's id; `all` for the operator's own app. */
  whose: string;
  channelId: string | null;
}

interface Entry {
  db: Database;
  io: Io;
}

/** `gone`: nobody reads this any more, the network may stop. */
export type Reception = "taken" | "refused" | "gone" | "unreadable";

interface Receiver {
  push: Push;
  secrets: PushSecrets;
  /** Of the channel's own address; null at an app's. */
  channel: { id: string; nativeId: string; config: JsonValue } | null;
}

const Whose = z.union([z.literal("all"), z.uuid()]);

/** Answers a network that wants to know whether the address is ours; null where it is not, or nothing was asked. */
export const answerHandshake = async (
  entry: Entry,
  address: PushAddress,
  query: URLSearchParams,
): Promise<HandshakeAnswer | null> => {
  const receiver = await receiverAt(entry, address);
  if (receiver === null) return farewellAnswer(address, query);
  const { push, secrets, channel } = receiver;
  const answer = push.handshake(secrets, { query, ...(channel && { channel }) });
  if (channel !== null && answer?.leaseSeconds !== undefined) {
    const until = entry.io.now() + answer.leaseSeconds * 1_000;
    await inAgency(entry.db, { agencyId: address.whose }, (tx) =>
      keepLease({ db: tx, agencyId: address.whose, io: entry.io }, { channelId: channel.id, until }),
    );
  }
  return answer;
};

/** At an address of no channel any more the end of deliveries is confirmed. */
const farewellAnswer = ({ network, channelId }: PushAddress, query: URLSearchParams): HandshakeAnswer | null => {
  const push = networkById(network)?.push;
  if (push?.address !== "channel" || channelId === null) return null;
  return push.handshake(channelSecrets("", null), { query });
};

/**
 * Takes one delivery: verified on its raw bytes, then only noted. What it says is read from the network by a job, so nothing
 * in it is believed but that something changed; repeats and disorder change nothing.
 */
export const receivePush = async (entry: Entry, address: PushAddress, delivery: Delivery): Promise<Reception> => {
  const receiver = await receiverAt(entry, address);
  if (receiver === null) return "gone";
  if (!receiver.push.verify(receiver.secrets, delivery)) return "refused";
  const { price } = receiver.push;
  let told: readonly Touch[];
  try {
    told = receiver.push.parse(delivery, { channelNativeId: receiver.channel?.nativeId ?? null });
  } catch (error) {
    if (isConnectorError(error)) return "unreadable";
    throw error;
  }
  for (const { agencyId, channelId, postNativeIds } of await channelsTold(entry, { address, receiver, told })) {
    const isBilled = price !== undefined && (await isFirstTold(entry, { channelId, body: delivery.body }));
    await inAgency(entry.db, { agencyId }, async (tx) => {
      const ctx = { db: tx, agencyId, io: entry.io };
      await noteTouches(ctx, { channelId, postNativeIds });
      if (isBilled) await billEvent(ctx, { channelId, price });
    });
  }
  return "taken";
};

const receiverAt = async (
  { db, io }: Entry,
  { network: id, whose, channelId }: PushAddress,
): Promise<Receiver | null> => {
  const push = networkById(id)?.push;
  if (push === undefined || !Whose.safeParse(whose).success) return null;
  if (push.address === "app") {
    if (channelId !== null) return null;
    const app =
      whose === "all"
        ? (io.networkApps[id] ?? null)
        : await inAgency(db, { agencyId: whose }, (tx) => networkApp({ db: tx, agencyId: whose, io }, id));
    return app === null ? null : { push, secrets: appSecrets(app, id), channel: null };
  }
  if (whose === "all" || !z.uuid().safeParse(channelId).success || channelId === null) return null;
  return inAgency(db, { agencyId: whose }, async (tx) => {
    const [row] = await tx
      .select({
        nativeId: channels.nativeId,
        config: channels.config,
        network: channels.network,
        sealedToken: subscriptions.sealedToken,
      })
      .from(subscriptions)
      .innerJoin(channels, and(eq(channels.agencyId, subscriptions.agencyId), eq(channels.id, subscriptions.channelId)))
      .where(and(eq(subscriptions.agencyId, whose), eq(subscriptions.channelId, channelId)));
    if (row?.network !== id || row.sealedToken === null) return null;
    const token = io.sealer.open(row.sealedToken, subscriptionPurpose(channelId));
    return {
      push,
      secrets: channelSecrets(token, null),
      channel: { id: channelId, nativeId: row.nativeId, config: asConfig(row.config) },
    };
  });
};

interface ToldChannel {
  agencyId: string;
  channelId: string;
  postNativeIds: readonly string[];
}

/** An agency's own app speaks for that agency's channels alone. */
const channelsTold = async (
  { db }: Entry,
  { address, receiver, told }: { address: PushAddress; receiver: Receiver; told: readonly Touch[] },
): Promise<ToldChannel[]> => {
  const { channel } = receiver;
  if (channel !== null) {
    const own = told.filter(({ channelNativeId }) => channelNativeId === channel.nativeId);
    if (own.length === 0) return [];
    return [{ agencyId: address.whose, channelId: channel.id, postNativeIds: own.flatMap((one) => one.postNativeIds) }];
  }
  const byHash = new Map<string, string[]>();
  for (const { channelNativeId, postNativeIds } of told) {
    const hash = subjectHash(address.network, channelNativeId);
    byHash.set(hash, [...(byHash.get(hash) ?? []), ...postNativeIds]);
  }
  const routes = await routesOf(db, [...byHash.keys()]);
  return routes
    .filter(({ agencyId }) => address.whose === "all" || agencyId === address.whose)
    .map(({ agencyId, channelId, subjectHash: hash }) => ({
      agencyId,
      channelId,
      postNativeIds: byHash.get(hash) ?? [],
    }));
};
