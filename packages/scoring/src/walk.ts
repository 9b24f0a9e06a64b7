import { addColumns } from "./columns.ts";
import { holdChannel, keepUp, releaseChannel, type Sums } from "./sums.ts";
import type { Change, Timeline } from "./timeline.ts";

/** A place in a timeline, and the sums (one for each algorithm) of everything before it. */
export interface Walk {
  readonly timeline: Timeline;
  readonly sums: readonly Sums[];
  row: number;
  change: number;
}

export function startWalk(timeline: Timeline, sums: readonly Sums[]): Walk {
  return { timeline, sums, row: 0, change: 0 };
}

/** The next instant (epoch ms) at which anything comes to count; ∞ at the end. */
export function nextInstant({ timeline, row, change }: Walk): number {
  const { rows, changes } = timeline;
  const rowAt = row < rows.length ? (rows.effective[row] ?? 0) : Number.POSITIVE_INFINITY;
  return Math.min(rowAt, changes[change]?.at ?? Number.POSITIVE_INFINITY);
}

/** Folds in everything that comes to count up to and including `t` (epoch ms). */
export function walkTo(walk: Walk, t: number): void {
  const { changes } = walk.timeline;
  for (let change = changes[walk.change]; change !== undefined && change.at <= t; change = changes[walk.change]) {
    foldRows(walk, change.at, change.type !== "release");
    for (const sums of walk.sums) applyChange(sums, change);
    walk.change++;
  }
  foldRows(walk, t, true);
}

function foldRows(walk: Walk, t: number, inclusive: boolean): void {
  const { rows } = walk.timeline;
  const end = rowsUntil(walk, t, inclusive);
  for (const sums of walk.sums) {
    keepUp(sums, t);
    if (end > walk.row) addColumns(sums, rows, walk.row, end);
  }
  walk.row = end;
}

const stride = 16;

/** Where the rows end that come to count before `t` (epoch ms), or, if `inclusive`, at it. */
export function rowsUntil({ timeline: { rows }, row }: Walk, t: number, inclusive: boolean): number {
  const { effective, length } = rows;
  const isDue = (index: number): boolean => {
    const at = effective[index] ?? 0;
    return inclusive ? at <= t : at < t;
  };
  let end = row;
  // A look is next to nothing beside the fold of a row, but there may be millions.
  while (end + stride <= length && isDue(end + stride - 1)) end += stride;
  while (end < length && isDue(end)) end++;
  return end;
}

export function applyChange(sums: Sums, change: Change): void {
  switch (change.type) {
    case "release":
      releaseChannel(sums, change.channel);
      break;
    case "hold":
      holdChannel(sums, change.channel, change.at);
      break;
    case "audience":
      sums.followers[change.channel] = change.followers;
      break;
    default:
      change satisfies never;
  }
}

/** The first instant (epoch ms) of a timeline, at the latest `t`: sums that start there never have to move back. */
export function timelineStart(timeline: Timeline, t: number): number {
  return Math.min(t, nextInstant({ timeline, sums: [], row: 0, change: 0 }));
}
