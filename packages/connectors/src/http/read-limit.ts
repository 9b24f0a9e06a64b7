import { clockOf, longestWaitMs } from "@headroom/net";
import type { LimitReading } from "../contract/limits.ts";
import { secondsLeftMs } from "./seconds-left.ts";

/** The families of header names in use: Mastodon, Reddit and Pinterest; Bluesky; X. */
const families = ["x-ratelimit", "ratelimit", "x-rate-limit"];

/**
 * The wait in milliseconds until the limit named in the headers is whole again. Mastodon gives the reset as an ISO instant
 * (docs.joinmastodon.org/api/rate-limits), Bluesky (docs.bsky.app, advanced-guides/rate-limits) and X
 * (docs.x.com/x-api/fundamentals/rate-limits) as Unix seconds, Reddit (support.reddithelp.com, Data API wiki) as seconds
 * left, and so, it is assumed, does Pinterest; all read in November 2026. An instant too far away is none.
 */
export function resetMs(headers: Headers, now: number): number | undefined {
  const left = secondsLeftMs(headers);
  if (left !== undefined) return left;
  const reset = headerOf(headers, "reset");
  if (reset === undefined) return undefined;
  const at = /^\d+$/.test(reset) ? Number(reset) * 1_000 : Date.parse(reset);
  const waitMs = at - clockOf(headers, now);
  return waitMs <= longestWaitMs ? Math.max(0, waitMs) : undefined;
}

/** What the headers say of the limit that the request counted against; null where they name none, or not all of it. */
export function readLimit(headers: Headers, now: number): LimitReading | null {
  const remaining = asCount(headerOf(headers, "remaining"));
  const waitMs = resetMs(headers, now);
  if (remaining === null || waitMs === undefined) return null;
  const limit = asCount(headerOf(headers, "limit")) ?? asCount(sumOf(headers, remaining));
  return limit === null ? null : { limit, remaining, resetAt: now + waitMs };
}

/** Reddit names what was used instead of the limit. */
const sumOf = (headers: Headers, remaining: number): string | undefined => {
  const used = asCount(headerOf(headers, "used"));
  return used === null ? undefined : String(used + remaining);
};

const headerOf = (headers: Headers, name: string): string | undefined =>
  families.map((family) => headers.get(`${family}-${name}`)).find((value) => value !== null) ?? undefined;

/** Reddit writes decimals; Pinterest and Bluesky may add a policy after a comma or semicolon. */
const asCount = (text: string | undefined): number | null => {
  const digits = /^\s*(\d+)(\.\d+)?\s*([,;].*)?$/.exec(text ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
};
