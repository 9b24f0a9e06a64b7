import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { portfolioRank, type Ranked, rankWords, sizeTiers } from "../src/index.ts";

const of = (score: number, followers: number | null = null): Ranked => ({ score, followers });

describe("a client's rank", () => {
  test.each<[string, number, number[], number | null]>([
    ["above three of four others", 50, [10, 20, 30, 60], 0.75],
    ["above all of them", 70, [10, 20, 30, 60], 1],
    ["above none", 5, [10, 20], 0],
    ["half above those who have the very same score", 20, [10, 20, 20, 30], 0.5],
    ["not said where nobody else is scored", 20, [], null],
  ])("is %s", (_, score, others, share) => {
    const { portfolio } = portfolioRank(of(score), { others: others.map((other) => of(other)), fewest: 1 });
    expect(portfolio).toEqual(share === null ? null : { share, others: others.length });
  });

  test.each<[string, number | null, string | null]>([
    ["999 followers", 999, "under 1 000 followers"],
    ["1 000 followers", 1_000, "1 000 to 10 000 followers"],
    ["30 million followers", 30_000_000, "a million followers or more"],
    ["followers that nobody told", null, null],
  ])("is taken among its own size: %s", (_, followers, title) => {
    const others = sizeTiers.map(({ from }) => of(10, from));
    const { tier } = portfolioRank(of(50, followers), { others, fewest: 1 });
    expect(tier).toEqual(title === null ? null : { share: 1, others: 1, title });
  });

  test("is not told where fewer others than asked for would give them away", () => {
    const others = [of(1, 10), of(2, 10), of(3, 20_000), of(4, 20_000), of(5, 20_000)];
    const rank = portfolioRank(of(50, 10), { others, fewest: 5 });
    expect(rank.portfolio).toEqual({ share: 1, others: 5 });
    expect(rank.tier).toBeNull();
  });

  test("never falls when the score rises, and does not depend on the order of the others", () => {
    const score = fc.integer({ min: 10, max: 1_000 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(score, score, fc.array(score, { minLength: 1 }), (a, b, scores) => {
        const rank = (self: number, pool: number[]) =>
          portfolioRank(of(self), { others: pool.map((one) => of(one)), fewest: 1 }).portfolio?.share ?? -1;
        expect(rank(Math.max(a, b), scores)).toBeGreaterThanOrEqual(rank(Math.min(a, b), scores));
        expect(rank(a, scores.toReversed())).toBe(rank(a, scores));
      }),
    );
  });

  test("in words says of how many, and what is not known not at all", () => {
    expect(
      rankWords({
        portfolio: { share: 0.723, others: 24 },
        tier: { share: 1, others: 1, title: "under 1 000 followers" },
      }),
    ).toEqual([
      "Above 72\u00a0% of the agency’s 24\u00a0other clients.",
      "Above 100\u00a0% of its 1\u00a0other client with under 1 000 followers.",
    ]);
    expect(rankWords({ portfolio: null, tier: null })).toEqual([]);
  });
});
