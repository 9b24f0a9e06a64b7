import { z } from "zod";
import { ConnectorError, type ConnectorErrorCode } from "../../contract/connector-error.ts";
import { classifyResponse } from "../../http/classify-response.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Shape as in developers.google.com/youtube/v3/docs/errors, read in November 2026. */
const bodySchema = z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })).min(1) }) });

const codes: Readonly<Record<string, ConnectorErrorCode>> = {
  quotaExceeded: "rate-limited",
  dailyLimitExceeded: "rate-limited",
  rateLimitExceeded: "rate-limited",
  userRateLimitExceeded: "rate-limited",
  authError: "unauthorized",
  backendError: "unavailable",
};

/** Reasons for which the day's units are used up. */
const dayIsOver: ReadonlySet<string> = new Set(["quotaExceeded", "dailyLimitExceeded"]);

export interface Refused {
  response: Response;
  reason: string | null;
  /** Epoch milliseconds. */
  now: number;
}

/** The reason that a body names; null where it names none. */
export function reasonOf(body: string): string | null {
  try {
    return bodySchema.parse(JSON.parse(body)).error.errors[0]?.reason ?? null;
  } catch {
    return null;
  }
}

/** Google says with status 403 that a limit is reached, and in the body which: the day's, or that of the moment. */
export function refusalError({ response, reason, now }: Refused): ConnectorError {
  const { status, headers } = response;
  const networkId = "youtube";
  const meaning = () => codes[reason ?? ""];
  const error = classifyResponse({ networkId, status, headers, body: "", now, meaning });
  if (error.code !== "rate-limited" || headers.has("retry-after")) return error;
  const retryAfterMs = reason !== null && dayIsOver.has(reason) ? untilMidnightMs(now) : minuteMs;
  return new ConnectorError({ networkId, code: error.code, status, message: error.message, retryAfterMs });
}

const pacific = new Intl.DateTimeFormat("en-GB", {
  timeZone: "America/Los_Angeles",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
});

/**
 * Until midnight in California, where Google's day of units ends (developers.google.com/youtube/v3/determine_quota_cost).
 * An hour wrong on the two days when clocks change there, which costs one more refusal.
 */
function untilMidnightMs(now: number): number {
  const part = Object.fromEntries(pacific.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  const { hour = 0, minute = 0, second = 0 } = part;
  return dayMs - ((hour * 60 + minute) * 60 + second) * 1_000 - (now % 1_000);
}
