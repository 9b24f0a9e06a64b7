import { type ComponentId, componentIds } from "./algorithm.ts";
import { combine, fillComponent, type Model, perComponent } from "./model.ts";

/**
 * Books what moves a score. Components are settled only when something touches them: in between they decay in closed form,
 * so that a like costs nothing for reach.
 */
export interface Ledger {
  model: Model;
  /** As of the last time each component was settled. */
  phi: Record<ComponentId, number>;
  /** Points that time took, by channel. */
  readonly decay: Readonly<Record<ComponentId, Float64Array>>;
  readonly before: Float64Array;
}

export function startLedger(model: Model, t: number): Ledger {
  const size = model.sums.channels.length;
  const ledger: Ledger = {
    model,
    phi: perComponent(() => 0),
    decay: perComponent(() => new Float64Array(size)),
    before: new Float64Array(size),
  };
  changeModel(ledger, model, t);
  return ledger;
}

/** From `t` (epoch ms) on the books are kept by another algorithm; returns the points of the step. */
export function changeModel(ledger: Ledger, model: Model, t: number): number {
  const before = bookedValue(ledger);
  ledger.model = model;
  for (const id of componentIds) {
    fillComponent(model, id, t);
    ledger.phi[id] = combine(model, id);
  }
  return bookedValue(ledger) - before;
}

/** The score as of the last settlements. */
export function bookedValue({ model, phi }: Ledger): number {
  return 1 + model.active.reduce((sum, id) => sum + model.fullPoints[id] * phi[id], 0);
}

/** Brings a component to `t` (epoch ms): what it lost is booked as decay of the channels whose terms fell. */
export function settle(ledger: Ledger, id: ComponentId, t: number): void {
  const { model, before } = ledger;
  const terms = model.terms[id];
  before.set(terms);
  const points = model.fullPoints[id] * change(ledger, id, t);
  if (points === 0) return;
  const decay = ledger.decay[id];
  if (id === "selectivity") {
    const best = indexOfLargest(before);
    decay[best] = (decay[best] ?? 0) + points;
    return;
  }
  let lost = 0;
  for (let c = 0; c < terms.length; c++) lost += (before[c] ?? 0) - (terms[c] ?? 0);
  if (!(lost > 0)) return;
  for (let c = 0; c < terms.length; c++) {
    decay[c] = (decay[c] ?? 0) + (points * ((before[c] ?? 0) - (terms[c] ?? 0))) / lost;
  }
}

/** Evaluates a component anew at `t` (epoch ms); returns by how much its φ changed. */
export function change(ledger: Ledger, id: ComponentId, t: number): number {
  fillComponent(ledger.model, id, t);
  const phi = combine(ledger.model, id);
  const difference = phi - ledger.phi[id];
  ledger.phi[id] = phi;
  return difference;
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let c = 1; c < values.length; c++) if ((values[c] ?? 0) > (values[best] ?? 0)) best = c;
  return best;
}
