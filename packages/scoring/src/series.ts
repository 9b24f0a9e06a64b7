import { activeAt } from "./activations.ts";
import { valueAt } from "./components.ts";
import type { History } from "./history.ts";
import { InvalidInput, requireInstant } from "./invalid-input.ts";
import { modelsOf, type Prepared, prepare } from "./prepare.ts";
import { requireTarget, type Target, targetAt } from "./target.ts";
import { startWalk, walkTo } from "./walk.ts";

export interface SeriesPoint {
  /** Epoch ms. */
  readonly at: number;
  readonly value: number;
  readonly algorithmId: string;
  /** Points above the target; absent without one. */
  readonly headroom?: number;
}

/** The score at many instants (epoch ms, ascending) in one pass. Throws InvalidInput on bad or descending instants. */
export function series(history: History, times: readonly number[], targets: readonly Target[] = []): SeriesPoint[] {
  return seriesOf(prepare(history, requireInstant("times", times.at(-1) ?? 0)), times, targets);
}

/** The same of a prepared history, for callers with more than one question. */
export function seriesOf(prepared: Prepared, times: readonly number[], targets: readonly Target[] = []): SeriesPoint[] {
  const { timeline, activations, until } = prepared;
  for (const { value } of targets) requireTarget("targets.value", value);
  const models = modelsOf(prepared, times[0] ?? until);
  const walk = startWalk(
    timeline,
    [...models.values()].map(({ sums }) => sums),
  );
  let last = prepared.since;
  return times.map((at) => {
    if (!(requireInstant("times", at) >= last && at <= until)) throw new InvalidInput("times", `${at} is out of order`);
    last = at;
    walkTo(walk, at);
    const algorithm = activeAt(activations, at);
    const model = models.get(algorithm);
    if (model === undefined) throw new Error(`no model of ${algorithm.id}`);
    const value = valueAt(model, at);
    const target = targetAt(targets, at);
    const point = { at, value, algorithmId: algorithm.id };
    return target === null ? point : { ...point, headroom: value - target };
  });
}
