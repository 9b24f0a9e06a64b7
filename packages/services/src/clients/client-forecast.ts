import { networkById } from "@headroom/connectors";
import { and, asc, channels, eq, ne, sql } from "@headroom/db";
import {
  type Algorithm,
  type ForecastPoint,
  fewestPostsForHours,
  forecast,
  forecastHorizonMs,
  type HabitCurve,
  type Habits,
  type State,
  scoreAt,
} from "@headroom/scoring";
import { z } from "zod";
import type { Call, Context } from "../context/context.ts";
import { firstOr404 } from "../context/errors.ts";
import { loadHabits } from "../learning/load-habits.ts";
import { listPlan, type PlanEntry } from "../plans/list-plan.ts";
import { type OnePost, onePost } from "../queue/one-post.ts";
import { seenClient } from "./client-access.ts";
import { scoredRows } from "./client-rows.ts";

export const ClientForecastInput = z.object({ clientId: z.uuid() });
export type ClientForecastInput = z.infer<typeof ClientForecastInput>;

/** What a forecast rests on and what one post would do, per channel. */
export interface ChannelOutlook {
  id: string;
  title: string;
  networkTitle: string;
  /** Nothing is known of it: it stands still in the forecast. */
  isHeld: boolean;
  /** Null before anything was learned. */
  learned: { posts: number; curve: HabitCurve; postsPerWeek: number } | null;
  /** Null for a held channel. */
  post: OnePost | null;
}

/** The coming 14 days of a client. Instants in epoch ms, scores in points. */
export interface ClientForecast {
  now: number;
  score: number;
  target: number | null;
  points: ForecastPoint[];
  plan: PlanEntry[];
  channels: ChannelOutlook[];
  /** Best hours need at least this many posts. */
  fewestPostsForHours: number;
}

const stepMs = 6 * 3_600_000;

/** Where the score will be with and without the plan; null before anything was read. */
export const clientForecast = async ({ ctx, input }: Call<ClientForecastInput>): Promise<ClientForecast | null> => {
  const client = await seenClient(ctx, input.clientId);
  const { row, scored } = firstOr404(await scoredRows(ctx, sql`clients.id = ${client.id}`), "This client");
  if (scored === null) return null;
  const { algorithm, state } = scored;
  const now = ctx.io.now();
  const habits = (await loadHabits(ctx, [client.id])).get(client.id) ?? [];
  const plan = await listPlan({ ctx, input });
  const times = Array.from({ length: forecastHorizonMs / stepMs }, (_, i) => now + (i + 1) * stepMs);
  const known = plan.filter(({ channelId, at }) => at > now && Object.hasOwn(state.channels, channelId));
  return {
    now,
    score: scoreAt(algorithm, state, now).value,
    target: row.target,
    points: forecast(algorithm, state, { habits, plan: known, t: now, times }),
    plan,
    channels: await channelOutlooks(ctx, { clientId: client.id, zone: client.timeZone, algorithm, state, habits }),
    fewestPostsForHours,
  };
};

interface Facts {
  clientId: string;
  zone: string;
  algorithm: Algorithm;
  state: State;
  habits: readonly Habits[];
}

const channelOutlooks = async (
  { db, agencyId, io }: Context,
  { clientId, zone, algorithm, state, habits }: Facts,
): Promise<ChannelOutlook[]> => {
  const rows = await db
    .select({ id: channels.id, title: channels.title, network: channels.network })
    .from(channels)
    .where(and(eq(channels.agencyId, agencyId), eq(channels.clientId, clientId), ne(channels.state, "disconnected")))
    .orderBy(asc(channels.network), asc(channels.title));
  return rows.flatMap(({ id, title, network }) => {
    const known = state.channels[id];
    if (known === undefined) return [];
    const isHeld = known.heldFrom !== null;
    const own = habits.find(({ channelId }) => channelId === id);
    return [
      {
        id,
        title,
        networkTitle: networkById(network)?.title ?? "a file",
        isHeld,
        learned: own === undefined ? null : { posts: own.posts, curve: own.curve, postsPerWeek: own.postsPerWeek },
        post: isHeld ? null : onePost({ algorithm, state, habits, channelId: id, zone, now: io.now() }),
      },
    ];
  });
};
