import { describe, expect, test } from "vitest";
import {
  curveWords,
  type ForecastFacts,
  forecastChart,
  forecastSentence,
  localHourIn,
  nextAtHour,
  postWorth,
  priceWords,
  worth,
} from "../src/index.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A Monday noon, UTC. */
const now = Date.UTC(2026, 5, 15, 12);
const clock = { zone: "Europe/Berlin", now };

/** A forecast that runs from 50 to so much in fourteen days, in a straight line; the band is a point wide on either side. */
const straight = ({
  with: own,
  without = own,
  target = 45,
  planned = 0,
  score = 50,
}: {
  with: number;
  without?: number;
  target?: number | null;
  planned?: number;
  score?: number;
}): ForecastFacts => ({
  now,
  score,
  target,
  plan: Array.from({ length: planned }, (_, i) => ({ at: now + (i + 1) * hourMs })),
  points: Array.from({ length: 56 }, (_, i) => {
    const at = (end: number) => score + ((end - score) * (i + 1)) / 56;
    const band = (end: number) => ({ low: at(end) - 1, median: at(end), high: at(end) + 1 });
    return { at: now + ((i + 1) * dayMs) / 4, with: band(own), without: band(without) };
  }),
});

describe("what a forecast says", () => {
  test.each([
    [
      "that nothing happens to the target without a plan",
      straight({ with: 46 }),
      "If nothing more is published, the score stays at 45.0 or above for two weeks.",
    ],
    [
      "when it falls without a plan",
      straight({ with: 40 }),
      "If nothing more is published, the score falls below 45.0 about 22 Jun 14:00 CEST.",
    ],
    [
      "that the plan prevents the fall",
      straight({ with: 48, without: 40, planned: 3 }),
      "With the 3\u00a0planned posts the score stays at 45.0 or above for two weeks; without them it falls below it about 22 Jun 14:00 CEST.",
    ],
    [
      "that one planned post makes no difference to the target",
      straight({ with: 48, without: 47, planned: 1 }),
      "With the planned post the score stays at 45.0 or above for two weeks; without it as well.",
    ],
    [
      "when a client that is below comes back, and that it does not without the plan",
      straight({ score: 40, with: 50, without: 38, planned: 2 }),
      "With the 2\u00a0planned posts the score reaches 45.0 about 22 Jun 14:00 CEST; without them it stays below it for two weeks.",
    ],
    [
      "how things stand without any target",
      straight({ with: 48, target: null }),
      "In two weeks the score is about 48.0 (47.0 to 49.0) if nothing more is published.",
    ],
    [
      "what the plan is worth without any target",
      straight({ with: 48, without: 44, target: null, planned: 2 }),
      "In two weeks the score is about 48.0 (47.0 to 49.0) with the 2\u00a0planned posts, about 44.0 without.",
    ],
  ])("is %s", (_, facts, expected) => {
    expect(forecastSentence(facts, clock)).toBe(expected);
  });

  test("counts only what is planned within the two weeks", () => {
    const facts = { ...straight({ with: 46 }), plan: [{ at: now + 20 * dayMs }] };
    expect(forecastSentence(facts, clock)).toContain("If nothing more is published");
  });

  test("is that nothing can be said where there are no points", () => {
    expect(forecastSentence({ ...straight({ with: 46 }), points: [] }, clock)).toBe(
      "Nothing can be said about the days ahead.",
    );
  });
});

describe("the chart of a forecast", () => {
  const past = Array.from({ length: 40 }, (_, i) => ({ at: now - (40 - i) * 6 * hourMs, score: 49 }));
  const chart = forecastChart({ forecast: straight({ with: 48, without: 40, planned: 3 }), past, clock });

  test("begins a week ago and ends in two; past and future meet at now", () => {
    expect(chart).toMatchObject({ from: now - 7 * dayMs, now, to: now + 14 * dayMs, hasPlan: true, target: 45 });
    expect(chart.line.find(({ at }) => at === now)).toMatchObject({
      score: 50,
      median: 50,
      band: [50, 50],
      without: 50,
    });
    for (const { at, score, band } of chart.line) {
      expect(score === null).toBe(at > now);
      expect(band === null).toBe(at < now);
    }
  });

  test("has room for everything in it", () => {
    expect(chart.low).toBeLessThanOrEqual(40);
    expect(chart.high).toBeGreaterThanOrEqual(51);
  });

  test("has a row for each day for those who do not see it", () => {
    expect(chart.rows).toHaveLength(14);
    expect(chart.rows.at(-1)).toEqual({
      label: "29 Jun 14:00 CEST",
      median: "48.0",
      range: "47.0 to 49.0",
      without: "40.0",
    });
  });

  test("says that there is no plan where all of it lies beyond", () => {
    const far = { ...straight({ with: 46 }), plan: [{ at: now + 20 * dayMs }] };
    expect(forecastChart({ forecast: far, past: [], clock }).hasPlan).toBe(false);
  });
});

describe("what one post is worth", () => {
  const now = { low: 0.1, median: 0.24, high: 0.61 };
  test.each([
    [
      "with its range",
      { now, beforeReactions: 0.1, withLink: false, posts: 40 },
      "+0.24",
      "points in a day (+0.10 to +0.61)",
    ],
    [
      "with a link where that is better",
      { now, beforeReactions: 0.1, withLink: true, posts: 40 },
      "+0.24",
      "points in a day (+0.10 to +0.61), with a link",
    ],
    [
      "as unsure from few posts",
      { now, beforeReactions: 0.1, withLink: false, posts: 19 },
      "+0.24",
      "points in a day (+0.10 to +0.61); unsure: fewer than 20 posts",
    ],
    [
      "before reactions where nothing was learned",
      { now: null, beforeReactions: -0.05, withLink: false, posts: 0 },
      "\u22120.05",
      "points in a day before reactions",
    ],
  ])("is told %s", (_, facts, adds, detail) => {
    expect(postWorth(facts)).toEqual({ adds, detail });
  });

  test.each([
    [0.004, "0.00"],
    [-0.004, "0.00"],
    [1.239, "+1.24"],
    [-0.5, "\u22120.50"],
  ])("%s points are printed as %s", (points, text) => {
    expect(worth(points)).toBe(text);
  });
});

describe("a response curve in words", () => {
  const medianMs = 46.5 * 60_000;
  test.each([
    [
      "published",
      { medianMs, basis: "published" as const, sample: { reactions: 0, posts: 0 } },
      "half of the reactions come within 46\u00a0min – published figure for the network",
    ],
    [
      "assumed although something is known",
      { medianMs, basis: "assumed" as const, sample: { reactions: 12, posts: 3 } },
      "half of the reactions come within 46\u00a0min – assumed for the network, since only 12\u00a0reactions of its own are known to the minute",
    ],
    [
      "its own",
      { medianMs: 3 * hourMs, basis: "own" as const, sample: { reactions: 212, posts: 30 } },
      "half of the reactions come within 3\u00a0h – from 212\u00a0reactions of its own to 30\u00a0posts",
    ],
  ])("says when it is %s", (_, curve, words) => {
    expect(curveWords(curve)).toBe(words);
  });
});

describe("the price of a target in words", () => {
  const price = {
    level: 40,
    postsPerWeek: 11.2,
    inGoodTimes: 8.1,
    inBadTimes: 15.4,
    currentPostsPerWeek: 6.6,
    currentSettlesAt: 37.2,
    mostSettlesAt: 45,
    posts: 120,
  };
  const basis =
    "Now: 7\u00a0posts a week, which settles at about 37.2. By this client’s own history (120\u00a0posts), if each post draws what its posts have drawn.";
  test.each([
    ["posts a week with their range", {}, `40.0 takes about 12\u00a0posts a week (9 to 16). ${basis}`],
    [
      "out of reach in bad times",
      { inBadTimes: null },
      `40.0 takes about 12\u00a0posts a week (9 in good times, out of reach in bad ones). ${basis}`,
    ],
    [
      "out of reach, plainly",
      { postsPerWeek: null, inGoodTimes: null, inBadTimes: null },
      `Out of reach: even twenty posts a day would settle at about 45.0. ${basis}`,
    ],
    ["nothing at all", { postsPerWeek: 0, inGoodTimes: 0, inBadTimes: 0 }, `40.0 holds without any post. ${basis}`],
    [
      "less than a post a week",
      { postsPerWeek: 0.4, inGoodTimes: 0.3, inBadTimes: 0.6 },
      `40.0 takes less than one post a week. ${basis}`,
    ],
  ])("is %s", (_, change, words) => {
    expect(priceWords({ ...price, ...change })).toBe(words);
  });

  test("is not known before anything was learned", () => {
    expect(priceWords(null)).toContain("cannot be said yet");
  });
});

describe("hours where the client is", () => {
  test.each([
    ["Europe/Berlin", 14],
    ["UTC", 12],
    ["America/Los_Angeles", 5],
    ["Asia/Kolkata", 17],
    ["Pacific/Auckland", 0],
  ])("in %s it is %i o'clock", (zone, hour) => {
    expect(localHourIn(zone)(now)).toBe(hour);
  });

  test.each([
    ["later today", "Europe/Berlin", 18, now + 4 * hourMs],
    ["tomorrow, when today's has begun", "Europe/Berlin", 14, now + dayMs],
    ["at the half hour of UTC", "Asia/Kolkata", 18, now + hourMs / 2],
  ])("the next full hour comes %s", (_, zone, hour, at) => {
    expect(nextAtHour(hour, { zone, now })).toBe(at);
  });

  test("an hour that clocks skip comes a day later", () => {
    const before = Date.UTC(2026, 2, 28, 12);
    expect(nextAtHour(2, { zone: "Europe/Berlin", now: before })).toBe(Date.UTC(2026, 2, 30, 0));
  });
});
