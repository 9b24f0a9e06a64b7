import { activationsOf, activeAt } from "./activations.ts";
import type { Algorithm } from "./algorithm.ts";
import { alreadyFolded, baseOf, sumsAtStart } from "./checkpoint.ts";
import { valueAt } from "./components.ts";
import type { Activation } from "./history.ts";
import { InvalidInput, requireInstant } from "./invalid-input.ts";
import { type Model, modelOf } from "./model.ts";
import type { Checkpoint, Crossing, Point, ReplayInput } from "./replay.ts";
import { requireTarget, targetAt } from "./target.ts";
import { timelineOf } from "./timeline.ts";
import { startWalk, timelineStart, type Walk } from "./walk.ts";

/** What a replay must do at an instant besides folding. */
export type Mark =
  | { readonly type: "activation"; readonly at: number; readonly algorithm: Algorithm }
  | { readonly type: "target"; readonly at: number; readonly value: number }
  | { readonly type: "point"; readonly at: number }
  | { readonly type: "checkpoint"; readonly at: number };

/** A replay in progress. */
export interface Run {
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

/** Throws InvalidInput naming what is bad. */
export function startRun({ history, start, until, targets, pointsAt = [], checkpointsAt = [] }: ReplayInput): Run {
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
      modelOf(algorithm, sumsAtStart({ algorithm, history, state: start?.[algorithm.id], at: firstAt })),
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

/** The model by which the score counts at the moment. */
export function activeModel({ models, active }: Run): Model {
  const model = models.get(active.id);
  if (model === undefined) throw new Error(`no model of ${active.id}`);
  return model;
}
