import type { Algorithm } from "./algorithm.ts";
import type { Kind } from "./kinds.ts";

/** Something countable that happened at an instant. */
export interface Signal {
  readonly id: string;
  readonly channelId: string;
  readonly kind: Kind;
  /** Epoch ms. */
  readonly at: number;
  /** Above 0; exactly 1 when `actor` is named. */
  readonly count: number;
  /** Who did it, if the network tells: repeats of one actor on one UTC day weigh less. */
  readonly actor?: string;
  readonly postId?: string;
}

/** How many followers a channel had when the network was asked. */
export interface Audience {
  readonly channelId: string;
  /** Epoch ms. */
  readonly at: number;
  /** At least 0. */
  readonly followers: number;
}

/** Since `from` nothing is known of the channel; `to` (exclusive) is the release, absent while it lasts. Epoch ms. */
export interface Hold {
  readonly channelId: string;
  readonly from: number;
  readonly to?: number;
}

/** A client's account on a network. */
export interface Channel {
  readonly id: string;
  readonly network: string;
  /** The instant (epoch ms, 0 = always) since when the network tells each kind. An absent kind is unknown, not zero. */
  readonly knows: Readonly<Partial<Record<Kind, number>>>;
}

/** From `from` (epoch ms) on, the client is scored by this algorithm; the earliest one also serves what lies before it. */
export interface Activation {
  readonly algorithm: Algorithm;
  readonly from: number;
}

/** All that is known of one client: every score is a function of this and of an instant. The order of the lists is irrelevant, save that of two activations at one instant the later in the list counts. */
export interface History {
  readonly channels: readonly Channel[];
  readonly signals: readonly Signal[];
  readonly audience: readonly Audience[];
  readonly holds: readonly Hold[];
  readonly algorithms: readonly Activation[];
}
