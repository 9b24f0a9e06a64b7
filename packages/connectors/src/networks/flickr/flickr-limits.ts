import type { Limits } from "../../contract/limits.ts";

/** flickr.com/services/developer/api, read in November 2026: 3,600 an hour for a key; answers name no limit. */
export const flickrLimits: Limits = {
  refusedBy: "app",
  each: [{ scope: "app", name: "all", requests: 3_600, windowMs: 3_600_000 }],
};
