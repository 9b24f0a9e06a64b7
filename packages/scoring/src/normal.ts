/** Below this the power series is exact to double precision; above it the continued fraction converges in few steps. */
const seriesLimit = 3;
const fractionSteps = 60;

/**
 * The share of a standard normal distribution above `z`, 0 to 1, with full relative precision in the tail.
 * Marsaglia, "Evaluating the normal distribution" (J. Stat. Software 11/4, 2004) in the middle, Laplace's continued
 * fraction outside.
 */
export function upperTail(z: number): number {
  if (z < -seriesLimit) return 1 - upperTail(-z);
  if (z > seriesLimit) {
    let fraction = z;
    for (let step = fractionSteps; step >= 1; step--) fraction = z + step / fraction;
    return density(z) / fraction;
  }
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 - sum * density(z);
}

/**
 * The z below which a standard normal distribution has share `p`, 0 to 1 (−∞ and ∞ at the ends). P. J. Acklam's rational
 * approximation (2003), refined by one step of Halley's method.
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  const z = p < tailLimit ? tailGuess(p) : middleGuess(p);
  const miss = (upperTail(-z) - p) / density(z);
  return z - miss / (1 + (z * miss) / 2);
}

const tailLimit = 0.02425;

/** Of the standard normal distribution. */
export function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

function tailGuess(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  return (
    polynomial(
      q,
      [
        -7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
        2.938163982698783,
      ],
    ) / polynomial(q, [7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1])
  );
}

function middleGuess(p: number): number {
  const q = p - 0.5;
  const r = q * q;
  return (
    (q *
      polynomial(
        r,
        [
          -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
          2.506628277459239,
        ],
      )) /
    polynomial(r, [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1])
  );
}
