import { type BacktestFigure, backtest } from "../src/index.ts";
import { begin, dayMs } from "./client.ts";
import { type ClientKind, clientKinds, simulatedClient } from "./simulated-clients.ts";

/** How often the outcome lay inside the 10–90 % band; 75 to 85 % is asked for. */
export interface Coverage {
  readonly name: string;
  readonly horizons: readonly BacktestFigure[];
}

const horizonsMs = [1, 3, 7, 14].map((days) => days * dayMs);
const days = 200;
/** The first forecast has this many days to learn from. */
const firstDay = 60;
const everyDays = 14;

/** Seeds that nothing was chosen or tried on. */
export const reportedSeeds: readonly number[] = Array.from({ length: 24 }, (_, i) => 1_001 + i);

export function measureCoverage(seeds: readonly number[] = reportedSeeds): Coverage[] {
  return clientKinds.map((kind) => ({
    name: kind.name,
    horizons: summed(seeds.map((seed) => backtestOne(kind, seed))),
  }));
}

function backtestOne(kind: ClientKind, seed: number): BacktestFigure[] {
  const instants: number[] = [];
  for (let day = firstDay; day + 14 <= days; day += everyDays)
    instants.push(begin + day * dayMs + (seed % 24) * (dayMs / 24));
  return backtest(simulatedClient(kind, { days: days + 1, seed }), { instants, horizonsMs, paths: 150 });
}

function summed(runs: readonly BacktestFigure[][]): BacktestFigure[] {
  return horizonsMs.map((horizonMs, i) => {
    const own = runs.flatMap((run) => run[i] ?? []);
    const sum = (pick: (figure: BacktestFigure) => number) => own.reduce((total, figure) => total + pick(figure), 0);
    const forecasts = sum((figure) => figure.forecasts);
    const inside = sum((figure) => figure.inside);
    return {
      horizonMs,
      forecasts,
      inside,
      below: sum((figure) => figure.below),
      above: sum((figure) => figure.above),
      coverage: inside / forecasts,
      width: sum((figure) => figure.width * figure.forecasts) / forecasts,
    };
  });
}

export function describeCoverage({ name, horizons }: Coverage): string {
  const shares = horizons.map(({ horizonMs, coverage }) => `${horizonMs / dayMs} d ${(100 * coverage).toFixed(0)} %`);
  const forecasts = horizons.reduce((sum, figure) => sum + figure.forecasts, 0);
  const inside = horizons.reduce((sum, figure) => sum + figure.inside, 0);
  return `band covers ${((100 * inside) / forecasts).toFixed(1).padStart(5)} %  ${name.padEnd(28)} ${shares.join(", ")}  (${forecasts} forecasts)`;
}

if (import.meta.main) for (const coverage of measureCoverage()) console.log(describeCoverage(coverage));
