const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A length of time in its largest whole unit: `40 min`, `5 h`, `3 days`. */
export const duration = (ms: number): string => {
  if (ms < hourMs) return `${Math.max(0, Math.floor(ms / minuteMs))}\u00a0min`;
  if (ms < 2 * dayMs) return `${Math.floor(ms / hourMs)}\u00a0h`;
  return `${Math.floor(ms / dayMs)}\u00a0days`;
};

export interface Freshness {
  text: string;
  /** Old enough to be pointed out. */
  isStale: boolean;
}

/** Read less often than this, a number is old, ms. */
const staleAfterMs = 2 * hourMs;

/** How old a reading is: `just now`, `12 min ago`, `not read yet`. Instants in epoch ms. */
export const freshness = (at: number | null, now: number): Freshness => {
  if (at === null) return { text: "not read yet", isStale: false };
  const age = now - at;
  return { text: age < minuteMs ? "just now" : `${duration(age)} ago`, isStale: age > staleAfterMs };
};
