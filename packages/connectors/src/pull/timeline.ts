import type { InboundKind, JsonValue, PostRecord, SignalRecord } from "../contract/records.ts";
import type { Totals } from "./remembered-post.ts";

export interface TimelinePost {
  post: PostRecord;
  /** Totals as the network gave them, the owner's own comments among them; a metric not given is left out. */
  totals: Totals;
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

/** What an adapter tells of a network, so that one walk serves all networks that list posts newest first. */
export interface Timeline {
  page: (token: string | null) => Promise<TimelinePage>;
  /** The kinds that `reactions` can name. */
  namedKinds: readonly InboundKind[];
  /** Reads who reacted to one post; a bounded number of requests. */
  reactions?: (input: ReactionsInput) => Promise<Reactions>;
  followers?: () => Promise<number | undefined>;
  /** Which of these posts are really no longer there. Asked for few posts, only for those that a page should have held. */
  gone?: (nativeIds: readonly string[]) => Promise<string[]>;
  /** Reactions that are not listed per post, such as mentions; `state` is what it yielded last, null at first. */
  tail?: (state: JsonValue) => AsyncIterable<{ signals: SignalRecord[]; state: JsonValue }>;
}
