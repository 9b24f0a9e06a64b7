import { sql } from "@headroom/db";
import { type PriceOfTarget, priceOfTarget } from "@headroom/scoring";
import { z } from "zod";
import type { Call } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";
import { loadHabits } from "../learning/load-habits.ts";
import { seenClient } from "./client-access.ts";
import { scoredRows } from "./client-rows.ts";

export const PriceOfTargetInput = z.object({ clientId: z.uuid(), level: z.number().min(1).max(100) });
export type PriceOfTargetInput = z.infer<typeof PriceOfTargetInput>;

/** What a level would cost in posts per week by the client's own history. */
export interface TargetPrice extends PriceOfTarget {
  level: number;
  /** Settled posts that this rests on. */
  posts: number;
}

/** The price of a level; null while there is no score or nothing was learned yet. */
export const targetPrice = async ({ ctx, input }: Call<PriceOfTargetInput>): Promise<TargetPrice | null> => {
  const client = await seenClient(ctx, input.clientId);
  const { scored } = firstOr404(await scoredRows(ctx, sql`clients.id = ${client.id}`), "This client");
  const habits = (await loadHabits(ctx, [client.id])).get(client.id) ?? [];
  if (scored === null || habits.length === 0) return null;
  const { algorithm, state } = scored;
  const price = priceOfTarget(algorithm, state, { habits, target: input.level, t: ctx.io.now() });
  return { ...price, level: input.level, posts: habits.reduce((sum, { posts }) => sum + posts, 0) };
};
