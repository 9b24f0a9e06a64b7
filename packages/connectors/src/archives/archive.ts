import type { AudienceRecord, Kind, ObservationRecord, PostRecord, SignalRecord } from "../contract/records.ts";

export const archiveFormats = ["mastodon", "bluesky", "wordpress", "x", "csv"] as const;
export type ArchiveFormat = (typeof archiveFormats)[number];

/** A file that is on this machine's disk already. `name` is what the person called it; `path` is where it lies. */
export interface ArchiveSource {
  name: string;
  path: string;
}

export interface ArchiveOptions {
  /** Epoch milliseconds; nothing in a file may be later. */
  now: () => number;
  hashActor: (networkId: string, actorId: string) => string;
  /** Skips detection when the person said what it is. */
  format?: ArchiveFormat;
}

/** The same records as a network's batch; at most `batchSize` of them together. */
export interface ArchiveBatch {
  posts: PostRecord[];
  observations: ObservationRecord[];
  signals: SignalRecord[];
  audience: AudienceRecord[];
}

export interface ArchivePreview {
  format: ArchiveFormat;
  /** The network whose ids the file uses, so that a later connection finds the same posts; null for a CSV of signals. */
  networkId: string | null;
  title?: string;
  owner?: string;
  posts: number;
  /** Epoch milliseconds of the earliest and latest post or signal; null when the file holds none. */
  firstAt: number | null;
  lastAt: number | null;
  /** Sum of counts by kind, `post` and `linkPost` among them; totals count as the newest observation of each post. */
  signalsByKind: Partial<Record<Kind, number>>;
  notes: string[];
  /** The first five posts of the file. */
  samples: PostRecord[];
}

/** What the archives of Mastodon and Bluesky hold. */
export const postsOnlyNote = "posts only; reactions unknown before connection";
