import type { Arrival } from "./arrival.ts";
import { fillPart, movement, termAt, union } from "./components.ts";
import type { Model, Part } from "./model.ts";

/**
 * A component whose φ is the share that none of its channels misses (presence, link mix): whatever touches it has all terms
 * evaluated anew.
 */
export interface Joint {
  readonly part: Part;
  /** By channel, the points that time took (below 0). */
  readonly decay: Float64Array;
  /** By channel, the terms as they were before: scratch. */
  readonly before: Float64Array;
  /** φ as of the last look. */
  value: number;
}

export function startJoint(part: Part, decay: Float64Array): Joint {
  return { part, decay, before: new Float64Array(decay.length), value: union(part.terms) };
}

/** Books what time took until `t` (epoch ms), for which the model is prepared, to the channels whose terms fell. */
export function settleJoint(joint: Joint, model: Model, { t }: Pick<Arrival, "t">): void {
  const { part, before, decay } = joint;
  const { terms } = part;
  for (let c = 0; c < terms.length; c++) before[c] = terms[c] ?? 0;
  fillPart(model, part, t);
  let fallen = 0;
  for (let c = 0; c < terms.length; c++) fallen += (before[c] ?? 0) - (terms[c] ?? 0);
  if (!(fallen > 0)) return;
  const now = union(terms);
  const perFallen = (part.points * movement(part, joint.value, now)) / fallen;
  joint.value = now;
  for (let c = 0; c < terms.length; c++) decay[c] = (decay[c] ?? 0) + perFallen * ((before[c] ?? 0) - (terms[c] ?? 0));
}

/** Takes account of a changed mix or post of the arrival's channel; everything else is settled. */
export function changeJoint(joint: Joint, model: Model, arrival: Arrival): void {
  const { part } = joint;
  const { channel } = arrival;
  const term = termAt(model, part.id, channel, arrival.t);
  if (term === part.terms[channel]) return;
  part.terms[channel] = term;
  const now = union(part.terms);
  arrival.points += part.points * movement(part, joint.value, now);
  joint.value = now;
}
