const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Between two good readings: often enough to see a post made elsewhere, rare enough for every network's limits. */
const rhythmMs = 10 * minuteMs;

/** Spread, so that channels connected together do not knock at the same time. */
const jitterShare = 0.2;

/** First pause after a failure; doubled with each one more. */
const firstPauseMs = minuteMs;
const longestPauseMs = hourMs;

/** What does not mend itself is still tried now and then: a person may have mended it on the network's side. */
const hopelessPauseMs = 6 * hourMs;

/** Unreachable for longer than this, a channel is held: by then silence and ignorance can no longer be told apart. */
export const holdAfterMs = hourMs;

/** Until the next reading, ms; `random` in [0, 1). */
export const afterSuccessMs = (random: number): number => Math.round(rhythmMs * (1 + jitterShare * (2 * random - 1)));

export interface Failure {
  /** How many in a row, this one included. */
  failures: number;
  retryAfterMs: number | undefined;
  retryable: boolean;
  random: number;
}

/** Until the next try, ms: never before the network's own word. */
export const afterFailureMs = ({ failures, retryAfterMs, retryable, random }: Failure): number => {
  const pauseMs = retryable
    ? Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 16))
    : hopelessPauseMs;
  return Math.max(retryAfterMs ?? 0, Math.round(pauseMs * (0.5 + 0.5 * random)));
};
