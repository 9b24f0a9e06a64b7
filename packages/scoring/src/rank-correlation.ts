/** Fewer pairs than this say nothing of an order. */
const leastPairs = 10;

/** Two readings of one thing at one time. Both finite. */
export interface Pair {
  readonly x: number;
  readonly y: number;
}

/**
 * Spearman's ρ, −1 to 1: whether what ranks higher by `x` ranks higher by `y` as well. Equal values share their average rank.
 * Null for fewer than ten pairs, or where one of the sides never differs and so orders nothing. Throws nothing.
 * C. Spearman, "The proof and measurement of association between two things", American Journal of Psychology 15 (1904); the
 * product-moment form of M. G. Kendall, "Rank correlation methods" (1948), chapter 3, is exact with ties.
 */
export function rankCorrelation(pairs: readonly Pair[]): number | null {
  if (pairs.length < leastPairs) return null;
  const x = ranks(pairs.map((pair) => pair.x));
  const y = ranks(pairs.map((pair) => pair.y));
  const mean = (pairs.length + 1) / 2;
  let together = 0;
  let spreadX = 0;
  let spreadY = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] ?? mean) - mean;
    const dy = (y[i] ?? mean) - mean;
    together += dx * dy;
    spreadX += dx * dx;
    spreadY += dy * dy;
  }
  if (spreadX === 0 || spreadY === 0) return null;
  return Math.max(-1, Math.min(1, together / Math.sqrt(spreadX * spreadY)));
}

/** The rank of each value, from 1 for the smallest; equal values share the average of the ranks that they take up. */
export function ranks(values: readonly number[]): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const found = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    const value = values[order[first] ?? 0];
    let end = first + 1;
    while (end < order.length && values[order[end] ?? 0] === value) end++;
    for (let i = first; i < end; i++) found[order[i] ?? 0] = (first + 1 + end) / 2;
    first = end;
  }
  return found;
}
