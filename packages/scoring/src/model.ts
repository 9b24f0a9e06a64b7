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
  /** 99 × weight in the order of `componentIds`: the points that each can make. */
  readonly fullPoints: Float64Array;
}

export function modelOf(algorithm: Algorithm, sums: Sums): Model {
  const { channels } = sums;
  const reactions = new Float64Array(kindCount);
  for (const kind of inboundKinds) reactions[kindNumber(kind)] = algorithm.engagement.reactions[kind];
  const counted = inboundKinds.filter((kind) => algorithm.engagement.reactions[kind] > 0);
  const terms = () => new Float64Array(channels.length);
  return {
    algorithm,
    sums,
    terms: {
      presence: terms(),
      engagement: terms(),
      amplification: terms(),
      selectivity: terms(),
      linkMix: terms(),
      reach: terms(),
    },
    engagement: scaleOf(sums, algorithm.engagement.halfLifeMs),
    amplification: scaleOf(sums, algorithm.amplification.halfLifeMs),
    reactions,
    rho: Float64Array.from(channels, ({ network }) => algorithm.networks[network]?.rho ?? algorithm.rho),
    graceMs: Float64Array.from(
      channels,
      ({ network }) => algorithm.networks[network]?.graceMs ?? algorithm.presence.graceMs,
    ),
    hasReactions: Uint8Array.from(channels, ({ knows }) => (counted.some((kind) => knows[kind] !== undefined) ? 1 : 0)),
    fullPoints: Float64Array.from(componentIds, (id) => 99 * (algorithm.weights[id] ?? 0)),
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
  const { sums, terms, engagement, amplification, algorithm } = model;
  const openEngagement = Math.exp((engagement.landmark - t) * engagement.rate);
  const openAmplification = Math.exp((amplification.landmark - t) * amplification.rate);
  const extraLink = algorithm.amplification.linkReshareWeight - 1;
  for (let c = 0; c < sums.channels.length; c++) {
    const heldFrom = sums.heldFrom[c] ?? Number.POSITIVE_INFINITY;
    const held = heldFrom <= t;
    const decay = held ? decayWhileHeld(engagement, c, heldFrom) : openEngagement;
    const base = c * kindCount;
    const reshares =
      (amplification.values[base + reshareNumber] ?? 0) +
      extraLink * (amplification.values[base + linkReshareNumber] ?? 0);
    const reactions = reactionsOf(model, base) * decay;
    const posts = (engagement.values[base + postNumber] ?? 0) * decay;
    const rho = model.rho[c] ?? 0;
    terms.presence[c] = rho * freshness(model, c, held ? heldFrom : t);
    terms.engagement[c] = reactions;
    terms.amplification[c] = reshares * (held ? decayWhileHeld(amplification, c, heldFrom) : openAmplification);
    terms.selectivity[c] = model.hasReactions[c] === 1 ? reactions / (posts + algorithm.shrinkagePosts) : 0;
    terms.linkMix[c] = rho * linkMixOf(model, base, posts);
    terms.reach[c] = sums.followers[c] || 0;
  }
}

const postNumber = kindNumber("post");
const linkPostNumber = kindNumber("linkPost");
const reshareNumber = kindNumber("reshare");
const linkReshareNumber = kindNumber("linkReshare");
const firstInbound = kindNumber(inboundKinds[0]);

function decayWhileHeld(scale: Scale, channel: number, heldFrom: number): number {
  return Math.exp(((scale.landmarks[channel] ?? 0) - heldFrom) * scale.rate);
}

function reactionsOf({ engagement, reactions }: Model, base: number): number {
  let sum = 0;
  for (let kind = firstInbound; kind < kindCount; kind++)
    sum += (reactions[kind] ?? 0) * (engagement.values[base + kind] ?? 0);
  return Math.max(0, sum);
}

function freshness({ sums, graceMs, algorithm }: Model, channel: number, t: number): number {
  const quietMs = t - (sums.lastPostAt[channel] ?? Number.NEGATIVE_INFINITY) - (graceMs[channel] ?? 0);
  return quietMs <= 0 ? 1 : 2 ** (-quietMs / algorithm.presence.halfLifeMs);
}

/** u·tent(ℓ). The ratio is taken before decay, which it shares with both of its sides: it cannot underflow to 0 ÷ 0. */
function linkMixOf({ algorithm, engagement }: Model, base: number, posts: number): number {
  const ratio = linkRatio(engagement, base);
  if (ratio === null) return 0;
  return (posts / (posts + algorithm.shrinkagePosts)) * tent(ratio, algorithm.linkMix.band);
}

/** Link posts ÷ posts of the channel whose sums start at `base`; null if it has no posts. */
export function linkRatio({ values }: Scale, base: number): number | null {
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
  fillTerms(model, t);
  let points = 0;
  for (let j = 0; j < componentIds.length; j++) {
    const full = model.fullPoints[j] ?? 0;
    const id = componentIds[j];
    if (full > 0 && id !== undefined) points += full * combine(model, id);
  }
  return 1 + Math.min(99, points);
}
