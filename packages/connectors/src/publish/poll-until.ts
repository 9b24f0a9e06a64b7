import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectorContext } from "../contract/network.ts";

/** Milliseconds before each question: at once, then ever more rarely, for a minute in all. */
const waitsMs = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** Asks until there is an answer; null where there was none within a minute. */
export async function pollUntil<T>(
  { wait = sleep }: Pick<ConnectorContext, "wait">,
  ask: () => Promise<T | null>,
): Promise<T | null> {
  for (const ms of waitsMs) {
    if (ms > 0) await wait(ms);
    const answer = await ask();
    if (answer !== null) return answer;
  }
  return null;
}
