import { InvalidInput, requireShare } from "./invalid-input.ts";
import { normalQuantile, upperTail } from "./normal.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long after its publication a post's reactions arrive: lognormal, half of them within `medianMs`. Plain JSON. */
export interface Curve {
  readonly network: string;
  readonly medianMs: number;
  /** Standard deviation of the natural logarithm of the delay. */
  readonly sigma: number;
  /** Whether the median was published by someone who measured it, or is assumed by us. */
  readonly basis: "published" | "assumed";
  readonly source: string;
}

/** All that a share or a delay follows from. */
export type CurveShape = Pick<Curve, "medianMs" | "sigma">;

/** Where only a median was published, the spread is that between X and Facebook, the two that were fitted. */
const assumedSigma = 1.9;

const curves: readonly Curve[] = [
  published(
    "x",
    Math.exp(3.84) * minuteMs,
    "lognormal fit, μ 3.84, σ 2.17 in minutes; medians of 24–52 min published",
    2.17,
  ),
  published(
    "facebook",
    Math.exp(4.4) * minuteMs,
    "lognormal fit, μ 4.40, σ 1.71 in minutes; 80–102 min, 75 % in 5 h and 95 % in 22 h published",
    1.71,
  ),
  published("instagram", 19 * hourMs, "published half-life of 19 h; spread assumed"),
  published("linkedin", 24 * hourMs, "published half-life of 24 h; spread assumed"),
  published("youtube", 6 * dayMs, "published half-life of 6 days; spread assumed"),
  published("pinterest", 107 * dayMs, "published half-life of 3.5 months; spread assumed"),
  assumed("bluesky", Math.exp(3.84) * minuteMs, "assumed: a chronological feed of short posts, like X"),
  assumed("mastodon", 90 * minuteMs, "assumed: a chronological feed, slower than X because servers pass posts on"),
  assumed("threads", Math.exp(3.84) * minuteMs, "assumed: a feed of short posts, like X"),
  assumed("reddit", 6 * hourMs, "assumed: a listing that moves on within the day"),
  assumed("tiktok", dayMs, "assumed: recommended for days, between Instagram and YouTube"),
  assumed("flickr", 3 * dayMs, "assumed: browsed rather than streamed, between Instagram and YouTube"),
  assumed("blog", 2 * dayMs, "assumed: read through feeds and search for days"),
];

/** The response curve of a network; one we have no curve for gets an assumed day, and says so. */
export function responseCurve(network: string): Curve {
  return (
    curves.find((curve) => curve.network === network) ??
    assumed(network, dayMs, "assumed: no curve is known for this network")
  );
}

/** The share, 0 to 1, of a post's reactions that arrive within `delayMs` of its publication. */
export function cdf(curve: CurveShape, delayMs: number): number {
  if (Number.isNaN(delayMs)) throw new InvalidInput("delayMs", "is not a number");
  return upperTail(-standardised(curve, delayMs));
}

/** The delay in ms within which the share `p` of a post's reactions arrives. Throws InvalidInput unless 0 ≤ p ≤ 1. */
export function quantile(curve: CurveShape, p: number): number {
  return delayAt(curve, normalQuantile(requireShare("p", p)));
}

/** The median delay in ms of the reactions that arrive later than `fromMs` and not later than `toMs` after publication. */
export function medianDelayBetween(curve: CurveShape, { fromMs, toMs }: { fromMs: number; toMs: number }): number {
  const from = standardised(curve, fromMs);
  const to = standardised(curve, toMs);
  // Old posts lie far in the upper tail, where the shares below are all 1 but those above still differ.
  const z =
    from + to > 0
      ? -normalQuantile((upperTail(from) + upperTail(to)) / 2)
      : normalQuantile((upperTail(-from) + upperTail(-to)) / 2);
  return delayAt(curve, z);
}

function standardised({ medianMs, sigma }: CurveShape, delayMs: number): number {
  return delayMs <= 0 ? Number.NEGATIVE_INFINITY : Math.log(delayMs / medianMs) / sigma;
}

function delayAt({ medianMs, sigma }: CurveShape, z: number): number {
  return medianMs * Math.exp(sigma * z);
}

function published(network: string, medianMs: number, source: string, sigma = assumedSigma): Curve {
  return { network, medianMs, sigma, basis: "published", source };
}

function assumed(network: string, medianMs: number, source: string): Curve {
  return { network, medianMs, sigma: assumedSigma, basis: "assumed", source };
}
