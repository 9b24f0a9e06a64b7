import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import { tolerantCount, tolerantList } from "../../http/tolerant.ts";
import { askGraph, type GraphSession } from "./graph-api.ts";
import { isTooEarly, isWithheld } from "./graph-failure.ts";

/** The metrics that are still alive, as far as this reading knows. */
export interface Metrics {
  alive: readonly string[];
}

/**
 * Asks with metrics. One that the network has ended, or does not show to this app, fails the whole call; then each is
 * asked alone, and those that fail are left out of this reading: unknown, not zero.
 */
export async function askWithMetrics<T>(metrics: Metrics, ask: (names: readonly string[]) => Promise<T>): Promise<T> {
  try {
    return await ask(metrics.alive);
  } catch (error) {
    if (!isWithheld(error) || metrics.alive.length === 0) throw error;
    const alive: string[] = [];
    for (const name of metrics.alive) if (await isAlive(() => ask([name]))) alive.push(name);
    metrics.alive = alive;
    return ask(alive);
  }
}

async function isAlive(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (!isWithheld(error)) throw error;
    return false;
  }
}

/** A metric without a value has no entry, an empty set none at all: there is no data, which is not zero. */
export const insightsSchema = z.object({
  data: tolerantList(
    z.object({
      name: z.string(),
      values: z.array(z.object({ value: tolerantCount })).nullish(),
      total_value: z.object({ value: tolerantCount }).nullish(),
    }),
  ).nullish(),
});
export type Insights = z.infer<typeof insightsSchema>;

/** Counts by metric. */
export const countsOf = (insights: Insights | null | undefined): Readonly<Record<string, number | undefined>> =>
  Object.fromEntries(
    (insights?.data ?? []).flatMap(({ name, values, total_value: total }) => {
      const value = total?.value ?? values?.at(-1)?.value;
      return value == null ? [] : [[name, value]];
    }),
  );

/** The insights of one post; nothing of one that has none. */
export async function readInsights(
  ctx: ConnectorContext,
  session: GraphSession,
  { id, metrics }: { id: string; metrics: Metrics },
): Promise<ReturnType<typeof countsOf>> {
  const ask = async (names: readonly string[]): Promise<Insights> => {
    if (names.length === 0) return {};
    const query = { metric: names.join(",") };
    try {
      return await askGraph(ctx, session, { path: `/${id}/insights`, query, schema: insightsSchema });
    } catch (error) {
      if (isTooEarly(error)) return {};
      throw error;
    }
  };
  return countsOf(await askWithMetrics(metrics, ask));
}
