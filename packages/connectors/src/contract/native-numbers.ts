import type { Rhythm } from "../pull/timeline.ts";
import { type Kind, kinds } from "./records.ts";

/** What Headroom counts of a network: every kind of signal that is told by itself, and followers. */
export const numberKinds = [...kinds.filter((kind) => kind !== "linkReshare"), "followers"] as const;
export type NumberKind = Exclude<Kind, "linkReshare"> | "followers";

/** One field of one call, both as the network's documentation writes them. */
export interface NumberSource {
  /** `GET /2/users/{id}/tweets`: method, path with what varies in braces, and the parameter that tells methods apart. */
  call: string;
  /**
   * `data[].public_metrics.like_count`: names from the answer's root, `[]` for each item of a list, `[name=views]` for the item
   * of that name, `*` for each value of a map; or an element of a feed: `<slash:comments>`.
   */
  field: string;
}

/** Where a number comes from, or why there is none: then it is unknown, never 0. */
export type NativeNumber =
  | {
      /** What people call it there, in plain words. */
      theirs: string;
      /** All of them: where several are named, `note` says how they come together. */
      from: readonly [NumberSource, ...NumberSource[]];
      note?: string;
    }
  | { unknown: string };

/** Why somebody sees another number on the network's own pages. */
export interface NumberDifference {
  text: string;
  /** Documentation page and month. */
  source: string;
}

/** A network's own numbers and what is made of them, as data that a page shows and a test holds the adapter to. */
export interface NativeNumbers {
  kinds: Readonly<Record<NumberKind, NativeNumber>>;
  /** When totals are read again; `always`: whenever the channel is read. */
  readAgain: Rhythm | "always";
  /** How often followers are asked for, ms; whenever the channel is read where it is left out. */
  followersEveryMs?: number;
  differences: readonly NumberDifference[];
}
