import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterSuccessMs } from "../src/channels/sync-rhythm.ts";

const minute = 60_000;
const hour = 60 * minute;
const pause = (halfLifeMs: number, newestPostAgeMs: number | null) =>
  afterSuccessMs({ halfLifeMs, newestPostAgeMs, random: 0.5 }) / minute;

describe("the pause after a good reading", () => {
  test.each<[string, number, number | null, number]>([
    [
      "is a few minutes for a post of half an hour where half of the reactions come within 46 min",
      46 * minute,
      30 * minute,
      5.75,
    ],
    ["grows with the age of the newest post", 46 * minute, 3 * hour, 15],
    ["is never longer than half an hour, so that a post made elsewhere is seen", 46 * minute, 90 * hour, 30],
    ["is never shorter than five minutes", 10 * minute, 0, 5],
    ["is half an hour where reactions take days", 48 * hour, minute, 30],
    ["is half an hour without any post", 46 * minute, null, 30],
  ])("%s", (_, halfLifeMs, age, expected) => {
    expect(pause(halfLifeMs, age)).toBeCloseTo(expected, 6);
  });

  test("is spread by a fifth either way, and never falls as the post gets older", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: minute, max: 3_000 * hour }),
        fc.integer({ min: 0, max: 3_000 * hour }),
        fc.integer({ min: 0, max: 100 * hour }),
        (halfLifeMs, age, more) => {
          expect(pause(halfLifeMs, age + more)).toBeGreaterThanOrEqual(pause(halfLifeMs, age));
          const at = (random: number) => afterSuccessMs({ halfLifeMs, newestPostAgeMs: age, random });
          expect(at(0)).toBeCloseTo(at(0.5) * 0.8, -1);
          expect(at(0.999_999)).toBeCloseTo(at(0.5) * 1.2, -1);
        },
      ),
    );
  });
});
