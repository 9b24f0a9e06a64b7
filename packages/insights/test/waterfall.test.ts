import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { receiptSummary, waterfall } from "../src/index.ts";
import { receiptLines } from "./receipt-lines.ts";

const gain = (label: string, points: number) => ({ label, points, kind: "gain" as const });

describe("a waterfall", () => {
  test("goes from the score before to the score after, each bar from where the one above ended", () => {
    const { steps, low, high } = waterfall({
      before: 50,
      after: 51,
      lines: [
        gain("Blog", 3),
        { label: "Time", points: -2.5, kind: "loss" },
        { label: "New", points: 0.5, kind: "step" },
      ],
    });
    expect(steps.map(({ from, to }) => [from, to])).toEqual([
      [50, 53],
      [53, 50.5],
      [50.5, 51],
    ]);
    expect([low, high]).toEqual([49.5, 53.5]);
    expect(steps[0]).toMatchObject({ start: 0.125, end: 0.875 });
  });

  test.each([
    ["five", 5, ["+5", "+4", "+3", "+2", "+1"]],
    ["seven", 7, ["+7", "+6", "+5", "+4", "Posts and reactions on 3 more channels"]],
  ])("of %s channels draws no more than five bars", (_, count, labels) => {
    const lines = Array.from({ length: count }, (__, n) => gain(`+${count - n}`, count - n));
    const { steps } = waterfall({ before: 10, after: 10 + (count * (count + 1)) / 2, lines });
    expect(steps.map(({ label }) => label)).toEqual(labels);
  });

  test("of nothing has no bar and still a scale", () => {
    expect(waterfall({ before: 1, after: 1, lines: [] })).toEqual({
      before: 1,
      after: 1,
      low: 0.5,
      high: 1.5,
      steps: [],
    });
  });

  test("ends where the receipt ends, within its scale, whatever the receipt", () => {
    fc.assert(
      fc.property(receiptLines, fc.double({ min: 1, max: 100, noNaN: true }), (lines, before) => {
        const after = before + lines.reduce((sum, { points }) => sum + points, 0);
        const names = { channels: [], algorithmTitle: (id: string) => id };
        const { steps } = waterfall(receiptSummary({ from: 0, to: 1, before, after, lines }, names));
        expect(steps.at(-1)?.to ?? before).toBeCloseTo(after, 9);
        for (const { start, end } of steps)
          for (const share of [start, end]) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
          }
      }),
    );
  });
});
