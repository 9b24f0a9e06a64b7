import type { Score } from "./score.ts";

/** How a channel's share of posts with a link compares with the band in which the algorithm's link mix is whole. */
export interface LinkAdvice {
  readonly channelId: string;
  /** Link posts ÷ posts, decayed, 0 to 1. */
  readonly ratio: number;
  readonly band: readonly [lo: number, hi: number];
  readonly verdict: "below" | "within" | "above";
}

/**
 * Advice on the link ratio of every channel that has posts, farthest from the band first. It is given under any algorithm:
 * one without link mix does not score the ratio, readers still notice it.
 */
export function linkAdvice({ linkRatios }: Pick<Score, "linkRatios">): LinkAdvice[] {
  return linkRatios
    .flatMap(({ channelId, ratio, band }) =>
      ratio === null ? [] : [{ channelId, ratio, band, verdict: verdictOn(ratio, band) }],
    )
    .sort((a, b) => outside(b) - outside(a));
}

function verdictOn(ratio: number, [lo, hi]: LinkAdvice["band"]): LinkAdvice["verdict"] {
  if (ratio < lo) return "below";
  return ratio > hi ? "above" : "within";
}

function outside({ ratio, band: [lo, hi] }: Pick<LinkAdvice, "ratio" | "band">): number {
  return Math.max(0, lo - ratio, ratio - hi);
}
