export interface Findings {
  /** Requests that stand-ins took, refused ones among them. */
  requests: number;
  /** Accidents that were prepared. */
  accidental: number;
  /** Requests beyond a limit. */
  refused: number;
  compared: number;
  /** A line for each total that is not the account's own. */
  differences: readonly string[];
  /** The greatest difference, in points, between scores kept step by step and scores made anew. */
  drift: number;
}

/** Rounding of sums that were added in another order, points. */
const allowedDrift = 1e-9;

/** What is printed of a soak, and whether nothing was lost or doubled and no limit was passed. */
export const verdict = ({ requests, accidental, refused, compared, differences, drift }: Findings) => ({
  lines: [
    `${requests} requests, at most ${accidental} of them met an accident; ${refused} beyond a limit (0 allowed)`,
    `${compared} totals compared, ${differences.length} differ (0 allowed)`,
    ...differences.map((line) => `  ${line}`),
    `scores made anew differ by ${drift.toExponential(1)} at most (1e-9 allowed)`,
  ],
  isKept: requests > 0 && compared > 0 && differences.length === 0 && refused === 0 && drift <= allowedDrift,
});
