import { type ForecastQuestion, forecast, habitsOf, stateAt, steady1, whatIf } from "../src/index.ts";
import { begin, dayMs } from "./client.ts";
import type { Figure } from "./index.ts";
import { leastMs } from "./measure.ts";
import { clientKinds, simulatedClient } from "./simulated-clients.ts";

const now = begin + 180 * dayMs;

/** What a page asks for: two weeks in steps of six hours with a plan, and one post on a channel. */
export function measureForecasts(): Figure[] {
  const [kind] = clientKinds;
  if (kind === undefined) return [];
  const history = simulatedClient(kind, { days: 180, seed: 1 });
  const state = stateAt(history, now);
  const habits = habitsOf(history, { t: now });
  const plan = Array.from({ length: 14 }, (_, day) => ({ channelId: "x", at: now + day * dayMs, carriesLink: false }));
  const times = Array.from({ length: 56 }, (_, step) => now + ((step + 1) * dayMs) / 4);
  const question: ForecastQuestion = { habits, plan, t: now, times };
  const post = plan.slice(0, 1);
  return [
    figure("forecast of 14 days", "forecasts", () => forecast(steady1, state, question)),
    figure("what one post adds", "answers", () => whatIf(steady1, state, post, { habits, t: now, horizonMs: dayMs })),
    figure("habits of 180 days", "clients", () => habitsOf(history, { t: now })),
  ];
}

function figure(name: string, unit: string, work: () => unknown): Figure {
  return { name, unit, perSecond: 1_000 / leastMs(work) };
}
