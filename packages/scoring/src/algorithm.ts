import type { InboundKind } from "./kinds.ts";

/** The parts a score can be made of, in the order in which they are shown. */
export const componentIds = ["presence", "engagement", "amplification", "selectivity", "linkMix", "reach"] as const;
export type ComponentId = (typeof componentIds)[number];

export const componentTitles: Readonly<Record<ComponentId, string>> = {
  presence: "Presence",
  engagement: "Engagement",
  amplification: "Amplification",
  selectivity: "Selectivity",
  linkMix: "Link mix",
  reach: "Reach",
};

/** Diminishing returns: 0 at 0, 1 from `full` on; above `knee` each further decade adds about the same. Both above 0. */
export interface Saturation {
  readonly knee: number;
  readonly full: number;
}

/** How the score is made: an immutable, versioned, plain JSON value. A changed number is a new version with a new id. */
export interface Algorithm {
  readonly id: string;
  readonly title: string;
  /** The share of the score's 99 points that each component can make; they sum to 1, an absent one is 0. */
  readonly weights: Readonly<Partial<Record<ComponentId, number>>>;
  /** How much of presence and link mix one channel alone can fill, 0 to 1. */
  readonly rho: number;
  /** Posts added to a channel's own (decayed) posts before dividing by them: shrinks ratios of channels that hardly post. */
  readonly shrinkagePosts: number;
  /** What a network does differently. */
  readonly networks: Readonly<Record<string, { readonly rho?: number; readonly graceMs?: number }>>;
  /** After `graceMs` without a post, presence halves every `halfLifeMs`. */
  readonly presence: { readonly graceMs: number; readonly halfLifeMs: number };
  /** Reactions, weighted by kind; half-life also of posts in selectivity and link mix. */
  readonly engagement: {
    readonly halfLifeMs: number;
    readonly reactions: Readonly<Record<InboundKind, number>>;
    readonly saturation: Saturation;
  };
  /** Reshares; one of a link post weighs `linkReshareWeight`, at least 1. */
  readonly amplification: {
    readonly halfLifeMs: number;
    readonly linkReshareWeight: number;
    readonly saturation: Saturation;
  };
  /** Reactions per post of the best channel. */
  readonly selectivity: { readonly saturation: Saturation };
  /** The band of link posts ÷ posts that is rewarded in full, 0 ≤ lo ≤ hi ≤ 1. */
  readonly linkMix: { readonly band: { readonly lo: number; readonly hi: number } };
  /** Followers over all channels. */
  readonly reach: { readonly saturation: Saturation };
}

/** sat(x) = min(1, ln(1 + x/knee) ÷ ln(1 + full/knee)). */
export function saturate(x: number, { knee, full }: Saturation): number {
  return Math.min(1, Math.log1p(x / knee) / Math.log1p(full / knee));
}

/** 0 → 1 on [0, lo], 1 on [lo, hi], back to 0 at 1. Outside [0, 1] the nearest end counts. */
export function tent(ratio: number, { lo, hi }: { lo: number; hi: number }): number {
  if (ratio < lo) return Math.max(0, ratio) / lo;
  if (ratio <= hi) return 1;
  return Math.max(0, 1 - ratio) / (1 - hi);
}
