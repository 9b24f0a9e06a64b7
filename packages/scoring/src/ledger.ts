import { type ComponentId, componentIds } from "./algorithm.ts";
import type { Arrival } from "./arrival.ts";
import { combine, fillPart, prepareAt } from "./components.ts";
import { type Fading, fadeTo, startFading } from "./fading.ts";
import { type Joint, settleJoint, startJoint } from "./joint.ts";
import { type Lead, settleLead, startLead } from "./lead.ts";
import type { Model, Part } from "./model.ts";
import { bookChannels, fade, type RunningSum, startSum } from "./running-sum.ts";

/**
 * Books what moves a score. Components are settled only when something touches them: in between they decay in closed form,
 * so that a like costs nothing for reach.
 */
export interface Ledger {
  model: Model;
  /** By component, then channel: the points that time took. */
  readonly decay: readonly Float64Array[];
  /** By component: φ as of the last `restart`. */
  readonly phi: Float64Array;
  following: Following;
  /** The signal that is being booked. */
  readonly arrival: Arrival;
  /** When the books were last opened anew, epoch ms. */
  since: number;
}

/** What signals and time move; components without a weight are left out. Reach moves by audience alone, at a `restart`. */
export interface Following {
  readonly engagement: RunningSum;
  readonly amplification: RunningSum;
  readonly presence: Joint | null;
  readonly linkMix: Joint | null;
  readonly selectivity: Lead | null;
}

/** Books by `model`, which holds everything up to `t` (epoch ms). */
export function startLedger(model: Model, t: number): Ledger {
  const decay = model.parts.map(() => new Float64Array(model.sums.channels.length));
  const ledger: Ledger = {
    model,
    decay,
    phi: new Float64Array(model.parts.length),
    following: follow(model, decay, t),
    arrival: { channel: 0, at: 0, t: 0, posts: 0, links: 0, points: 0 },
    since: t,
  };
  restart(ledger, model, t);
  return ledger;
}

/**
 * Opens the books anew at `t` (epoch ms), for which everything is settled: by another algorithm, after something that moves
 * more than one signal does, or to shed the rounding of many small steps. Returns the points of the step.
 */
export function restart(ledger: Ledger, model: Model, t: number): number {
  const before = bookedValue(ledger);
  ledger.model = model;
  ledger.since = t;
  ledger.following = follow(model, ledger.decay, t);
  for (const [j, part] of model.parts.entries()) ledger.phi[j] = part.points === 0 ? 0 : combine(part);
  return bookedValue(ledger) - before;
}

function follow(model: Model, decay: Ledger["decay"], t: number): Following {
  prepareAt(model, t);
  for (const part of model.active) fillPart(model, part, t);
  const joint = (id: ComponentId): Joint | null => {
    const { part, own } = entryOf(model, decay, id);
    return part.points === 0 ? null : startJoint(part, own);
  };
  const sum = (id: ComponentId, fading: Fading, mix: Float64Array): RunningSum => {
    const { part, own } = entryOf(model, decay, id);
    return startSum(model, { part, mix, decay: own, fading, t });
  };
  const lead = entryOf(model, decay, "selectivity");
  const fading = startFading(model.engagement, t);
  const isOne = model.amplification === model.engagement;
  return {
    engagement: sum("engagement", fading, model.mixes.reactions),
    amplification: sum("amplification", isOne ? fading : startFading(model.amplification, t), model.mixes.reshares),
    presence: joint("presence"),
    linkMix: joint("linkMix"),
    selectivity: lead.part.points === 0 ? null : startLead(model, { part: lead.part, decay: lead.own, t }),
  };
}

/** All lists by component have an entry for each. */
function entryOf({ parts }: Model, decay: Ledger["decay"], id: ComponentId): { part: Part; own: Float64Array } {
  const j = componentIds.indexOf(id);
  const [part, own] = [parts[j], decay[j]];
  if (part === undefined || own === undefined) throw new Error(`no component ${id}`);
  return { part, own };
}

/** The score as of the last `restart`. */
export function bookedValue({ model, phi }: Ledger): number {
  return 1 + model.parts.reduce((sum, { points }, j) => sum + points * (phi[j] ?? 0), 0);
}

/** Books what time took from every component until `t` (epoch ms), for which the model is prepared. */
export function settleAll(ledger: Ledger, t: number): void {
  const { model, following } = ledger;
  lookAt(ledger, t);
  for (const running of [following.engagement, following.amplification]) {
    fade(running);
    bookChannels(running);
  }
  const { presence, linkMix, selectivity } = following;
  if (presence !== null) settleJoint(presence, model, { t });
  if (linkMix !== null) settleJoint(linkMix, model, { t });
  if (selectivity !== null) settleLead(selectivity, model, { t });
}

/** Moves on to `t` (epoch ms): nothing is booked by that, but everything can now be asked of it. */
export function lookAt({ following: { engagement, amplification }, model: { decay } }: Ledger, t: number): void {
  fadeTo(engagement.fading, t);
  if (amplification.fading !== engagement.fading) fadeTo(amplification.fading, t);
  decay.engagement = engagement.fading.left;
  decay.amplification = amplification.fading.left;
}
