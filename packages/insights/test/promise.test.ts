import { describe, expect, test } from "vitest";
import {
  agreedAttainment,
  budgetText,
  burnLook,
  type Clock,
  monthOf,
  type PromiseFacts,
  promiseStanding,
  promiseWords,
} from "../src/index.ts";

const hour = 3_600_000;
const day = 24 * hour;
const monday = Date.UTC(2026, 5, 15);
const clock: Clock = { zone: "UTC", now: monday + 2 * day };

const facts: PromiseFacts = {
  target: { value: 50, share: 0.95, window: "week" },
  zone: "UTC",
  now: clock.now,
  score: 52,
  fallsAt: Number.POSITIVE_INFINITY,
  crossings: [],
  since: monday - 100 * day,
  restWindows: [],
};
const standing = (change: Partial<PromiseFacts>) => {
  const found = promiseStanding({ ...facts, ...change });
  if (found === null) throw new Error("no promise");
  return found;
};

describe("the window of a promise is the client's own week or month", () => {
  test.each([
    ["week", "UTC", "2026-06-15T00:00:00.000Z", "2026-06-22T00:00:00.000Z"],
    ["month", "UTC", "2026-06-01T00:00:00.000Z", "2026-07-01T00:00:00.000Z"],
    ["month", "Pacific/Auckland", "2026-05-31T12:00:00.000Z", "2026-06-30T12:00:00.000Z"],
    ["week", "America/Los_Angeles", "2026-06-15T07:00:00.000Z", "2026-06-22T07:00:00.000Z"],
  ] as const)("a %s in %s", (window, zone, from, to) => {
    const found = standing({ target: { ...facts.target, window }, zone });
    expect(new Date(found.window.from).toISOString()).toBe(from);
    expect(new Date(found.window.to).toISOString()).toBe(to);
  });

  test.each([
    ["an October in Berlin has an hour more", "Europe/Berlin", Date.UTC(2026, 9, 9), 31 * day + hour],
    ["a March one less", "Europe/Berlin", Date.UTC(2026, 2, 9), 31 * day - hour],
    ["a February of a leap year 29 days", "UTC", Date.UTC(2028, 1, 29, 23), 29 * day],
  ])("%s", (_, zone, at, length) => {
    const { from, to } = monthOf(at, zone);
    expect(to - from).toBe(length);
    expect(at >= from && at < to).toBe(true);
  });

  test("asked for a later week it is that week, not the one asked for before", () => {
    expect(standing({}).window.from).toBe(monday);
    expect(standing({ now: clock.now + 7 * day }).window.from).toBe(monday + 7 * day);
  });
});

describe("what counts", () => {
  test("begins where score and target first met", () => {
    const found = standing({ since: monday + day });
    expect(found.countedFrom).toBe(monday + day);
    expect(found.whole.countedMs).toBe(day);
    expect(found.whole.budgetMs).toBeCloseTo(0.05 * 6 * day, 3);
  });

  test("is nothing before they have met", () => {
    expect(promiseStanding({ ...facts, since: monday + 8 * day })).toBeNull();
  });

  test.each<[string, Partial<PromiseFacts>, number]>([
    ["a foreseen fall that has passed", { fallsAt: monday + day, score: 49 }, day],
    [
      "not twice where it was recorded",
      { fallsAt: monday + day, score: 49, crossings: [{ at: monday + day, direction: "below" }] },
      day,
    ],
    [
      "not where the score rose after the fall that was foreseen",
      { fallsAt: monday + hour, score: 49, crossings: [{ at: monday + day, direction: "below" }] },
      day,
    ],
    ["nothing for a fall to come", { fallsAt: clock.now + hour }, 0],
    [
      "all of it where the score is below now and nothing is known of a fall",
      { fallsAt: clock.now, score: 49 },
      2 * day,
    ],
  ])("counts %s", (_, change, belowMs) => {
    expect(standing(change).whole.belowMs).toBe(belowMs);
  });

  test("leaves agreed rest out of the promise, and says what it was with it", () => {
    const found = standing({
      score: 49,
      crossings: [{ at: monday + day, direction: "below" }],
      fallsAt: monday + day,
      restWindows: [{ from: monday + day, to: monday + 1.5 * day }],
    });
    expect(found.whole.belowMs).toBe(day);
    expect(agreedAttainment(found).belowMs).toBe(0.5 * day);
  });

  test("knows no rest where all of it lies in other weeks", () => {
    expect(standing({ restWindows: [{ from: monday - day, to: monday }] }).exceptRest).toBeNull();
  });
});

describe("a promise in words", () => {
  test.each<[string, Partial<PromiseFacts>, Partial<ReturnType<typeof promiseWords>>]>([
    [
      "kept so far, and to the end",
      {},
      {
        attained: "100\u00a0% of the week so far",
        withRest: null,
        promised: "95\u00a0% of each week",
        budget: "8\u00a0h of 8\u00a0h left",
        burnRate: null,
        outlook: "The promise of 95\u00a0% of the week holds until Mon 00:00 UTC, even if nothing more happens.",
      },
    ],
    [
      "about to break",
      { fallsAt: clock.now + 2 * hour },
      {
        outlook: "If nothing more happens, the promise of 95\u00a0% of the week breaks today 10:24 UTC.",
      },
    ],
    [
      "burning",
      { crossings: [{ at: clock.now - 2 * hour, direction: "below" }], score: 49, fallsAt: clock.now - 2 * hour },
      {
        attained: "95.8\u00a0% of the week so far",
        budget: "6\u00a0h of 8\u00a0h left",
        burnRate: "0.8\u00a0× what the week can bear",
        outlook: "If nothing more happens, the promise of 95\u00a0% of the week breaks today 06:24 UTC.",
      },
    ],
    [
      "broken",
      { crossings: [{ at: monday + day, direction: "below" }], score: 49, fallsAt: monday + day },
      {
        attained: "50\u00a0% of the week so far",
        budget: "15\u00a0h over",
        burnRate: "10\u00a0× what the week can bear",
        outlook: "The promise of 95\u00a0% of the week is broken. The next one begins Mon 00:00 UTC.",
      },
    ],
    [
      "of all the time",
      {
        target: { ...facts.target, share: 1 },
        crossings: [{ at: monday + day, direction: "below" }],
        score: 49,
        fallsAt: monday + day,
      },
      { promised: "100\u00a0% of each week", burnRate: "the week can bear none" },
    ],
    ["of which nothing counts yet", { since: clock.now }, { attained: "nothing of the week counts yet" }],
    [
      "with rest",
      {
        crossings: [{ at: monday + day, direction: "below" }],
        score: 49,
        fallsAt: monday + day,
        restWindows: [{ from: monday + day, to: monday + 3 * day }],
      },
      { attained: "100\u00a0% of the week so far", withRest: "50\u00a0% of the week so far" },
    ],
  ])("%s", (_, change, expected) => {
    expect(promiseWords(standing(change), clock)).toMatchObject(expected);
  });

  test("a share never reads better than it is", () => {
    const found = standing({
      crossings: [
        { at: monday + hour, direction: "below" },
        { at: monday + hour + 1, direction: "above" },
      ],
    });
    expect(promiseWords(found, clock).attained).toBe("99.9\u00a0% of the week so far");
  });

  test("each warning has a word and a shape of its own or a word that tells it apart", () => {
    const looks = Object.values(burnLook).map(({ word, shape }) => `${word} ${shape}`);
    expect(new Set(looks).size).toBe(looks.length);
  });

  test("a budget that is used up says by how much", () => {
    expect(budgetText({ countedMs: 0, belowMs: 0, attained: null, budgetMs: hour, leftMs: -hour, burnRate: 0 })).toBe(
      "1\u00a0h over",
    );
  });
});
