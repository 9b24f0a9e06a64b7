import { type Model, type Part, refreshMixes } from "./model.ts";
import { isHeld, type Scale, type Sums } from "./sums.ts";

/** The score at `t` (epoch ms), 1 to 100. */
export function valueAt(model: Model, t: number): number {
  prepareAt(model, t);
  const { active } = model;
  let points = 0;
  for (let j = 0; j < active.length; j++) {
    const part = active[j];
    if (part === undefined) continue;
    fillPart(model, part, t);
    points += part.points * combine(part);
  }
  return 1 + Math.min(99, points);
}

/** Must precede `fillPart` for every new instant `t` (epoch ms), and after every change of the sums. */
export function prepareAt(model: Model, t: number): void {
  refreshMixes(model);
  const { decay, engagement, amplification } = model;
  decay.engagement = decayTo(engagement, t);
  decay.amplification = amplification === engagement ? decay.engagement : decayTo(amplification, t);
}

/** Evaluates every channel's terms of one component at `t` (epoch ms), a held channel's at the start of its hold. */
export function fillPart(model: Model, { id, terms }: Part, t: number): void {
  const { decay, mixes } = model;
  switch (id) {
    case "presence":
      fillPresence(model, terms, t);
      break;
    case "engagement":
      fillDecayed(model, { scale: model.engagement, open: decay.engagement, mix: mixes.reactions, terms, t });
      break;
    case "amplification":
      fillDecayed(model, { scale: model.amplification, open: decay.amplification, mix: mixes.reshares, terms, t });
      break;
    case "selectivity":
      fillSelectivity(model, terms, t);
      break;
    case "linkMix":
      fillLinkMix(model, terms, t);
      break;
    case "reach":
      for (let c = 0; c < terms.length; c++) terms[c] = model.sums.followers[c] || 0;
      break;
    default:
      id satisfies never;
  }
}

function fillPresence({ sums, rho, graceMs, algorithm }: Model, terms: Float64Array, t: number): void {
  const rate = Math.LN2 / algorithm.presence.halfLifeMs;
  for (let c = 0; c < terms.length; c++) {
    const until = Math.min(t, sums.heldFrom[c] ?? t);
    const quietMs = until - (sums.lastPostAt[c] ?? Number.NEGATIVE_INFINITY) - (graceMs[c] ?? 0);
    terms[c] = (rho[c] ?? 0) * (quietMs <= 0 ? 1 : Math.exp(-quietMs * rate));
  }
}

interface Decaying {
  readonly scale: Scale;
  readonly open: number;
  readonly mix: Float64Array;
  readonly terms: Float64Array;
  readonly t: number;
}

function fillDecayed({ sums }: Model, { scale, open, mix, terms, t }: Decaying): void {
  for (let c = 0; c < terms.length; c++) {
    terms[c] = (mix[c] ?? 0) * (isHeld(sums, c, t) ? decayWhileHeld(sums, scale, c) : open);
  }
}

function fillSelectivity(
  { sums, mixes, algorithm, engagement, hasReactions, decay }: Model,
  terms: Float64Array,
  t: number,
): void {
  for (let c = 0; c < terms.length; c++) {
    const left = isHeld(sums, c, t) ? decayWhileHeld(sums, engagement, c) : decay.engagement;
    const reactionsPerPost =
      ((mixes.reactions[c] ?? 0) * left) / ((mixes.posts[c] ?? 0) * left + algorithm.shrinkagePosts);
    terms[c] = hasReactions[c] === 1 ? reactionsPerPost : 0;
  }
}

function fillLinkMix({ sums, mixes, algorithm, rho, engagement, decay }: Model, terms: Float64Array, t: number): void {
  for (let c = 0; c < terms.length; c++) {
    const posts = (mixes.posts[c] ?? 0) * (isHeld(sums, c, t) ? decayWhileHeld(sums, engagement, c) : decay.engagement);
    terms[c] = ((rho[c] ?? 0) * (mixes.linkFit[c] ?? 0) * posts) / (posts + algorithm.shrinkagePosts);
  }
}

function decayTo({ landmark, rate }: Scale, t: number): number {
  return Math.exp((landmark - t) * rate);
}

function decayWhileHeld({ heldFrom }: Sums, { landmarks, rate }: Scale, channel: number): number {
  return Math.exp(((landmarks[channel] ?? 0) - (heldFrom[channel] ?? 0)) * rate);
}

/** φ of a component from its channels' terms, 0 to 1. */
export function combine({ combination, terms, perKnee, perFull }: Part): number {
  if (combination === "union") return union(terms);
  const x = combination === "sum" ? total(terms) : largest(terms);
  return Math.min(1, Math.log1p(x * perKnee) * perFull);
}

function union(shares: Float64Array): number {
  let missed = 1;
  for (let c = 0; c < shares.length; c++) missed *= 1 - (shares[c] ?? 0);
  return 1 - missed;
}

export function total(values: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < values.length; c++) sum += values[c] ?? 0;
  return sum;
}

function largest(values: Float64Array): number {
  let best = 0;
  for (let c = 0; c < values.length; c++) {
    const value = values[c] ?? 0;
    if (value > best) best = value;
  }
  return best;
}
