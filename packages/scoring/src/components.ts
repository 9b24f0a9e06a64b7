import type { ComponentId } from "./algorithm.ts";
import { type Model, type Part, refreshMixes } from "./model.ts";
import { log1pNear } from "./near-zero.ts";
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
  // One loop for each component rather than one for all: it is then known what a loop calls, and faster.
  switch (id) {
    case "presence":
      for (let c = 0; c < terms.length; c++) terms[c] = presence(model, c, t);
      break;
    case "engagement":
      for (let c = 0; c < terms.length; c++) terms[c] = engagement(model, c, t);
      break;
    case "amplification":
      for (let c = 0; c < terms.length; c++) terms[c] = amplification(model, c, t);
      break;
    case "selectivity":
      for (let c = 0; c < terms.length; c++) terms[c] = reactionsPerPost(model, c, t);
      break;
    case "linkMix":
      for (let c = 0; c < terms.length; c++) terms[c] = linkMix(model, c, t);
      break;
    case "reach":
      for (let c = 0; c < terms.length; c++) terms[c] = model.sums.followers[c] || 0;
      break;
    default:
      id satisfies never;
  }
}

/** What one channel brings to a component at `t` (epoch ms), for which the model is prepared. */
export function termAt(model: Model, id: ComponentId, channel: number, t: number): number {
  switch (id) {
    case "presence":
      return presence(model, channel, t);
    case "engagement":
      return engagement(model, channel, t);
    case "amplification":
      return amplification(model, channel, t);
    case "selectivity":
      return reactionsPerPost(model, channel, t);
    case "linkMix":
      return linkMix(model, channel, t);
    case "reach":
      return model.sums.followers[channel] || 0;
    default:
      return id satisfies never;
  }
}

function presence({ sums, rho, graceMs, presenceRate }: Model, channel: number, t: number): number {
  const until = Math.min(t, sums.heldFrom[channel] ?? t);
  const quietMs = until - (sums.lastPostAt[channel] ?? Number.NEGATIVE_INFINITY) - (graceMs[channel] ?? 0);
  return (rho[channel] ?? 0) * (quietMs <= 0 ? 1 : Math.exp(-quietMs * presenceRate));
}

function engagement(model: Model, channel: number, t: number): number {
  return (model.mixes.reactions[channel] ?? 0) * engagementLeft(model, channel, t);
}

function amplification(model: Model, channel: number, t: number): number {
  const { sums, mixes, amplification: scale, decay } = model;
  return (
    (mixes.reshares[channel] ?? 0) *
    (isHeld(sums, channel, t) ? decayWhileHeld(sums, scale, channel) : decay.amplification)
  );
}

function reactionsPerPost(model: Model, channel: number, t: number): number {
  const { mixes, algorithm, hasReactions } = model;
  if (hasReactions[channel] !== 1) return 0;
  const left = engagementLeft(model, channel, t);
  return ((mixes.reactions[channel] ?? 0) * left) / ((mixes.posts[channel] ?? 0) * left + algorithm.shrinkagePosts);
}

function linkMix(model: Model, channel: number, t: number): number {
  const { mixes, algorithm, rho } = model;
  const posts = (mixes.posts[channel] ?? 0) * engagementLeft(model, channel, t);
  return ((rho[channel] ?? 0) * (mixes.linkFit[channel] ?? 0) * posts) / (posts + algorithm.shrinkagePosts);
}

function engagementLeft({ sums, engagement, decay }: Model, channel: number, t: number): number {
  return isHeld(sums, channel, t) ? decayWhileHeld(sums, engagement, channel) : decay.engagement;
}

function decayTo({ landmark, rate }: Scale, t: number): number {
  return Math.exp((landmark - t) * rate);
}

function decayWhileHeld({ heldFrom }: Sums, { landmarks, rate }: Scale, channel: number): number {
  return Math.exp(((landmarks[channel] ?? 0) - (heldFrom[channel] ?? 0)) * rate);
}

/** φ of a component from its channels' terms, 0 to 1. */
export function combine(part: Part): number {
  const { combination, terms } = part;
  if (combination === "union") return union(terms);
  const x = combination === "sum" ? total(terms) : largest(terms);
  return Math.min(1, Math.log1p(x * part.perKnee) * part.perFull);
}

/**
 * How far φ goes when a component's terms together go from `a` to `b`: the difference of two `combine`s, for what is
 * mostly a small step at the price of a few multiplications.
 */
export function movement({ combination, knee, full, perFull }: Part, a: number, b: number): number {
  if (combination === "union") return b - a;
  const from = Math.min(a, full);
  const to = Math.min(b, full);
  // Always from the smaller: a fall to next to nothing would be 1 − 1 + very little.
  return to < from ? -log1pNear((from - to) / (knee + to)) * perFull : log1pNear((to - from) / (knee + from)) * perFull;
}

export function union(shares: Float64Array): number {
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
