import type { Kind } from "@headroom/scoring";

/** Kinds that are stored; `post` and `linkPost` follow from posts. */
export type InboundKind = Exclude<Kind, "post" | "linkPost">;

export interface BatchPost {
  nativeId: string;
  /** Epoch milliseconds. */
  at: number;
  url: string | null;
  text: string;
  carriesLink: boolean;
}

export interface BatchObservation {
  postNativeId: string;
  kind: InboundKind;
  observedAt: number;
  total: number;
}

export interface BatchSignal {
  nativeKey: string;
  kind: InboundKind;
  at: number;
  count: number;
  /** Salted hash. */
  actor?: string | undefined;
  postNativeId?: string | undefined;
}

/** What one reading of a channel brought. Instants in epoch milliseconds. */
export interface Batch {
  posts: readonly BatchPost[];
  observations: readonly BatchObservation[];
  signals: readonly BatchSignal[];
  audience: readonly { at: number; followers: number }[];
  /** A signal's native key, or `post:` and a post's native id. */
  removals: readonly { nativeKey: string }[];
}

export const emptyBatch: Batch = { posts: [], observations: [], signals: [], audience: [], removals: [] };

/** The prefix of a removal that names a post. */
export const postRemovalPrefix = "post:";
