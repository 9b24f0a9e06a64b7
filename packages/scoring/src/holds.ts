import type { Hold } from "./history.ts";
import { InvalidInput, requireInstant } from "./invalid-input.ts";

/** A stretch of which nothing is known of a channel: [from, to) in epoch ms, `to` = ∞ while it lasts. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The spans of one channel, in order; holds that overlap or touch are one. Throws InvalidInput on a bad instant. */
export function spansOf(holds: readonly Hold[], channelId: string): Span[] {
  const spans: Span[] = [];
  const own = holds.filter((hold) => hold.channelId === channelId).map(checkedSpan);
  for (const span of own.sort((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (span.to === span.from) continue;
    if (last !== undefined && span.from <= last.to)
      spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else spans.push(span);
  }
  return spans;
}

function checkedSpan({ from, to }: Hold): Span {
  requireInstant("holds.from", from);
  if (to === undefined) return { from, to: Number.POSITIVE_INFINITY };
  if (requireInstant("holds.to", to) < from) throw new InvalidInput("holds.to", `${to} is before from, ${from}`);
  return { from, to };
}

/** Since when the channel is held at `t`; null if it is open then. */
export function heldFromAt(spans: readonly Span[], t: number): number | null {
  return spans.find(({ from, to }) => from <= t && t < to)?.from ?? null;
}

/** When something that happened at `at` counts: at once, or at the release of the hold it fell into. */
export function effectiveAt(spans: readonly Span[], at: number): number {
  for (const { from, to } of spans) if (from < at && at < to) return to;
  return at;
}
