import type { Limits } from "../../contract/limits.ts";
import { readLimit } from "../../http/read-limit.ts";

/** "Reddit Data API Wiki" at support.reddithelp.com, read in November 2026: 100 a minute, averaged over ten. */
export const redditLimits: Limits = {
  refusedBy: "app",
  each: [{ scope: "app", name: "all", requests: 1_000, windowMs: 10 * 60_000, read: readLimit }],
};
