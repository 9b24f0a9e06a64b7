import { activeAt } from "./activations.ts";
import { type Algorithm, type ComponentId, componentIds } from "./algorithm.ts";
import { addColumns } from "./columns.ts";
import { prepareAt } from "./components.ts";
import { broaderKind, kinds } from "./kinds.ts";
import { bestStays, change, changeModel, type Ledger, settle, settleAll, startLedger } from "./ledger.ts";
import type { Line } from "./line.ts";
import { type Model, modelOf, refreshMixes } from "./model.ts";
import type { Prepared } from "./prepare.ts";
import { trackedKinds } from "./state.ts";
import { emptySums, keepUp } from "./sums.ts";
import type { Change } from "./timeline.ts";
import { applyChange, nextInstant, startWalk, timelineStart, type Walk, walkTo } from "./walk.ts";

/** A receipt in the making. */
export interface Books {
  readonly prepared: Prepared;
  readonly walk: Walk;
  readonly models: ReadonlyMap<Algorithm, Model>;
  readonly ledger: Ledger;
  readonly steps: Line[];
  /** By group: points, counts and newest instants of its gains. */
  readonly gains: { points: Float64Array; counts: Float64Array; newest: Float64Array };
}

export function openBooks(prepared: Prepared, from: number): Books {
  const { timeline, activations, groups } = prepared;
  const start = timelineStart(timeline, from);
  const models = new Map(
    activations.map(({ algorithm }) => [
      algorithm,
      modelOf(algorithm, emptySums(timeline.channels, trackedKinds(algorithm), start)),
    ]),
  );
  const walk = startWalk(
    timeline,
    [...models.values()].map(({ sums }) => sums),
  );
  walkTo(walk, from);
  const gains = {
    points: new Float64Array(groups.length),
    counts: new Float64Array(groups.length),
    newest: new Float64Array(groups.length).fill(Number.NEGATIVE_INFINITY),
  };
  return {
    prepared,
    walk,
    models,
    ledger: startLedger(modelIn(models, activeAt(activations, from)), from),
    steps: [],
    gains,
  };
}

function modelIn(models: Books["models"], algorithm: Algorithm): Model {
  const model = models.get(algorithm);
  if (model === undefined) throw new Error(`no model of ${algorithm.id}`);
  return model;
}

/** Books a change of algorithm at `at` (epoch ms), for which everything is settled. */
export function switchTo({ ledger, models, steps }: Books, algorithm: Algorithm, at: number): void {
  const fromId = ledger.model.algorithm.id;
  const points = changeModel(ledger, modelIn(models, algorithm), at);
  if (fromId !== algorithm.id) steps.push({ kind: "algorithm", at, fromId, toId: algorithm.id, points });
}

/** Books everything that comes to count up to and including `t` (epoch ms). */
export function bookUntil(books: Books, t: number): void {
  const { walk } = books;
  const { rows, changes } = walk.timeline;
  for (let at = nextInstant(walk); at <= t; at = nextInstant(walk)) {
    for (const sums of walk.sums) keepUp(sums, at);
    const due = changes[walk.change];
    const rowIsDue = walk.row < rows.length && rows.effective[walk.row] === at;
    if (due !== undefined && due.at === at && (due.type === "release" || !rowIsDue)) {
      bookChange(books, due);
      walk.change++;
    } else {
      bookSignal(books, at);
    }
  }
}

function bookSignal({ prepared, walk, ledger, gains, steps }: Books, at: number): void {
  const { rows } = walk.timeline;
  const first = walk.row;
  const signal = rows.signal[first] ?? 0;
  while (walk.row < rows.length && rows.signal[walk.row] === signal) walk.row++;
  const touched = touches[rows.kind[first] ?? 0] ?? [];
  prepareAt(ledger.model, at);
  const best = bestStays(ledger, {
    channel: rows.channel[first] ?? 0,
    kind: rows.kind[first] ?? 0,
    weight: rows.weight[first] ?? 0,
    t: at,
  });
  for (let i = best ? 1 : 0; i < touched.length; i++) settle(ledger, touched[i] ?? 0, at);
  for (const sums of walk.sums) addColumns(sums, rows, first, walk.row);
  refreshMixes(ledger.model);
  let points = 0;
  for (let i = best ? 1 : 0; i < touched.length; i++) points += change(ledger, touched[i] ?? 0, at);
  const happened = rows.at[first] ?? at;
  if (happened < at) {
    steps.push({ kind: "release", at, channelId: walk.timeline.channels[rows.channel[first] ?? 0]?.id ?? "", points });
    return;
  }
  const group = prepared.groupOf[signal] ?? 0;
  gains.points[group] = (gains.points[group] ?? 0) + points;
  gains.counts[group] = (gains.counts[group] ?? 0) + (rows.weight[first] ?? 0);
  gains.newest[group] = at;
}

/** By kind number, the positions in `componentIds` of what a signal of that kind can move; selectivity, which it seldom does, first. */
const touches: readonly (readonly number[])[] = kinds.map((kind) => {
  const ids: ComponentId[] = ["selectivity"];
  if (kind === "post" || broaderKind(kind) === "post") ids.push("presence", "linkMix");
  else ids.push("engagement");
  if (kind === "reshare" || broaderKind(kind) === "reshare") ids.push("amplification");
  return ids.map((id) => componentIds.indexOf(id));
});

function bookChange(books: Books, due: Change): void {
  const { ledger, walk, steps } = books;
  const { at, type } = due;
  const channelId = walk.timeline.channels[due.channel]?.id ?? "";
  // A hold changes who loses what from here on, and a release every term of the channel.
  settleAll(ledger, at);
  for (const sums of walk.sums) applyChange(sums, due);
  prepareAt(ledger.model, at);
  const points = ledger.model.parts.reduce((sum, _, j) => sum + change(ledger, j, at), 0);
  if (type === "audience") steps.push({ kind: due.deferred ? "release" : "audience", at, channelId, points });
  if (type === "release") steps.push({ kind: "release", at, channelId, points });
}
