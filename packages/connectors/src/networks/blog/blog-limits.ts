import type { Limits } from "../../contract/limits.ts";

/** Sites publish no limit; no site is asked more often than a hasty reader would. */
export const blogLimits: Limits = {
  refusedBy: "address",
  each: [{ scope: "address", name: "politeness", requests: 120, windowMs: 60_000 }],
};
