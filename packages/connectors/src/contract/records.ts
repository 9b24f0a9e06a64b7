/** What a signal is. The scoring package declares the same union; the services package checks that they agree. */
export const kinds = [
  "post",
  "linkPost",
  "view",
  "like",
  "click",
  "save",
  "reshare",
  "linkReshare",
  "mention",
  "comment",
] as const;
export type Kind = (typeof kinds)[number];

/** Kinds that an adapter may emit; the caller derives `post` and `linkPost` from posts, `linkReshare` from reshares. */
export type InboundKind = Exclude<Kind, "post" | "linkPost" | "linkReshare">;

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Where a pull stands. Opaque to the caller: store it as JSON, hand it back next time. */
export type Cursor = JsonValue;

/** A post of the channel's owner. `at` in epoch milliseconds; `text` is plain, at most `textLimit` characters. */
export interface PostRecord {
  /** The network's own id; ASCII, at most 200 characters, unique within the channel. */
  nativeId: string;
  at: number;
  url: string | null;
  text: string;
  /** Whether the post links to a page outside the network (for a blog: outside the blog's own host). */
  carriesLink: boolean;
}

/** A total as the network told it at `observedAt` (epoch milliseconds). A metric that was not given has no record. */
export interface ObservationRecord {
  postNativeId: string;
  kind: InboundKind;
  observedAt: number;
  total: number;
}

/** Something countable that happened at an instant (`at`, epoch milliseconds). */
export interface SignalRecord {
  /** Stable identity: ASCII, at most 200 characters, unique within the channel, the same at every pull. */
  nativeKey: string;
  kind: InboundKind;
  at: number;
  /** Positive; 1 where an actor is named. */
  count: number;
  /** Salted hash, never the id or name itself. */
  actor?: string;
  postNativeId?: string;
}

/** Followers of the channel as told at `at` (epoch milliseconds). */
export interface AudienceRecord {
  at: number;
  followers: number;
}

/** Something that is no longer there: a signal's `nativeKey`, or `postKey(nativeId)` of a deleted post. */
export interface RemovalRecord {
  nativeKey: string;
}

export interface Batch {
  posts: PostRecord[];
  observations: ObservationRecord[];
  signals: SignalRecord[];
  audience: AudienceRecord[];
  removals: RemovalRecord[];
  /** What to pass next time. Safe to persist once this batch is stored. */
  cursor: Cursor;
  /** True on the last batch of a pull; a pull that ends by an error has no such batch. */
  done: boolean;
  /** Posts handled so far, and how many there are where the network says so. */
  progress?: { done: number; total?: number };
}

/** The most characters of a post's text that are kept. */
export const textLimit = 500;

/** The name under which a post's own signal is stored and removed. */
export const postKey = (nativeId: string): string => `post:${nativeId}`;
