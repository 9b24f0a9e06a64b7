import { activationsOf, activeAt } from "./activations.ts";
import type { History } from "./history.ts";
import { requireInstant } from "./invalid-input.ts";
import { type Score, scoreAt } from "./score.ts";
import { type State, saveState, trackedKinds } from "./state.ts";
import { emptySums } from "./sums.ts";
import { timelineOf } from "./timeline.ts";
import { startWalk, timelineStart, walkTo } from "./walk.ts";

/**
 * The state at `t` (epoch ms) of everything known, under the algorithm active then. Throws InvalidInput naming what is bad
 * in the history.
 */
export function stateAt(history: History, t: number): State {
  requireInstant("t", t);
  const algorithm = activeAt(activationsOf(history), t);
  const timeline = timelineOf(history, { until: t });
  const sums = emptySums(timeline.channels, trackedKinds(algorithm), timelineStart(timeline, t));
  walkTo(startWalk(timeline, [sums]), t);
  return saveState(algorithm.id, sums, t);
}

/** The score at `t` (epoch ms) by the algorithm active then, straight from the history. */
export function scoreHistoryAt(history: History, t: number): Score {
  return scoreAt(activeAt(activationsOf(history), t), stateAt(history, t), t);
}
