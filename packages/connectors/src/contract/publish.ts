import type { Price } from "./money.ts";
import type { ConnectorContext, PullChannel } from "./network.ts";
import type { JsonValue } from "./records.ts";

export const imageTypes = ["image/jpeg", "image/png", "image/webp", "image/gif"] as const;
export type ImageType = (typeof imageTypes)[number];

/** A picture that goes out with a post. */
export interface OutgoingImage {
  bytes: Uint8Array;
  mediaType: ImageType;
  /** Pixels. */
  width: number;
  height: number;
  /** What it shows, in words, for those who do not see it; may be empty. */
  alt: string;
  /** Where the network can fetch it for an hour, for networks that take pictures by address only. */
  publicUrl: string;
}

/** One post, or one piece of a thread. */
export interface OutgoingPost {
  text: string;
  /** Headline, where the network has one (`rules.title`); empty otherwise. */
  title: string;
  /** A page outside the network that the post points to; null for none. Where it is part of the text, the adapter puts it there. */
  link: string | null;
  images: readonly OutgoingImage[];
}

/** What the network gave the post. */
export interface Published {
  /** The same id under which `pull` tells the post. */
  nativeId: string;
  url: string | null;
  /** What the next piece of a thread needs to hang on to this one, opaque; left out where the id is enough. */
  thread?: string;
}

export interface PublishInput {
  post: OutgoingPost;
  /** The pieces of this thread that are out already, first one first; empty for a post of its own. */
  before: readonly Published[];
  /** Unique to this piece, the same at each try; ASCII, at most 64 characters. */
  idempotencyKey: string;
  /**
   * To be awaited right before the one request that makes the post public, never before preparations (uploads,
   * containers). An error thrown before it: surely nothing went out. After it, `unavailable` and `malformed` mean that
   * nobody knows.
   */
  beforeSend: () => Promise<void>;
}

/** What a network takes. Forms read it; `checkPost` tells what of a post it would refuse. */
export interface PublishRules {
  /** `linkCountsAs`: how much an address in the text counts, where that is not its length. Characters are code points. */
  text: {
    required: boolean;
    most: number;
    countedIn: "characters" | "graphemes" | "x-weight" | "bytes";
    linkCountsAs?: number;
  };
  /** Absent where posts have no headline. */
  title?: { required: boolean; most: number };
  /**
   * `in-text`: it becomes part of the text and counts. `card`: beside the text; where pictures may be left out, they take
   * the card's place, and it becomes part of the text. `none`: the network shows none that can be followed.
   */
  link: "in-text" | "card" | "none";
  /** `least` above 0 where the network takes no post without a picture; `altMost` 0 where it takes no description: it is left out. */
  images: { least: number; most: number; bytesMost: number; types: readonly ImageType[]; altMost: number };
  thread: boolean;
  /** True where the network honours the idempotency key, so that a try whose outcome is unknown may simply be repeated. */
  repeatable: boolean;
  /** What a person should know before sending, in plain words. */
  note?: string;
}

/** Somewhere within a channel, such as a board. */
export interface Place {
  /** The network's own id. */
  id: string;
  title: string;
}

/** For networks where a channel has several places and each post goes to one: it is chosen for the channel. */
export interface Places {
  /** What a place is called there, e.g. "Board". */
  name: string;
  /** Those that the network named when the channel was connected, and the one that posts go to; null for none. */
  read: (config: JsonValue) => { all: readonly Place[]; chosen: string | null };
  /** The same config with another of them chosen. */
  choose: (config: JsonValue, id: string) => JsonValue;
}

export interface Publishing {
  rules: PublishRules;
  /** Absent where a post can go to one place only. */
  places?: Places;
  /** What one post costs, where it costs: a post with a link may cost more. */
  price?: (post: Pick<OutgoingPost, "text" | "link">) => Price;
  /** Makes one post public. Throws ConnectorError. Reserves money itself through `ctx.spend` where it costs. */
  publish: (ctx: ConnectorContext, channel: PullChannel, input: PublishInput) => Promise<Published>;
}
