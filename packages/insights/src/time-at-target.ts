/** A stretch of a client's history as crossings and points tell it; instants in epoch ms, scores in points. */
export interface TargetHistory {
  points: readonly { at: number; score: number; target: number | null }[];
  crossings: readonly { at: number; direction: "below" | "above" }[];
}

export interface TimeAtTarget {
  /** Share of the counted time at or above the target, 0 to 1. */
  share: number;
  /** From here on there was both a score and a target, epoch ms; what lies before is not counted. */
  countedFrom: number;
}

/**
 * How much of [from, to) the score was at or above its target: exact, from the instants of crossings. What holds at the
 * start is what the last crossing before it says, else the last point. Null where there was no score or no target.
 */
export const timeAtTarget = (
  { points, crossings }: TargetHistory,
  { from, to }: { from: number; to: number },
): TimeAtTarget | null => {
  const known = points.filter(({ target, at }) => target !== null && at < to);
  const start = known.findLast(({ at }) => at <= from) ?? known[0];
  if (start === undefined || start.target === null || to <= from) return null;
  const countedFrom = Math.max(from, start.at);
  const last = crossings.findLast(({ at }) => at <= countedFrom && at >= start.at);
  let isAbove = last === undefined ? start.score >= start.target : last.direction === "above";
  let since = countedFrom;
  let above = 0;
  for (const { at, direction } of crossings) {
    if (at <= countedFrom || at >= to) continue;
    if (isAbove) above += at - since;
    isAbove = direction === "above";
    since = at;
  }
  if (isAbove) above += to - since;
  return { share: above / (to - countedFrom), countedFrom };
};
