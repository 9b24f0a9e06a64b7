import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChartHistory, scoreChart, sparkline } from "../src/index.ts";
import { reportChart } from "../src/report-chart.ts";

const hourMs = 3_600_000;
const start = Date.UTC(2026, 10, 16);
const clock = { zone: "UTC", now: start + 96 * hourMs };
const at = (hours: number) => start + hours * hourMs;
const point = (hours: number, score: number, target: number | null = 48) => ({
  at: at(hours),
  score,
  target,
  coverage: 1,
  algorithmId: "steady-1",
});

const quiet: ChartHistory = {
  from: start,
  to: at(24),
  points: [point(0, 50), point(6, 49), point(12, 47.5), point(18, 49)],
  crossings: [
    { at: at(9), direction: "below", target: 48, score: 48 },
    { at: at(15), direction: "above", target: 48, score: 48.2 },
  ],
  holds: [],
  algorithms: [{ from: start - 1e9, id: "steady-1", title: "Steady 1" }],
  parallel: [],
  rest: [],
};

describe("the chart of a score", () => {
  const chart = (change: Partial<ChartHistory> = {}, current: { score: number; target: number | null } | null = null) =>
    scoreChart({ history: { ...quiet, ...change }, current, clock });

  test("ends at now when the score of now is known", () => {
    expect(chart({}, { score: 48.4, target: 48 }).line.at(-1)).toMatchObject({ at: at(24), score: 48.4, target: 48 });
    expect(chart().line.at(-1)?.at).toBe(at(18));
  });

  test("has a gap where points are missing, never a zero", () => {
    const { line } = chart({ points: [point(0, 50), point(14, 49)] });
    expect(line.map(({ score }) => score)).toEqual([50, null, 49]);
  });

  test("bridges one missing point", () => {
    expect(chart({ points: [point(0, 50), point(12, 49)] }).line.map(({ score }) => score)).toEqual([50, 49]);
  });

  test("says what each crossing was", () => {
    expect(chart().crossings.map(({ label }) => label.split(":")[0])).toEqual(["Fell below 48.0", "Back at 48.0"]);
  });

  test("cuts a hold to what is shown, and ends a running one at the end", () => {
    const holds = [{ channelTitle: "Blog", from: start - 5 * hourMs, to: null, reason: "gone" }];
    expect(chart({ holds }).holds).toEqual([{ from: start, to: at(24), label: "Blog not heard from: gone" }]);
  });

  test("shows agreed rest as far as it lies in the chart, and none from elsewhere", () => {
    const rest = [
      { from: start - 9 * hourMs, to: start },
      { from: at(20), to: at(40) },
    ];
    expect(chart({ rest }).rest).toEqual([
      { from: at(20), to: at(24), label: "Agreed rest from 16 Nov 20:00 UTC to 17 Nov 16:00 UTC" },
    ]);
  });

  test("marks a change of algorithm, but not the one before the first point", () => {
    const algorithms = [...quiet.algorithms, { from: at(8), id: "classic-1", title: "Classic 1" }];
    expect(chart({ algorithms }).marks).toEqual([
      { at: at(8), title: "Classic 1", label: "Classic 1 from 16 Nov 08:00 UTC on" },
    ]);
    const longAgo = [...quiet.algorithms, { from: start - 1, id: "classic-1", title: "Classic 1" }];
    expect(chart({ algorithms: longAgo }).marks).toEqual([]);
  });

  test("does not mark a change that is still to come", () => {
    const algorithms = [...quiet.algorithms, { from: at(30), id: "classic-1", title: "Classic 1" }];
    expect(chart({ algorithms }).marks).toEqual([]);
  });

  test("draws what the old algorithm makes of it beside the line, up to now, and names it", () => {
    const parallel = [6, 12].map((hours) => ({ at: at(hours), score: 30 + hours, title: "Steady 1" }));
    const { line, besideTitles, low } = scoreChart({
      history: { ...quiet, parallel },
      current: { score: 48.4, target: 48, beside: { title: "Weekend", score: 44 } },
      clock,
    });
    expect(line.map(({ beside }) => beside)).toEqual([null, 36, 42, null, 44]);
    expect(besideTitles).toEqual(["Steady 1", "Weekend"]);
    expect(low).toBe(33);
    expect(chart().besideTitles).toEqual([]);
  });

  test("sums itself up", () => {
    expect(chart().summary).toBe("Score from 50.0 to 49.0 points, below target once.");
    expect(chart({ crossings: [] }).summary).toBe("Score from 50.0 to 49.0 points, never below target.");
    const [, back] = quiet.crossings;
    expect(chart({ points: [point(0, 40), point(6, 41)], crossings: [] }).summary).toBe(
      "Score from 40.0 to 41.0 points, below target all along.",
    );
    expect(chart({ points: [point(0, 40), point(6, 49)], crossings: back ? [back] : [] }).summary).toBe(
      "Score from 40.0 to 49.0 points, below target at first.",
    );
    expect(chart({ points: [point(0, 40, null)], crossings: [] }).summary).toBe("Score from 40.0 to 40.0 points.");
    expect(chart({ points: [] }).summary).toBe("No scores yet.");
  });

  test("leaves room around line and target, within 0 to 100", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 1, maxLength: 9 }), (scores) => {
        const { low, high } = chart({ points: scores.map((score, i) => point(i * 6, score)) });
        for (const value of [...scores, 48]) {
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
        }
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe("the chart of a report", () => {
  test("names every change of algorithm that it marks, in the legend and for those who do not see it", () => {
    const algorithms = [
      ...quiet.algorithms,
      { from: at(8), id: "quick-1", title: "Quick" },
      { from: at(16), id: "classic-1", title: "Classic 1" },
      { from: at(40), id: "steady-1", title: "Steady 1" },
    ];
    const chart = reportChart({
      history: { ...quiet, algorithms },
      current: null,
      week: { from: start, to: at(24) },
      mondays: [],
      clock,
      print: (text) => text.toUpperCase(),
    });
    expect(chart?.marks).toEqual([{ at: at(8) }, { at: at(16) }]);
    expect(chart?.legend.filter(({ sign }) => sign === "mark")).toEqual([
      { sign: "mark", text: "QUICK, then CLASSIC 1 from here on" },
    ]);
    expect(chart?.alt).toContain("QUICK, then CLASSIC 1 from here on.");
  });
});

describe("a sparkline", () => {
  const size = { from: start, to: at(24), width: 96, height: 20, target: null };

  test("is one line per stretch without a gap", () => {
    const points = [0, 6, 20, 24].map((hours) => ({ at: at(hours), score: 50 }));
    expect(sparkline({ ...size, points }).lines.map((line) => line.split(" ").length)).toEqual([2, 2]);
  });

  test("draws a quiet week as a flat line in the middle", () => {
    const points = [0, 12, 24].map((hours) => ({ at: at(hours), score: 50 }));
    expect(sparkline({ ...size, points }).lines).toEqual(["0,10 48,10 96,10"]);
  });

  test("leaves out what lies outside", () => {
    const points = [-6, 30].map((hours) => ({ at: at(hours), score: 50 }));
    expect(sparkline({ ...size, points })).toEqual({ lines: [], targetY: null, label: "no scores yet" });
  });

  test("says from where to where, and the target", () => {
    const points = [
      { at: at(0), score: 50 },
      { at: at(6), score: 52.25 },
    ];
    expect(sparkline({ ...size, target: 48, points }).label).toMatch(/^from 50\.0 to 52\.[23] points, target 48$/);
  });

  test("keeps every point and the target inside its box", () => {
    const scores = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(scores, fc.double({ min: 1, max: 100, noNaN: true }), (values, target) => {
        const points = values.map((score, i) => ({ at: at(i * 6), score }));
        const drawn = sparkline({ ...size, target, points });
        const ys = drawn.lines.flatMap((line) => line.split(" ").map((place) => Number(place.split(",")[1])));
        for (const y of [...ys, drawn.targetY ?? 0]) {
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(20);
        }
      }),
    );
  });
});
