import { activeAt } from "./activations.ts";
import type { Algorithm } from "./algorithm.ts";
import { bookRows } from "./book-rows.ts";
import { prepareAt } from "./components.ts";
import { type Ledger, restart, settleAll, startLedger } from "./ledger.ts";
import type { Line } from "./line.ts";
import type { Model } from "./model.ts";
import { modelsOf, type Prepared } from "./prepare.ts";
import { keepUp } from "./sums.ts";
import type { Change } from "./timeline.ts";
import { applyChange, startWalk, type Walk, walkTo } from "./walk.ts";

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
  const models = modelsOf(prepared, from);
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

/** Books a change of algorithm at `at` (epoch ms), up to which everything is booked. */
export function switchTo({ ledger, models, steps }: Books, algorithm: Algorithm, at: number): void {
  const fromId = ledger.model.algorithm.id;
  const points = restart(ledger, modelIn(models, algorithm), at);
  if (fromId !== algorithm.id) steps.push({ kind: "algorithm", at, fromId, toId: algorithm.id, points });
}

/** Books everything that comes to count up to and including `t` (epoch ms), and what time took until then. */
export function bookUntil(books: Books, t: number): void {
  const { walk } = books;
  const { changes } = walk.timeline;
  for (let due = changes[walk.change]; due !== undefined && due.at <= t; due = changes[walk.change]) {
    bookRows(books, due.at, due.type !== "release");
    bookChange(books, due);
    walk.change++;
  }
  bookRows(books, t, true);
  settleAt(books, t);
}

function settleAt({ ledger, walk }: Books, t: number): void {
  prepareAt(ledger.model, t);
  settleAll(ledger, t);
  for (const sums of walk.sums) keepUp(sums, t);
  restart(ledger, ledger.model, t);
}

function bookChange(books: Books, due: Change): void {
  const { ledger, walk, steps } = books;
  const { at, type } = due;
  const channelId = walk.timeline.channels[due.channel]?.id ?? "";
  // A hold changes who loses what from here on, and a release every term of the channel.
  settleAt(books, at);
  for (const sums of walk.sums) applyChange(sums, due);
  const points = restart(ledger, ledger.model, at);
  if (type === "audience") steps.push({ kind: due.deferred ? "release" : "audience", at, channelId, points });
  if (type === "release") steps.push({ kind: "release", at, channelId, points });
}
