import { InvalidInput, requireInstant } from "./invalid-input.ts";

/** A stretch of time: from `from` up to but not including `to`, epoch ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** How a promise "at or above target for a share of a window" stands. All exact, from the instants of crossings. */
export interface PromiseInput {
  /** Instants at which the score came to be below, or not below, its target; in any order, those outside the window ignored. */
  readonly crossings: readonly { readonly at: number; readonly direction: "below" | "above" }[];
  /** Whether the score is below its target at `now`. */
  readonly isBelow: boolean;
  /** From where there was both a score and a target, to the end of the week or month. */
  readonly window: Stretch;
  /** Epoch ms; what lies after it is not yet decided. */
  readonly now: number;
  /** The share of the window in which the score must hold, above 0, at most 1. */
  readonly share: number;
  /** Agreed time off: not counted at all, neither as kept nor as broken. May overlap. */
  readonly restWindows?: readonly Stretch[];
}

/** Terms as in service-level objectives (Google, Site Reliability Workbook, chapter 5): the budget is the time it may be missed. */
export interface Attainment {
  /** The part of the window that is over and counts, ms. */
  readonly countedMs: number;
  /** Of it, below the target, ms. */
  readonly belowMs: number;
  /** Share of the counted time at or above the target, 0 to 1; null before any of it is over. */
  readonly attained: number | null;
  /** How long the score may be below in the whole window, ms. */
  readonly budgetMs: number;
  /** What is left of it, ms; below 0 once the promise is broken. */
  readonly leftMs: number;
  /** Share of the counted time below ÷ the share allowed: at 1 the budget lasts exactly to the window's end. Infinite where none is allowed. */
  readonly burnRate: number;
}

/** Throws InvalidInput naming a bad instant, share, or a stretch that ends before it starts. */
export function attainment(input: PromiseInput): Attainment {
  const { window, share } = checked(input);
  const counts = countingStretches(input);
  const past = until(counts, input.now);
  const countedMs = lengthOf(past);
  const belowMs = lengthOf(overlap(belowStretches(input), past));
  const budgetMs = (1 - share) * lengthOf(until(counts, window.to));
  return {
    countedMs,
    belowMs,
    attained: countedMs === 0 ? null : 1 - belowMs / countedMs,
    budgetMs,
    leftMs: budgetMs - belowMs,
    burnRate: belowMs === 0 ? 0 : belowMs / countedMs / (1 - share),
  };
}

/**
 * When the promise breaks if nothing more happens, epoch ms: `fallsAt` is the end of the runway (Infinity = never; ignored
 * while below). Exact, because without signals the score never rises. Null: it holds to the window's end, or is broken already.
 */
export function breaksAt(input: PromiseInput & { readonly fallsAt: number }): number | null {
  let { leftMs } = attainment(input);
  if (leftMs < 0) return null;
  const from = input.isBelow ? input.now : Math.max(input.now, input.fallsAt);
  for (const stretch of countingStretches(input)) {
    const start = Math.max(stretch.from, from);
    if (stretch.to <= start) continue;
    // The budget itself may be used to the last millisecond.
    if (stretch.to - start > leftMs) return Math.floor(start + leftMs) + 1;
    leftMs -= stretch.to - start;
  }
  return null;
}

/** How a budget burns: `fast` and `slow` warn before the promise breaks. */
export type Burn = "broken" | "fast" | "slow" | "none";

/**
 * The two warnings, as multiples of a window rather than in hours, so that weeks and months warn alike. A warning ends soon
 * after the score is back: it asks that the last twelfth of its stretch burns too (same chapter of the workbook).
 */
export const burnWarnings = {
  /** A tenth of the budget within 1/56 of the window: 3 h of a week, about 13 h of a month. */
  fast: { ofWindow: 1 / 56, ofBudget: 0.1 },
  /** A quarter of the budget within 1/7 of the window: a day of a week, about 4 days of a month. */
  slow: { ofWindow: 1 / 7, ofBudget: 0.25 },
} as const;

/** Whether the promise is broken, or its budget burns fast or slowly. Throws as `attainment` does. */
export function burnOf(input: PromiseInput): Burn {
  const { budgetMs, leftMs } = attainment(input);
  if (leftMs < 0) return "broken";
  if (burns(input, { ...burnWarnings.fast, budgetMs })) return "fast";
  return burns(input, { ...burnWarnings.slow, budgetMs }) ? "slow" : "none";
}

const recentShare = 1 / 12;

function burns(input: PromiseInput, warning: { ofWindow: number; ofBudget: number; budgetMs: number }): boolean {
  const lookBackMs = warning.ofWindow * (input.window.to - input.window.from);
  const below = overlap(belowStretches(input), until(countingStretches(input), input.now));
  const since = (ms: number) => lengthOf(overlap(below, [{ from: input.now - ms, to: input.now }]));
  const spent = since(lookBackMs);
  return spent > 0 && spent >= warning.ofBudget * warning.budgetMs && since(recentShare * lookBackMs) > 0;
}

function checked(input: PromiseInput): PromiseInput {
  requireInstant("now", input.now);
  if (!(input.share > 0 && input.share <= 1)) {
    throw new InvalidInput("share", `must be above 0 and at most 1, not ${input.share}`);
  }
  requireStretch("window", input.window);
  for (const rest of input.restWindows ?? []) requireStretch("restWindows", rest);
  for (const { at } of input.crossings) requireInstant("crossings.at", at);
  return input;
}

function requireStretch(field: string, { from, to }: Stretch): void {
  requireInstant(`${field}.from`, from);
  requireInstant(`${field}.to`, to);
  if (to < from) throw new InvalidInput(`${field}.to`, `${to} is before its start, ${from}`);
}

/** The window without the rest windows, ascending and disjoint. */
function countingStretches({ window, restWindows = [] }: PromiseInput): Stretch[] {
  const counts: Stretch[] = [];
  let from = window.from;
  for (const rest of restWindows.toSorted((a, b) => a.from - b.from)) {
    if (rest.from > from) counts.push({ from, to: Math.min(rest.from, window.to) });
    from = Math.max(from, rest.to);
    if (from >= window.to) break;
  }
  if (from < window.to) counts.push({ from, to: window.to });
  return counts.filter((stretch) => stretch.to > stretch.from);
}

/** Read backwards from now: each crossing tells what held before it, so nothing need be known of the start. */
function belowStretches({ crossings, isBelow, window, now }: PromiseInput): Stretch[] {
  const known = crossings.filter(({ at }) => at <= now).toSorted((a, b) => b.at - a.at);
  const below: Stretch[] = [];
  let to = now;
  let wasBelow = isBelow;
  for (const { at, direction } of known) {
    if (wasBelow) below.unshift({ from: at, to });
    to = at;
    wasBelow = direction === "above";
  }
  if (wasBelow) below.unshift({ from: Math.min(window.from, to), to });
  return below;
}

function until(stretches: readonly Stretch[], now: number): Stretch[] {
  return overlap(stretches, [{ from: Number.NEGATIVE_INFINITY, to: now }]);
}

function overlap(some: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  return some.flatMap((one) =>
    others
      .map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))
      .filter(({ from, to }) => to > from),
  );
}

function lengthOf(stretches: readonly Stretch[]): number {
  let sum = 0;
  for (const { from, to } of stretches) sum += to - from;
  return sum;
}
