/** Nobody is kept away for longer, ms: no window that networks document exceeds a month, and what asks for more is a mistake. */
export const longestWaitMs = 31 * 86_400_000;

/**
 * What the server's own clock showed when it answered, epoch milliseconds (Date, RFC 9110, section 6.6.1); ours, `now`, where
 * it does not say. Instants that it names are by that clock.
 */
export function clockOf(headers: Headers, now: number): number {
  const date = headers.get("date") ?? "";
  const at = httpDate.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(at) ? now : at;
}

/**
 * Milliseconds that a Retry-After header asks to wait, from `now` (epoch milliseconds): seconds or an HTTP date (RFC 9110,
 * section 10.2.3). A date that has passed asks for 0. Undefined for a missing or unreadable header.
 */
export function parseRetryAfterMs(value: string | null | undefined, now: number): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  if (!httpDate.test(text)) return undefined;
  const at = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** The three forms of an HTTP date begin with a weekday; `Date.parse` alone would take almost anything. */
const httpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;
