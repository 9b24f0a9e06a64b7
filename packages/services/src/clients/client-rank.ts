import { sql } from "@headroom/db";
import { type PortfolioRank, portfolioRank, type Ranked } from "@headroom/insights";
import { type State, scoreAt } from "@headroom/scoring";
import { z } from "zod";
import type { Call, Context } from "../context/context.ts";
import { loadAlgorithms } from "../scores/load-algorithms.ts";
import { asState } from "../scores/stored-states.ts";
import { seenClient } from "./client-access.ts";

export const ClientRankInput = z.object({ clientId: z.uuid() });
export type ClientRankInput = z.infer<typeof ClientRankInput>;

/** Who does not see all clients anyway learns nothing of fewer others than this. */
const fewestForOthers = 5;

/** Where a client stands in the agency's portfolio and among those of its size: numbers only, nobody is named. */
export const clientRank = async ({ ctx, input }: Call<ClientRankInput>): Promise<PortfolioRank> => {
  const client = await seenClient(ctx, input.clientId);
  const pool = await portfolio(ctx, client.id);
  const self = pool.get(client.id);
  if (self === undefined) return { portfolio: null, tier: null };
  pool.delete(client.id);
  const seesAll = ctx.actor.role === "owner" || ctx.actor.role === "manager";
  const fewest = seesAll ? 1 : fewestForOthers;
  return portfolioRank(self, { others: [...pool.values()], fewest });
};

interface Row extends Record<string, unknown> {
  id: string;
  algorithm_id: string;
  state: unknown;
}

/** Everybody's score now, also of clients the actor does not see; members' private ones stay out of it. */
const portfolio = async (ctx: Context, clientId: string): Promise<Map<string, Ranked>> => {
  const now = ctx.io.now();
  const rows = await ctx.db.execute<Row>(sql`
    select c.id, r.algorithm_id, st.state
    from clients c
    join client_runways r on r.agency_id = c.agency_id and r.client_id = c.id
    join client_states st on st.agency_id = r.agency_id and st.client_id = r.client_id and st.algorithm_id = r.algorithm_id
    where c.agency_id = ${ctx.agencyId}::uuid and (c.owner_id is null or c.shared or c.id = ${clientId}::uuid)`);
  const algorithmById = await loadAlgorithms(
    ctx,
    rows.map((row) => row.algorithm_id),
  );
  return new Map(
    rows.map(({ id, algorithm_id, state: stored }) => {
      const state = asState(stored);
      return [id, { score: scoreAt(algorithmById(algorithm_id), state, now).value, followers: followersOf(state) }];
    }),
  );
};

const followersOf = ({ channels }: State): number | null => {
  const told = Object.values(channels).flatMap(({ followers }) => followers ?? []);
  return told.length === 0 ? null : told.reduce((sum, one) => sum + one, 0);
};
