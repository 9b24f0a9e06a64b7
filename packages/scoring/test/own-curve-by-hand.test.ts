import { describe, expect, test } from "vitest";
import { responseCurve } from "../src/index.ts";
import { type NamedDelay, ownCurve, priorReactions } from "../src/own-curve.ts";
import { hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";

const x = responseCurve("x");

/** Reactions half of which come at e^(mean − spread) and half at e^(mean + spread) ms: far from where watching ends. */
const twoSided = (
  posts: number,
  perPost: number,
  { medianMs, spread }: { medianMs: number; spread: number },
): NamedDelay[] =>
  Array.from({ length: posts * perPost }, (_, i) => ({
    postId: `post ${i % posts}`,
    delayMs: medianMs * Math.exp(i < (posts * perPost) / 2 ? -spread : spread),
  }));

/** A little of the lognormal is cut off where watching ends; of one this quick, nothing that shows. */
const quick = { medianMs: 60_000, spread: 0.5 };

describe("a channel's own curve, by hand", () => {
  // The network's weighs as fifty reactions; one post counts for at most five.
  test.each<[string, number, number, number]>([
    ["ten posts of four: 40 of 90", 10, 4, 40 / 90],
    ["ten posts of five: 50 of 100", 10, 5, 50 / 100],
    ["ten posts of fifty: no more than five each", 10, 50, 50 / 100],
    ["a hundred posts of two: 200 of 250", 100, 2, 200 / 250],
    ["eight posts of five, the fewest: 40 of 90", 8, 5, 40 / 90],
  ])("weighs by its evidence: %s", (_, posts, perPost, weight) => {
    const { medianMs, sigma, basis } = ownCurve("x", twoSided(posts, perPost, quick));
    expect(basis).toBe("own");
    expectNear(Math.log(medianMs), weight * Math.log(quick.medianMs) + (1 - weight) * Math.log(x.medianMs));
    expectNear(sigma, weight * quick.spread + (1 - weight) * x.sigma);
  });

  test("takes fifty reactions for as much as the network's curve", () => {
    expect(priorReactions).toBe(50);
  });

  test("is no narrower than 0.3 before it is mixed", () => {
    const { sigma } = ownCurve("x", twoSided(10, 5, { medianMs: 60_000, spread: 0 }));
    expectNear(sigma, 0.5 * 0.3 + 0.5 * x.sigma);
  });

  test("counts each post once, however its reactions are mixed with others'", () => {
    const delays = twoSided(10, 5, quick);
    const sorted = delays.toSorted((a, b) => a.postId.localeCompare(b.postId));
    expectNear(ownCurve("x", sorted).medianMs, ownCurve("x", delays).medianMs);
    expect(ownCurve("x", sorted).sample).toEqual({ reactions: 50, posts: 10 });
  });

  test.each(["x", "facebook", "mastodon", "instagram"])(
    "of few reactions on %s is the network's, and only that",
    (network) => {
      const { medianMs, sigma, basis } = responseCurve(network);
      expect(ownCurve(network, twoSided(7, 4, quick))).toEqual({
        medianMs,
        sigma,
        basis,
        sample: { reactions: 28, posts: 7 },
      });
    },
  );

  // Cut off at the median of a lognormal, the half-normal below it has mean −√(2/π) and variance 1 − 2/π.
  test("makes up for a cut in the middle: from the lower half the whole is found, nearly", () => {
    const sigma = 1;
    const limit = Math.log(x.medianMs) + 1.6448536 * x.sigma;
    const count = 20_000;
    const delays = Array.from({ length: count }, (_, i): NamedDelay => {
      const share = (i + 0.5) / count / 2;
      return { postId: `post ${i}`, delayMs: Math.exp(limit + sigma * lowerQuantile(share)) };
    });
    const { medianMs } = ownCurve("x", delays);
    expect(Math.abs(Math.log(medianMs) - limit)).toBeLessThan(0.35);
    expect(medianMs).toBeGreaterThan(20 * hourMs);
  });
});

/** The normal quantile of a share below one half: Abramowitz and Stegun 26.2.23, right to 4.5e-4. */
function lowerQuantile(share: number): number {
  const w = Math.sqrt(-2 * Math.log(share));
  const above = 2.515517 + 0.802853 * w + 0.010328 * w ** 2;
  return -(w - above / (1 + 1.432788 * w + 0.189269 * w ** 2 + 0.001308 * w ** 3));
}
