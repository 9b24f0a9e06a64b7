import type { Call, Limits } from "../../contract/limits.ts";
import { readLimit } from "../../http/read-limit.ts";

const isSession = ({ url }: Call): number => (url.pathname.endsWith("com.atproto.server.createSession") ? 1 : 0);
const isNoSession = (call: Call): number => 1 - isSession(call);

/** docs.bsky.app, advanced-guides/rate-limits, read in November 2026. */
export const blueskyLimits: Limits = {
  refusedBy: "address",
  each: [
    { scope: "address", name: "all", requests: 3_000, windowMs: 5 * 60_000, counts: isNoSession, read: readLimit },
    { scope: "account", name: "sign-in", requests: 30, windowMs: 5 * 60_000, counts: isSession },
    { scope: "account", name: "sign-ins of a day", requests: 300, windowMs: 86_400_000, counts: isSession },
  ],
};
