import type { Call, Limits } from "../../contract/limits.ts";
import { readLimit } from "../../http/read-limit.ts";

const isUpload = ({ method, url }: Call): number =>
  method === "POST" && /^\/api\/v[12]\/media$/.test(url.pathname) ? 1 : 0;

/** docs.joinmastodon.org/api/rate-limits, read in November 2026. */
export const mastodonLimits: Limits = {
  refusedBy: "account",
  each: [
    { scope: "account", name: "all", requests: 300, windowMs: 5 * 60_000, read: readLimit },
    { scope: "address", name: "all", requests: 300, windowMs: 5 * 60_000 },
    { scope: "account", name: "pictures", requests: 30, windowMs: 30 * 60_000, counts: isUpload },
  ],
};
