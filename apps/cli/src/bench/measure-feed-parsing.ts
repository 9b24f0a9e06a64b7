import { measureFeeds } from "@headroom/connectors/bench";
import type { Figure } from "./figure.ts";

/** Megabytes of feeds that are read in a second, against the bare parser. */
export const measureFeedParsing = (): Figure[] =>
  measureFeeds().map(({ form, bytesPerSecond, ratio }) => ({
    name: `reading ${form}, against the bare parser`,
    value: `${(bytesPerSecond / 1_000_000).toFixed(0)} MB/s`,
    ratio,
    bound: { least: 0.7 },
  }));
