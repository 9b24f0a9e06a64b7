import { type Curve, medianDelayBetween } from "./curves.ts";
import { requireInstant, requireNonNegative, requirePositive } from "./invalid-input.ts";

/** What the network said when asked: so many in total, as of `observedAt` (epoch ms). */
export interface Observation {
  readonly observedAt: number;
  readonly total: number;
}

/** So many, at that instant (epoch ms). */
export interface Increment {
  readonly at: number;
  readonly count: number;
}

export interface Totals {
  /** When the post was published, epoch ms. */
  readonly publishedAt: number;
  readonly observations: readonly Observation[];
  /** What the network also named one by one: part of the totals, not on top of them. */
  readonly named?: readonly Increment[];
  readonly curve: Curve;
}

/**
 * The anonymous increments that explain the totals of one post and kind, oldest first. Those between two observations are
 * dated at the median of the response curve between them, never at the reading; a falling total removes the newest first;
 * naming one converts an anonymous count. The order of the lists is irrelevant; of two totals at one instant the larger
 * counts. Throws InvalidInput on a bad instant, total or count.
 */
export function increments({ publishedAt, observations, named = [], curve }: Totals): Increment[] {
  requireInstant("publishedAt", publishedAt);
  const found: Increment[] = [];
  let anonymous = 0;
  let since = publishedAt;
  for (const { observedAt, total } of anonymousTotals(observations, named)) {
    if (total > anonymous) {
      found.push({ at: dateBetween({ publishedAt, since, until: observedAt, curve }), count: total - anonymous });
    } else {
      removeNewest(found, anonymous - total);
    }
    anonymous = total;
    since = Math.max(since, observedAt);
  }
  return found;
}

function anonymousTotals(observations: readonly Observation[], named: readonly Increment[]): Observation[] {
  for (const { observedAt, total } of observations) {
    requireInstant("observations.observedAt", observedAt);
    requireNonNegative("observations.total", total);
  }
  for (const { at, count } of named) {
    requireInstant("named.at", at);
    requirePositive("named.count", count);
  }
  const names = named.toSorted((a, b) => a.at - b.at);
  let next = 0;
  let namedSoFar = 0;
  const totals: Observation[] = [];
  for (const { observedAt, total } of observations.toSorted(
    (a, b) => a.observedAt - b.observedAt || b.total - a.total,
  )) {
    if (totals.at(-1)?.observedAt === observedAt) continue;
    for (let name = names[next]; name !== undefined && name.at <= observedAt; name = names[++next])
      namedSoFar += name.count;
    totals.push({ observedAt, total: Math.max(0, total - namedSoFar) });
  }
  return totals;
}

interface Stretch {
  publishedAt: number;
  since: number;
  until: number;
  curve: Curve;
}

function dateBetween({ publishedAt, since, until, curve }: Stretch): number {
  const delay = medianDelayBetween(curve, { fromMs: since - publishedAt, toMs: until - publishedAt });
  return Math.min(until, Math.max(since + 1, Math.round(publishedAt + delay)));
}

function removeNewest(found: Increment[], surplus: number): void {
  let left = surplus;
  while (left > 0) {
    const newest = found.pop();
    if (newest === undefined) return;
    if (newest.count > left) found.push({ at: newest.at, count: newest.count - left });
    left -= newest.count;
  }
}
