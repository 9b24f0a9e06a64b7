import type { PreviewedClient } from "@headroom/insights";
import {
  type Algorithm,
  addReactions,
  backtestPairs,
  type DailyReactions,
  type History,
  type Pair,
  type Point,
  replay,
  type State,
} from "@headroom/scoring";
import { type ClientScope, loadClientScoring, type TargetStep } from "../scores/client-scoring.ts";
import { pointStepMs } from "../scores/recompute.ts";
import { loadPortion, portionEnds } from "./history-portions.ts";

export interface PreviewQuestion {
  baseline: Algorithm;
  candidate: Algorithm;
  /** The span compared, epoch ms; scores before it only serve as history. */
  from: number;
  to: number;
}

export interface ClientPreview {
  row: PreviewedClient;
  /** Scores with the reactions of the week after them. */
  pairs: { baseline: Pair[]; candidate: Pair[] };
}

/** What both algorithms make of one client, read in portions of bounded size. Null without any history. */
export const previewClient = async (
  scope: ClientScope,
  { baseline, candidate, from, to }: PreviewQuestion,
): Promise<ClientPreview | null> => {
  const scoring = await loadClientScoring(scope);
  const { networks: channels, targets } = scoring;
  const { first, ends } = await portionEnds(scope, { channels, until: to });
  if (ends.length === 0) return null;
  const runs = [startRun(baseline), startRun(candidate)] as const;
  const daily: DailyReactions = new Map();
  let since = Number.NEGATIVE_INFINITY;
  for (const until of ends) {
    const portion = await loadPortion(scope, { channels, state: runs[0].state, until });
    const instants = instantsIn({ after: Math.max(since, from - 1, first - 1), until, last: to });
    for (const run of runs) advance(run, { history: { ...scoring, ...portion }, until, instants });
    addReactions(
      daily,
      portion.signals.filter(({ at }) => at > since),
    );
    since = until;
  }
  const [old, made] = [runs[0].points, runs[1].points];
  const pairs = { baseline: backtestPairs(old, daily, to), candidate: backtestPairs(made, daily, to) };
  return { row: { clientId: scope.clientId, ...compare({ old, made, targets }) }, pairs };
};

interface AlgorithmRun {
  algorithm: Algorithm;
  state: State | null;
  points: Point[];
}

const startRun = (algorithm: Algorithm): AlgorithmRun => ({ algorithm, state: null, points: [] });

interface Step {
  history: Omit<History, "algorithms">;
  until: number;
  instants: readonly number[];
}

const advance = (run: AlgorithmRun, { history, until, instants }: Step): void => {
  const { algorithm, state } = run;
  const found = replay({
    history: { ...history, algorithms: [{ algorithm, from: 0 }] },
    start: state === null ? null : { [algorithm.id]: state },
    until,
    // Crossings are not asked for: shares of the time below target come from the points.
    targets: [],
    pointsAt: instants,
  });
  run.state = found.states[algorithm.id] ?? null;
  run.points.push(...found.points);
};

/** The instants of stored points in (after, until], and the very last one. */
const instantsIn = ({ after, until, last }: { after: number; until: number; last: number }): number[] => {
  const instants: number[] = [];
  for (let at = (Math.floor(after / pointStepMs) + 1) * pointStepMs; at <= until; at += pointStepMs) instants.push(at);
  if (until === last && instants.at(-1) !== last && last > after) instants.push(last);
  return instants;
};

interface Comparison {
  old: readonly Point[];
  made: readonly Point[];
  targets: readonly TargetStep[];
}

const compare = ({ old, made, targets }: Comparison): Omit<PreviewedClient, "clientId"> => {
  let [sum, required, below, wouldBeBelow] = [0, 0, 0, 0];
  let biggest = { change: 0, at: made.at(-1)?.at ?? 0 };
  for (const [i, { at, value }] of made.entries()) {
    const before = old[i]?.value ?? value;
    sum += value - before;
    if (Math.abs(value - before) > Math.abs(biggest.change)) biggest = { change: value - before, at };
    const target = targetAt(targets, at);
    if (target === null) continue;
    required++;
    if (before < target) below++;
    if (value < target) wouldBeBelow++;
  }
  const last = made.at(-1);
  return {
    now: old.at(-1)?.value ?? 1,
    wouldBe: last?.value ?? 1,
    meanChange: made.length === 0 ? 0 : sum / made.length,
    biggestChange: biggest.change,
    biggestAt: biggest.at,
    target: last === undefined ? null : targetAt(targets, last.at),
    belowShare: required === 0 ? null : below / required,
    wouldBeBelowShare: required === 0 ? null : wouldBeBelow / required,
  };
};

const targetAt = (targets: readonly TargetStep[], at: number): number | null =>
  targets.findLast(({ from }) => from <= at)?.value ?? null;
