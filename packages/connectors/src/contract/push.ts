import type { Price } from "./money.ts";
import type { ConnectorContext, PullChannel } from "./network.ts";
import type { AppCredentials } from "./sign-in.ts";

/**
 * Word that something changed on a channel. It is a nudge and no data: the channel is read as always, and these posts
 * again besides. So a delivery that is repeated, late, out of order or lost changes no number.
 */
export interface Touch {
  /** The channel as `discover` named it. */
  channelNativeId: string;
  /** Posts whose totals changed, as `pull` names them; may be empty. */
  postNativeIds: readonly string[];
}

/** A delivery as it came in. Header names are in lower case. */
export interface Delivery {
  headers: Readonly<Record<string, string | undefined>>;
  /** As it was sent, byte for byte: signatures are over these. */
  body: Uint8Array;
}

/** What the network asks when it wants to know whether the address is ours. */
export interface Handshake {
  query: URLSearchParams;
  /**
   * The channel of the route, where `address` is `channel`: a hub may only be told of that channel's topic. Absent where
   * nobody reads the channel any more; then the end of deliveries is confirmed, and nothing else.
   */
  channel?: Pick<PullChannel, "nativeId" | "config">;
}

export interface HandshakeAnswer {
  status: number;
  contentType: string;
  body: string;
  /** For how long deliveries will come, counted from now, where the network says so. */
  leaseSeconds?: number;
}

/** The two sides' common secret: what signatures are made with, and what a handshake has to name. */
export interface PushSecrets {
  /** The app of the network, for networks that sign with its secret. */
  app: AppCredentials;
  /** Ours, unguessable, the same for a subscription's life: `hub.secret`, the verify token. */
  verifyToken: string;
}

interface Receiving {
  /** Answers the network's question; null where it is none, or not meant for us. */
  handshake: (secrets: PushSecrets, handshake: Handshake) => HandshakeAnswer | null;
  /** Whether the network sent this, compared in constant time on the raw bytes. Never throws. */
  verify: (secrets: PushSecrets, delivery: Delivery) => boolean;
}

export interface Subscription {
  /** Epoch milliseconds until which deliveries come; null where they come until they are ended. */
  leaseUntil: number | null;
}

export interface SubscribeInput {
  /** Where deliveries are to go. */
  callbackUrl: string;
  secrets: PushSecrets;
}

/** Push by calls to an address of ours. */
export interface Push extends Receiving {
  /** What each event of a delivery costs, where the network bills them. */
  price?: Price;
  /**
   * `app`: one address for the whole app, set once in the network's console or by `subscribe`; a delivery names its
   * channels. `channel`: one address for each channel.
   */
  address: "app" | "channel";
  /** What a person has to set in the network's console so that deliveries come at all; absent where nothing. */
  setUp?: string;
  /** How `AppCredentials.pushKey` is called where the person finds it; absent where push needs none. */
  keyLabel?: string;
  /** Whether the person has to enter the verify token in the network's console. */
  asksVerifyToken?: true;
  /** What a verified delivery tells. `channelNativeId` of the route where `address` is `channel`. Throws ConnectorError "malformed". */
  parse: (delivery: Delivery, route: { channelNativeId: string | null }) => readonly Touch[];
  /** Asks for deliveries about a channel; null where it offers none (a blog without a hub, an app without its push key). Throws ConnectorError. */
  subscribe: (ctx: ConnectorContext, channel: PullChannel, input: SubscribeInput) => Promise<Subscription | null>;
  unsubscribe: (ctx: ConnectorContext, channel: PullChannel, input: SubscribeInput) => Promise<void>;
}

/** Push over a connection that we hold open: yields until `signal` ends it or the network does. Throws ConnectorError. */
export type Listen = (ctx: ConnectorContext, channel: PullChannel, signal: AbortSignal) => AsyncIterable<Touch>;
