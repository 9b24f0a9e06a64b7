import { type Activation, activeAt, neededFrom, type State } from "@headroom/scoring";
import type { ClientScope, ClientScoring } from "./client-scoring.ts";
import { parallelAt } from "./parallel-run.ts";
import { loadCheckpointBefore, type Start } from "./stored-states.ts";

/** The newest stored states earlier than `before` (epoch ms) that a walk can go on from; null: it begins at the beginning. */
export const checkpointBefore = async (
  scope: ClientScope,
  { scoring, before }: { scoring: ClientScoring; before: number },
): Promise<Start | null> => {
  if (before === Number.NEGATIVE_INFINITY) return null;
  const found = await loadCheckpointBefore(scope, { before });
  return found !== null && fits(found, scoring) ? found : null;
};

/** A stored state goes on only for the same channels that know the same, under every algorithm that counts from then on. */
export const fits = (start: Start, { channels, algorithms }: ClientScoring): boolean =>
  activationsSince(algorithms, start).every(({ algorithm }) => {
    const state = start.states[algorithm.id];
    return state !== undefined && isOfChannels(state, channels);
  });

/** Whether a state is of exactly these channels, which know what they knew. */
export const isOfChannels = ({ channels: known }: State, channels: ClientScoring["channels"]): boolean =>
  Object.keys(known).length === channels.length &&
  channels.every(({ id, knows }) => sameKnowledge(known[id]?.knows, knows));

const sameKnowledge = (a: Readonly<Record<string, number>> | undefined, b: Readonly<Record<string, number>>): boolean =>
  a !== undefined &&
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(b).every(([kind, since]) => a[kind] === since);

/** The activations that count from the start on, that of the start itself before the later ones; first what runs beside it. */
export const activationsSince = (all: readonly Activation[], start: Start | null): Activation[] => {
  if (start === null) return [...all];
  const active = activeAt(all, start.asOf);
  const then = all.findLast(({ from, algorithm }) => from <= start.asOf && algorithm.id === active.id) ?? {
    algorithm: active,
    from: start.asOf,
  };
  const beside = parallelAt(all, start.asOf);
  return [
    ...(beside === undefined ? [] : [{ algorithm: beside.algorithm, from: then.from - 1 }]),
    then,
    ...all.filter(({ from }) => from > start.asOf),
  ];
};

/** Later than this (epoch ms) everything has to be read to go on from a state. */
export const neededAfter = (start: Start | null): number => {
  const [state] = Object.values(start?.states ?? {});
  if (start === null || state === undefined) return Number.NEGATIVE_INFINITY;
  return Math.min(start.asOf, ...neededFrom(state).map(({ from }) => from - 1));
};

/** Of a start the states of these algorithms. */
export const statesOf = ({ states }: Start, algorithms: readonly Activation[]): Record<string, State> =>
  Object.fromEntries(
    algorithms.flatMap(({ algorithm }) => {
      const state = states[algorithm.id];
      return state === undefined ? [] : [[algorithm.id, state]];
    }),
  );
