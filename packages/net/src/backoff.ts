export interface BackoffOptions {
  /** 0 for the first retry. */
  attempt: number;
  baseMs: number;
  capMs: number;
  /** Uniform in [0, 1). */
  random: () => number;
  /** What the other side asked for at least, in milliseconds. */
  retryAfterMs?: number | undefined;
}

/**
 * Milliseconds to wait before the next try: exponential with full jitter (a uniform draw below the ceiling), which spreads
 * clients that failed together. Never shorter than `retryAfterMs`, and then the jitter comes on top.
 */
export function backoffMs({ attempt, baseMs, capMs, random, retryAfterMs = 0 }: BackoffOptions): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** attempt);
  return retryAfterMs + Math.floor(random() * ceiling);
}
