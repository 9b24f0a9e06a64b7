import type { Limits } from "../../contract/limits.ts";

const dayMs = 86_400_000;

/**
 * A project has 10,000 units a day, and an invalid call costs one as well (developers.google.com/youtube/v3/
 * determine_quota_cost, read in November 2026): a list is one, and nothing but lists is asked.
 */
export const youtubeLimits: Limits = {
  refusedBy: "app",
  each: [
    {
      scope: "app",
      name: "units",
      requests: 10_000,
      windowMs: dayMs,
      counts: ({ url }) => (url.pathname.startsWith("/youtube/v3/") ? 1 : 0),
    },
  ],
};
