import { type Algorithm, classic1, componentIds, inboundKinds, steady1 } from "@headroom/scoring";
import { describe, expect, test } from "vitest";
import {
  algorithmNumbers,
  belowText,
  dateAfter,
  isBelow,
  numberChanges,
  numberOf,
  numberText,
  type PreviewedClient,
  type PreviewResult,
  previewWords,
  startOfDate,
} from "../src/index.ts";

const numberCalled = (field: string) => {
  const found = algorithmNumbers.find((number) => number.field === field);
  if (found === undefined) throw new Error(`no number ${field}`);
  return found;
};

describe("the numbers of an algorithm", () => {
  const table: [string, Algorithm, number][] = [
    ["weights.presence", steady1, 21],
    ["weights.linkMix", steady1, 0],
    ["presence.grace", steady1, 24],
    ["presence.halfLife", classic1, 4.5],
    ["engagement.halfLife", steady1, 21],
    ["reactions.view", steady1, 0.01],
    ["rho", steady1, 30],
    ["linkMix.lo", classic1, 20],
    ["reach.knee", steady1, 50],
    ["amplification.linkReshare", steady1, 1.5],
  ];

  test.each(table)("are read as people say them: %s", (field, algorithm, value) => {
    expect(numberOf(numberCalled(field), algorithm)).toBe(value);
  });

  test("are all that an algorithm has, save what networks do differently and the extra of a link's reshare", () => {
    const leaves = (value: object): number =>
      Object.values(value).reduce((sum: number, part) => sum + (typeof part === "object" ? leaves(part) : 1), 0);
    const { id: _id, title: _title, weights: _weights, networks: _networks, ...rest } = steady1;
    expect(algorithmNumbers).toHaveLength(leaves(rest) - 1 + componentIds.length);
    expect(algorithmNumbers.filter(({ group }) => group === "reactions")).toHaveLength(inboundKinds.length - 1);
  });

  test("have fields of their own, and lie within their bounds in both built-in algorithms", () => {
    expect(new Set(algorithmNumbers.map(({ field }) => field)).size).toBe(algorithmNumbers.length);
    for (const number of algorithmNumbers)
      for (const algorithm of [steady1, classic1]) {
        expect(numberOf(number, algorithm), number.field).toBeGreaterThanOrEqual(number.least);
        expect(numberOf(number, algorithm), number.field).toBeLessThanOrEqual(number.most);
      }
  });

  test("that differ are told with before and after; of the same there are none", () => {
    expect(numberChanges(steady1, { ...steady1, title: "Other" })).toEqual([]);
    const quick = { ...steady1, presence: { ...steady1.presence, halfLifeMs: 14 * 86_400_000 } };
    expect(numberChanges(steady1, quick)).toEqual([
      {
        field: "presence.halfLife",
        label: "After that, presence halves every",
        before: "28\u00a0days",
        after: "14\u00a0days",
      },
    ]);
  });

  test("are written without the noise of binary fractions", () => {
    const odd = { ...steady1, weights: { ...steady1.weights, presence: 0.29 } };
    expect(numberOf(numberCalled("weights.presence"), odd)).toBe(29);
    expect(numberText(0.05, "")).toBe("0.05");
    expect(numberText(6_000_000, "")).toBe("6,000,000");
  });
});

describe("a preview in words", () => {
  const client = (now: number, wouldBe: number, target: number | null = 50): PreviewedClient => ({
    clientId: crypto.randomUUID(),
    now,
    wouldBe,
    meanChange: wouldBe - now,
    biggestChange: wouldBe - now,
    biggestAt: 0,
    target,
    belowShare: 0,
    wouldBeBelowShare: 0,
  });
  const words = (clients: PreviewedClient[], correlation: Partial<PreviewResult["correlation"]> = {}) =>
    previewWords(
      {
        from: 0,
        to: 90 * 86_400_000,
        clients,
        correlation: { pairs: 100, clients: clients.length, baseline: 0.68, candidate: 0.714, ...correlation },
      },
      { baseline: "Steady 1", candidate: "Quick" },
    );

  test.each<[string, PreviewedClient[], string]>([
    [
      "who moves and who falls",
      [client(55, 52), client(52, 49), client(40, 51)],
      "Now 1 of 3\u00a0clients would be higher and 2 lower, +1.7 points on average. 1 would fall below target, 1 would come back above it.",
    ],
    [
      "that nobody falls",
      [client(55, 56)],
      "Now 1 of 1\u00a0client would be higher and 0 lower, +1.0 points on average. Nobody would fall below target or come back.",
    ],
    [
      "that nothing differs, where the difference cannot be seen",
      [client(55, 55.01)],
      "No score would differ now (1\u00a0client). Nobody would fall below target or come back.",
    ],
    [
      "that without a target nobody can fall",
      [client(55, 40, null)],
      "Now 0 of 1\u00a0client would be higher and 1 lower, \u221215.0 points on average. Nobody would fall below target or come back.",
    ],
    ["that there is nobody", [], "No client has a history to compare yet."],
  ])("says %s", (_, clients, summary) => {
    expect(words(clients).summary).toBe(summary);
  });

  test("says how well both order what follows, and on how much that rests", () => {
    expect(words([client(55, 52)], { clients: 12 }).evidence).toBe(
      "Orders clients by the next week’s reactions: 0.71 with Quick against 0.68 with Steady 1 (12\u00a0clients, 90\u00a0days). 1 would be a perfect order, 0 none at all.",
    );
    expect(words([client(55, 52)], { candidate: -0.2 }).evidence).toContain("\u22120.20 with Quick");
  });

  test("says that there is too little to tell rather than a number", () => {
    expect(words([client(55, 52)], { baseline: null }).evidence).toMatch(/^There is too little history/);
    expect(words([]).evidence).toBeNull();
  });

  test("a score at its target is not below it, and without one nothing is", () => {
    expect([isBelow(50, 50), isBelow(49.99, 50), isBelow(1, null)]).toEqual([false, true, false]);
    expect([belowText(null), belowText(0.051)]).toEqual(["–", "5\u00a0%"]);
  });
});

describe("a day", () => {
  test.each([
    ["2026-06-17", "UTC", "2026-06-17T00:00:00Z"],
    ["2026-06-17", "Europe/Berlin", "2026-06-16T22:00:00Z"],
    ["2026-12-01", "Europe/Berlin", "2026-11-30T23:00:00Z"],
    // Clocks jump over midnight here.
    ["2026-09-06", "America/Santiago", "2026-09-06T04:00:00Z"],
  ])("%s begins in %s at %s", (date, zone, instant) => {
    expect(startOfDate(date, zone)).toBe(Date.parse(instant));
  });

  test("after an instant is the zone's next one", () => {
    expect(dateAfter(Date.parse("2026-06-16T23:00:00Z"), "Europe/Berlin")).toBe("2026-06-18");
    expect(dateAfter(Date.parse("2026-06-16T23:00:00Z"), "UTC")).toBe("2026-06-17");
    expect(() => startOfDate("2026-02-30", "UTC")).toThrow(RangeError);
  });
});
