import { activationsOf, activeAt } from "./activations.ts";
import type { Algorithm } from "./algorithm.ts";
import { valueAt } from "./components.ts";
import type { Activation, History } from "./history.ts";
import { type Span, spansOf } from "./holds.ts";
import { InvalidInput, requireInstant } from "./invalid-input.ts";
import { type Model, modelOf } from "./model.ts";
import { firstBelow } from "./runway.ts";
import { explain } from "./score.ts";
import { emptyState, loadState, type State, saveState, trackedKinds } from "./state.ts";
import { emptySums, type Sums } from "./sums.ts";
import { requireTarget, type Target, targetAt } from "./target.ts";
import { timelineOf } from "./timeline.ts";
import { nextInstant, startWalk, timelineStart, type Walk, walkTo } from "./walk.ts";
import { utcDayMs } from "./weigh.ts";

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

/**
 * The instant (epoch ms) from which on `replay` needs each channel's signals and audience to go on from a state: what the
 * state lacks, and the UTC day on which its last signals may have repeats. A checkpoint at the last millisecond of a day
 * needs nothing older than itself, save for held channels.
 */
export function neededFrom(state: State): { channelId: string; from: number }[] {
  return Object.entries(state.channels).map(([channelId, { heldFrom }]) => {
    const folded = (heldFrom ?? state.asOf) + 1;
    return { channelId, from: Math.floor(folded / utcDayMs) * utcDayMs };
  });
}

type Mark =
  | { readonly type: "activation"; readonly at: number; readonly algorithm: Algorithm }
  | { readonly type: "target"; readonly at: number; readonly value: number }
  | { readonly type: "point"; readonly at: number }
  | { readonly type: "checkpoint"; readonly at: number };

interface Run {
  readonly until: number;
  readonly walk: Walk;
  readonly models: ReadonlyMap<string, Model>;
  readonly marks: readonly Mark[];
  mark: number;
  active: Algorithm;
  target: number | null;
  below: boolean;
  last: number;
  readonly points: Point[];
  readonly crossings: Crossing[];
  readonly checkpoints: Checkpoint[];
}

function startRun({ history, start, until, targets, pointsAt = [], checkpointsAt = [] }: ReplayInput): Run {
  requireInstant("until", until);
  const activations = activationsOf(history);
  const base = baseOf(start, activations);
  if (base !== null && until < base.asOf) throw new InvalidInput("until", `${until} is before the start, ${base.asOf}`);
  const since = base?.asOf ?? Number.NEGATIVE_INFINITY;
  const timeline = timelineOf(history, { until, ...(base && { since, ...alreadyFolded(history, base) }) });
  const marks = marksOf({ activations, targets, pointsAt, checkpointsAt, since, until });
  const firstAt = base?.asOf ?? timelineStart(timeline, Math.min(until, marks[0]?.at ?? until));
  const models = new Map<string, Model>();
  for (const { algorithm } of activations) {
    if (models.has(algorithm.id)) continue;
    models.set(
      algorithm.id,
      modelOf(algorithm, sumsOf({ algorithm, history, state: start?.[algorithm.id], at: firstAt })),
    );
  }
  for (const { from, value } of targets) {
    requireInstant("targets.from", from);
    requireTarget("targets.value", value);
  }
  const walk = startWalk(
    timeline,
    [...models.values()].map(({ sums }) => sums),
  );
  const run: Run = {
    until,
    walk,
    models,
    marks,
    mark: 0,
    last: firstAt,
    below: false,
    points: [],
    crossings: [],
    checkpoints: [],
    active: activeAt(activations, since),
    target: targetAt(targets, since),
  };
  if (base !== null && run.target !== null) run.below = valueAt(activeModel(run), since) < run.target;
  return run;
}

/** One of the start's states: they agree in all but their sums. */
function baseOf(start: ReplayInput["start"], activations: readonly Activation[]): State | null {
  if (start === null) return null;
  const states = activations.map(({ algorithm }) => {
    const state = Object.hasOwn(start, algorithm.id) ? start[algorithm.id] : undefined;
    if (state === undefined) throw new InvalidInput("start", `has no state of ${algorithm.id}`);
    return state;
  });
  const [base] = states;
  if (base === undefined || states.some(({ asOf }) => asOf !== base.asOf))
    throw new InvalidInput("start", "states are not as of one instant");
  return base;
}

function alreadyFolded({ channels, holds }: History, base: State): { folded: Float64Array; spans: Span[][] } {
  const stranger = Object.keys(base.channels).find((id) => !channels.some((channel) => channel.id === id));
  if (stranger !== undefined)
    throw new InvalidInput("channels", `lack ${JSON.stringify(stranger)}, which is in the start`);
  const heldFrom = channels.map(({ id }) =>
    Object.hasOwn(base.channels, id) ? (base.channels[id]?.heldFrom ?? null) : null,
  );
  return {
    folded: Float64Array.from(channels, (_, c) => heldFrom[c] ?? base.asOf),
    spans: channels.map(({ id }, c) =>
      spansBeyond(spansOf(holds, id), { asOf: base.asOf, heldFrom: heldFrom[c] ?? null }),
    ),
  };
}

/** The hold that a channel is in at the start began when its state says, whatever touched it before. */
function spansBeyond(spans: readonly Span[], { asOf, heldFrom }: { asOf: number; heldFrom: number | null }): Span[] {
  const later = spans.filter(({ to }) => to > asOf);
  const [first] = later;
  const covers = first !== undefined && first.from <= asOf;
  if (heldFrom === null) {
    if (covers && first.from < asOf)
      throw new InvalidInput("holds", "one began before the start, where the channel is open: replay from before it");
    return later;
  }
  if (!covers) throw new InvalidInput("holds", "the hold that the channel is in at the start is missing");
  return [{ from: heldFrom, to: first.to }, ...later.slice(1)];
}

function sumsOf({
  algorithm,
  history,
  state,
  at,
}: {
  algorithm: Algorithm;
  history: History;
  state: State | undefined;
  at: number;
}): Sums {
  if (state === undefined) return emptySums(history.channels, trackedKinds(algorithm), at);
  const fresh = emptyState(algorithm, history.channels, at).channels;
  const channels = history.channels.map(({ id, network, knows }) => {
    const own = Object.hasOwn(state.channels, id) ? state.channels[id] : fresh[id];
    return [id, { ...own, network, knows }];
  });
  return loadState(algorithm, { ...state, channels: Object.fromEntries(channels) });
}

function marksOf(
  input: Required<Pick<ReplayInput, "targets" | "pointsAt" | "checkpointsAt" | "until">> & {
    activations: readonly Activation[];
    since: number;
  },
): Mark[] {
  const { activations, targets, pointsAt, checkpointsAt, since, until } = input;
  for (const [field, instants] of [
    ["pointsAt", pointsAt],
    ["checkpointsAt", checkpointsAt],
  ] as const) {
    for (const at of instants) {
      if (!(requireInstant(field, at) > since && at <= until))
        throw new InvalidInput(field, `${at} is outside the replay`);
    }
  }
  return [
    ...activations.map(({ from, algorithm }): Mark => ({ type: "activation", at: from, algorithm })),
    ...targets.map(({ from, value }): Mark => ({ type: "target", at: from, value })),
    ...pointsAt.map((at): Mark => ({ type: "point", at })),
    ...checkpointsAt.map((at): Mark => ({ type: "checkpoint", at })),
  ]
    .filter(({ at }) => at > since)
    .sort((a, b) => a.at - b.at);
}

function marksAt(run: Run, at: number): Mark[] {
  const due: Mark[] = [];
  for (let mark = run.marks[run.mark]; mark !== undefined && mark.at <= at; mark = run.marks[++run.mark])
    due.push(mark);
  return due;
}

function activeModel({ models, active }: Run): Model {
  const model = models.get(active.id);
  if (model === undefined) throw new Error(`no model of ${active.id}`);
  return model;
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
