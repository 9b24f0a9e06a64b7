import { valueAt } from "./components.ts";
import type { History } from "./history.ts";
import { activeModel, type Mark, type Run, startRun } from "./replay-run.ts";
import { firstBelow } from "./runway.ts";
import { explain } from "./score.ts";
import { type State, saveState } from "./state.ts";
import type { Target } from "./target.ts";
import { nextInstant, walkTo } from "./walk.ts";

/** The instant (epoch ms) at which the score came to be below, or not below, its target. */
export interface Crossing {
  readonly at: number;
  readonly direction: "below" | "above";
  readonly target: number;
  /** The score at `at`. */
  readonly value: number;
  readonly algorithmId: string;
}

export interface Point {
  readonly at: number;
  readonly value: number;
  /** Points above the target, null where there is none. */
  readonly headroom: number | null;
  readonly algorithmId: string;
  readonly coverage: number;
}

export interface Checkpoint {
  readonly at: number;
  readonly states: Readonly<Record<string, State>>;
}

export interface ReplayInput {
  /**
   * All channels, all activations, all holds that reach beyond the start; signals and audience later than the start, and
   * of each channel at least from `neededFrom` on. More of the past is harmless: it is in `start` already.
   */
  readonly history: History;
  /** By algorithm id the states as of one instant, one for each of the history's algorithms; null: from the beginning. */
  readonly start: Readonly<Record<string, State>> | null;
  /** Epoch ms, not before the start. */
  readonly until: number;
  /** Every target that ever took effect; before the first there is none and nothing is below it. */
  readonly targets: readonly Target[];
  /** Ascending instants (epoch ms) after the start, up to `until`. */
  readonly pointsAt?: readonly number[];
  readonly checkpointsAt?: readonly number[];
}

export interface Replay {
  /** As of `until`, by algorithm id. */
  readonly states: Readonly<Record<string, State>>;
  readonly points: readonly Point[];
  readonly crossings: readonly Crossing[];
  readonly checkpoints: readonly Checkpoint[];
}

/**
 * Walks a history and tells what a client's score did: states, points, checkpoints and the instants at which it crossed its
 * targets, as if someone had looked at every millisecond. Cutting a stretch in two at any checkpoint gives the same.
 * Throws InvalidInput naming what is bad.
 */
export function replay(input: ReplayInput): Replay {
  const run = startRun(input);
  const { walk, marks, until } = run;
  for (;;) {
    const at = Math.min(nextInstant(walk), marks[run.mark]?.at ?? Number.POSITIVE_INFINITY);
    if (at > until) break;
    crossWhileQuiet(run, Math.ceil(at) - 1);
    walkTo(walk, at);
    const due = marksAt(run, at);
    for (const mark of due) if (mark.type === "activation") run.active = mark.algorithm;
    for (const mark of due) if (mark.type === "target") run.target = mark.value;
    crossAt(run, at);
    for (const mark of due) look(run, mark);
    run.last = at;
  }
  crossWhileQuiet(run, Math.floor(until));
  walkTo(walk, until);
  return { states: statesOf(run, until), points: run.points, crossings: run.crossings, checkpoints: run.checkpoints };
}

function marksAt(run: Run, at: number): Mark[] {
  const due: Mark[] = [];
  for (let mark = run.marks[run.mark]; mark !== undefined && mark.at <= at; mark = run.marks[++run.mark])
    due.push(mark);
  return due;
}

/** Between events the score only falls: it can cross its target once, downwards. */
function crossWhileQuiet(run: Run, until: number): void {
  if (run.target === null || run.below) return;
  const at = firstBelow(activeModel(run), { target: run.target, from: run.last, until });
  if (at === null) return;
  run.below = true;
  record(run, at, valueAt(activeModel(run), at));
}

function crossAt(run: Run, at: number): void {
  if (run.target === null) return;
  const value = valueAt(activeModel(run), at);
  if (value < run.target === run.below) return;
  run.below = !run.below;
  record(run, at, value);
}

function record({ crossings, below, target, active }: Run, at: number, value: number): void {
  crossings.push({ at, direction: below ? "below" : "above", target: target ?? 0, value, algorithmId: active.id });
}

function look(run: Run, { type, at }: Mark): void {
  if (type === "checkpoint") run.checkpoints.push({ at, states: statesOf(run, at) });
  if (type !== "point") return;
  const { value, coverage } = explain(activeModel(run), at);
  const headroom = run.target === null ? null : value - run.target;
  run.points.push({ at, value, headroom, algorithmId: run.active.id, coverage });
}

function statesOf({ models }: Run, at: number): Record<string, State> {
  return Object.fromEntries([...models].map(([id, { sums }]) => [id, saveState(id, sums, at)]));
}
