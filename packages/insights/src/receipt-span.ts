import type { Clock } from "./format-instant.ts";
import { shortDay } from "./report-words.ts";
import { dateAfter, startOfDate } from "./start-of-date.ts";

const dayMs = 86_400_000;

/** The spans that are one click away. */
export const usualSpans = [
  { id: "24h", title: "24 hours", days: 1 },
  { id: "7d", title: "7 days", days: 7 },
  { id: "30d", title: "30 days", days: 30 },
] as const;

/** The two instants (epoch ms) that "why it moved" is asked for. */
export interface ReceiptSpan {
  /** One of `usualSpans`, or `dates`. */
  id: (typeof usualSpans)[number]["id"] | "dates";
  from: number;
  to: number;
  /** `in 7 days`, `from 1 Nov to 10 Nov`. */
  words: string;
  /** What was asked for in dates, as the form shows it again. */
  dates: { from: string; to: string };
  /** Why the dates that were asked for cannot be told; null where they can. */
  problem: string | null;
}

const longestDays = 400;

/** The span that an address asks for: `?span=30d`, or whole days of the clock's zone, `?from=2026-11-01&to=2026-11-10`. */
export const receiptSpan = (
  asked: { span?: string | undefined; from?: string | undefined; to?: string | undefined },
  { zone, now }: Clock,
): ReceiptSpan => {
  const dates = { from: asked.from ?? "", to: asked.to ?? "" };
  const usual = usualSpans.find(({ id }) => id === asked.span) ?? usualSpans[1];
  const fallback = (problem: string | null): ReceiptSpan => {
    const { id, days, title } = usual;
    return { id, from: now - days * dayMs, to: now, words: `in ${title}`, dates, problem };
  };
  if (dates.from === "" && dates.to === "") return fallback(null);
  const from = startOf(dates.from, zone);
  const last = startOf(dates.to, zone);
  if (from === null || last === null) return fallback("Give both dates, as in 2026-11-30.");
  if (last < from) return fallback("The second date must not be before the first.");
  if (from >= now) return fallback("The first date must not lie in the future.");
  const to = Math.min(startOfDate(dateAfter(last, zone), zone), now);
  if (to - from > longestDays * dayMs) return fallback(`At most ${longestDays} days can be told at once.`);
  return {
    id: "dates",
    from,
    to,
    words: `from ${shortDay(from, zone)} to ${shortDay(to - 1, zone)}`,
    dates,
    problem: null,
  };
};

const startOf = (date: string, zone: string): number | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  try {
    return startOfDate(date, zone);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};
