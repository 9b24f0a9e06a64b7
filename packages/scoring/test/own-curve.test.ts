import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quantile, responseCurve } from "../src/index.ts";
import { fewestPosts, fewestReactions, type NamedDelay, ownCurve, watchMs } from "../src/own-curve.ts";
import { dayMs, hourMs } from "./clients.ts";

/** So many posts with so many reactions each, spread evenly over the quantiles of a lognormal. */
const delays = (posts: number, perPost: number, shape: { medianMs: number; sigma: number }): NamedDelay[] => {
  const all = posts * perPost;
  const curve = { ...responseCurve("x"), ...shape };
  return Array.from({ length: all }, (_, i) => ({
    postId: `post ${i % posts}`,
    delayMs: quantile(curve, (i + 0.5) / all),
  }));
};
const whatIsSeen = (network: string, all: readonly NamedDelay[]) =>
  all.filter(({ delayMs }) => delayMs <= watchMs(network));

describe("how long a post is watched", () => {
  test.each([
    // exp(3.84 + 1.645 × 2.17) and exp(4.40 + 1.645 × 1.71) minutes: the 95 % quantiles of the published fits.
    ["x", 27.5 * hourMs, 28 * hourMs],
    ["facebook", 22 * hourMs, 23 * hourMs + hourMs],
    ["youtube", 30 * dayMs, 30 * dayMs],
    ["pinterest", 30 * dayMs, 30 * dayMs],
  ])("on %s until 95 %% of the reactions are in, at most a month", (network, least, most) => {
    expect(watchMs(network)).toBeGreaterThanOrEqual(least);
    expect(watchMs(network)).toBeLessThanOrEqual(most);
  });
});

describe("a channel's own curve", () => {
  const shape = { medianMs: 3 * hourMs, sigma: 1.2 };

  test.each([
    ["nothing", 0, 0],
    ["one reaction short", fewestPosts, (fewestReactions - 1) / fewestPosts],
    ["one post short", fewestPosts - 1, 100],
  ])("is the network's from %s", (_, posts, perPost) => {
    const { basis, medianMs, sample } = ownCurve("x", delays(posts, Math.floor(perPost), shape));
    expect(basis).toBe("published");
    expect(medianMs).toBe(responseCurve("x").medianMs);
    expect(sample).toEqual({ reactions: posts * Math.floor(perPost), posts });
  });

  test("is its own from thirty reactions to eight posts, and the sample says so", () => {
    const { basis, sample } = ownCurve("x", delays(10, 3, shape));
    expect({ basis, sample }).toEqual({ basis: "own", sample: { reactions: 30, posts: 10 } });
  });

  test("comes the closer to the truth the more posts there are, from the network's side", () => {
    const medians = [10, 40, 200, 2_000].map(
      (posts) => ownCurve("x", whatIsSeen("x", delays(posts, 5, shape))).medianMs,
    );
    expect(medians).toEqual(medians.toSorted((a, b) => a - b));
    expect(medians[0]).toBeGreaterThan(responseCurve("x").medianMs);
    expect(Math.abs((medians.at(-1) ?? 0) / shape.medianMs - 1)).toBeLessThan(0.05);
  });

  test("makes up for the reactions that come after a post is no longer watched", () => {
    const slow = { medianMs: 20 * hourMs, sigma: 1.2 };
    const seen = whatIsSeen("x", delays(3_000, 5, slow));
    expect(seen.length).toBeLessThan(3_000 * 5 * 0.65);
    const { medianMs, sigma } = ownCurve("x", seen);
    expect(Math.abs(medianMs / slow.medianMs - 1)).toBeLessThan(0.12);
    expect(Math.abs(sigma - slow.sigma)).toBeLessThan(0.12);
  });

  test("lets one post that everybody reacted to count for no more than five reactions", () => {
    const quiet = delays(20, 3, shape);
    const storm = Array.from({ length: 5_000 }, () => ({ postId: "storm", delayMs: 60_000 }));
    const weight = (own: readonly NamedDelay[]) =>
      (ownCurve("x", own).sigma - responseCurve("x").sigma) / responseCurve("x").sigma;
    expect(Math.abs(weight([...quiet, ...storm]))).toBeLessThan(1);
    expect(ownCurve("x", [...quiet, ...storm]).medianMs).toBeGreaterThan(5 * 60_000);
  });

  test("is never narrower than a third of a magnitude, though all reactions come at one instant", () => {
    const atOnce = Array.from({ length: 5_000 }, (_, i) => ({ postId: `post ${i}`, delayMs: hourMs }));
    expect(ownCurve("x", atOnce).sigma).toBeGreaterThanOrEqual(0.3);
  });

  test("is the network's where a month shows less than half of the reactions", () => {
    expect(ownCurve("pinterest", delays(200, 5, shape)).basis).toBe("published");
  });

  test("is always a curve: a median and a spread above 0, whatever the delays", () => {
    const delay = fc.record({
      postId: fc.nat(30).map(String),
      delayMs: fc.double({ min: 1, max: watchMs("x"), noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(delay, { maxLength: 120 }), (all) => {
        const { medianMs, sigma } = ownCurve("x", all);
        expect(medianMs).toBeGreaterThan(0);
        expect(sigma).toBeGreaterThan(0);
        expect(Number.isFinite(medianMs * sigma)).toBe(true);
      }),
    );
  });

  test("does not depend on the order of the delays", () => {
    const all = delays(30, 4, shape);
    expect(ownCurve("x", all.toReversed()).medianMs).toBeCloseTo(ownCurve("x", all).medianMs, 3);
  });
});
