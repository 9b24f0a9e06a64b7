/** A reset beyond this is an instant, not a time left: no network's window lasts eleven days. */
const longestSeconds = 1_000_000;

/**
 * The wait in milliseconds that `x-ratelimit-reset` names where a network counts down seconds, with or without decimals;
 * undefined where it names none, or names an instant.
 */
export function secondsLeftMs(headers: Headers): number | undefined {
  const text = headers.get("x-ratelimit-reset");
  if (text === null || !/^\d+(\.\d+)?$/.test(text)) return undefined;
  const seconds = Number(text);
  return seconds < longestSeconds ? Math.ceil(seconds * 1_000) : undefined;
}
