import { count, percent } from "./format-points.ts";

/** A client as a comparison sees it: no name. */
export interface Ranked {
  /** Points. */
  score: number;
  /** Over all channels; null if never told. */
  followers: number | null;
}

/** Where a client stands among others: share of them below it, ties counted half (Hazen's convention without the client itself). */
export interface Rank {
  /** 0 to 1. */
  share: number;
  /** How many others there are. */
  others: number;
}

export interface PortfolioRank {
  /** Among all others; null where there are too few of them to say it. */
  portfolio: Rank | null;
  /** Among others with about as many followers. */
  tier: (Rank & { title: string }) | null;
}

/** Tiers of followers, each from `from` on: the usual bounds of nano, micro, macro and mega accounts. */
export const sizeTiers = [
  { from: 0, title: "under 1 000 followers" },
  { from: 1_000, title: "1 000 to 10 000 followers" },
  { from: 10_000, title: "10 000 to 100 000 followers" },
  { from: 100_000, title: "100 000 to a million followers" },
  { from: 1_000_000, title: "a million followers or more" },
] as const;

/** Fewer than `fewest` others would give away who they are. */
export const portfolioRank = (
  self: Ranked,
  { others, fewest }: { others: readonly Ranked[]; fewest: number },
): PortfolioRank => {
  const tier = tierOf(self);
  const rank = (pool: readonly Ranked[]): Rank | null =>
    pool.length < Math.max(1, fewest) ? null : { share: shareBelow(self.score, pool), others: pool.length };
  const inTier = tier === null ? null : rank(others.filter((other) => tierOf(other) === tier));
  return {
    portfolio: rank(others),
    tier: inTier === null || tier === null ? null : { ...inTier, title: tier.title },
  };
};

/** One sentence for each comparison that can be made. */
export const rankWords = ({ portfolio, tier }: PortfolioRank): string[] => [
  ...(portfolio === null ? [] : [`Above ${percent(portfolio.share)} of the agency’s ${others(portfolio)}.`]),
  ...(tier === null ? [] : [`Above ${percent(tier.share)} of its ${others(tier)} with ${tier.title}.`]),
];

const others = (rank: Rank): string => count(rank.others, "other client");

const tierOf = ({ followers }: Ranked): (typeof sizeTiers)[number] | null =>
  followers === null ? null : (sizeTiers.findLast(({ from }) => followers >= from) ?? null);

const shareBelow = (score: number, pool: readonly Ranked[]): number => {
  let below = 0;
  for (const other of pool) {
    if (other.score < score) below += 1;
    else if (other.score === score) below += 0.5;
  }
  return below / pool.length;
};
