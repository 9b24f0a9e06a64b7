import type { Limits } from "../../contract/limits.ts";

/** learn.microsoft.com/linkedin/shared/api-guide/concepts/rate-limits, read in November 2026: the numbers stand in each app's own portal only, and answers tell nothing before the refusal. */
export const linkedinLimits: Limits = {
  refusedBy: "account",
  each: [{ scope: "account", name: "all", requests: Number.POSITIVE_INFINITY, windowMs: 86_400_000 }],
};
