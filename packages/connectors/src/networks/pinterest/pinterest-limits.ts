import type { Limits } from "../../contract/limits.ts";
import { readLimit } from "../../http/read-limit.ts";

/** developers.pinterest.com/docs/reference/rate-limits, read in November 2026; an app on trial has 1,000 a day, and its answers say so. */
export const pinterestLimits: Limits = {
  refusedBy: "account",
  each: [{ scope: "account", name: "all", requests: 100, windowMs: 1_000, read: readLimit }],
};
