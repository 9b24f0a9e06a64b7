const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Between two good readings at least: rare enough for every network's limits. */
const shortestMs = 5 * minuteMs;
/** And at most: often enough to see a post made elsewhere. */
const longestMs = 30 * minuteMs;
/** A channel is read about so many times while a post gets as old again as it is. */
const readingsPerAge = 12;
/** And so many times within the half-life of a post's reactions. */
const readingsPerHalfLife = 8;

/** Spread, so that channels connected together do not knock at the same time. */
const jitterShare = 0.2;

/** First pause after a failure; doubled with each one more. */
const firstPauseMs = minuteMs;
const longestPauseMs = hourMs;

/** What does not mend itself is still tried now and then: a person may have mended it on the network's side. */
const hopelessPauseMs = 6 * hourMs;

/** Unreachable for longer than this, a channel is held: by then silence and ignorance can no longer be told apart. */
export const holdAfterMs = hourMs;

export interface Success {
  /** The network's half-life of a post's reactions, ms. */
  halfLifeMs: number;
  /** Null where the channel has no post. */
  newestPostAgeMs: number | null;
  /** In [0, 1). */
  random: number;
}

/** Until the next reading, ms: soon while the newest post is fresh, rarely when what it draws has come. */
export const afterSuccessMs = ({ halfLifeMs, newestPostAgeMs, random }: Success): number => {
  const least = Math.min(longestMs, Math.max(shortestMs, halfLifeMs / readingsPerHalfLife));
  const pauseMs = Math.min(longestMs, Math.max(least, (newestPostAgeMs ?? Number.POSITIVE_INFINITY) / readingsPerAge));
  return Math.round(pauseMs * (1 + jitterShare * (2 * random - 1)));
};

export interface Failure {
  /** How many in a row, this one included. */
  failures: number;
  retryAfterMs: number | undefined;
  retryable: boolean;
  /** Nothing was asked, so as to stay within a limit. */
  isOwnPause?: boolean;
  random: number;
}

/** Until the next try, ms: never before the network's own word. */
export const afterFailureMs = ({ failures, retryAfterMs, retryable, isOwnPause, random }: Failure): number => {
  // All who were turned away would else come back at the same instant.
  if (isOwnPause) return Math.round((retryAfterMs ?? 0) * (1 + jitterShare * random));
  const pauseMs = retryable
    ? Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 16))
    : hopelessPauseMs;
  return Math.max(retryAfterMs ?? 0, Math.round(pauseMs * (0.5 + 0.5 * random)));
};
