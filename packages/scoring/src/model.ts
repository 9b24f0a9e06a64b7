import { type Algorithm, type ComponentId, componentIds, saturate, tent } from "./algorithm.ts";
import { inboundKinds, kindNumber } from "./kinds.ts";
import { kindCount, type Scale, type Sums } from "./sums.ts";

/** What each channel brings to each component at an instant, before diminishing returns. */
export type Terms = Readonly<Record<ComponentId, Float64Array>>;

/** An algorithm laid out over the sums of one client's channels, ready to be asked for many instants. */
export interface Model {
  readonly algorithm: Algorithm;
  readonly sums: Sums;
  /** Filled by `fillTerms`. */
  readonly terms: Terms;
  readonly engagement: Scale;
  readonly amplification: Scale;
  /** Engagement's weight by kind number. */
  readonly reactions: Float64Array;
  /** By channel: ρ, grace in ms, and 1 if at least one reaction kind is known. */
  readonly rho: Float64Array;
  readonly graceMs: Float64Array;
  readonly hasReactions: Uint8Array;
  /** The components that have a weight. */
  readonly active: readonly ComponentId[];
  /** 99 × weight: the points that each component can make. */
  readonly fullPoints: Readonly<Record<ComponentId, number>>;
}

export function modelOf(algorithm: Algorithm, sums: Sums): Model {
  const { channels } = sums;
  const reactions = new Float64Array(kindCount);
  for (const kind of inboundKinds) reactions[kindNumber(kind)] = algorithm.engagement.reactions[kind];
  const counted = inboundKinds.filter((kind) => algorithm.engagement.reactions[kind] > 0);
  return {
    algorithm,
    sums,
    terms: perComponent(() => new Float64Array(channels.length)),
    engagement: scaleOf(sums, algorithm.engagement.halfLifeMs),
    amplification: scaleOf(sums, algorithm.amplification.halfLifeMs),
    reactions,
    rho: Float64Array.from(channels, ({ network }) => algorithm.networks[network]?.rho ?? algorithm.rho),
    graceMs: Float64Array.from(
      channels,
      ({ network }) => algorithm.networks[network]?.graceMs ?? algorithm.presence.graceMs,
    ),
    hasReactions: Uint8Array.from(channels, ({ knows }) => (counted.some((kind) => knows[kind] !== undefined) ? 1 : 0)),
    active: componentIds.filter((id) => (algorithm.weights[id] ?? 0) > 0),
    fullPoints: perComponent((id) => 99 * (algorithm.weights[id] ?? 0)),
  };
}

export function perComponent<Value>(make: (id: ComponentId) => Value): Record<ComponentId, Value> {
  return {
    presence: make("presence"),
    engagement: make("engagement"),
    amplification: make("amplification"),
    selectivity: make("selectivity"),
    linkMix: make("linkMix"),
    reach: make("reach"),
  };
}

/** The working form keeps one scale per half-life of the algorithm it was made for, so this one is there. */
function scaleOf({ scales }: Sums, halfLifeMs: number): Scale {
  const scale = scales.find((candidate) => candidate.halfLifeMs === halfLifeMs);
  if (scale === undefined) throw new Error(`no sums of half-life ${halfLifeMs} ms`);
  return scale;
}

/** Evaluates every channel's terms at `t` (epoch ms), a held channel's at the start of its hold. */
export function fillTerms(model: Model, t: number): void {
  for (const id of model.active) fillComponent(model, id, t);
}

/** Evaluates the terms of one component; selectivity's rest on engagement's, which it evaluates too. */
export function fillComponent(model: Model, id: ComponentId, t: number): void {
  switch (id) {
    case "presence":
      fillPresence(model, t);
      break;
    case "engagement":
      fillEngagement(model, t);
      break;
    case "amplification":
      fillAmplification(model, t);
      break;
    case "selectivity":
      fillSelectivity(model, t);
      break;
    case "linkMix":
      fillLinkMix(model, t);
      break;
    case "reach":
      fillReach(model);
      break;
    default:
      id satisfies never;
  }
}

function fillPresence({ sums, terms, rho, graceMs, algorithm }: Model, t: number): void {
  const { halfLifeMs } = algorithm.presence;
  for (let c = 0; c < sums.channels.length; c++) {
    const until = Math.min(t, sums.heldFrom[c] ?? t);
    const quietMs = until - (sums.lastPostAt[c] ?? Number.NEGATIVE_INFINITY) - (graceMs[c] ?? 0);
    terms.presence[c] = (rho[c] ?? 0) * (quietMs <= 0 ? 1 : Math.exp((-quietMs * Math.LN2) / halfLifeMs));
  }
}

function fillEngagement({ sums, terms, engagement, reactions }: Model, t: number): void {
  const open = decayTo(engagement, t);
  for (let c = 0; c < sums.channels.length; c++) {
    let sum = 0;
    for (let kind = firstInbound; kind < kindCount; kind++) {
      sum += (reactions[kind] ?? 0) * (engagement.values[c * kindCount + kind] ?? 0);
    }
    terms.engagement[c] = Math.max(0, sum) * (isHeld(sums, c, t) ? decayWhileHeld(sums, engagement, c) : open);
  }
}

function fillAmplification({ sums, terms, amplification, algorithm }: Model, t: number): void {
  const open = decayTo(amplification, t);
  const extraLink = algorithm.amplification.linkReshareWeight - 1;
  const { values } = amplification;
  for (let c = 0; c < sums.channels.length; c++) {
    const base = c * kindCount;
    const sum = (values[base + reshareNumber] ?? 0) + extraLink * (values[base + linkReshareNumber] ?? 0);
    terms.amplification[c] = Math.max(0, sum) * (isHeld(sums, c, t) ? decayWhileHeld(sums, amplification, c) : open);
  }
}

function fillSelectivity(model: Model, t: number): void {
  const { sums, terms, algorithm, hasReactions } = model;
  fillEngagement(model, t);
  for (let c = 0; c < sums.channels.length; c++) {
    const reactionsPerPost = (terms.engagement[c] ?? 0) / (postsAt(model, c, t) + algorithm.shrinkagePosts);
    terms.selectivity[c] = hasReactions[c] === 1 ? reactionsPerPost : 0;
  }
}

/** ρ·u·tent(ℓ). The ratio is taken before decay, which both its sides share: it cannot underflow to 0 ÷ 0. */
function fillLinkMix(model: Model, t: number): void {
  const { sums, terms, algorithm, rho, engagement } = model;
  for (let c = 0; c < sums.channels.length; c++) {
    const ratio = linkRatio(engagement, c);
    const posts = postsAt(model, c, t);
    const trust = posts / (posts + algorithm.shrinkagePosts);
    terms.linkMix[c] = ratio === null ? 0 : (rho[c] ?? 0) * trust * tent(ratio, algorithm.linkMix.band);
  }
}

function fillReach({ sums, terms }: Model): void {
  for (let c = 0; c < sums.channels.length; c++) terms.reach[c] = sums.followers[c] || 0;
}

const postNumber = kindNumber("post");
const linkPostNumber = kindNumber("linkPost");
const reshareNumber = kindNumber("reshare");
const linkReshareNumber = kindNumber("linkReshare");
const firstInbound = kindNumber(inboundKinds[0]);

function isHeld({ heldFrom }: Sums, channel: number, t: number): boolean {
  return (heldFrom[channel] ?? Number.POSITIVE_INFINITY) <= t;
}

function decayTo({ landmark, rate }: Scale, t: number): number {
  return Math.exp((landmark - t) * rate);
}

function decayWhileHeld({ heldFrom }: Sums, { landmarks, rate }: Scale, channel: number): number {
  return Math.exp(((landmarks[channel] ?? 0) - (heldFrom[channel] ?? 0)) * rate);
}

function postsAt({ sums, engagement }: Model, channel: number, t: number): number {
  const posts = Math.max(0, engagement.values[channel * kindCount + postNumber] ?? 0);
  return posts * (isHeld(sums, channel, t) ? decayWhileHeld(sums, engagement, channel) : decayTo(engagement, t));
}

/** Link posts ÷ posts of a channel, 0 to 1; null if it has no posts. */
export function linkRatio({ values }: Scale, channel: number): number | null {
  const base = channel * kindCount;
  const posts = values[base + postNumber] ?? 0;
  return posts > 0 ? Math.min(1, Math.max(0, values[base + linkPostNumber] ?? 0) / posts) : null;
}

/** φ of a component from its channels' terms, 0 to 1. */
export function combine({ algorithm, terms }: Model, id: ComponentId): number {
  switch (id) {
    case "presence":
    case "linkMix":
      return union(terms[id]);
    case "engagement":
    case "amplification":
    case "reach":
      return saturate(total(terms[id]), algorithm[id].saturation);
    case "selectivity":
      return saturate(largest(terms[id]), algorithm[id].saturation);
    default:
      return id satisfies never;
  }
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
  for (let c = 0; c < values.length; c++) best = Math.max(best, values[c] ?? 0);
  return best;
}

/** The score at `t` (epoch ms), 1 to 100. */
export function valueAt(model: Model, t: number): number {
  let points = 0;
  for (const id of model.active) {
    fillComponent(model, id, t);
    points += model.fullPoints[id] * combine(model, id);
  }
  return 1 + Math.min(99, points);
}
