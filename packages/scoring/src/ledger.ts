import { combine, fillPart, prepareAt } from "./components.ts";
import { kindNumber } from "./kinds.ts";
import type { Model, Part } from "./model.ts";
import { isHeld } from "./sums.ts";

/**
 * Books what moves a score. Components are settled only when something touches them: in between they decay in closed form,
 * so that a like costs nothing for reach.
 */
export interface Ledger {
  model: Model;
  /** By component, as of the last time it was settled. */
  readonly phi: Float64Array;
  /** By component, then channel: the points that time took. */
  readonly decay: readonly Float64Array[];
  readonly before: Float64Array;
  /** The channel with the most reactions per post when that was last settled. */
  best: number;
}

export function startLedger(model: Model, t: number): Ledger {
  const size = model.sums.channels.length;
  const ledger: Ledger = {
    model,
    phi: new Float64Array(model.parts.length),
    decay: model.parts.map(() => new Float64Array(size)),
    before: new Float64Array(size),
    best: 0,
  };
  changeModel(ledger, model, t);
  return ledger;
}

/** From `t` (epoch ms) on the books are kept by another algorithm; returns the points of the step. */
export function changeModel(ledger: Ledger, model: Model, t: number): number {
  const before = bookedValue(ledger);
  ledger.model = model;
  prepareAt(model, t);
  for (let j = 0; j < model.parts.length; j++) change(ledger, j, t);
  return bookedValue(ledger) - before;
}

/** The score as of the last settlements. */
export function bookedValue({ model, phi }: Ledger): number {
  return 1 + model.parts.reduce((sum, { points }, j) => sum + points * (phi[j] ?? 0), 0);
}

/** Brings every component to `t` (epoch ms). */
export function settleAll(ledger: Ledger, t: number): void {
  prepareAt(ledger.model, t);
  for (let j = 0; j < ledger.model.parts.length; j++) settle(ledger, j, t);
}

/**
 * Brings the j-th component to `t` (epoch ms), for which the model is prepared: what it lost is booked as decay of the
 * channels whose terms fell.
 */
export function settle(ledger: Ledger, j: number, t: number): void {
  const { before } = ledger;
  const part = ledger.model.parts[j];
  const decay = ledger.decay[j];
  if (part === undefined || decay === undefined || part.points === 0) return;
  const { terms } = part;
  for (let c = 0; c < terms.length; c++) before[c] = terms[c] ?? 0;
  const points = change(ledger, j, t);
  if (points === 0) return;
  if (part.combination === "largest") {
    const best = indexOfLargest(before);
    decay[best] = (decay[best] ?? 0) + points;
  } else {
    book({ decay, before, part }, points);
  }
}

function book(
  { decay, before, part }: { decay: Float64Array; before: Float64Array; part: Part },
  points: number,
): void {
  const { terms } = part;
  let lost = 0;
  for (let c = 0; c < terms.length; c++) lost += (before[c] ?? 0) - (terms[c] ?? 0);
  if (!(lost > 0)) return;
  const perLost = points / lost;
  for (let c = 0; c < terms.length; c++) decay[c] = (decay[c] ?? 0) + perLost * ((before[c] ?? 0) - (terms[c] ?? 0));
}

/** Evaluates the j-th component anew at `t` (epoch ms), for which the model is prepared; returns the points it moved by. */
export function change(ledger: Ledger, j: number, t: number): number {
  const { model, phi } = ledger;
  const part = model.parts[j];
  if (part === undefined || part.points === 0) return 0;
  fillPart(model, part, t);
  const now = combine(part);
  const points = part.points * (now - (phi[j] ?? 0));
  phi[j] = now;
  if (part.combination === "largest") ledger.best = indexOfLargest(part.terms);
  return points;
}

/**
 * Whether a signal at `t` (epoch ms), for which the model is prepared, cannot move the most reactions per post: it is of a
 * channel that, with it, still has fewer than the one that was best. Spares evaluating what most signals leave alone.
 */
export function bestStays(
  { model, best }: Ledger,
  signal: { channel: number; kind: number; weight: number; t: number },
): boolean {
  const { channel, kind, weight, t } = signal;
  const { sums, mixes, decay, reactions, algorithm, hasReactions } = model;
  if (channel === best || isHeld(sums, best, t) || isHeld(sums, channel, t) || hasReactions[best] !== 1) return false;
  const perPost = (c: number, more: number) =>
    ((mixes.reactions[c] ?? 0) * decay.engagement + more) /
    ((mixes.posts[c] ?? 0) * decay.engagement + algorithm.shrinkagePosts);
  const broader = kind === linkReshareNumber ? (reactions[reshareNumber] ?? 0) : 0;
  return perPost(channel, weight * ((reactions[kind] ?? 0) + broader)) < perPost(best, 0);
}

const reshareNumber = kindNumber("reshare");
const linkReshareNumber = kindNumber("linkReshare");

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let c = 1; c < values.length; c++) if ((values[c] ?? 0) > (values[best] ?? 0)) best = c;
  return best;
}
