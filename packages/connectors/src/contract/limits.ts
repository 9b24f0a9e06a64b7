/**
 * Whose requests count together. `app`: all that one app makes, whoever it makes them for; `account`: those for one
 * account; `address`: all that reach one server from here.
 */
export type LimitScope = "app" | "account" | "address";

/** What a limit looks at. */
export interface Call {
  method: string;
  url: URL;
}

/** What an answer's headers say of a limit. */
export interface LimitReading {
  /** Same unit as `remaining`. */
  limit: number;
  remaining: number;
  /** Epoch ms at which `remaining` is `limit` again. */
  resetAt: number;
}

/** So many requests in any window, as the network documents it or as politeness asks. */
export interface Limit {
  readonly scope: LimitScope;
  /** Tells limits of one scope apart. */
  readonly name: string;
  /** Infinity where the number is known from the answers only. */
  readonly requests: number;
  readonly windowMs: number;
  /** How many a request counts as; 0 where this limit does not count it. One for each when left out. */
  readonly counts?: (call: Call) => number;
  /** The network's own word about this limit, in the headers of an answer; null where there is none. */
  readonly read?: (headers: Headers, now: number) => LimitReading | null;
}

/** What may be asked of a network. */
export interface Limits {
  readonly each: readonly Limit[];
  /** Whose limit it most likely was when the network refuses a request without saying whose. */
  readonly refusedBy: LimitScope;
}
