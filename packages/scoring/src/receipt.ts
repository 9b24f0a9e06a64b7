import { activeAt } from "./activations.ts";
import { type Algorithm, type ComponentId, componentIds } from "./algorithm.ts";
import { addColumns } from "./columns.ts";
import { prepareAt } from "./components.ts";
import type { History } from "./history.ts";
import { InvalidInput, requireInstant } from "./invalid-input.ts";
import { broaderKind, type Kind, kinds } from "./kinds.ts";
import { bookedValue, change, changeModel, type Ledger, settle, settleAll, startLedger } from "./ledger.ts";
import { type Model, modelOf, refreshMixes } from "./model.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { trackedKinds } from "./state.ts";
import { emptySums, keepUp } from "./sums.ts";
import type { Change } from "./timeline.ts";
import { applyChange, nextInstant, startWalk, timelineStart, type Walk, walkTo } from "./walk.ts";

/** One entry of a receipt; `points` are what it added to the score, instants are epoch ms. */
export type Line =
  /** Signals of one kind on one channel, of one post where they name it: each valued at its instant. `at` is the newest's. */
  | {
      readonly kind: "gain";
      readonly at: number;
      readonly channelId: string;
      readonly signalKind: Kind;
      readonly postId?: string;
      readonly count: number;
      readonly points: number;
    }
  | { readonly kind: "audience"; readonly at: number; readonly channelId: string; readonly points: number }
  /** What time took; never above 0. */
  | { readonly kind: "decay"; readonly componentId: ComponentId; readonly channelId: string; readonly points: number }
  /** The step at the end of a hold: what was deferred, and what time took meanwhile. */
  | { readonly kind: "release"; readonly at: number; readonly channelId: string; readonly points: number }
  | {
      readonly kind: "algorithm";
      readonly at: number;
      readonly fromId: string;
      readonly toId: string;
      readonly points: number;
    };

/** Why the score moved between two instants: the lines sum to `after` − `before`. */
export interface Receipt {
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
  readonly lines: readonly Line[];
}

/**
 * The ledger of a change from `from` to `to` (epoch ms): gains valued at their instants, what time took by component and
 * channel, steps of releases and of changes of algorithm. Throws InvalidInput if `to` is before `from`.
 */
export function receipt(history: History, from: number, to: number): Receipt {
  requireInstant("from", from);
  if (requireInstant("to", to) < from) throw new InvalidInput("to", `${to} is before from, ${from}`);
  return receiptOf(prepare(history, to), from, to);
}

/** The same of a prepared history, for callers with more than one question. */
export function receiptOf(prepared: Prepared, from: number, to: number): Receipt {
  if (!(from <= to && to <= prepared.until))
    throw new InvalidInput("to", `${to} is outside ${from} to ${prepared.until}`);
  const books = openBooks(prepared, from);
  const before = bookedValue(books.ledger);
  const switches = prepared.activations.filter((activation) => activation.from > from && activation.from <= to);
  for (const { from: at, algorithm } of [...switches, { from: to, algorithm: null }]) {
    bookUntil(books, at);
    settleAll(books.ledger, at);
    if (algorithm !== null) switchTo(books, algorithm, at);
  }
  return { from, to, before, after: bookedValue(books.ledger), lines: linesOf(books) };
}

interface Books {
  readonly prepared: Prepared;
  readonly walk: Walk;
  readonly models: ReadonlyMap<Algorithm, Model>;
  readonly ledger: Ledger;
  readonly steps: Line[];
  /** By group: points, counts and newest instants of its gains. */
  readonly gains: { points: Float64Array; counts: Float64Array; newest: Float64Array };
}

function openBooks(prepared: Prepared, from: number): Books {
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

function switchTo({ ledger, models, steps }: Books, algorithm: Algorithm, at: number): void {
  const fromId = ledger.model.algorithm.id;
  const points = changeModel(ledger, modelIn(models, algorithm), at);
  if (fromId !== algorithm.id) steps.push({ kind: "algorithm", at, fromId, toId: algorithm.id, points });
}

function bookUntil(books: Books, t: number): void {
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
  for (let i = 0; i < touched.length; i++) settle(ledger, touched[i] ?? 0, at);
  for (const sums of walk.sums) addColumns(sums, rows, first, walk.row);
  refreshMixes(ledger.model);
  let points = 0;
  for (let i = 0; i < touched.length; i++) points += change(ledger, touched[i] ?? 0, at);
  const happened = rows.at[first] ?? at;
  if (happened < at) {
    steps.push({ kind: "release", at, channelId: walk.timeline.channels[rows.channel[first] ?? 0]?.id ?? "", points });
    return;
  }
  const group = prepared.groupOf[signal] ?? 0;
  gains.points[group] = (gains.points[group] ?? 0) + points;
  gains.counts[group] = (gains.counts[group] ?? 0) + (rows.weight[first] ?? 0);
  gains.newest[group] = Math.max(gains.newest[group] ?? at, at);
}

/** By kind number, the positions in `componentIds` of what a signal of that kind can move. */
const touches: readonly (readonly number[])[] = kinds.map((kind) => {
  const reacted: readonly ComponentId[] = ["engagement", "selectivity"];
  const touched: readonly ComponentId[] =
    broaderKind(kind) === "post" || kind === "post" ? ["presence", "selectivity", "linkMix"] : reacted;
  const isReshare = broaderKind(kind) === "reshare" || kind === "reshare";
  return [...touched, ...(isReshare ? (["amplification"] as const) : [])].map((id) => componentIds.indexOf(id));
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

function linesOf({ prepared, ledger, steps, gains }: Books): Line[] {
  const gained: Line[] = prepared.groups.flatMap((group, index) => {
    const count = gains.counts[index] ?? 0;
    return count > 0
      ? [{ kind: "gain", ...group, at: gains.newest[index] ?? 0, count, points: gains.points[index] ?? 0 }]
      : [];
  });
  const { channels } = prepared.timeline;
  const decayed = componentIds.flatMap((componentId, j) =>
    channels.flatMap(({ id: channelId }, c): Line[] => {
      const points = ledger.decay[j]?.[c] ?? 0;
      return points === 0 ? [] : [{ kind: "decay", componentId, channelId, points }];
    }),
  );
  return [...gained, ...mergeReleases(steps), ...decayed];
}

/** A release is one line, however much was deferred to it. */
function mergeReleases(steps: readonly Line[]): Line[] {
  const merged = new Map<string, Line>();
  for (const step of steps) {
    const key = step.kind === "release" ? `${step.at} ${step.channelId}` : `step ${merged.size}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? step : { ...known, points: known.points + step.points });
  }
  return [...merged.values()];
}
