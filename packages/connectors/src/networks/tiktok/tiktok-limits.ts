import type { Limits } from "../../contract/limits.ts";

/** developers.tiktok.com/doc/tiktok-api-v2-rate-limit, read in November 2026; they name no one whose requests count together. */
export const tiktokLimits: Limits = {
  refusedBy: "app",
  each: ["user/info", "video/list", "video/query"].map((path) => ({
    scope: "app" as const,
    name: path,
    requests: 600,
    windowMs: 60_000,
    counts: ({ url }) => (url.pathname.includes(path) ? 1 : 0),
  })),
};
