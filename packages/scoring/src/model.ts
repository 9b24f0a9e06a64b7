import { type Algorithm, type ComponentId, componentIds, type Saturation, tent } from "./algorithm.ts";
import { inboundKinds, kindNumber } from "./kinds.ts";
import { kindCount, type Scale, type Sums } from "./sums.ts";

/** A component laid out over the channels. */
export interface Part {
  readonly id: ComponentId;
  /** 99 × weight: the points that it can make. */
  readonly points: number;
  /** What each channel brings at an instant, before diminishing returns; filled by `fillPart`. */
  readonly terms: Float64Array;
  /** How φ comes from the terms: what none of them misses, their sum or the largest, the latter two saturated. */
  readonly combination: "union" | "sum" | "largest";
  readonly knee: number;
  readonly full: number;
  /** 1 ÷ knee and 1 ÷ ln(1 + full/knee): a division costs as much as the logarithm. */
  readonly perKnee: number;
  readonly perFull: number;
}

/** Per channel, what the formula needs of its sums; decay, which all kinds share, is still to be applied. */
export interface Mixes {
  readonly reactions: Float64Array;
  readonly reshares: Float64Array;
  readonly posts: Float64Array;
  readonly links: Float64Array;
  /** Tent of link posts ÷ posts where an algorithm weighs it; 0 without posts. Decay cancels out, so that nothing can underflow to 0 ÷ 0. */
  readonly linkFit: Float64Array;
  /** The version of the sums that these follow from. */
  readonly version: Uint32Array;
}

/** An algorithm laid out over the sums of one client's channels, ready to be asked for many instants. */
export interface Model {
  readonly algorithm: Algorithm;
  readonly sums: Sums;
  /** All components, in the order of `componentIds`. */
  readonly parts: readonly Part[];
  /** Those that have a weight. */
  readonly active: readonly Part[];
  readonly mixes: Mixes;
  readonly engagement: Scale;
  readonly amplification: Scale;
  /** Engagement's and amplification's weights by kind number. */
  readonly reactions: Float64Array;
  readonly reshares: Float64Array;
  /** Per ms. */
  readonly presenceRate: number;
  /** By channel: ρ, grace in ms, and 1 if at least one reaction kind is known. */
  readonly rho: Float64Array;
  readonly graceMs: Float64Array;
  readonly hasReactions: Uint8Array;
  /** What decay has left of the open channels' sums at the instant last prepared for. */
  readonly decay: { engagement: number; amplification: number };
}

export function modelOf(algorithm: Algorithm, sums: Sums): Model {
  const { channels } = sums;
  const size = channels.length;
  const reactions = new Float64Array(kindCount);
  for (const kind of inboundKinds) reactions[kindNumber(kind)] = algorithm.engagement.reactions[kind];
  const reshares = new Float64Array(kindCount);
  reshares[reshareNumber] = 1;
  reshares[linkReshareNumber] = algorithm.amplification.linkReshareWeight - 1;
  const counted = inboundKinds.filter((kind) => algorithm.engagement.reactions[kind] > 0);
  const parts = componentIds.map((id) => partOf(algorithm, id, size));
  return {
    algorithm,
    sums,
    parts,
    active: parts.filter(({ points }) => points > 0),
    mixes: {
      reactions: new Float64Array(size),
      reshares: new Float64Array(size),
      posts: new Float64Array(size),
      links: new Float64Array(size),
      linkFit: new Float64Array(size),
      version: new Uint32Array(size),
    },
    engagement: scaleOf(sums, algorithm.engagement.halfLifeMs),
    amplification: scaleOf(sums, algorithm.amplification.halfLifeMs),
    reactions,
    reshares,
    presenceRate: Math.LN2 / algorithm.presence.halfLifeMs,
    rho: Float64Array.from(channels, ({ network }) => algorithm.networks[network]?.rho ?? algorithm.rho),
    graceMs: Float64Array.from(
      channels,
      ({ network }) => algorithm.networks[network]?.graceMs ?? algorithm.presence.graceMs,
    ),
    hasReactions: Uint8Array.from(channels, ({ knows }) => (counted.some((kind) => knows[kind] !== undefined) ? 1 : 0)),
    decay: { engagement: 0, amplification: 0 },
  };
}

function partOf(algorithm: Algorithm, id: ComponentId, size: number): Part {
  const { knee, full } = saturationOf(algorithm, id);
  return {
    id,
    points: 99 * (algorithm.weights[id] ?? 0),
    terms: new Float64Array(size),
    combination: combinations[id],
    knee,
    full,
    perKnee: 1 / knee,
    perFull: 1 / Math.log1p(full / knee),
  };
}

const combinations: Readonly<Record<ComponentId, Part["combination"]>> = {
  presence: "union",
  engagement: "sum",
  amplification: "sum",
  selectivity: "largest",
  linkMix: "union",
  reach: "sum",
};

/** Unions do not saturate; any knee will do for them. */
function saturationOf(algorithm: Algorithm, id: ComponentId): Saturation {
  return id === "presence" || id === "linkMix" ? { knee: 1, full: 1 } : algorithm[id].saturation;
}

/** The working form keeps one scale per half-life of the algorithm it was made for, so this one is there. */
function scaleOf({ scales }: Sums, halfLifeMs: number): Scale {
  const scale = scales.find((candidate) => candidate.halfLifeMs === halfLifeMs);
  if (scale === undefined) throw new Error(`no sums of half-life ${halfLifeMs} ms`);
  return scale;
}

const postNumber = kindNumber("post");
const linkPostNumber = kindNumber("linkPost");
const reshareNumber = kindNumber("reshare");
const linkReshareNumber = kindNumber("linkReshare");
const firstInbound = kindNumber(inboundKinds[0]);

/** Brings the mixes of channels whose sums have changed up to date. */
export function refreshMixes(model: Model): void {
  const { mixes, sums } = model;
  for (let c = 0; c < mixes.version.length; c++) {
    if (mixes.version[c] !== sums.version[c]) refreshMix(model, c);
  }
}

function refreshMix(
  { algorithm, sums, mixes, engagement, amplification, reactions, reshares }: Model,
  c: number,
): void {
  const base = c * kindCount;
  let reacted = 0;
  for (let kind = firstInbound; kind < kindCount; kind++)
    reacted += (reactions[kind] ?? 0) * (engagement.values[base + kind] ?? 0);
  const linked = (reshares[linkReshareNumber] ?? 0) * (amplification.values[base + linkReshareNumber] ?? 0);
  mixes.reactions[c] = Math.max(0, reacted);
  mixes.reshares[c] = Math.max(0, (amplification.values[base + reshareNumber] ?? 0) + linked);
  mixes.posts[c] = Math.max(0, engagement.values[base + postNumber] ?? 0);
  mixes.links[c] = Math.max(0, engagement.values[base + linkPostNumber] ?? 0);
  if (algorithm.weights.linkMix !== undefined)
    mixes.linkFit[c] = linkFit(algorithm, ratioOf(mixes.links[c] ?? 0, mixes.posts[c] ?? 0));
  mixes.version[c] = sums.version[c] ?? 0;
}

export function linkFit({ linkMix }: Algorithm, ratio: number | null): number {
  return ratio === null ? 0 : tent(ratio, linkMix.band);
}

/** Link posts ÷ posts of a channel, 0 to 1; null if it has no posts. */
export function linkRatio({ values }: Scale, channel: number): number | null {
  const base = channel * kindCount;
  return ratioOf(Math.max(0, values[base + linkPostNumber] ?? 0), values[base + postNumber] ?? 0);
}

export function ratioOf(links: number, posts: number): number | null {
  return posts > 0 ? Math.min(1, links / posts) : null;
}
