import type { Limits } from "../../contract/limits.ts";
import { appUsage, businessUsage, type Usage } from "./graph-usage.ts";

const dayMs = 86_400_000;
/** The windows slide, so a little is free again after an hour. */
const slideMs = 60 * 60_000;

/**
 * Meta's limits (developers.facebook.com/docs/graph-api/overview/rate-limiting, read in November 2026): 4,800 requests in
 * 24 hours for each person engaged with a page, or each impression, and so at the least 4,800 for an account; what really
 * holds is told by the headers, as shares of the limit.
 */
export const graphLimits: Limits = {
  refusedBy: "account",
  each: [
    {
      scope: "account",
      name: "business",
      requests: 4_800,
      windowMs: dayMs,
      read: (headers, now) => asReading(businessUsage(headers), now),
    },
    {
      scope: "app",
      name: "app",
      requests: Number.POSITIVE_INFINITY,
      windowMs: dayMs,
      read: (headers, now) => asReading(appUsage(headers), now),
    },
  ],
};

const asReading = ({ percent, waitMs }: Usage, now: number) =>
  percent === 0 && waitMs === undefined
    ? null
    : {
        limit: 100,
        remaining: waitMs === undefined ? Math.max(0, 100 - percent) : 0,
        resetAt: now + (waitMs ?? slideMs),
      };
