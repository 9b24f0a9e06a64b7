import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDue } from "../src/pull/pull-timeline.ts";
import { readingAges } from "../src/pull/reading-ages.ts";

const minute = 60_000;
const hour = 60 * minute;

describe("the ages at which totals are read again", () => {
  it("double from a quarter of an hour up to three days, as X is read", () => {
    const ages = readingAges({ firstMs: 15 * minute, factor: 2, untilMs: 72 * hour });
    expect(ages).toEqual([0.25, 0.5, 1, 2, 4, 8, 16, 32, 64].map((hours) => hours * hour));
  });

  it("are never fewer than the readings that a pull makes, however often and when the channel is read", () => {
    const rhythm = fc.record({
      firstMs: fc.integer({ min: 5 * minute, max: 2 * hour }),
      factor: fc.double({ min: 1.2, max: 4, noNaN: true }),
      untilMs: fc.integer({ min: 3 * hour, max: 240 * hour }),
    });
    fc.assert(
      fc.property(
        rhythm,
        fc.array(fc.integer({ min: minute, max: 20 * hour }), { maxLength: 300 }),
        (given, pauses) => {
          let seenAt = 0;
          let now = 0;
          let readings = 0;
          for (const pause of pauses) {
            now += pause;
            const post = { at: 0, seenAt, totals: {}, read: {}, readAt: null, ownComments: 0 };
            if (!isDue(post, { rhythm: given, now })) continue;
            readings += 1;
            seenAt = now;
          }
          expect(readings).toBeLessThanOrEqual(readingAges(given).length);
        },
      ),
    );
  });

  it("are read each at its time where the channel is read all the time", () => {
    const rhythm = { firstMs: 15 * minute, factor: 2, untilMs: 72 * hour };
    const met: number[] = [];
    for (let now = 0, seenAt = 0; now < 100 * hour; now += minute) {
      const post = { at: 0, seenAt, totals: {}, read: {}, readAt: null, ownComments: 0 };
      if (!isDue(post, { rhythm, now })) continue;
      met.push(now);
      seenAt = now;
    }
    expect(met).toEqual(readingAges(rhythm));
  });
});
