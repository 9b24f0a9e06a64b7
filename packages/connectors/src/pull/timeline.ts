import type { InboundKind, JsonValue, PostRecord, SignalRecord } from "../contract/records.ts";
import type { Totals } from "./remembered-post.ts";

export interface TimelinePost {
  post: PostRecord;
  /** Totals as the network gave them, the owner's own comments among them; a metric not given is left out. */
  totals: Totals;
  /** The owner's own post that this one answers: the network counts it among that one's comments. */
  answers?: string;
}

export interface TimelinePage {
  /** Newest first. */
  posts: TimelinePost[];
  /** What to ask for the next older page; null on the last one. */
  next: string | null;
  /** How many posts there are in all, where the network says so. */
  total?: number;
}

export interface ReactionsInput {
  post: PostRecord;
  /** The kinds whose total differs from when their reactions were read last. */
  changed: ReadonlySet<InboundKind>;
  /** Until when they were read last, epoch milliseconds; null for never. */
  since: number | null;
}

export interface Reactions {
  signals: SignalRecord[];
  /** How many of the post's comments are the owner's; undefined when comments were not read. */
  ownComments: number | undefined;
}

/** Reading posts by their ids. */
export interface Again {
  /** The most ids in one call. */
  size: number;
  /** Those that are no longer there, and those of others, are left out. */
  read: (nativeIds: readonly string[]) => Promise<TimelinePost[]>;
}

export interface Lookup extends Again {
  rhythm: Rhythm;
}

/**
 * When totals are read again: first `firstMs` after publication, then each time the post is `factor` times as old as at the
 * last reading, for `untilMs`. What reacts in minutes is watched by the minute, what is days old hardly changes.
 */
export interface Rhythm {
  firstMs: number;
  factor: number;
  untilMs: number;
}

/** What an adapter tells of a network, so that one walk serves all networks that list posts newest first. */
export interface Timeline {
  /** `known`: the newest post that was handed over; a network that can list what is newer alone need not tell older ones. */
  page: (token: string | null, known: string | null) => Promise<TimelinePage>;
  /** Reads posts again by their ids, where the network can: then only those that are due are read, not whole pages. */
  lookup?: Lookup;
  /** The same where pages are read whole all the time: only posts that no page held, of which the network said that they changed. */
  again?: Again;
  /** The kinds that `reactions` can name. */
  namedKinds: readonly InboundKind[];
  /** Reads who reacted to one post; a bounded number of requests. */
  reactions?: (input: ReactionsInput) => Promise<Reactions>;
  followers?: () => Promise<number | undefined>;
  /** How often to ask for them, ms; at each pull where it is left out. */
  followersEveryMs?: number;
  /** Which of these posts are really no longer there. Asked for few posts, only for those that a page should have held. */
  gone?: (nativeIds: readonly string[]) => Promise<string[]>;
  /** Reactions that are not listed per post, such as mentions; `state` is what it yielded last, null at first. */
  tail?: (state: JsonValue) => AsyncIterable<{ signals: SignalRecord[]; state: JsonValue }>;
}
