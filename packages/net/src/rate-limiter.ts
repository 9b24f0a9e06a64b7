/** What a network's limit headers said, translated by its adapter. */
export interface LimitReading {
  limit?: number;
  remaining: number;
  /** Epoch milliseconds at which `remaining` becomes `limit` again. */
  resetAt: number;
}

export interface RateLimiterOptions {
  /** Requests that may be made at once. */
  capacity: number;
  /** Requests that come back per second. */
  refillPerSecond: number;
  /** Epoch milliseconds. */
  now: () => number;
}

export interface RateLimiter {
  /** Takes one request: 0 when it may be made now, else the milliseconds after which to ask again. */
  take: () => number;
  /** Lets the network's own word replace the estimate. */
  learn: (reading: LimitReading) => void;
}

/**
 * A token bucket that believes the network's headers more than its own count. It never sleeps: the caller waits.
 * Kept as the instant at which the bucket is full again (the generic cell rate algorithm), so nothing adds up rounding.
 */
export function rateLimiter({ capacity, refillPerSecond, now }: RateLimiterOptions): RateLimiter {
  const intervalMs = 1_000 / refillPerSecond;
  let fullAt = 0;
  let closedUntil = 0;
  return {
    take: () => {
      const at = now();
      const openAt = Math.max(closedUntil, fullAt - (capacity - 1) * intervalMs);
      if (at < openAt) return Math.ceil(openAt - at);
      fullAt = Math.max(fullAt, at) + intervalMs;
      return 0;
    },
    learn: ({ remaining, resetAt }) => {
      fullAt = Math.max(fullAt, now() + Math.max(0, capacity - remaining) * intervalMs);
      if (remaining <= 0) closedUntil = Math.max(closedUntil, resetAt);
    },
  };
}
