export type { ResolvedAddress, ResolveHost } from "./address-guard.ts";
export { isPublicAddress } from "./address-range.ts";
export { type BackoffOptions, backoffMs } from "./backoff.ts";
export { type FetchPolicy, type GuardedFetch, type GuardedInit, guardedFetch } from "./guarded-fetch.ts";
export { isNetError, NetError, type NetErrorCode } from "./net-error.ts";
export { clockOf, longestWaitMs, parseRetryAfterMs } from "./retry-after.ts";
