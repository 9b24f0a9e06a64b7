import type { Arrival } from "./arrival.ts";
import { fillPart, movement, termAt } from "./components.ts";
import type { Model, Part } from "./model.ts";
import { isHeld } from "./sums.ts";

/**
 * A component that is its best channel's (selectivity). While the lead is sure, which channel is best need not be asked
 * again: channels that are not stay without effect, and the best is followed alone.
 */
export interface Lead {
  readonly part: Part;
  /** By channel, the points that time took (below 0). */
  readonly decay: Float64Array;
  best: number;
  /** The best channel's term as of the last look. */
  value: number;
  /** Time alone cannot change the lead until this instant (epoch ms); −∞ where it might. */
  sureUntil: number;
  /** What decay will have left then. */
  leftThen: number;
}

/** The lead is looked ahead for this share of a half-life: long beside the pause between signals, short beside decay. */
const lookAhead = 1 / 64;
const leftAhead = 2 ** -lookAhead;

/** As of `t` (epoch ms), for which the model is prepared and the part's terms are filled. */
export function startLead(model: Model, { part, decay, t }: { part: Part; decay: Float64Array; t: number }): Lead {
  const lead: Lead = { part, decay, best: 0, value: 0, sureUntil: Number.NEGATIVE_INFINITY, leftThen: 0 };
  choose(lead, model, { t });
  return lead;
}

/** Books what time took until `t` (epoch ms), for which the model is prepared: all of it to the channel that was best. */
export function settleLead(lead: Lead, model: Model, moment: Pick<Arrival, "t">): void {
  const { part, decay, best, value } = lead;
  fillPart(model, part, moment.t);
  choose(lead, model, moment);
  decay[best] = (decay[best] ?? 0) + part.points * movement(part, value, lead.value);
}

/** The same for the best channel alone, while the lead is sure. */
export function followBest(lead: Lead, model: Model, { t }: Pick<Arrival, "t">): void {
  const { part, decay, best } = lead;
  const now = termAt(model, part.id, best, t);
  decay[best] = (decay[best] ?? 0) + part.points * movement(part, lead.value, now);
  part.terms[best] = now;
  lead.value = now;
}

/** Takes account of the changed mix of the arrival's channel; everything else is settled. */
export function changeLead(lead: Lead, model: Model, arrival: Arrival): void {
  const { part, value } = lead;
  part.terms[arrival.channel] = termAt(model, part.id, arrival.channel, arrival.t);
  choose(lead, model, arrival);
  arrival.points += part.points * movement(part, value, lead.value);
}

/** Takes account of more reactions for the best channel, while the lead is sure. */
export function raiseBest(lead: Lead, model: Model, arrival: Arrival): void {
  const { part } = lead;
  const now = termAt(model, part.id, lead.best, arrival.t);
  arrival.points += part.points * movement(part, lead.value, now);
  part.terms[lead.best] = now;
  lead.value = now;
}

function choose(lead: Lead, model: Model, { t }: Pick<Arrival, "t">): void {
  const { terms } = lead.part;
  let best = 0;
  for (let c = 1; c < terms.length; c++) if ((terms[c] ?? 0) > (terms[best] ?? 0)) best = c;
  lead.best = best;
  lead.value = terms[best] ?? 0;
  lead.leftThen = model.decay.engagement * leftAhead;
  lead.sureUntil = isSure(lead, model, t) ? t + lookAhead * model.engagement.halfLifeMs : Number.NEGATIVE_INFINITY;
}

function isSure(lead: Lead, model: Model, t: number): boolean {
  if (model.hasReactions[lead.best] !== 1) return false;
  for (let c = 0; c < lead.part.terms.length; c++) {
    if (isHeld(model.sums, c, t) || (c !== lead.best && !staysBehind(lead, model, { channel: c, more: 0 })))
      return false;
  }
  return true;
}

/**
 * Whether a channel with `more` reactions has fewer per post than the best now and when the lead was looked ahead to, hence
 * at every instant between: the two terms over one denominator differ by something linear in what decay has left.
 */
export function staysBehind(
  { best, leftThen }: Lead,
  { mixes, decay, algorithm, hasReactions }: Model,
  { channel, more }: { channel: number; more: number },
): boolean {
  if (hasReactions[channel] !== 1) return true;
  const mine = (mixes.reactions[channel] ?? 0) + more;
  const theirs = mixes.reactions[best] ?? 0;
  const myPosts = mixes.posts[channel] ?? 0;
  const theirPosts = mixes.posts[best] ?? 0;
  const behindAt = (left: number) =>
    mine * (theirPosts * left + algorithm.shrinkagePosts) < theirs * (myPosts * left + algorithm.shrinkagePosts);
  return behindAt(decay.engagement) && behindAt(leftThen);
}
