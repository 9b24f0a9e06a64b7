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

/** A token bucket that believes the network's headers more than its own count. It never sleeps: the caller waits. */
export function rateLimiter({ capacity, refillPerSecond, now }: RateLimiterOptions): RateLimiter {
  let tokens = capacity;
  let refilledAt = now();
  let closedUntil = 0;
  const refill = (at: number): void => {
    const elapsedMs = Math.max(0, at - refilledAt);
    tokens = Math.min(capacity, tokens + (elapsedMs / 1_000) * refillPerSecond);
    refilledAt = Math.max(refilledAt, at);
  };
  return {
    take: () => {
      const at = now();
      if (at < closedUntil) return closedUntil - at;
      refill(at);
      if (tokens < 1) return Math.ceil(((1 - tokens) / refillPerSecond) * 1_000);
      tokens -= 1;
      return 0;
    },
    learn: ({ remaining, resetAt }) => {
      refill(now());
      tokens = Math.min(tokens, remaining);
      if (remaining <= 0) closedUntil = Math.max(closedUntil, resetAt);
    },
  };
}
