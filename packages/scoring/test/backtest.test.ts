import { describe, expect, test } from "vitest";
import { clientKinds, simulatedClient } from "../bench/simulated-clients.ts";
import { backtest, steady1 } from "../src/index.ts";
import { begin, dayMs, postingHistory } from "./forecast-clients.ts";

const horizonsMs = [dayMs, 7 * dayMs];

describe("a backtest", () => {
  test("counts every forecast once: below, inside or above", () => {
    const instants = [60, 80, 100].map((day) => begin + day * dayMs);
    for (const { forecasts, below, inside, above, coverage } of backtest(postingHistory(), {
      instants,
      horizonsMs,
      paths: 20,
    })) {
      expect(forecasts).toBe(3);
      expect(below + inside + above).toBe(3);
      expect(coverage).toBe(inside / 3);
    }
  });

  test("of nobody who does anything is always right: the score stays 1", () => {
    const silent = { ...postingHistory(), signals: [], audience: [] };
    expect(backtest(silent, { instants: [begin], horizonsMs, paths: 5 }).map(({ coverage }) => coverage)).toEqual([
      1, 1,
    ]);
  });

  test("takes as the plan what really was posted: with nobody reacting presence alone is foreseen exactly", () => {
    const algorithm = { ...steady1, id: "presence", weights: { presence: 1 } };
    const history = { ...postingHistory(), algorithms: [{ algorithm, from: 0 }] };
    const instants = [20, 50, 80, 110].map((day) => begin + day * dayMs);
    for (const { coverage, width } of backtest(history, { instants, horizonsMs, paths: 5 })) {
      expect(coverage).toBe(1);
      expect(width).toBeCloseTo(0, 9);
    }
  });

  test("of a level that jumps tenfold overnight finds the outcomes above the band", () => {
    const jump = postingHistory({ factor: ({ number }) => (number >= 160 ? 10 : 1) });
    const [week] = backtest(jump, { instants: [begin + 80 * dayMs], horizonsMs: [7 * dayMs], paths: 50 });
    expect(week).toMatchObject({ above: 1, inside: 0 });
  });
});

describe("the 10–90 % band", () => {
  // Few forecasts a kind keep this quick; the bench reports many.
  test.each(clientKinds.filter(({ name }) => name !== "well known"))(
    "of a client that is $name holds most outcomes, not all",
    (kind) => {
      const figures = [11, 12, 13].flatMap((seed) => {
        const instants = Array.from({ length: 8 }, (_, i) => begin + (60 + i * 16) * dayMs);
        return backtest(simulatedClient(kind, { days: 190, seed }), {
          instants,
          horizonsMs: [3 * dayMs, 7 * dayMs],
          paths: 80,
        });
      });
      const inside = figures.reduce((sum, figure) => sum + figure.inside, 0);
      const forecasts = figures.reduce((sum, figure) => sum + figure.forecasts, 0);
      expect(forecasts).toBe(48);
      expect(inside / forecasts).toBeGreaterThan(0.6);
      expect(inside / forecasts).toBeLessThan(0.98);
    },
  );
});
