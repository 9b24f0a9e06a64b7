import { type Checkpoint, type History, type Replay, replay, type Signal, scoreAt } from "@headroom/scoring";
import { type ClientScope, type ClientScoring, loadAudience, loadClientScoring } from "./client-scoring.ts";
import { keptUntil } from "./kept-until.ts";
import { laterRepeats } from "./later-repeats.ts";
import { loadSignals } from "./load-signals.ts";
import { type ParallelPoint, parallelRuns } from "./parallel-run.ts";
import { runwayOf } from "./runway-of.ts";
import { activationsSince, checkpointBefore, fits, neededAfter, statesOf } from "./start-before.ts";
import { stepAtErasure } from "./step-at-erasure.ts";
import { clearDerived, storeDerived } from "./store-derived.ts";
import { loadStates, type Start, type StateRow, storeStates } from "./stored-states.ts";

/** How far apart stored score points lie: fine enough for a week's sparkline, few enough for years. */
export const pointStepMs = 6 * 3_600_000;
const dayMs = 86_400_000;

export interface RecomputeInput extends ClientScope {
  /** Epoch ms. */
  now: number;
  /** The first instant (epoch ms) at which anything can differ; -Infinity makes everything anew. */
  from: number;
  /** Every signal that is new, where the caller has them at hand: then a state older than all of them need not be left. */
  fresh?: readonly Signal[];
}

/** Makes a client's state, runway, crossings and points anew from `from` on, starting at the nearest stored state before it. */
export const recompute = async ({ now, from, fresh, ...scope }: RecomputeInput): Promise<void> => {
  const scoring = await loadClientScoring(scope);
  const current = fresh === undefined ? null : await currentBefore(scope, { scoring, from });
  const start = current ?? (await checkpointBefore(scope, { scoring, before: from }));
  const signals =
    current && fresh
      ? await withRepeats(scope, { scoring, fresh, start: current })
      : await signalsAfter(scope, { scoring, start });
  const audience = await loadAudience({ ...scope, channels: scoring.networks, after: neededAfter(start) });
  if (start === null && signals.length === 0 && audience.length === 0) return clearDerived(scope, scoring.erasedBefore);

  const history: History = { ...scoring, algorithms: activationsSince(scoring.algorithms, start), signals, audience };
  const through = lastEvent(history, { start, now });
  const body = stretch(history, { scoring, start, until: through, checkpoints: true });
  const settled: Start = { asOf: through, states: body.states };
  const silence = { ...history, algorithms: activationsSince(scoring.algorithms, settled) };
  const tail = stretch(silence, { scoring, start: settled, until: Math.max(now, through), checkpoints: false });

  const kept = current === null ? await keptUntil(scope, { scoring, from }) : null;
  await storeStates(scope, {
    from: start?.asOf ?? null,
    current: stateRows(body.states, through),
    checkpoints: body.checkpoints.flatMap(({ at, states }) => (isPointInstant(at) ? [] : stateRows(states, at))),
  });
  const after = latest(start?.asOf ?? null, scoring.erasedBefore, kept);
  const points = [...body.points, ...tail.points];
  const isLater = ({ at }: { at: number }) => after === null || at > after;
  await storeDerived(scope, {
    after,
    points: points.filter(isLater),
    crossings: [...(await stepAtErasure(scope, { scoring, points })), ...body.crossings, ...tail.crossings].filter(
      isLater,
    ),
    parallel: parallelPoints([...body.checkpoints, ...tail.checkpoints], scoring).filter(isLater),
    targets: scoring.targets,
    runway: runwayOf({ scoring, states: body.states, now: Math.max(now, through) }),
  });
};

const latest = (...instants: (number | null)[]): number | null => {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.max(...known);
};

/** What the algorithm that was left makes of the instants of its parallel runs. */
const parallelPoints = (checkpoints: readonly Checkpoint[], { algorithms }: ClientScoring): ParallelPoint[] => {
  const runs = parallelRuns(algorithms);
  return checkpoints.flatMap(({ at, states }) => {
    const algorithm = runs.find(({ from, to }) => from <= at && at < to)?.algorithm;
    const state = algorithm && states[algorithm.id];
    if (algorithm === undefined || state === undefined || !isPointInstant(at)) return [];
    return [{ at, algorithmId: algorithm.id, value: scoreAt(algorithm, state, at).value }];
  });
};

interface Question {
  scoring: ClientScoring;
  from: number;
}

/** The current state serves when nothing that is new lies before it, and no channel waits for its release. */
const currentBefore = async (scope: ClientScope, { scoring, from }: Question): Promise<Start | null> => {
  const found = await loadStates(scope);
  if (found === null || found.asOf >= from || !fits(found, scoring)) return null;
  const held = Object.values(found.states).some(({ channels }) =>
    Object.values(channels).some((c) => c.heldFrom !== null),
  );
  return held ? null : found;
};

const signalsAfter = (
  scope: ClientScope,
  { scoring, start }: { scoring: ClientScoring; start: Start | null },
): Promise<Signal[]> => loadSignals({ ...scope, channels: scoring.networks, after: neededAfter(start) });

const withRepeats = async (
  scope: ClientScope,
  { scoring, fresh, start }: { scoring: ClientScoring; fresh: readonly Signal[]; start: Start },
): Promise<Signal[]> => [
  ...(await laterRepeats({ ...scope, channels: scoring.networks, fresh, asOf: start.asOf })),
  ...fresh,
];

/** States are kept as of the last thing that happened, so that what comes next need not be replayed over silence. */
const lastEvent = (history: History, { start, now }: { start: Start | null; now: number }): number => {
  let last = start?.asOf ?? Number.NEGATIVE_INFINITY;
  const see = (at: number | undefined) => {
    if (at !== undefined && at > last && at <= now) last = at;
  };
  for (const { at } of history.signals) see(at);
  for (const { at } of history.audience) see(at);
  for (const { from } of history.algorithms) see(from);
  for (const { from, to } of history.holds) {
    see(from);
    see(to);
  }
  return last;
};

interface Stretch {
  scoring: ClientScoring;
  start: Start | null;
  until: number;
  checkpoints: boolean;
}

const isPointInstant = (at: number): boolean => at % pointStepMs === 0;

const stretch = (history: History, { scoring, start, until, checkpoints }: Stretch): Replay => {
  const since = start?.asOf ?? firstInstant(history) - 1;
  const pointsAt = grid({ since, until, stepMs: pointStepMs, offsetMs: 0 });
  const runs = parallelRuns(scoring.algorithms);
  return replay({
    history,
    start: start === null ? null : statesOf(start, history.algorithms),
    until,
    targets: scoring.targets,
    pointsAt: withErasure(pointsAt, { scoring, since, until }),
    checkpointsAt: [
      // The last millisecond of a UTC day: no repeats of one actor straddle it.
      ...(checkpoints ? grid({ since, until, stepMs: dayMs, offsetMs: -1 }) : []),
      // What the algorithm that does not count makes of a point's instant is read from a state of that instant.
      ...pointsAt.filter((at) => runs.some(({ from, to }) => from <= at && at < to)),
    ],
  });
};

/** The first instant after an erasure: what was reported ends, and what is left begins. */
const afterErasure = ({ erasedBefore }: ClientScoring): number | null =>
  erasedBefore === null ? null : erasedBefore + 1;

const withErasure = (
  instants: readonly number[],
  { scoring, since, until }: { scoring: ClientScoring; since: number; until: number },
): number[] => {
  const at = afterErasure(scoring);
  if (at === null || at <= since || at > until || instants.includes(at)) return [...instants];
  return [...instants, at].sort((a, b) => a - b);
};

const firstInstant = ({ signals, audience }: History): number => {
  let first = Number.POSITIVE_INFINITY;
  for (const { at } of signals) if (at < first) first = at;
  for (const { at } of audience) if (at < first) first = at;
  return first;
};

interface Grid {
  since: number;
  until: number;
  stepMs: number;
  offsetMs: number;
}

/** The instants of a regular grid in (since, until], epoch ms. */
const grid = ({ since, until, stepMs, offsetMs }: Grid): number[] => {
  const instants: number[] = [];
  for (let at = (Math.floor((since - offsetMs) / stepMs) + 1) * stepMs + offsetMs; at <= until; at += stepMs)
    instants.push(at);
  return instants;
};

const stateRows = (states: Checkpoint["states"], asOf: number): StateRow[] =>
  Object.entries(states).map(([algorithmId, state]) => ({ algorithmId, asOf, state }));
